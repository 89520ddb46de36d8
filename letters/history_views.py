"""What became of a letter: its versions, what differs between them, changed facts, and a letter from it."""

from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from members.access import MemberRequest, member_required

from .changed_facts import mark_seen
from .duplicating import Duplicate, NobodyLeft, duplicate, recipients_of, successors_of
from .models import Letter, LetterVersion
from .ready_views import get_letter
from .version_changes import version_changes
from .version_views import get_frozen_copy, get_version


@require_safe
@member_required
def versions(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """List the versions of a letter: who made each ready, when, and to whom it was sent."""
    letter = get_letter(request, uuid)
    context = {
        "letter": letter,
        "versions": letter.versions.for_page(),
        "new_key": uuid4(),
        "organisation": letter.organisation,
    }
    return render(request, "letters/letter_versions.html", context)


@require_safe
@member_required
def changes(request: MemberRequest, uuid: UUID, number: int) -> HttpResponse:
    """Show what one recipient's letter says that it did not say in an older version, and the reverse."""
    version = get_version(request, uuid, number)
    copy = get_frozen_copy(request, version)
    earlier = version.letter.versions.filter(number__lt=number)
    since = request.GET.get("since", "")
    if since and not (since.isdecimal() and len(since) < 6):
        raise Http404
    older = get_object_or_404(earlier, number=since) if since else earlier.first()
    context = {
        "letter": version.letter,
        "version": version,
        "older": older,
        "earlier": earlier,
        "copy": copy,
        "copies": version.copies.values_list("pk", "addressed_to"),
        "changes": version_changes(older, copy) if older else None,
        "organisation": version.letter.organisation,
    }
    return render(request, "letters/letter_changes.html", context)


@require_POST
@member_required
def seen(request: MemberRequest, uuid: UUID, number: int) -> HttpResponse:
    """Keep that somebody has seen how something this version cites has changed."""
    version = get_version(request, uuid, number)
    if mark_seen(version, request.POST.get("kind", ""), request.POST.get("reference", ""), by=request.user):
        messages.success(request, "Marked as seen. If it changes again, this page says so.")
    return redirect(version.get_page_url())


@require_POST
@member_required
def duplicate_letter(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Begin a new draft with the words of a letter, or of the version that the form names."""
    letter = get_letter(request, uuid)
    number = request.POST.get("version", "")
    is_number = number.isdecimal() and len(number) < 6
    version = get_object_or_404(letter.versions, number=number) if is_number else None
    key = _key(request.POST.get("key", ""))
    if made := Letter.objects.for_user(request.user).filter(pk=key).first():
        return redirect(made)
    try:
        made_now = duplicate(letter, version, key=key, by=request.user)
    except NobodyLeft:
        return _choose_anew(request, letter, version)
    except IntegrityError:
        # A second click was faster. Somebody else's letter with this key is not found there.
        return redirect("letters:edit", uuid=key)
    messages.success(request, "This is a new draft with the same words, dated today.")
    _say_who_is_left_out(request, made_now)
    return redirect(made_now.letter)


def _key(given: str) -> UUID:
    try:
        return UUID(given)
    except ValueError:
        return uuid4()


def _say_who_is_left_out(request: MemberRequest, made: Duplicate) -> None:
    if not made.left_out:
        return
    names = "; ".join(map(str, made.left_out))
    words = f"Left out, because their body has ended or they are off your list: {names}."
    if successors := made.successors:
        words += f" Followed by: {', '.join(body.official_name for body in successors)}."
    messages.info(request, words)


def _choose_anew(request: MemberRequest, letter: Letter, version: LetterVersion | None) -> HttpResponse:
    """Nobody is left: the way to a new letter to those who follow."""
    messages.error(
        request, "Nobody of this letter can be written to any more. Choose who a new letter is to."
    )
    recipients = [recipient for recipient in recipients_of(letter, version) if recipient]
    query = [("organisation", letter.organisation.slug), ("template", letter.template_version.template.slug)]
    query += [("body", body.slug) for body in successors_of(recipients)]
    return redirect(f"{reverse('letters:new')}?{urlencode(query)}")
