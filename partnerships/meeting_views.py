"""Meetings: the list, one of them, planning, and what became of it, with the promises made there."""

import datetime
from contextlib import nullcontext
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from members.access import MemberRequest, member_required
from members.forms import cleaned_data_of
from members.models import Organisation
from members.views import next_address

from . import meetings
from .bodies import body_named, key_of
from .dates import calendar_response, meeting_event, open_dates
from .meeting_forms import Became, MeetingForm, WriteUpForm
from .models import Agreement, Contact, Meeting, Promise
from .narrowing import at_chosen_body, in_chosen_view
from .promise_forms import PromiseRows

ON_A_PAGE = 50


def meetings_address(organisation: Organisation, **query: str) -> str:
    """The address of the page with an organisation's meetings, narrowed by what is asked."""
    return f"{reverse('partnerships:meetings')}?{urlencode({'organisation': organisation.slug, **query})}"


def get_meeting(request: MemberRequest, uuid: UUID, *, lock: bool = False) -> Meeting:
    """A meeting of one of the person's organisations, or 404. It decides the organisation."""
    rows = Meeting.objects.for_user(request.user).for_page().select_related("contact")
    found: Meeting = get_object_or_404(rows.select_for_update(of=("self",)) if lock else rows, pk=uuid)
    request.organisation = found.organisation
    return found


def agreement_named(request: MemberRequest) -> Agreement | None:
    """The organisation's agreement that the address names."""
    try:
        uuid = UUID(request.GET.get("agreement", ""))
    except ValueError:
        return None
    return Agreement.objects.for_organisation(request.organisation).for_page().filter(pk=uuid).first()


@require_safe
@member_required
def meeting_list(request: MemberRequest) -> HttpResponse:
    """Show the meetings that come, those to write up, and those that were."""
    today, organisation = timezone.localdate(), request.organisation
    rows = Meeting.objects.for_organisation(organisation)
    rows, bodies = at_chosen_body(request, rows)
    views = {
        "": ("Planned", rows.planned().order_by("meets_on", "starts_at")),
        "write-up": ("To write up", rows.to_write_up_on(today)),
        "held": ("Held", rows.held()),
        "called-off": ("Called off", rows.called_off()),
    }
    found, choice = in_chosen_view(request, views)
    query = {"organisation": organisation.slug, "show": choice["show"], "body": bodies["body_key"]}
    context = (
        bodies
        | choice
        | {
            "page_obj": Paginator(found.for_page(), ON_A_PAGE).get_page(request.GET.get("page")),
            "query": urlencode(query),
            "organisation": organisation,
        }
    )
    return render(request, "partnerships/meetings.html", context)


@require_safe
@member_required
def meeting(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Show one meeting, what was promised there, and what still waits for an answer at its body."""
    found = get_meeting(request, uuid)
    waiting = Contact.objects.for_organisation(found.organisation).waiting().at(found.where)
    context = {
        "meeting": found,
        "promises": Promise.objects.filter(meeting=found).for_page(),
        "waiting": waiting.filter(happened_on__lte=found.meets_on).for_page() if found.is_held else (),
        "body_key": key_of(found.where),
        "organisation": found.organisation,
        "back": meetings_address(found.organisation),
    }
    return render(request, "partnerships/meeting.html", context)


@require_http_methods(["GET", "POST"])
@member_required
def meeting_new(request: MemberRequest) -> HttpResponse:
    """Plan a meeting, with the body or agreement that the address names. One that has been leads on."""
    organisation, agreement = request.organisation, agreement_named(request)
    row = Meeting(organisation=organisation, recorded_by=request.user, agreement=agreement)
    is_review = bool(agreement and "review" in request.GET)
    form = MeetingForm(
        request.POST or None,
        instance=row,
        where=body_named(organisation, request.GET.get("body", "")),
        initial={"is_review": is_review, "subject": "Yearly review" if is_review else ""},
    )
    if form.is_valid():
        saved = form.save()
        if saved.is_to_write_up:
            messages.success(request, f"Saved: {saved}. Say below what became of it.")
            return redirect("partnerships:meeting-write-up", saved.pk)
        messages.success(request, f"Saved: {saved}.")
        return redirect(saved)
    back = next_address(
        request, agreement.get_absolute_url() if agreement else meetings_address(organisation)
    )
    context = {"form": form, "title": "Plan a meeting", "organisation": organisation, "next": back}
    return render(request, "partnerships/meeting_form.html", context)


@require_http_methods(["GET", "POST"])
@member_required
def meeting_change(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Change a meeting. The contact log follows."""
    found = get_meeting(request, uuid)
    said = str(found)
    form = MeetingForm(request.POST or None, instance=found)
    if form.is_valid():
        with transaction.atomic():
            meetings.follow_in_log(form.save())
        messages.success(request, f"Saved: {found}.")
        return redirect(found)
    context = {
        "form": form,
        "title": "Change this meeting",
        "meeting": found,
        "said": said,
        "organisation": found.organisation,
        "next": found.get_absolute_url(),
    }
    return render(request, "partnerships/meeting_form.html", context)


@require_http_methods(["GET", "POST"])
@member_required
def write_up(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Ask what became of a meeting and what was promised there, and keep both.

    Of two answers at the same moment the second finds the meeting changed, and records nothing twice.
    """
    is_answer = request.method == "POST"
    with transaction.atomic() if is_answer else nullcontext():
        return _written_up(request, get_meeting(request, uuid, lock=is_answer))


def _written_up(request: MemberRequest, found: Meeting) -> HttpResponse:
    data = cleaned_data_of(request.POST) if request.POST else None
    rows = PromiseRows(data, made_on=found.meets_on)
    if data and rows.asks_for_more:
        typed = {name: data.get(name, "") for name in WriteUpForm.base_fields}
        form = WriteUpForm(meeting=found, typed=typed)
    else:
        form = WriteUpForm(data, meeting=found)
    if _is_complete(form, rows):
        promises = _keep(found, form, rows, request)
        counted = f" {len(promises)} promise{'' if len(promises) == 1 else 's'} recorded." if promises else ""
        messages.success(request, f"Saved: {found}, {found.get_state_display().lower()}.{counted}")
        return redirect(found)
    context = {
        "form": form,
        "rows": rows,
        "parts": [form, *rows.forms],
        "is_refused": any(part.errors for part in [form, *rows.forms]),
        "title": "What became of this meeting?",
        "meeting": found,
        "organisation": found.organisation,
        "next": found.get_absolute_url(),
    }
    return render(request, "partnerships/meeting_write_up.html", context)


def _is_complete(form: WriteUpForm, rows: PromiseRows) -> bool:
    """Whether all of it can be kept. Promises need a meeting that was held."""
    are_valid = [form.is_valid(), rows.is_valid()]
    if form.is_bound and rows.filled and "became" not in form.errors and not form.was_held:
        form.add_error("became", "Select “It was held” to keep the promises below, or take them out")
        return False
    return all(are_valid)


@transaction.atomic
def _keep(found: Meeting, form: WriteUpForm, rows: PromiseRows, request: MemberRequest) -> list[Promise]:
    answer = form.cleaned_data
    for name in ("starts_at", "ends_at", "people", "notes"):
        setattr(found, name, answer[name])
    if answer["became"] == Became.MOVED:
        meetings.move(found, answer["moved_to"])
        return []
    if answer["became"] == Became.CALLED_OFF:
        meetings.call_off(found)
        return []
    meetings.mark_held(
        found, by=request.user, next_step=answer["next_step"], next_step_on=answer["next_step_on"]
    )
    return rows.save(
        organisation=found.organisation,
        where=found.where,
        agreement=found.agreement,
        meeting=found,
        by=request.user,
    )


@require_http_methods(["GET", "POST"])
@member_required
def meeting_delete(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Ask, then delete a meeting with its record in the contact log."""
    found = get_meeting(request, uuid)
    if request.method == "POST":
        said = str(found)
        meetings.delete(found)
        messages.success(request, f"Deleted: {said}.")
        return redirect(meetings_address(found.organisation))
    context = {
        "meeting": found,
        "promises_count": Promise.objects.filter(meeting=found).count(),
        "organisation": found.organisation,
        "next": found.get_absolute_url(),
    }
    return render(request, "partnerships/meeting_delete.html", context)


@require_safe
@member_required
def meeting_ics(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """A meeting as a calendar file."""
    found = get_meeting(request, uuid)
    event = meeting_event(found, request.build_absolute_uri)
    return calendar_response([event], f"meeting-{found.meets_on.isoformat()}.ics")


@require_safe
@member_required
def calendar(request: MemberRequest) -> HttpResponse:
    """Every open day of the organisation in one calendar file."""
    today: datetime.date = timezone.localdate()
    events = open_dates(request.organisation, today, request.build_absolute_uri)
    if not events:
        messages.info(request, "No day is open: plan a meeting or record a promise with its day first.")
        return redirect(meetings_address(request.organisation))
    return calendar_response(events, "open-dates.ics")
