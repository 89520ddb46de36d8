"""The empty slide deck that ours are written into: 16:9, en-GB, Arial, our colours, seven layouts.

python-pptx starts from a 4:3, en-US file with an office look. Its theme, master and layouts are replaced here
by our own, so that whoever edits a deck finds real layouts with placeholders and our colours in the menus.
Lengths are in pt: a slide is 960 wide and 540 high.
"""

import io
from collections.abc import Iterator
from functools import cache
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.package import Part
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Emu

from .slide_fit import BULLET_STEP
from .slide_layouts import CARDS, FOOTER, HEAD, LAYOUTS, LOGO, MARGIN, NUMBER, SLIDE, WHOLE, Layout, Place

EMU: Final = 12_700  # in a pt
FACE: Final = "Arial"
LANGUAGE: Final = "en-GB"
THEME: Final = "Covenant Toolkit"

# The colours of the pages: ink and paper, the brand, the four principles, a link.
COLOURS: Final = {
    "dk1": "1A1C22",
    "lt1": "FFFFFF",
    "dk2": "0B4650",
    "lt2": "FAF8F3",
    "accent1": "7A1D56",
    "accent2": "1F5C34",
    "accent3": "853506",
    "accent4": "2C3F8F",
    "accent5": "0A5263",
    "accent6": "6B6759",
    "hlink": "0A5263",
    "folHlink": "7A1D56",
}
# On the dark opening slide the principles are as light as on the pages at night.
_PETALS: Final = ("F3B3D6", "A5DCB4", "F5BE96", "BAC7FF")


@cache
def base_deck() -> bytes:
    """Return the deck without a slide."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = (Emu(length * EMU) for length in SLIDE)
    package = deck.part.package
    _drop(deck.part, RT.PRINTER_SETTINGS)
    _drop(package, RT.THUMBNAIL)
    master = deck.slide_master
    _theme_of(master.part)._blob = _theme().encode()
    layouts = list(deck.slide_layouts)
    for spare in layouts[len(LAYOUTS) :]:
        deck.slide_layouts.remove(spare)
    for layout, ours in zip(layouts, LAYOUTS, strict=False):
        _replace(layout._element, _layout(ours))
    _replace(master._element, _master(), keep=("clrMap", "sldLayoutIdLst"))
    _theme_of(deck.notes_master.part)._blob = _theme().encode()
    for part in package.iter_parts():
        if str(part.partname) == "/docProps/app.xml":
            part._blob = _APP.encode()
    size = deck.part._element.find(".//{*}sldSz")
    size.attrib.pop("type", None)
    for part in (deck.part, deck.notes_master.part):
        for element in part._element.iter():
            if "lang" in element.attrib:
                element.set("lang", LANGUAGE)
    target = io.BytesIO()
    deck.save(target)
    return target.getvalue()


def _theme_of(part: Any) -> Part:
    found: Part = part.part_related_by(RT.THEME)
    return found


def _drop(owner: Any, kind: str) -> None:
    for key, relationship in list(owner._rels.items()):
        if relationship.reltype == kind:
            owner._rels.pop(key)


def _replace(element: Any, xml: str, keep: tuple[str, ...] = ()) -> None:
    """Put what the XML says into a part that is there already, keeping the named children in their places."""
    kept = {child.tag.rpartition("}")[2]: child for child in element}
    new = parse_xml(xml)
    for child in list(element):
        element.remove(child)
    element.attrib.clear()
    element.attrib.update(new.attrib)
    for child in list(new):
        name = child.tag.rpartition("}")[2]
        element.append(kept[name] if name in keep else child)


def _theme() -> str:
    colours = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in COLOURS.items())
    face = f'<a:latin typeface="{FACE}"/><a:ea typeface=""/><a:cs typeface=""/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="9525">{fill}</a:ln>'
    plain = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<a:theme {nsdecls("a")} name="{THEME}"><a:themeElements>'
        f'<a:clrScheme name="{THEME}">{colours}</a:clrScheme>'
        f'<a:fontScheme name="{THEME}"><a:majorFont>{face}</a:majorFont><a:minorFont>{face}</a:minorFont>'
        f'</a:fontScheme><a:fmtScheme name="{THEME}"><a:fillStyleLst>{fill * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{line * 3}</a:lnStyleLst><a:effectStyleLst>{plain * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    )


def _master() -> str:
    band = "".join(
        _drawn(30 + number, f"Band {number}", "rect", (240 * (number - 1), 0, 240, 8), f"accent{number}")
        for number in range(1, 5)
    )
    text = Place("body", "Text", 1, WHOLE, bullets=True)
    shapes = "".join(_sp(number, place) for number, place in enumerate((HEAD, text, FOOTER, NUMBER), start=2))
    levels = "".join(
        f'<a:lvl{level}pPr marL="{BULLET_STEP * level * EMU}" indent="-{BULLET_STEP * EMU}" algn="l">'
        f'<a:spcAft><a:spcPts val="1000"/></a:spcAft>{_bullet()}{_run_defaults(28 if level == 1 else 22)}'
        f"</a:lvl{level}pPr>"
        for level in range(1, 4)
    )
    return (
        f'<p:sldMaster {nsdecls("p", "a", "r")}><p:cSld><p:bg><p:bgPr><a:solidFill><a:schemeClr val="bg2"/>'
        f"</a:solidFill><a:effectLst/></p:bgPr></p:bg>{_tree(band + shapes)}</p:cSld><p:clrMap/>"
        f'<p:sldLayoutIdLst/><p:txStyles><p:titleStyle><a:lvl1pPr algn="l"><a:buNone/>'
        f"{_run_defaults(32, bold=True, colour='tx2')}</a:lvl1pPr></p:titleStyle>"
        f"<p:bodyStyle>{levels}</p:bodyStyle><p:otherStyle><a:lvl1pPr>{_run_defaults(18)}</a:lvl1pPr>"
        "</p:otherStyle></p:txStyles></p:sldMaster>"
    )


def _layout(layout: Layout) -> str:
    drawn = "".join(_background_shapes(layout))
    own = [*layout.places] if layout.is_opening else [*layout.places, FOOTER, NUMBER]
    shapes = "".join(_sp(number, place) for number, place in enumerate(own, start=2))
    background = (
        '<p:bg><p:bgPr><a:solidFill><a:schemeClr val="tx2"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>'
        if layout.is_opening
        else ""
    )
    master = ' showMasterSp="0"' if layout.is_opening else ""
    return (
        f'<p:sldLayout {nsdecls("p", "a", "r")} type="{layout.type}" preserve="1" userDrawn="1"{master}>'
        f"<p:cSld name={quoteattr(layout.name)}>{background}{_tree(drawn + shapes)}</p:cSld>"
        "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>"
    )


def _background_shapes(layout: Layout) -> Iterator[str]:
    """Yield the drawing behind the words: petals on an opening, four cards, the plate of a logo."""
    if layout.is_opening:
        size, gap, left, top = 112, 10, 664, 153
        for number, colour in enumerate(_PETALS):
            box = (left + number % 2 * (size + gap), top + number // 2 * (size + gap), size, size)
            yield _petal(40 + number, box, colour, number)
    if layout is LOGO:
        yield _drawn(50, "Plate", "roundRect", (64, 44, 276, 82), "bg1")
    if layout is CARDS:
        for number in range(1, 5):
            left, top = MARGIN + (number - 1) % 2 * 440, 138 + (number - 1) // 2 * 176
            yield _drawn(
                40 + number, f"Card {number}", "rect", (left, top, 424, 164), f"accent{number}", soft=True
            )
            yield _drawn(50 + number, f"Edge {number}", "rect", (left, top, 6, 164), f"accent{number}")


def _petal(number: int, box: tuple[float, float, float, float], colour: str, place: int) -> str:
    """One petal of the mark: round but for the corner where the four meet."""
    turn = (90, 180, 0, 270)[place] * 60_000
    fill = f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'
    return _shape(number, f"Petal {place + 1}", "teardrop", box, fill, f' rot="{turn}"')


def _drawn(
    number: int,
    name: str,
    shape: str,
    box: tuple[float, float, float, float],
    colour: str,
    *,
    soft: bool = False,
) -> str:
    tint = '<a:lumMod val="10000"/><a:lumOff val="90000"/>' if soft else ""
    fill = f'<a:solidFill><a:schemeClr val="{colour}">{tint}</a:schemeClr></a:solidFill>'
    return _shape(number, name, shape, box, fill)


def _shape(
    number: int, name: str, shape: str, box: tuple[float, float, float, float], fill: str, turned: str = ""
) -> str:
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/><p:cNvSpPr/>'
        '<p:nvPr userDrawn="1"/></p:nvSpPr>'
        f'<p:spPr>{_xfrm(box, turned)}<a:prstGeom prst="{shape}"><a:avLst/></a:prstGeom>{fill}'
        "<a:ln><a:noFill/></a:ln></p:spPr></p:sp>"
    )


def _sp(number: int, place: Place) -> str:
    kind = place.kind
    index = f' idx="{place.index}"' if kind not in ("title", "ctrTitle") else ""
    bullet = (
        f'marL="{BULLET_STEP * EMU}" indent="-{BULLET_STEP * EMU}"'
        if place.bullets
        else 'marL="0" indent="0"'
    )
    algn = "r" if kind == "sldNum" else "l"
    words = f'<a:r><a:rPr lang="{LANGUAGE}"/><a:t>{escape(place.prompt)}</a:t></a:r>' if place.prompt else ""
    if kind == "sldNum":
        words = number_field()
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{place.name}"/><p:cNvSpPr><a:spLocks noGrp="1"/>'
        f'</p:cNvSpPr><p:nvPr><p:ph type="{kind}"{index}/></p:nvPr></p:nvSpPr>'
        f'<p:spPr>{_xfrm(place.box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
        f'<p:txBody><a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="{place.anchor}"><a:normAutofit/>'
        f'</a:bodyPr><a:lstStyle><a:lvl1pPr {bullet} algn="{algn}">'
        f"{_bullet() if place.bullets else '<a:buNone/>'}"
        f"{_run_defaults(place.sizes[0], bold=place.bold, colour=place.colour)}</a:lvl1pPr></a:lstStyle>"
        f'<a:p>{words}<a:endParaRPr lang="{LANGUAGE}"/></a:p></p:txBody></p:sp>'
    )


def number_field() -> str:
    """Return the run that shows the number of its slide."""
    return (
        f'<a:fld id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="slidenum"><a:rPr lang="{LANGUAGE}"/>'
        "<a:t>#</a:t></a:fld>"
    )


def _tree(shapes: str) -> str:
    return (
        '<p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr>'
        '<a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/>'
        "</a:xfrm>"
        f"</p:grpSpPr>{shapes}</p:spTree>"
    )


def _xfrm(box: tuple[float, float, float, float], turned: str = "") -> str:
    left, top, width, height = (round(length * EMU) for length in box)
    return f'<a:xfrm{turned}><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'


def _bullet() -> str:
    return f'<a:buClr><a:schemeClr val="accent5"/></a:buClr><a:buFont typeface="{FACE}"/><a:buChar char="•"/>'


def _run_defaults(size: int, *, bold: bool = False, colour: str = "tx1") -> str:
    return (
        f'<a:defRPr lang="{LANGUAGE}" sz="{size * 100}" b="{int(bold)}"><a:solidFill>'
        f'<a:schemeClr val="{colour}"/></a:solidFill><a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/>'
        '<a:cs typeface="+mn-cs"/></a:defRPr>'
    )


_APP: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>Covenant Toolkit</Application><PresentationFormat>Widescreen</PresentationFormat>"
    "</Properties>"
)
