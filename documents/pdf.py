"""HTML to tagged PDF (PDF/UA-1), with our own faces and nothing fetched from anywhere.

The same HTML, stylesheets and images give the same bytes. WeasyPrint needs Pango from the system, so it
is imported only when the first PDF is asked for: the site starts without it.
"""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from documents import fonts, plain_text
from documents.artifacts import mark_margins

SCHEME = "ours"
PANGO_HINT = (
    "PDFs need three system libraries. Type:"
    " sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
)

_KEPT_IMAGE_SETS = 4
_KEPT_IMAGES_PER_SET = 20


class PDFNotMade(Exception):
    """The renderer stopped; the message is for the log, not for the person waiting."""


class PDFLibrariesMissing(PDFNotMade):
    """Something the renderer stands on is missing; the message is the one line to type."""


# Pango's font map, which all letters of a process share, may be used by one thread at a time.
_one_at_a_time = threading.RLock()


def render(html: str, *, stylesheets: Sequence[Path], images: Mapping[str, bytes] | None = None) -> bytes:
    """Return the HTML document as a PDF/UA-1 file.

    html is a whole document with `<html lang>` and `<title>`. An `<img src="ours:logo">` shows
    images["logo"]; every other address (file, http, https, data) is refused without being opened, and
    its alternative text stays.

    Raises PDFLibrariesMissing when Pango or our faces are missing, PDFNotMade when rendering stops.
    """
    with _one_at_a_time:
        return _written(_lay_out(html, stylesheets, images or {}))


def render_first_that_fits(
    documents: Iterable[str],
    *,
    pages: int,
    stylesheets: Sequence[Path],
    images: Mapping[str, bytes] | None = None,
) -> bytes:
    """Return the first of several HTML documents that has no more than so many pages, as a PDF/UA-1 file.

    They are taken from documents one at a time, so that a generator makes no more than are looked at. When
    none fits, the last one is returned as it is. Each is laid out once.

    Raises what render() raises, and ValueError without a document.
    """
    with _one_at_a_time:
        found = None
        for html in documents:
            found = _lay_out(html, stylesheets, images or {})
            if len(found.pages) <= pages:
                break
        if found is None:
            raise ValueError("there is no document to choose from")
        return _written(found)


def render_together(
    documents: Iterable[str],
    *,
    title: str,
    stylesheets: Sequence[Path],
    images: Mapping[str, bytes] | None = None,
    on_right_hand_pages: bool = False,
) -> bytes:
    """Return one HTML document or several as one PDF/UA-1 file, each laid out and numbered by itself.

    With on_right_hand_pages an empty page follows every document that ends on a right-hand one, so that
    paper printed on both sides can be taken apart. The renderer's work grows with the square of the pages:
    hand over about 50 pages at a time. A bookmark leads to every h1, and to what bookmark-label says.

    Raises what render() raises.
    """
    empty = f'<html lang="en-GB"><head><title>{escape(title)}</title></head><body></body></html>'
    with _one_at_a_time:
        whole = _lay_out(empty, stylesheets, {})
    empty_page = whole.pages[0]
    pages: list[Any] = []
    for html in documents:
        if on_right_hand_pages and len(pages) % 2:
            pages.append(empty_page)
        with _one_at_a_time:
            pages += _lay_out(html, stylesheets, images or {}).pages
    with _one_at_a_time:
        return _written(whole.copy(pages))


def page_count(html: str, *, stylesheets: Sequence[Path], images: Mapping[str, bytes] | None = None) -> int:
    """Return how many pages render() would make; it lays the document out but writes no file.

    Raises what render() raises.
    """
    with _one_at_a_time:
        return len(_lay_out(html, stylesheets, images or {}).pages)


def _written(document: Any) -> bytes:
    try:
        pdf: bytes = document.write_pdf(pdf_variant="pdf/ua-1", finisher=mark_margins)
    except Exception as error:
        raise PDFNotMade(f"WeasyPrint stopped: {error!r}") from error
    return pdf


def _lay_out(html: str, stylesheets: Sequence[Path], images: Mapping[str, bytes]) -> Any:
    machine = _machine()
    try:
        fetcher = machine.fetcher(images)
        return machine.weasyprint.HTML(string=plain_text.clean(html), url_fetcher=fetcher).render(
            font_config=machine.font_config,
            stylesheets=[machine.css(path) for path in stylesheets],
            cache=machine.image_cache(images),
        )
    except Exception as error:
        raise PDFNotMade(f"WeasyPrint stopped: {error!r}") from error


class _Machine:
    """WeasyPrint with what is worth keeping between documents: font map, stylesheets, images."""

    def __init__(self, weasyprint: Any) -> None:
        from weasyprint.text.fonts import FontConfiguration
        from weasyprint.urls import URLFetcher, URLFetcherResponse

        class OnlyOurs(URLFetcher):  # type: ignore[misc]
            """Serves the images a caller handed over and refuses every address."""

            def __init__(self, images: Mapping[str, bytes]) -> None:
                super().__init__(allowed_protocols=(), allow_redirects=False)
                self._images = images

            def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Any:
                scheme, _, name = url.partition(":")
                if scheme.lower() != SCHEME or name not in self._images:
                    raise ValueError("only images handed over with the document are shown")
                return URLFetcherResponse(url, self._images[name])

        self.weasyprint = weasyprint
        self.fetcher = OnlyOurs
        self.font_config = FontConfiguration()
        self._stylesheets: dict[Path, tuple[int, Any]] = {}
        self._image_caches: OrderedDict[str, dict[str, Any]] = OrderedDict()

    def css(self, path: Path) -> Any:
        """Return the parsed stylesheet, read again only when the file has changed."""
        changed = path.stat().st_mtime_ns
        kept = self._stylesheets.get(path)
        if kept is None or kept[0] != changed:
            text = path.read_text(encoding="utf-8")
            parsed = self.weasyprint.CSS(
                string=text, font_config=self.font_config, url_fetcher=self.fetcher({})
            )
            kept = self._stylesheets[path] = (changed, parsed)
        return kept[1]

    def image_cache(self, images: Mapping[str, bytes]) -> dict[str, Any]:
        """Return the decoded images of exactly this set of files.

        WeasyPrint remembers pictures by address, and every member's logo is "ours:logo": a cache shared
        by all would print one member's logo on another's letter.
        """
        digest = hashlib.sha256()
        for name in sorted(images):
            content = images[name]
            digest.update(f"{name}\0{len(content)}\0".encode() + content)
        key = digest.hexdigest()
        cache = self._image_caches.pop(key, None)
        if cache is None or len(cache) > _KEPT_IMAGES_PER_SET:
            cache = {}
        self._image_caches[key] = cache
        while len(self._image_caches) > _KEPT_IMAGE_SETS:
            self._image_caches.popitem(last=False)
        return cache


@cache
def _machine() -> _Machine:
    try:
        fonts.use_only_ours()
        import weasyprint
    except fonts.FontsNotBuilt as error:
        raise PDFLibrariesMissing(str(error)) from error
    except OSError as error:
        raise PDFLibrariesMissing(PANGO_HINT) from error
    return _Machine(weasyprint)
