"""Writing a deck: pages that fit, as a .pptx file with placeholders, tables, pictures and notes."""

import datetime
import io
import zipfile
from collections.abc import Sequence
from typing import Any, Final
from xml.sax.saxutils import escape

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Emu

from .fonts import FIXED_TIME
from .plain_text import clean, one_line
from .slide_fit import AFTER, BULLET_STEP, Paragraph, on_lines
from .slide_layouts import FOOTER, NUMBER, Place
from .slides import CELL, Grid, Notes, Page, Picture
from .slides_base import EMU, FACE, LANGUAGE, base_deck, number_field

# A table style of every presentation program: no colours, no lines. Ours are in the cells.
_PLAIN_TABLE: Final = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"


def written(pages: Sequence[Page], *, title: str, author: str, footer: str, day: datetime.date) -> bytes:
    """Return the pages as a .pptx file."""
    deck = Presentation(io.BytesIO(base_deck()))
    layouts = {layout.name: layout for layout in deck.slide_layouts}
    foot = on_lines(footer, FOOTER.inside)
    for page in pages:
        slide = deck.slides.add_slide(layouts[page.layout.name])
        _write(slide, page)
        if not page.layout.is_opening:
            _add_footer(slide, foot)
        _write_notes(slide, page.notes)
    moment = datetime.datetime(day.year, day.month, day.day)  # noqa: DTZ001  (the format knows no zone)
    properties = deck.core_properties
    properties.title, properties.author, properties.last_modified_by = title, author, author
    properties.language, properties.revision = LANGUAGE, 1
    properties.created = properties.modified = moment
    target = io.BytesIO()
    deck.save(target)
    return _at_one_time(target)


def _at_one_time(saved: io.BytesIO) -> bytes:
    """Return the same file with one time for all its parts, so that the same deck has the same bytes."""
    moment = datetime.datetime.fromtimestamp(FIXED_TIME, datetime.UTC).timetuple()[:6]
    target = io.BytesIO()
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, moment)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            entry.external_attr = 0o644 << 16
            new.writestr(entry, old.read(name))
    return target.getvalue()


def _write(slide: Any, page: Page) -> None:
    places = {place.index: place for place in page.layout.places}
    for shape in list(slide.placeholders):
        index = shape.placeholder_format.idx
        place = places[index]
        shape._element._nvXxPr.cNvPr.set("name", place.name)
        if index == 0:
            _write_text(slide, shape, place, page.title_size, [Paragraph(page.title, bullet=False)])
        elif index in page.texts:
            _write_text(slide, shape, place, *page.texts[index])
        elif place.kind == "tbl" and page.grid:
            _write_table(shape, page.grid)
        elif place.kind == "pic" and page.picture:
            _write_picture(shape, place, page.picture, in_the_middle=page.layout.is_opening)
        else:
            shape._element.getparent().remove(shape._element)


def _write_text(slide: Any, shape: Any, place: Place, size: int, paragraphs: Sequence[Paragraph]) -> None:
    body = shape._element.txBody
    for old in body.findall("{*}p"):
        body.remove(old)
    for number, paragraph in enumerate(paragraphs):
        link = slide.part.relate_to(paragraph.link, RT.HYPERLINK, is_external=True) if paragraph.link else ""
        is_last = number == len(paragraphs) - 1
        body.append(parse_xml(_paragraph(paragraph, place, size, link, is_last)))


def _paragraph(paragraph: Paragraph, place: Place, size: int, link: str, is_last: bool) -> str:
    """Return a paragraph that says only what its layout does not."""
    own = paragraph.size(size)
    after = 0 if is_last else round(own * AFTER * 100)
    step = (
        f' marL="{BULLET_STEP * EMU}" indent="-{BULLET_STEP * EMU}"'
        if paragraph.bullet
        else ' marL="0" indent="0"'
    )
    has_usual_step = paragraph.bullet == place.bullets
    bullet = "" if has_usual_step else '<a:buChar char="•"/>' if paragraph.bullet else "<a:buNone/>"
    return (
        f'<a:p {nsdecls("a", "r")}><a:pPr{"" if has_usual_step else step}><a:spcAft><a:spcPts val="{after}"/>'
        f"</a:spcAft>{bullet}</a:pPr>{_run(paragraph, place, own, link)}</a:p>"
    )


def _run(paragraph: Paragraph, place: Place, size: float, link: str = "") -> str:
    attributes = f'lang="{LANGUAGE}"'
    if size != place.sizes[0]:
        attributes += f' sz="{round(size * 100)}"'
    if paragraph.bold and not place.bold:
        attributes += ' b="1"'
    colour = paragraph.colour or ("accent6" if paragraph.source and not link else "")
    fill = f'<a:solidFill><a:schemeClr val="{colour}"/></a:solidFill>' if colour else ""
    click = f'<a:hlinkClick r:id="{link}"/>' if link else ""
    words = escape(clean(paragraph.words))
    return f"<a:r><a:rPr {attributes}>{fill}{click}</a:rPr><a:t>{words}</a:t></a:r>"


def _write_table(shape: Any, grid: Grid) -> None:
    frame = shape.insert_table(rows=len(grid.rows), cols=len(grid.widths))
    properties = frame._element.nvGraphicFramePr.cNvPr
    properties.set("name", "Table")
    properties.set("descr", grid.description)
    old = frame._element.find(".//{*}tbl")
    old.getparent().replace(old, parse_xml(_table(grid)))
    frame.height = Emu(round(sum(grid.heights) * EMU))


def _table(grid: Grid) -> str:
    columns = "".join(f'<a:gridCol w="{round(width * EMU)}"/>' for width in grid.widths)
    rows = ""
    for number, (row, height) in enumerate(zip(grid.rows, grid.heights, strict=True)):
        cells = (_cell(words, grid.size, number, column) for column, words in enumerate(row))
        rows += f'<a:tr h="{round(height * EMU)}">{"".join(cells)}</a:tr>'
    return (
        f'<a:tbl {nsdecls("a")}><a:tblPr firstRow="1" firstCol="1"><a:tableStyleId>{_PLAIN_TABLE}'
        f"</a:tableStyleId></a:tblPr><a:tblGrid>{columns}</a:tblGrid>{rows}</a:tbl>"
    )


def _cell(words: str, size: int, row: int, column: int) -> str:
    is_header = row == 0
    bold = ' b="1"' if is_header or column == 0 else ""
    colour = "bg1" if is_header else "tx2" if column == 0 else "tx1"
    side, above = (length * EMU for length in CELL)
    grey = '<a:schemeClr val="accent6"><a:lumMod val="40000"/><a:lumOff val="60000"/></a:schemeClr>'
    lines = {"lnL": False, "lnR": False, "lnT": row > 1, "lnB": not is_header}
    edges = "".join(
        f'<a:{edge} w="9525">{f"<a:solidFill>{grey}</a:solidFill>" if drawn else "<a:noFill/>"}</a:{edge}>'
        for edge, drawn in lines.items()
    )
    fill = '<a:solidFill><a:schemeClr val="tx2"/></a:solidFill>' if is_header else "<a:noFill/>"
    run = (
        f'<a:r><a:rPr lang="{LANGUAGE}" sz="{size * 100}"{bold}><a:solidFill><a:schemeClr val="{colour}"/>'
        f"</a:solidFill></a:rPr><a:t>{escape(words)}</a:t></a:r>"
    )
    return (
        f"<a:tc><a:txBody><a:bodyPr/><a:lstStyle/><a:p>{run if words else ''}"
        f'<a:endParaRPr lang="{LANGUAGE}" sz="{size * 100}"/></a:p></a:txBody>'
        f'<a:tcPr marL="{side}" marR="{side}" marT="{above}" marB="{above}">{edges}{fill}</a:tcPr></a:tc>'
    )


def _write_picture(shape: Any, place: Place, picture: Picture, *, in_the_middle: bool) -> None:
    """Put a picture into its placeholder, whole and in its own proportions."""
    placed = shape.insert_picture(io.BytesIO(picture.content))
    placed.crop_left = placed.crop_right = placed.crop_top = placed.crop_bottom = 0
    width, height = placed.image.size
    left, top, most_wide, most_high = place.box
    scale = min(most_wide / width, most_high / height)
    above = (most_high - height * scale) / 2 if in_the_middle else 0
    placed.left, placed.top = Emu(round(left * EMU)), Emu(round((top + above) * EMU))
    placed.width, placed.height = Emu(round(width * scale * EMU)), Emu(round(height * scale * EMU))
    properties = placed._element.nvPicPr.cNvPr
    properties.set("name", place.name)
    properties.set("descr", picture.alt)


def _add_footer(slide: Any, foot: tuple[int, str]) -> None:
    """Add the footer and the number, which python-pptx leaves out; they are read last."""
    size, words = foot
    # LibreOffice gives a footer its own face and place unless the slide says them.
    footer = (
        f'<a:r><a:rPr lang="{LANGUAGE}" sz="{size * 100}"><a:solidFill><a:schemeClr val="{FOOTER.colour}"/>'
        f'</a:solidFill><a:latin typeface="{FACE}"/></a:rPr><a:t>{escape(words)}</a:t></a:r>'
        if words
        else ""
    )
    for place, inner, side in ((FOOTER, footer, "l"), (NUMBER, number_field(), "r")):
        if not inner:
            continue
        tree = slide.shapes._spTree
        number = max(int(each) for each in tree.xpath("//@id") if each.isdigit()) + 1
        tree.append(
            parse_xml(
                f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{number}" name="{place.name}"/><p:cNvSpPr>'
                f'<a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="{place.kind}" idx="{place.index}"/>'
                f"</p:nvPr></p:nvSpPr><p:spPr/><p:txBody>"
                f'<a:bodyPr/><a:lstStyle/><a:p><a:pPr algn="{side}"/>{inner}</a:p></p:txBody></p:sp>'
            )
        )


def _write_notes(slide: Any, notes: Notes) -> None:
    frame = slide.notes_slide.notes_text_frame
    body = frame._txBody
    for old in body.findall("{*}p"):
        body.remove(old)
    lines = []
    if notes.points:
        lines += ["Talking points", *(f"– {point}" for point in notes.points)]
    if notes.sources:
        lines += [*([""] if lines else []), "Sources", *(f"– {source}" for source in notes.sources)]
    for line in lines or [""]:
        run = f'<a:r><a:rPr lang="{LANGUAGE}"/><a:t>{escape(one_line(line))}</a:t></a:r>' if line else ""
        body.append(parse_xml(f'<a:p {nsdecls("a")}>{run}<a:endParaRPr lang="{LANGUAGE}"/></a:p>'))
