"""Writing a letter: its form, what is saved of it, and the sheet beside it."""

import secrets
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from members.access import MemberRequest, member_required
from members.saving import Checked, PageForm

from .advice import advice_on, election_banners
from .choosing_views import SENT, kept_as_sent
from .forms import LetterForm
from .models import Letter, LetterCopy
from .saving import differences, save
from .sheet import address_problems, all_gaps, all_warnings, sheet_for


def get_letter(request: MemberRequest, uuid: UUID) -> Letter:
    """A letter of one of the person's organisations, or 404. The letter decides the organisation."""
    letter = get_object_or_404(Letter.objects.for_user(request.user).for_writing(), pk=uuid)
    request.organisation = letter.organisation
    return letter


def get_shown(request: MemberRequest, letter: Letter) -> LetterCopy:
    """The copy named by `to`, else the first. A form whose recipient is gone meanwhile gets the first too."""
    copies = letter.copies.with_recipients()
    wanted = request.POST.get("to") or request.GET.get("to") or ""
    named = copies.filter(pk=wanted).first() if wanted.isdecimal() and len(wanted) < 19 else None
    if wanted and not named and request.method != "POST":
        raise Http404
    found = named or copies.first()
    assert found is not None  # noqa: S101  (a letter has a copy from its first day)
    return found


@require_http_methods(["GET", "POST"])
@member_required
def edit(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Change a letter's words and see them on the sheet.

    A script saves at every pause in typing and gets the parts of the page that show the letter.
    """
    letter = get_letter(request, uuid)
    if request.method != "POST":
        if letter.is_sent:
            return kept_as_sent(request, letter)
        return page(request, letter, LetterForm(instance=letter))
    is_live = "X-Live" in request.headers

    def form_on(row: Letter) -> LetterForm:
        return LetterForm(request.POST, instance=row)

    checked = Checked(form_on(letter))
    with transaction.atomic():
        mine = Letter.objects.for_user(request.user).select_for_update(of=("self",))
        stored = get_object_or_404(mine, pk=uuid)
        is_sent, is_saved = stored.is_sent, False
        if not is_sent:
            checked = checked.on(stored, form_on)
            is_saved = save(checked, PageForm(request.POST), request.user)
    form, letter = checked.form, get_letter(request, uuid)
    if is_sent:
        return sent_meanwhile(request, letter, form, is_live=is_live)
    if not is_saved:
        conflict = {
            "theirs": letter,
            "what": "letter",
            "differences": differences(LetterForm(instance=letter), form),
        }
        if is_live:
            return render(request, "_conflict.html", conflict, status=409)
        return page(request, letter, form, **conflict, revision=request.POST.get("revision", ""))
    if is_live:
        context = preview_of(letter, get_shown(request, letter))
        return render(request, "letters/_live.html", context | {"form": form, "say": outcome(letter, form)})
    if form.errors:
        return page(request, letter, form)
    if form.lands_on:
        return redirect(f"{letter.get_absolute_url()}?to={get_shown(request, letter).pk}#{form.lands_on}")
    if {"preview", "keep"} & request.POST.keys():
        return redirect(f"{letter.get_absolute_url()}?to={get_shown(request, letter).pk}#preview")
    return redirect(letter.get_download_url())


def sent_meanwhile(
    request: MemberRequest, letter: Letter, form: LetterForm, *, is_live: bool
) -> HttpResponse:
    """Refuse words for a letter that somebody has marked as sent, and show them."""
    words = f"{SENT} Copy your words before you leave this page."
    if is_live:
        return HttpResponse(words, status=423, content_type="text/plain; charset=utf-8")
    form.add_error(None, words)
    answer = page(request, letter, form)
    answer.status_code = 423
    return answer


def page(request: MemberRequest, letter: Letter, form: LetterForm, **more: Any) -> HttpResponse:
    """The form with the letter beside it; with an older revision when somebody else's words are stored."""
    copies = list(letter.copies.with_recipients())
    context = preview_of(letter, get_shown(request, letter)) | {
        "form": form,
        "copies": copies,
        "problems": address_problems(copies, letter.organisation),
        "organisation": letter.organisation,
        "revision": letter.revision,
        "page": secrets.token_hex(8),
        "say": outcome(letter, form),
    }
    status = 409 if "theirs" in more else 200
    return render(request, "letters/letter_form.html", context | more, status=status)


def preview_of(letter: Letter, shown: LetterCopy) -> dict[str, Any]:
    """One recipient's sheet, and what is left to fill in anybody's."""
    own_notices = [slug for slug, notice in letter.change_notices.items() if "[" in notice["text"]]
    others = letter.copies.one_of_each_sort(own_notices).with_recipients().exclude(pk=shown.pk)
    copies = [shown, *others]
    for copy in copies:
        copy.letter = letter
    sheets = [sheet_for(copy) for copy in copies]
    today = timezone.localdate()
    return {
        "letter": letter,
        "shown": shown,
        "sheet": sheets[0],
        "gaps": all_gaps(sheets),
        "warnings": all_warnings(sheets),
        "advice": advice_on(letter, sheets, today),
        "banners": election_banners(letter, today),
    }


def outcome(letter: Letter, form: LetterForm) -> str:
    """What the page says of the last save."""
    when = f"Saved at {timezone.localtime(letter.changed_at):%H:%M}"
    kept_back = [
        f"{form[name].label}: {error}" if name in form.fields else str(error)
        for name, errors in form.errors.items()
        for error in errors
    ]
    return f"{when}. Not saved: {'; '.join(kept_back)}" if kept_back else when


@require_safe
@member_required
def preview(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """The letter as a page of its own, to read."""
    letter = get_letter(request, uuid)
    shown = get_shown(request, letter)
    context = {
        "letter": letter,
        "copies": letter.copies.with_recipients(),
        "shown": shown,
        "sheet": sheet_for(shown),
        "organisation": letter.organisation,
    }
    return render(request, "letters/preview.html", context)
