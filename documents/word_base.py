"""The empty Word file our letters are written into: A4, en-GB, Arial, a dozen styles and two lists.

python-docx starts from a US Letter, en-US file with 160 styles. Its styles, numbering and page are
replaced here, and the parts that we do not use (theme, thumbnail, custom XML) are dropped.
"""

from typing import Any

import docx
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Twips

FACE = "Arial"
PAGE_MM = (210, 297)
MARGIN_MM = 25
LIST_LEVELS = 4
LIST_STEP_MM = 6
BULLETS = "•–•–"
TWIPS_PER_MM = 1440 / 25.4
DROPPED = ("stylesWithEffects", "theme", "customXml", "thumbnail", "webSettings", "fontTable")

_STYLES = """<w:styles {ns}>
  <w:docDefaults>
    <w:rPrDefault><w:rPr>
      <w:rFonts w:ascii="{face}" w:hAnsi="{face}" w:eastAsia="{face}" w:cs="{face}"/>
      <w:sz w:val="{size}"/><w:szCs w:val="{size}"/>
      <w:lang w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-SA"/>
    </w:rPr></w:rPrDefault>
    <w:pPrDefault><w:pPr><w:widowControl/>
      <w:spacing w:after="{gap}" w:line="288" w:lineRule="auto"/></w:pPr></w:pPrDefault>
  </w:docDefaults>
  <w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>
  <w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">
    <w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>
  <w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:semiHidden/>
    <w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>
      <w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>
      <w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/>
    </w:tblCellMar></w:tblPr></w:style>
  <w:style w:type="numbering" w:default="1" w:styleId="NoList">
    <w:name w:val="No List"/><w:semiHidden/></w:style>
  {headings}
  <w:style w:type="paragraph" w:styleId="ListBullet">
    <w:name w:val="List Bullet"/><w:basedOn w:val="Normal"/><w:qFormat/>
    <w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:spacing w:after="{half_gap}"/></w:pPr></w:style>
  <w:style w:type="paragraph" w:styleId="ListNumber">
    <w:name w:val="List Number"/><w:basedOn w:val="Normal"/><w:qFormat/>
    <w:pPr><w:numPr><w:numId w:val="2"/></w:numPr><w:spacing w:after="{half_gap}"/></w:pPr></w:style>
  <w:style w:type="paragraph" w:styleId="Quote"><w:name w:val="Quote"/><w:basedOn w:val="Normal"/><w:qFormat/>
    <w:pPr><w:ind w:left="{step}"/></w:pPr></w:style>
  <w:style w:type="paragraph" w:styleId="Header"><w:name w:val="header"/><w:basedOn w:val="Normal"/></w:style>
  <w:style w:type="paragraph" w:styleId="Footer"><w:name w:val="footer"/><w:basedOn w:val="Normal"/>
    <w:pPr><w:spacing w:after="0"/></w:pPr>
    <w:rPr><w:color w:val="333333"/><w:sz w:val="{small}"/><w:szCs w:val="{small}"/></w:rPr></w:style>
  <w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/>
    <w:tblPr><w:tblBorders>{borders}</w:tblBorders></w:tblPr></w:style>
</w:styles>"""

_HEADING = """<w:style w:type="paragraph" w:styleId="Heading{level}"><w:name w:val="heading {level}"/>
  <w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/>
  <w:pPr><w:keepNext/><w:keepLines/>
    <w:spacing w:before="{before}" w:after="120"/><w:outlineLvl w:val="{outline}"/></w:pPr>
  <w:rPr><w:b/><w:bCs/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>"""


def new_document(size_pt: float) -> Any:
    """Return an empty A4 document whose text is size_pt high."""
    document = docx.Document()
    _drop_unused_parts(document)
    document.part._styles_part._element = parse_xml(_styles(size_pt))
    document.part.numbering_part._element = parse_xml(_numbering())
    section = document.sections[0]
    section.page_width, section.page_height = (Mm(length) for length in PAGE_MM)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(MARGIN_MM)
    section.header_distance = section.footer_distance = Mm(12)
    properties = document.core_properties
    properties.language = "en-GB"
    properties.comments = properties.keywords = properties.subject = properties.last_modified_by = ""
    properties.revision = 1
    return document


def new_numbering(document: Any, level: int, *, start: int = 1) -> int:
    """Return the id of a numbered list of its own, so that each ol begins at its own start."""
    numbering = document.part.numbering_part.element
    number = numbering.add_num(1)
    number.add_lvlOverride(ilvl=level).add_startOverride(start)
    return int(number.numId)


def place_in_list(paragraph: Any, level: int, numbering: int | None) -> None:
    """Put a list paragraph on its level (0 is outermost) and, for numbers, into its own list."""
    if level == 0 and numbering is None:
        return  # the style says it all
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = level
    properties.get_or_add_numId().val = numbering if numbering is not None else 1


def end_list(paragraph: Any) -> None:
    """Leave as much space under the last line of a list as under any paragraph."""
    defaults = paragraph.part.styles.element.find(qn("w:docDefaults"))
    gap = defaults.find(f".//{qn('w:spacing')}").get(qn("w:after"))
    paragraph.paragraph_format.space_after = Twips(int(gap))


def add_footers(document: Any, *, first: str, later: str) -> None:
    """Put a line under the first page, and a running title with "Page 2 of 3" under the following ones."""
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.first_page_footer.paragraphs[0].add_run(first)
    add_footer(document, later)


def add_footer(document: Any, words: str) -> None:
    """Put a running title with "Page 2 of 3" under every page that has no footer of its own."""
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(PAGE_MM[0] - 2 * MARGIN_MM), WD_TAB_ALIGNMENT.RIGHT)
    paragraph.add_run(f"{words}\tPage ")
    _add_field(paragraph, "PAGE")
    paragraph.add_run(" of ")
    _add_field(paragraph, "NUMPAGES")


def _add_field(paragraph: Any, instruction: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    paragraph._p.append(field)


def _drop_unused_parts(document: Any) -> None:
    for owner in (document.part.package, document.part):
        for rel_id, relationship in list(owner.rels.items()):
            if any(name in relationship.reltype or name in relationship.target_ref for name in DROPPED):
                del owner.rels[rel_id]
    settings = document.settings.element
    for tag in ("w:themeFontLang", "w:clrSchemeMapping", "w:decimalSymbol", "w:listSeparator", "w:rsids"):
        for element in settings.findall(qn(tag)):
            settings.remove(element)


def _styles(size_pt: float) -> str:
    headings = "".join(
        _HEADING.format(level=level, outline=level - 1, size=round(2 * size), before=before)
        for level, size, before in (
            (1, size_pt + 2.5, 120),
            (2, size_pt + 0.5, 240),
            (3, size_pt, 200),
            (4, size_pt, 200),
        )
    )
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    return _STYLES.format(
        ns=nsdecls("w"),
        face=FACE,
        size=round(2 * size_pt),
        small=round(2 * max(12, size_pt - 0.5)) if size_pt < 18 else 36,
        gap=round(size_pt * 0.72 * 20),
        half_gap=round(size_pt * 0.36 * 20),
        step=round(LIST_STEP_MM * TWIPS_PER_MM),
        headings=headings,
        borders="".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="999999"/>' for side in sides
        ),
    )


def _numbering() -> str:
    step = round(LIST_STEP_MM * TWIPS_PER_MM)

    def levels(kind: str, style: str) -> str:
        made = ""
        for level in range(LIST_LEVELS):
            text = BULLETS[level] if kind == "bullet" else f"%{level + 1}."
            link = f'<w:pStyle w:val="{style}"/>' if level == 0 else ""
            made += (
                f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>{link}'
                f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/><w:pPr><w:ind'
                f' w:left="{step * (level + 1)}" w:hanging="{step}"/></w:pPr></w:lvl>'
            )
        return made

    return (
        f"<w:numbering {nsdecls('w')}>"
        f'<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="hybridMultilevel"/>'
        f"{levels('bullet', 'ListBullet')}</w:abstractNum>"
        f'<w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="hybridMultilevel"/>'
        f"{levels('decimal', 'ListNumber')}</w:abstractNum>"
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
        "</w:numbering>"
    )
