"""Share a story with NAVCA: write it, send it, answer NAVCA, agree to the final text, take it back."""

import secrets
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from casestudies.models import CaseStudy
from casestudies.wording import fingerprint

from . import story_steps
from .access import MemberRequest, member_required, works_when_lapsed
from .models import Organisation
from .saving import Checked, PageForm, differences, save
from .stories import Story, new_story
from .story_forms import NoteForm, StoryForm
from .story_mail import tell_navca


def stories_address(organisation: Organisation) -> str:
    """The address of the page with an organisation's stories."""
    return f"{reverse('stories:stories')}?organisation={organisation.slug}"


def get_story(request: MemberRequest, uuid: UUID) -> Story:
    """A story of one of the person's organisations, or 404. It decides the organisation."""
    found: Story = get_object_or_404(Story.objects.for_user(request.user).for_page(), pk=uuid)
    request.organisation = found.organisation
    return found


@require_safe
@member_required
def stories(request: MemberRequest) -> HttpResponse:
    """Say what becomes of a story, and list those the organisation has told or begun."""
    context = {
        "stories": Story.objects.for_organisation(request.organisation).for_page(),
        "organisation": request.organisation,
    }
    return render(request, "members/stories.html", context)


@require_POST
@member_required
def story_new(request: MemberRequest) -> HttpResponse:
    """Begin a draft at once, so that there is nothing to lose."""
    return redirect("stories:write", new_story(request.organisation, request.user).pk)


@require_safe
@member_required
def story(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Show where a story is, what comes next, and what passed between the member and NAVCA."""
    found = get_story(request, uuid)
    context = {
        "story": found,
        "words": found.words,
        "steps": found.steps.select_related("recorded_by"),
        "organisation": found.organisation,
        "back": stories_address(found.organisation),
    }
    return render(request, "members/story.html", context)


@require_http_methods(["GET", "POST"])
@member_required
def write(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Write a story. A script saves at every pause in typing; without one the buttons do."""
    found = get_story(request, uuid)
    if request.method != "POST":
        if not found.may_be_changed:
            return redirect(found)
        form = StoryForm(instance=found, person=request.user, more_rows="more" in request.GET)
        return _write_page(request, found, form)
    is_live = "X-Live" in request.headers

    def form_on(row: Story) -> StoryForm:
        return StoryForm(request.POST, instance=row, person=request.user)

    checked = Checked(form_on(found))
    with transaction.atomic():
        row = story_steps.locked(found)
        checked = checked.on(row, form_on)
        may_be_changed = row.may_be_changed
        is_saved = may_be_changed and save(checked, PageForm(request.POST), request.user)
    form, stored = checked.form, get_story(request, uuid)
    if not may_be_changed:
        said = (
            f"This story is with NAVCA or taken back ({stored.state.lower()}), so nothing more is saved here."
        )
        if is_live:
            return HttpResponse(f"{said} Copy your words.", status=403, content_type="text/plain")
        return _write_page(request, stored, form, closed=said)
    if not is_saved:
        theirs = StoryForm(instance=stored, person=request.user)
        conflict = {
            "theirs": stored,
            "what": "story",
            "differences": differences(theirs.parts_typed(), form.parts_typed()),
        }
        if is_live:
            return render(request, "_conflict.html", conflict, status=409)
        return _write_page(request, stored, form, **conflict, revision=request.POST.get("revision", ""))
    if is_live:
        return render(request, "members/_story_live.html", {"story": stored, "say": outcome(stored, form)})
    if form.errors:
        return _write_page(request, stored, form)
    if "more" in request.POST:
        return redirect(f"{reverse('stories:write', args=[found.pk])}?more=rows#figures")
    if "keep" in request.POST:
        return redirect("stories:write", found.pk)
    messages.success(request, "Saved. Nobody but your organisation sees it until you send it.")
    return redirect(found)


def _write_page(request: MemberRequest, row: Story, form: StoryForm, **more: Any) -> HttpResponse:
    context = {
        "story": row,
        "form": form,
        "revision": row.revision,
        "page": secrets.token_hex(8),
        "say": outcome(row, form),
        "organisation": row.organisation,
    }
    status = 409 if {"theirs", "closed"} & more.keys() else 200
    return render(request, "members/story_write.html", context | more, status=status)


def outcome(row: Story, form: StoryForm) -> str:
    """What the page says of the last save."""
    when = f"Saved at {timezone.localtime(row.changed_at):%H:%M}"
    kept_back = [str(error) for errors in form.errors.values() for error in errors]
    return f"{when}. Not saved: {'; '.join(kept_back)}" if kept_back else when


@require_safe
@member_required
def look(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Show how the words would look as a case study."""
    found = get_story(request, uuid)
    context = {"story": found, "words": found.words, "organisation": found.organisation}
    return render(request, "members/story_look.html", context)


@require_http_methods(["GET", "POST"])
@member_required
def send(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Say what is missing, or hand the story to NAVCA with an answer to its note."""
    found = get_story(request, uuid)
    if not found.may_be_changed:
        return redirect(found)
    words = found.words
    form = NoteForm(
        request.POST or None,
        label="Your answer to NAVCA" if found.are_changes_asked else "A note to NAVCA",
        hint="Not published",
    )
    if request.method == "POST" and not words.missing and form.is_valid():
        try:
            sent = story_steps.send(found, request.user, form.cleaned_data["note"])
        except story_steps.NotNow as problem:
            messages.warning(request, str(problem))
            return redirect(found)
        tell_navca(
            request, f"Story from {sent.organisation}", f"{sent.organisation} sent “{sent}”.",
            form.cleaned_data["note"],
        )  # fmt: skip
        messages.success(request, "Sent to NAVCA. You will get a mail when they have read it.")
        return redirect(sent)
    context = {
        "story": found,
        "words": words,
        "form": form,
        "organisation": found.organisation,
        "next": found.get_absolute_url(),
    }
    return render(request, "members/story_send.html", context)


@require_http_methods(["GET", "POST"])
@member_required
def final(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Show the case study as it will be published, and ask whether the member agrees."""
    found = get_story(request, uuid)
    if not found.is_taken_up or (request.method == "POST" and not found.is_to_agree):
        return redirect(found)
    wants_changes = "changes" in request.POST
    form = NoteForm(
        request.POST if wants_changes else None,
        label="What has to change",
        needed="Say what has to change",
        hint="NAVCA reads it, changes the text and shows it to you again",
    )
    if wants_changes and form.is_valid():
        return _answered(request, found, form.cleaned_data["note"])
    if request.method == "POST" and not wants_changes:
        return _answered(request, found, "")
    study = CaseStudy.objects.for_page().get(pk=found.case_study_id)
    context = {
        "story": found,
        "case_study": study,
        "form": form,
        "organisation": found.organisation,
        "seen": fingerprint(study),
    }
    return render(request, "members/story_final.html", context)


def _answered(request: MemberRequest, found: Story, note: str) -> HttpResponse:
    try:
        if note:
            story_steps.ask_for_other_words(found, request.user, note)
        else:
            story_steps.agree(found, request.user, request.POST.get("seen", ""))
    except story_steps.NotNow as problem:
        messages.warning(request, str(problem))
        return redirect("stories:final", found.pk)
    done = "asks for changes to the final text of" if note else "agrees to the final text of"
    what = f"{found.organisation} {done} “{found.case_study}”."
    tell_navca(request, f"Final text of a story by {found.organisation}", what, note)
    messages.success(
        request,
        "NAVCA has your changes and will show you the text again."
        if note
        else "You agreed to the final text. NAVCA can publish it now.",
    )
    return redirect(found)


@require_http_methods(["GET", "POST"])
@member_required
@works_when_lapsed
def withdraw(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Ask, then take the story and every consent back. A published page goes in the same moment."""
    found = get_story(request, uuid)
    if not found.may_be_withdrawn:
        return redirect(found)
    form = NoteForm(request.POST or None, label="Why", hint="NAVCA reads it. You need not say")
    if request.method == "POST" and form.is_valid():
        was_published, title = found.is_published, str(found.case_study or found)
        try:
            story_steps.withdraw(found, request.user, form.cleaned_data["note"])
        except story_steps.NotNow as problem:
            messages.warning(request, str(problem))
            return redirect(found)
        gone = "Its page is off the site." if was_published else "It was not published."
        what = f"{found.organisation} has withdrawn its consent to “{title}”. {gone}"
        tell_navca(request, f"Consent withdrawn: {title}", what, form.cleaned_data["note"])
        messages.success(request, f"Taken back. {gone}")
        return redirect(found)
    context = {
        "story": found,
        "form": form,
        "organisation": found.organisation,
        "title": "Withdraw this story",
        "next": found.get_absolute_url(),
    }
    return render(request, "members/story_withdraw.html", context)


@require_http_methods(["GET", "POST"])
@member_required
@works_when_lapsed
def unname(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Ask, then take back the consent to be named, and nothing else."""
    found = get_story(request, uuid)
    if not (found.may_be_withdrawn and found.may_name):
        return redirect(found)
    if request.method == "POST":
        try:
            has_left = story_steps.take_back_name(found, request.user)
        except story_steps.NotNow as problem:
            messages.warning(request, str(problem))
            return redirect(found)
        done = "Its text still says your name, so its page is off the site until NAVCA has changed it."
        said = done if has_left else "Your name is taken out."
        what = f"{found.organisation} no longer agrees to be named in “{found.case_study or found}”. "
        what += "Its text says the name: the page is off the site." if has_left else "Read its text again."
        tell_navca(request, f"Not by name: {found.case_study or found}", what)
        messages.success(request, said)
        return redirect(found)
    context = {"story": found, "organisation": found.organisation, "next": found.get_absolute_url()}
    return render(request, "members/story_unname.html", context)


@require_POST
@member_required
def begin_again(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Begin a new draft with the words of a story that was taken back."""
    found = get_story(request, uuid)
    if not found.is_withdrawn:
        return redirect(found)
    fresh = story_steps.begin_again(found, request.user)
    messages.success(
        request, "A new draft with the same words. Its consents and pictures are asked for again."
    )
    return redirect("stories:write", fresh.pk)


@require_http_methods(["GET", "POST"])
@member_required
def delete(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Ask, then delete a draft, or a story that was taken back."""
    found = get_story(request, uuid)
    if not found.may_be_deleted:
        messages.warning(request, "NAVCA has this story. Withdraw it first.")
        return redirect(found)
    if request.method == "POST":
        try:
            story_steps.delete(found)
        except story_steps.NotNow as problem:
            messages.warning(request, str(problem))
            return redirect(found)
        messages.success(request, "The story is deleted.")
        return redirect(stories_address(found.organisation))
    context = {
        "row": found,
        "noun": "story",
        "goes": "Its pictures go with it.",
        "next": found.get_absolute_url(),
        "organisation": found.organisation,
    }
    return render(request, "members/work_delete.html", context)
