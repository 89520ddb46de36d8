"""The bodies an organisation deals with: the list, and one page for each with everything about it."""

import datetime
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from members.access import MemberRequest, asks_which_organisation, member_required
from members.models import Organisation, Standing
from publicbodies.models import PublicBody, Stage, Succession

from .body_list import VIEWS, body_rows, narrowed
from .contact_forms import key_of
from .models import Agreement, Contact, ContactKind, OwnBody, Promise, Recipient
from .next_things import next_things, place_of
from .taking_over import open_things
from .timeline import timeline

ON_A_PAGE = 30
LETTERS_SHOWN = 10


def body_address(where: PublicBody | OwnBody, organisation: Organisation) -> str:
    """The page of a body, for one organisation."""
    if isinstance(where, OwnBody):
        return reverse("partnerships:own-body-page", args=[where.pk])
    return f"{reverse('partnerships:body', args=[where.slug])}?organisation={organisation.slug}"


def list_address(organisation: Organisation) -> str:
    """The list of the bodies of an organisation."""
    return f"{reverse('partnerships:partnerships')}?organisation={organisation.slug}"


@require_safe
@member_required
def partnerships(request: MemberRequest) -> HttpResponse:
    """Show every body the organisation deals with, what is due first standing first."""
    organisation = request.organisation
    rows = body_rows(organisation, timezone.localdate())
    words = request.GET.get("q", "").strip()
    show = request.GET.get("show", "")
    show = show if show in VIEWS else ""
    found = [row for row in narrowed(rows, show) if row.matches(words.casefold().split())]
    page_obj = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page_obj,
        "rows": [(row, body_address(row.where, organisation)) for row in page_obj],
        "choices": [(name, f"{label} ({len(narrowed(rows, name))})") for name, label in VIEWS.items()],
        "show": show,
        "words": words,
        "query": urlencode({"organisation": organisation.slug, "q": words, "show": show}),
        "count": len(rows),
        "organisation": organisation,
    }
    return render(request, "partnerships/partnerships.html", context)


@require_safe
@member_required
@asks_which_organisation
def body(request: MemberRequest, slug: str) -> HttpResponse:
    """Show everything the organisation has with a public body."""
    found = get_object_or_404(PublicBody.objects.select_related("county"), slug=slug)
    return body_page(request, found)


@require_safe
@member_required
def own_body_page(request: MemberRequest, pk: int) -> HttpResponse:
    """Show everything the organisation has with a body of its own."""
    return body_page(request, get_own_body(request, pk))


def get_own_body(request: MemberRequest, pk: int) -> OwnBody:
    """A body of one of the person's organisations' own, or 404. It decides the organisation."""
    found: OwnBody = get_object_or_404(
        OwnBody.objects.for_user(request.user).select_related("organisation"), pk=pk
    )
    request.organisation = found.organisation
    return found


def body_page(request: MemberRequest, where: PublicBody | OwnBody, **more: Any) -> HttpResponse:
    """The page of a body. A higher room adds what it knows of it as `more`."""
    organisation, day = request.organisation, timezone.localdate()
    page_obj, events = timeline(organisation, where, request.GET.get("page"))
    promises = list(Promise.objects.for_organisation(organisation).at(where).for_page())
    recipients = Recipient.objects.for_organisation(organisation).in_list().filter(**_at(where))
    letters = Contact.objects.for_organisation(organisation).at(where).filter(kind=ContactKind.LETTER)
    agreements = Agreement.objects.for_organisation(organisation).at(where).with_facts()
    context = {
        "where": where,
        "body_key": key_of(where),
        "address": body_address(where, organisation),
        "things": next_things(organisation, day, where).get(place_of(where), []),
        "recipients": list(recipients.with_bodies()),
        "letters": list(letters.for_page().with_chase_on(day)[: LETTERS_SHOWN + 1]),
        "letters_shown": LETTERS_SHOWN,
        "open_promises": [promise for promise in promises if promise.is_open],
        "settled_promises": [promise for promise in promises if not promise.is_open],
        "agreements": [(each, each.stage_on(day)) for each in agreements],
        "events": events,
        "page_obj": page_obj,
        "organisation": organisation,
        "back": list_address(organisation),
        **_of_kind(organisation, where, day),
        **more,
    }
    return render(request, "partnerships/body.html", context)


def _at(where: PublicBody | OwnBody) -> dict[str, PublicBody | OwnBody]:
    return {"own_body" if isinstance(where, OwnBody) else "body": where}


def _of_kind(organisation: Organisation, where: PublicBody | OwnBody, day: datetime.date) -> dict[str, Any]:
    """What is known of a body of the directory only: its dates, who follows, and where the member stands."""
    if isinstance(where, OwnBody):
        return {
            "own_body": where,
            "kind": ", ".join(filter(None, [where.get_kind_display(), where.place])),
            "can_be_written_to": True,
        }
    stage = where.stage_on(day)
    successions = Succession.objects.filter(Q(body=where) | Q(successor=where))
    rows = list(successions.select_related("body", "successor"))
    is_over = stage is Stage.ENDED
    open_count = len(open_things(organisation, [where])[where.pk]) if is_over else 0
    move = reverse("partnerships:body-move", args=[where.slug])
    return {
        "open_count": open_count,
        "move_url": f"{move}?organisation={organisation.slug}" if open_count else "",
        "public_body": where,
        "kind": where.kind_and_county,
        "stage": stage,
        "has_ended": is_over,
        "can_be_written_to": stage in (Stage.LIVE, Stage.SHADOW),
        "is_in_patch": organisation.patch.filter(pk=where.pk).exists(),
        "standing": Standing.objects.filter(organisation=organisation, body=where)
        .select_related("start")
        .first(),
        "followed_by": [
            (row, body_address(row.successor, organisation)) for row in rows if row.body_id == where.pk
        ],
        "follows": [
            (row, body_address(row.body, organisation)) for row in rows if row.successor_id == where.pk
        ],
    }
