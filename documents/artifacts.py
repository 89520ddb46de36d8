"""What stands in the margins of a PDF's pages, told apart from the text.

WeasyPrint tags the words of a margin box and hangs the tags nowhere: neither text nor artifact to a strict
reader. PDF/UA wants running lines and watermarks to be artifacts, which a screen reader passes over.
"""

from collections.abc import Iterator
from typing import Any


def mark_margins(document: Any, pdf: Any) -> None:
    """Make an artifact of every marked text that the tag tree does not reach; a finisher of write_pdf()."""
    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    reached = {element.number for element in _elements(pdf, root)}
    places = _object(pdf, root["ParentTree"])["Nums"]
    pages = [_object(pdf, reference) for reference in pdf.page_references]
    for page, owners in zip(pages, places[1::2], strict=False):
        apart = {mcid for mcid, owner in enumerate(owners) if _object(pdf, owner).number not in reached}
        if apart:
            _set_apart(_object(pdf, page["Contents"]).stream, apart)
            owners[:] = [b"null" if mcid in apart else owner for mcid, owner in enumerate(owners)]


def _set_apart(operators: list[Any], mcids: set[int]) -> None:
    """Rewrite "/Span <</MCID 7>> BDC" as the beginning of an artifact."""
    for place, operator in enumerate(operators):
        if isinstance(operator, dict) and operator.get("MCID") in mcids:
            operators[place - 1 : place + 1] = ["/Artifact", type(operator)({"Type": "/Pagination"})]


def _elements(pdf: Any, parent: Any) -> Iterator[Any]:
    """Yield the elements of the tag tree below one of them."""
    for kid in parent.get("K", ()):
        if isinstance(kid, bytes):  # a reference; a number is a text on the page
            element = _object(pdf, kid)
            yield element
            yield from _elements(pdf, element)


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]
