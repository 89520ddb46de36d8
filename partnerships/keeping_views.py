"""Keeping an agreement: times to count with, its log of successes, and concerns raised step by step."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members.access import MemberRequest, member_required

from .agreement_part_views import ask_and_remove, edit_part
from .agreement_views import get_agreement
from .keeping_forms import (
    ConcernForm,
    ConcernStepForm,
    DisagreementForm,
    NoticeClauseForm,
    NoticeGivenForm,
    SettledForm,
    SuccessForm,
)
from .models import Concern, ConcernStep, NoticeClause, NoticeGiven, Success
from .telling import story_of

# Times to count with


def get_clause(request: MemberRequest, pk: int) -> NoticeClause:
    """A promised time of an agreement of one of the person's organisations, or 404."""
    rows = NoticeClause.objects.for_user(request.user).select_related("agreement__organisation")
    found = get_object_or_404(rows, pk=pk)
    request.organisation = found.agreement.organisation
    return found


def get_given(request: MemberRequest, pk: int) -> NoticeGiven:
    """A counted time of one of the person's organisations, or 404."""
    rows = NoticeGiven.objects.for_user(request.user).select_related("clause__agreement__organisation")
    found = get_object_or_404(rows, pk=pk)
    request.organisation = found.clause.agreement.organisation
    return found


@require_http_methods(["GET", "POST"])
@member_required
def notice_new(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Write down a time that the agreement promises."""
    found = get_agreement(request, uuid)
    named = {name: request.GET[name] for name in ("sort", "count", "length") if name in request.GET}
    row = NoticeClause(agreement=found)
    form = NoticeClauseForm(request.POST or None, instance=row, initial={"sort": "notice"} | named)
    return edit_part(request, found, form, "Add a time that is promised")


@require_http_methods(["GET", "POST"])
@member_required
def notice(request: MemberRequest, pk: int) -> HttpResponse:
    """Change a time that the agreement promises."""
    found = get_clause(request, pk)
    form = NoticeClauseForm(request.POST or None, instance=found)
    return edit_part(request, found.agreement, form, "Change a time that is promised")


@require_http_methods(["GET", "POST"])
@member_required
def notice_remove(request: MemberRequest, pk: int) -> HttpResponse:
    """Take a promised time out, with what was counted by it."""
    found = get_clause(request, pk)
    return ask_and_remove(request, found.agreement, found, "Take out")


@require_http_methods(["GET", "POST"])
@member_required
def notice_given_new(request: MemberRequest, pk: int) -> HttpResponse:
    """Count a promised time from the day that notice was given, and say where it ends."""
    found = get_clause(request, pk)
    row = NoticeGiven(clause=found)
    form = NoticeGivenForm(request.POST or None, instance=row)
    return _counted(request, form, row, f"Count {found}")


@require_http_methods(["GET", "POST"])
@member_required
def notice_given(request: MemberRequest, pk: int) -> HttpResponse:
    """Change a counted time, or say what became of it."""
    found = get_given(request, pk)
    title = f"{found.about}: {found.earliest_in_words}"
    form = NoticeGivenForm(request.POST or None, instance=found)
    return _counted(request, form, found, title)


def _counted(request: MemberRequest, form: NoticeGivenForm, row: NoticeGiven, title: str) -> HttpResponse:
    said = ""
    if form.is_valid():
        words = row.earliest_in_words
        said = f"{words[:1].upper()}{words[1:]}."
        if row.is_running and row.is_planned_too_early:
            said += " They plan it for an earlier day: you can note a concern, privately first."
    remove = "" if row._state.adding else reverse("partnerships:notice-given-remove", args=[row.pk])
    return edit_part(request, row.clause.agreement, form, title, said=said, remove=remove)


@require_http_methods(["GET", "POST"])
@member_required
def notice_given_remove(request: MemberRequest, pk: int) -> HttpResponse:
    """Take out a time that was counted by mistake."""
    found = get_given(request, pk)
    return ask_and_remove(request, found.clause.agreement, found, "Take out")


# Successes


def get_success(request: MemberRequest, pk: int) -> Success:
    """A success of one of the person's organisations, or 404."""
    rows = Success.objects.for_user(request.user).select_related("agreement__organisation")
    found = get_object_or_404(rows, pk=pk)
    request.organisation = found.agreement.organisation
    return found


@require_http_methods(["GET", "POST"])
@member_required
def success_new(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Write down something that went well."""
    found = get_agreement(request, uuid)
    row = Success(agreement=found, recorded_by=request.user)
    form = SuccessForm(request.POST or None, instance=row)
    return _then_the_story(request, row, edit_part(request, found, form, "Add a success"))


@require_http_methods(["GET", "POST"])
@member_required
def success(request: MemberRequest, pk: int) -> HttpResponse:
    """Change a success."""
    found = get_success(request, pk)
    form = SuccessForm(request.POST or None, instance=found)
    return _then_the_story(request, found, edit_part(request, found.agreement, form, "Change a success"))


def _then_the_story(request: MemberRequest, row: Success, answer: HttpResponse) -> HttpResponse:
    """A success that was saved with its tick leads on to its story, once."""
    is_saved = answer.status_code == 302 and row.pk
    return _to_the_story(request, row) if is_saved and row.for_a_story and row.story_id is None else answer


def _to_the_story(request: MemberRequest, row: Success) -> HttpResponse:
    story = story_of(row, request.user)
    messages.success(request, "A story is begun with what is known. Nobody else sees it until you send it.")
    return redirect(story)


@require_POST
@member_required
def success_story(request: MemberRequest, pk: int) -> HttpResponse:
    """Begin a story for NAVCA from a success, or open the one that was begun."""
    return _to_the_story(request, get_success(request, pk))


@require_http_methods(["GET", "POST"])
@member_required
def success_remove(request: MemberRequest, pk: int) -> HttpResponse:
    """Take a success out of the log."""
    found = get_success(request, pk)
    return ask_and_remove(request, found.agreement, found, "Take out")


# Concerns


def get_concern(request: MemberRequest, pk: int) -> Concern:
    """A concern of one of the person's organisations, with its steps, or 404."""
    rows = Concern.objects.for_user(request.user).select_related("agreement__organisation", "recorded_by")
    found = get_object_or_404(rows.prefetch_related("steps"), pk=pk)
    request.organisation = found.agreement.organisation
    return found


def get_step(request: MemberRequest, pk: int) -> ConcernStep:
    """A step about a concern of one of the person's organisations, or 404."""
    rows = ConcernStep.objects.for_user(request.user).select_related("concern__agreement__organisation")
    found = get_object_or_404(rows, pk=pk)
    request.organisation = found.concern.agreement.organisation
    return found


@require_safe
@member_required
def concern(request: MemberRequest, pk: int) -> HttpResponse:
    """Show a concern: what it is, the steps that were taken, and the one that comes next."""
    found = get_concern(request, pk)
    taken = {step.step for step in found.steps.all()}
    context = {
        "concern": found,
        "agreement": found.agreement,
        "to_take": [step for step in found.agreement.steps_of_disagreement if step not in taken],
        "organisation": found.agreement.organisation,
        "back": found.agreement.get_absolute_url(),
    }
    return render(request, "partnerships/concern.html", context)


@require_http_methods(["GET", "POST"])
@member_required
def concern_new(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Note a concern, for the member's own eyes."""
    found = get_agreement(request, uuid)
    row = Concern(agreement=found, recorded_by=request.user)
    form = ConcernForm(request.POST or None, instance=row)
    if form.is_valid():
        saved = form.save()
        messages.success(request, "Noted. Nobody outside your organisation sees it.")
        return redirect(saved)
    return edit_part(request, found, form, "Note a concern", is_private=True)


@require_http_methods(["GET", "POST"])
@member_required
def concern_change(request: MemberRequest, pk: int) -> HttpResponse:
    """Change what a concern says."""
    found = get_concern(request, pk)
    form = ConcernForm(request.POST or None, instance=found)
    to = found.get_absolute_url()
    return edit_part(request, found.agreement, form, "Change a concern", to=to, is_private=True)


@require_http_methods(["GET", "POST"])
@member_required
def concern_remove(request: MemberRequest, pk: int) -> HttpResponse:
    """Take a concern out of the log with its steps."""
    found = get_concern(request, pk)
    return ask_and_remove(request, found.agreement, found, "Take out")


@require_http_methods(["GET", "POST"])
@member_required
def concern_raise(request: MemberRequest, pk: int) -> HttpResponse:
    """Record a step of the disagreement: the agreement's next one is offered."""
    found = get_concern(request, pk)
    form = ConcernStepForm(request.POST or None, instance=ConcernStep(concern=found))
    return edit_part(request, found.agreement, form, "Record a step", to=found.get_absolute_url())


@require_http_methods(["GET", "POST"])
@member_required
def concern_step(request: MemberRequest, pk: int) -> HttpResponse:
    """Change a step, or say what came of it."""
    found = get_step(request, pk)
    form = ConcernStepForm(request.POST or None, instance=found)
    to = found.concern.get_absolute_url()
    return edit_part(request, found.concern.agreement, form, "Change a step", to=to)


@require_http_methods(["GET", "POST"])
@member_required
def concern_settle(request: MemberRequest, pk: int) -> HttpResponse:
    """Keep what came of a concern and when."""
    found = get_concern(request, pk)
    form = SettledForm(request.POST or None, instance=found)
    return edit_part(request, found.agreement, form, "What came of it?", to=found.get_absolute_url())


@require_POST
@member_required
def concern_open_again(request: MemberRequest, pk: int) -> HttpResponse:
    """Take up a concern once more. What had come of it stays to be read and changed."""
    found = get_concern(request, pk)
    found.settled_on = None
    found.save(update_fields=["settled_on"])
    messages.success(request, "The concern is open again.")
    return redirect(found)


@require_http_methods(["GET", "POST"])
@member_required
def disagreement(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Write down the agreement's own steps of disagreement."""
    found = get_agreement(request, uuid)
    form = DisagreementForm(request.POST or None, instance=found)
    return edit_part(request, found, form, "Steps of disagreement")
