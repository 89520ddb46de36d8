"""The one-page picture as files: a tagged PDF of exactly one page, and its text."""

from pathlib import Path
from typing import Final

from django.conf import settings
from django.template.loader import render_to_string

from documents import pdf

from .picture import Picture, Room, rungs_in_head, within
from .picture_room import rooms_to_try

PICTURE_CSS: Final = Path(settings.BASE_DIR) / "static" / "css" / "picture.css"
ONE_PAGE: Final = 1


def picture_html(picture: Picture, room: Room) -> str:
    """The page as documents.pdf wants it, with each part as short as the room asks."""
    context = {"picture": within(picture, room), "rungs": rungs_in_head(), "is_dense": room.is_dense}
    return render_to_string("briefings/picture_document.html", context)


def picture_pdf(picture: Picture) -> bytes:
    """One page of A4. What does not fit is shortened. Raises what documents.pdf raises."""
    documents = (picture_html(picture, room) for room in rooms_to_try(picture))
    return pdf.render_first_that_fits(documents, pages=ONE_PAGE, stylesheets=[PICTURE_CSS])


def picture_text(picture: Picture) -> bytes:
    """The whole of it, one sentence on each line, nothing shortened."""
    return ("\n".join(picture.in_words) + "\n").encode()
