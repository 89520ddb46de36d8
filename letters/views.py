"""What the pages of a letter have in common: the letter, its copies and their sheets."""

from collections.abc import Sequence
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from members.access import MemberRequest

from .models import Letter, LetterCopy
from .sheet import NamedGap, Sheet, sheet_for


def get_letter(request: MemberRequest, uuid: UUID) -> Letter:
    """A letter of one of the person's organisations, or 404. The letter decides the organisation."""
    letter = get_object_or_404(Letter.objects.for_user(request.user).for_page(), pk=uuid)
    request.organisation = letter.organisation
    return letter


def get_copy(request: HttpRequest, letter: Letter) -> LetterCopy:
    """The copy the query names by `to`, else the first."""
    copies = list(letter.copies.all())
    wanted = request.GET.get("to", "")
    if not wanted:
        return copies[0]
    for copy in copies:
        if str(copy.pk) == wanted:
            return copy
    raise Http404


def sheets_of(letter: Letter) -> list[tuple[LetterCopy, Sheet]]:
    """Each copy with its sheet. The copies share the letter that was loaded once."""
    pairs = []
    for copy in letter.copies.all():
        copy.letter = letter
        pairs.append((copy, sheet_for(copy)))
    return pairs


def all_gaps(sheets: Sequence[Sheet]) -> list[NamedGap]:
    """Every gap of every copy once, in the order of the letter."""
    return list(dict.fromkeys(gap for sheet in sheets for gap in sheet.gaps))


def all_warnings(sheets: Sequence[Sheet]) -> list[str]:
    return list(dict.fromkeys(warning for sheet in sheets for warning in sheet.warnings))
