"""The contact log: what passed between an organisation and each body, and what came of it."""

import datetime
from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members.access import MemberRequest, member_required
from members.models import Organisation
from members.views import next_address

from .bodies import key_of, whom_named
from .contact_forms import ContactForm, OutcomeForm
from .models import (
    CannotUndo,
    Contact,
    ContactKind,
    Meeting,
    Outcome,
)
from .narrowing import at_chosen_body, in_chosen_view
from .working_days import holidays_are_known, known_until

ON_A_PAGE = 50
AROUND = 10  # other contacts with the same body, on a contact's page


def contacts_address(organisation: Organisation, **query: str) -> str:
    """The log of an organisation, narrowed by a query."""
    return f"{reverse('partnerships:contacts')}?{urlencode({'organisation': organisation.slug, **query})}"


def outcome_address(contacts: Iterable[Contact], **query: str) -> str:
    """The page that asks what came of some contacts."""
    named = [("contact", str(contact.pk)) for contact in contacts]
    return f"{reverse('partnerships:contacts-outcome')}?{urlencode([*named, *query.items()])}"


def get_contact(request: MemberRequest, uuid: UUID) -> Contact:
    """A contact of one of the person's organisations, or 404. It decides the organisation."""
    rows = Contact.objects.for_user(request.user).for_page().with_chase_on(timezone.localdate())
    found: Contact = get_object_or_404(rows, pk=uuid)
    request.organisation = found.organisation
    return found


@require_safe
@member_required
def contacts(request: MemberRequest) -> HttpResponse:
    """Show the log, newest first, narrowed to a body, a kind, and to what waits."""
    today, organisation = timezone.localdate(), request.organisation
    rows = Contact.objects.for_organisation(organisation)
    rows, bodies = at_chosen_body(request, rows)
    kind = request.GET.get("kind", "")
    if kind in ContactKind.values:
        rows = rows.filter(kind=kind)
    views = {
        "": ("Everything", rows),
        "waiting": ("Waiting for a reply", rows.waiting()),
        "chase": ("Chase due", rows.to_chase_on(today)),
        "next": ("With a next step", rows.with_next_step().order_by("next_step_on", "happened_on")),
    }
    found, choice = in_chosen_view(request, views)
    found = found.for_page().with_chase_on(today)
    query = {"show": choice["show"], "kind": kind, "body": bodies["body_key"]}
    context = (
        bodies
        | choice
        | {
            "page_obj": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page")),
            "kinds": ContactKind.choices,
            "kind": kind,
            "query": urlencode({"organisation": organisation.slug} | query),
            "all_ticked": request.GET.get("tick") == "all",
            "can_tick": choice["show"] in ("waiting", "chase"),
            "organisation": organisation,
        }
    )
    return render(request, "partnerships/contacts.html", context)


@require_safe
@member_required
def contact(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Show one contact, what came of it, and what else passed with the same body."""
    found = get_contact(request, uuid)
    others = Contact.objects.for_organisation(found.organisation).at(found.where).exclude(pk=found.pk)
    chase_day = found.chase_due_on
    context = {
        "contact": found,
        "meeting": Meeting.objects.filter(contact=found).first(),
        "others": others.for_page().with_chase_on(timezone.localdate())[:AROUND],
        "body_key": key_of(found.where),
        "holidays_known_until": (known_until() if chase_day and not holidays_are_known(chase_day) else None),
        "organisation": found.organisation,
        "back": contacts_address(found.organisation),
    }
    return render(request, "partnerships/contact.html", context)


@require_http_methods(["GET", "POST"])
@member_required
def contact_new(request: MemberRequest) -> HttpResponse:
    """Record a contact, with the recipient or body that the address names, if any.

    After a reply it leads on to what may be waiting for it.
    """
    organisation = request.organisation
    recipient = request.GET.get("recipient", "")
    key = f"recipient-{recipient}" if recipient else request.GET.get("body", "")
    kind = request.GET.get("kind", "")
    row = Contact(organisation=organisation, recorded_by=request.user)
    form = ContactForm(
        request.POST or None,
        instance=row,
        whom=whom_named(organisation, key),
        initial={"kind": kind} if kind in ContactKind.values else None,
    )
    if form.is_valid():
        saved = form.save()
        if saved.is_incoming and (waiting := _waiting_for(saved)):
            messages.success(request, f"Saved: {saved}. Say below what it answers.")
            outcome = Outcome.REPLIED if saved.kind == ContactKind.REPLY else Outcome.ACKNOWLEDGED
            return redirect(outcome_address(waiting, outcome=outcome, on=saved.happened_on.isoformat()))
        messages.success(request, f"Saved: {saved}.")
        return redirect(saved)
    back = next_address(request, contacts_address(organisation))
    context = {"form": form, "title": "Record a contact", "organisation": organisation, "next": back}
    return render(request, "partnerships/contact_form.html", context)


def _waiting_for(reply: Contact) -> list[Contact]:
    """What a reply may answer: what waits at its recipient, or else at its body."""
    rows = Contact.objects.for_organisation(reply.organisation).waiting().at(reply.where)
    rows = rows.filter(happened_on__lte=reply.happened_on)
    of_recipient = list(rows.filter(recipient=reply.recipient)) if reply.recipient else []
    return of_recipient or list(rows)


@require_http_methods(["GET", "POST"])
@member_required
def contact_change(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Change a contact."""
    found = get_contact(request, uuid)
    if meeting := Meeting.objects.filter(contact=found).first():
        return redirect("partnerships:meeting-write-up", meeting.pk)
    said = str(found)
    form = ContactForm(request.POST or None, instance=found)
    if form.is_valid():
        messages.success(request, f"Saved: {form.save()}.")
        return redirect(found)
    context = {
        "form": form,
        "title": "Change this contact",
        "contact": found,
        "said": said,
        "organisation": found.organisation,
        "next": found.get_absolute_url(),
    }
    return render(request, "partnerships/contact_form.html", context)


@require_http_methods(["GET", "POST"])
@member_required
def contact_delete(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Ask, then delete a contact or take a letter's mark as sent back, unless something followed it."""
    found = get_contact(request, uuid)
    if request.method == "POST":
        try:
            found.undo()
        except CannotUndo as reason:
            messages.error(request, str(reason))
            return redirect(found)
        messages.success(request, f"Deleted: {found}.")
        return redirect(contacts_address(found.organisation))
    context = {"contact": found, "organisation": found.organisation, "next": found.get_absolute_url()}
    return render(request, "partnerships/contact_delete.html", context)


@require_POST
@member_required
def next_step_done(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Keep that the next step of a contact is done."""
    found = get_contact(request, uuid)
    if found.has_next_step:
        found.finish_next_step(timezone.localdate())
        messages.success(request, f"Done: {found.next_step}.")
    return redirect(next_address(request, found.get_absolute_url()))


@require_http_methods(["GET", "POST"])
@member_required
def outcome(request: MemberRequest) -> HttpResponse:
    """Ask what came of the contacts that the address names, and keep it for those still ticked."""
    named = _named(request)
    if not named:
        messages.error(request, "Tick the contacts whose outcome you want to record.")
        return redirect(contacts_address(request.organisation, show="waiting"))
    request.organisation = named[0].organisation
    back = (
        named[0].get_absolute_url()
        if len(named) == 1
        else contacts_address(request.organisation, show="waiting")
    )
    form = OutcomeForm(request.POST or None, contacts=named, initial=_initial(request, named))
    if form.is_valid():
        saved = form.save()
        what = saved[0].get_outcome_display()
        messages.success(request, f"{what}: {'; '.join(each.with_whom for each in saved)}.")
        return redirect(back)
    context = {
        "form": form,
        "title": "What came of it?",
        "organisation": request.organisation,
        "next": back,
    }
    return render(request, "partnerships/contact_outcome.html", context)


def _named(request: MemberRequest) -> list[Contact]:
    """The contacts in the address, all of one of the person's organisations, or 404."""
    try:
        wanted = {UUID(key) for key in request.GET.getlist("contact")}
    except ValueError:
        raise Http404 from None
    found = list(Contact.objects.for_user(request.user).for_page().filter(pk__in=wanted))
    if len(found) < len(wanted) or len({each.organisation_id for each in found}) > 1:
        raise Http404
    return found


def _initial(request: MemberRequest, named: list[Contact]) -> dict[str, object]:
    """All ticked, with the outcome and day that the address or the only contact gives."""
    first = named[0] if len(named) == 1 else None
    wanted = request.GET.get("outcome", "")
    known = first.outcome if first and first.outcome != Outcome.OPEN else ""
    return {
        "contact": [str(each.pk) for each in named],
        "outcome": wanted if wanted in Outcome.values else known,
        "on": day_in(request.GET.get("on", "")) or (first and first.outcome_on) or timezone.localdate(),
    }


def day_in(words: str) -> datetime.date | None:
    """The day that stands in an address."""
    try:
        return datetime.date.fromisoformat(words)
    except ValueError:
        return None
