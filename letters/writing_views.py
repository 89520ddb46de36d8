"""Writing a letter: its form, what is saved of it, and the sheet beside it."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from members.access import MemberRequest, member_required

from .forms import LetterForm
from .models import Letter
from .sheet import sheet_for
from .views import all_gaps, all_warnings, get_copy, get_letter, sheets_of


@require_http_methods(["GET", "POST"])
@member_required
def edit(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Change a letter's words and see them on the sheet."""
    letter = get_letter(request, uuid)
    form = LetterForm(request.POST or None, instance=letter)
    if form.is_valid():
        if save(form, request):
            if "preview" in request.POST:
                messages.success(request, f"Saved at {timezone.localtime():%H:%M}.")
                return redirect(f"{letter.get_absolute_url()}#preview")
            return redirect(letter.get_download_url())
        stored = Letter.objects.select_related("changed_by").get(pk=letter.pk)
        form.add_error(None, words_of_another(stored))
        # The next save is told to build on what is stored now: the person has been warned.
        data = request.POST.copy()
        data["revision"] = str(stored.revision)
        form.data = data
    stored_letter = get_letter(request, uuid)
    pairs = sheets_of(stored_letter)
    shown = get_copy(request, stored_letter)
    context = {
        "form": form,
        "letter": stored_letter,
        "pairs": pairs,
        "shown": shown,
        "sheet": next(sheet for copy, sheet in pairs if copy.pk == shown.pk),
        "gaps": all_gaps([sheet for _, sheet in pairs]),
        "problems": [problem for _, sheet in pairs for problem in sheet.problems],
        "warnings": all_warnings([sheet for _, sheet in pairs]),
        "organisation": letter.organisation,
    }
    return render(request, "letters/letter_form.html", context)


def words_of_another(stored: Letter) -> str:
    """What a person reads whose save would have overwritten somebody else's."""
    return (
        f"{stored.changed_by or 'Somebody'} changed this letter at "
        f"{timezone.localtime(stored.changed_at):%H:%M}. Your words are below and are not saved yet. "
        "Compare them with theirs, then save again to keep yours"
    )


@transaction.atomic
def save(form: LetterForm, request: MemberRequest) -> bool:
    """Store the words unless somebody else stored theirs since this form was opened."""
    letter = form.instance
    is_mine = Letter.objects.filter(pk=letter.pk, revision=form.cleaned_data["revision"]).update(
        revision=F("revision") + 1
    )
    if not is_mine:
        return False
    letter.revision = form.cleaned_data["revision"] + 1
    letter.changed_by = request.user
    letter.save()
    letter.citations.filter(pk__in=form.taken_out()).delete()
    return True


@require_safe
@member_required
def preview(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """The letter as a page of its own, to read."""
    letter = get_letter(request, uuid)
    copy = get_copy(request, letter)
    copy.letter = letter
    return render(request, "letters/preview.html", {"letter": letter, "copy": copy, "sheet": sheet_for(copy)})
