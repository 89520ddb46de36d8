"""Promises by us and by them: the list, one of them, recording several, and what became of each."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from members.access import MemberRequest, member_required
from members.forms import cleaned_data_of
from members.models import Organisation
from members.views import next_address

from .bodies import body_named, key_of
from .contact_views import day_in
from .dates import calendar_response, promise_event
from .meeting_views import agreement_named, get_meeting
from .models import Meeting, Promise, Side
from .narrowing import at_chosen_body, in_chosen_view
from .promise_forms import PromiseForm, PromiseRows, PromisesForm, SettleForm

ON_A_PAGE = 50


def promises_address(organisation: Organisation, **query: str) -> str:
    """The address of the page with an organisation's promises, narrowed by what is asked."""
    return f"{reverse('partnerships:promises')}?{urlencode({'organisation': organisation.slug, **query})}"


def get_promise(request: MemberRequest, uuid: UUID) -> Promise:
    """A promise of one of the person's organisations, or 404. It decides the organisation."""
    found: Promise = get_object_or_404(Promise.objects.for_user(request.user).for_page(), pk=uuid)
    request.organisation = found.organisation
    return found


@require_safe
@member_required
def promise_list(request: MemberRequest) -> HttpResponse:
    """Show the promises, narrowed to a body, an agreement, a side, and to what is due or settled."""
    organisation = request.organisation
    rows = Promise.objects.for_organisation(organisation)
    rows, bodies = at_chosen_body(request, rows)
    agreement = agreement_named(request)
    if agreement:
        rows = rows.filter(agreement=agreement)
    views = {
        "": ("Open", rows.open()),
        "due": ("Due", rows.due_on(timezone.localdate())),
        "ours": ("Ours, open", rows.open().of_side(Side.OURS)),
        "theirs": ("Theirs, open", rows.open().of_side(Side.THEIRS)),
        "settled": ("Settled", rows.settled()),
    }
    found, choice = in_chosen_view(request, views)
    query = {"organisation": organisation.slug, "show": choice["show"], "body": bodies["body_key"]}
    if agreement:
        query["agreement"] = str(agreement.pk)
    context = (
        bodies
        | choice
        | {
            "page_obj": Paginator(found.for_page(), ON_A_PAGE).get_page(request.GET.get("page")),
            "query": urlencode(query),
            "agreement": agreement,
            "organisation": organisation,
        }
    )
    return render(request, "partnerships/promises.html", context)


@require_safe
@member_required
def promise(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Show one promise and what became of it."""
    found = get_promise(request, uuid)
    context = {
        "promise": found,
        "body_key": key_of(found.where),
        "organisation": found.organisation,
        "back": promises_address(found.organisation),
    }
    return render(request, "partnerships/promise.html", context)


@require_http_methods(["GET", "POST"])
@member_required
def promise_new(request: MemberRequest) -> HttpResponse:
    """Record several promises, made at the meeting, under the agreement or with the body of the address."""
    meeting = _meeting_named(request)
    organisation = request.organisation
    data = cleaned_data_of(request.POST) if request.POST else None
    today = timezone.localdate()
    row = Promise(organisation=organisation, agreement=agreement_named(request))
    row.made_on = min(day_in(request.GET.get("on", "")) or today, today)
    if meeting:
        row.agreement, row.made_on = meeting.agreement, min(meeting.meets_on, today)
    where = meeting.where if meeting else body_named(organisation, request.GET.get("body", ""))
    asks_for_more = bool(data) and "more" in (data or {})
    if data and asks_for_more:
        typed = {name: data.get(name, "") for name in PromisesForm.base_fields}
        form = PromisesForm(instance=row, where=where, initial=typed, typed_body=typed["with_body"])
    else:
        form = PromisesForm(data, instance=row, where=where)
    is_valid = form.is_valid()
    rows = PromiseRows(data, made_on=form.cleaned_data.get("made_on") if form.is_bound else None)
    if is_valid and rows.is_valid():
        if rows.filled:
            return _saved(request, form, rows, meeting)
        rows.ask_for_one()
    context = {
        "form": form,
        "rows": rows,
        "parts": [form, *rows.forms],
        "is_refused": any(part.errors for part in [form, *rows.forms]),
        "meeting": meeting,
        "title": "Record promises",
        "organisation": organisation,
        "next": _back(request, meeting),
    }
    return render(request, "partnerships/promise_new.html", context)


@transaction.atomic
def _saved(
    request: MemberRequest, form: PromisesForm, rows: PromiseRows, meeting: Meeting | None
) -> HttpResponse:
    common = form.instance
    promises = rows.save(
        organisation=request.organisation,
        where=common.where,
        agreement=common.agreement,
        meeting=meeting,
        by=request.user,
    )
    messages.success(request, f"Saved: {'; '.join(map(str, promises))}.")
    return redirect(_back(request, meeting))


def _back(request: MemberRequest, meeting: Meeting | None) -> str:
    place = meeting or agreement_named(request)
    other = place.get_absolute_url() if place else promises_address(request.organisation)
    return next_address(request, other)


def _meeting_named(request: MemberRequest) -> Meeting | None:
    """The meeting in the address, whose organisation counts then; 404 for another member's."""
    named = request.GET.get("meeting", "")
    if not named:
        return None
    try:
        return get_meeting(request, UUID(named))
    except ValueError:
        raise Http404 from None


@require_http_methods(["GET", "POST"])
@member_required
def promise_change(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Change the words and days of a promise."""
    found = get_promise(request, uuid)
    form = PromiseForm(request.POST or None, instance=found)
    if form.is_valid():
        messages.success(request, f"Saved: {form.save()}.")
        return redirect(found)
    return _form_page(request, found, form, "Change this promise")


@require_http_methods(["GET", "POST"])
@member_required
def promise_settle(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Ask whether a promise was kept, when, and how the member knows."""
    found = get_promise(request, uuid)
    said = str(found)
    form = SettleForm(request.POST or None, instance=found)
    if form.is_valid():
        form.save()
        messages.success(request, f"{found.get_state_display()}: {found}.")
        return redirect(found)
    return _form_page(request, found, form, "Was it kept?", said)


def _form_page(
    request: MemberRequest, found: Promise, form: PromiseForm | SettleForm, title: str, said: str = ""
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "promise": found,
        "said": said,
        "organisation": found.organisation,
        "next": found.get_absolute_url(),
    }
    return render(request, "partnerships/promise_form.html", context)


@require_http_methods(["GET", "POST"])
@member_required
def promise_delete(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Ask, then delete a promise."""
    found = get_promise(request, uuid)
    if request.method == "POST":
        found.delete()
        messages.success(request, f"Deleted: {found}.")
        return redirect(promises_address(found.organisation))
    context = {"promise": found, "organisation": found.organisation, "next": found.get_absolute_url()}
    return render(request, "partnerships/promise_delete.html", context)


@require_safe
@member_required
def promise_ics(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """The day of a promise as a calendar file. A promise without one has none."""
    found = get_promise(request, uuid)
    if found.due_on is None:
        raise Http404("This promise has no day.")
    event = promise_event(found, request.build_absolute_uri)
    return calendar_response([event], f"promise-{found.due_on.isoformat()}.ics")
