"""Agreements: their list, the page of one, and what is known of it."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from members.access import MemberRequest, member_required
from members.due import Due, DueKind
from members.models import Organisation
from members.private_files import private_file
from members.views import next_address

from . import stages
from .agreement_due import lines_of
from .agreement_forms import AgreementForm, NewAgreementForm
from .agreement_talk import talk_about
from .models import Agreement, AgreementQuerySet, AgreementStage, Promise
from .stages import Need, Way


@dataclass(frozen=True)
class Listed:
    """An agreement in the list: how far it is today, and what it asks for."""

    agreement: Agreement
    stage: AgreementStage
    due: list[Due]

    @property
    def to_do(self) -> list[Due]:
        """What needs the member, not what only waits or is ahead."""
        return [line for line in self.due if line.kind == DueKind.TODO]


@dataclass(frozen=True)
class Ahead:
    """A stage that may come next, and what it still needs."""

    to: AgreementStage
    needs: list[Need]
    advice: list[str]


def agreements_address(organisation: Organisation) -> str:
    """The list of an organisation's agreements."""
    return f"{reverse('partnerships:agreements')}?organisation={organisation.slug}"


def get_agreement(request: MemberRequest, uuid: UUID, rows: AgreementQuerySet | None = None) -> Agreement:
    """An agreement of one of the person's organisations, or 404. It decides the organisation."""
    rows = Agreement.objects.for_page() if rows is None else rows
    found: Agreement = get_object_or_404(rows.for_user(request.user), pk=uuid)
    request.organisation = found.organisation
    return found


@require_safe
@member_required
def agreements(request: MemberRequest) -> HttpResponse:
    """Show all agreements: those with something to do first, those that ended last."""
    today = timezone.localdate()
    rows = Agreement.objects.for_organisation(request.organisation).with_due()
    listed = [Listed(row, row.stage_on(today), lines_of(row, today)) for row in rows]
    listed.sort(key=lambda each: (not each.to_do, each.agreement.has_ended))
    context = {"listed": listed, "organisation": request.organisation}
    return render(request, "partnerships/agreements.html", context)


@require_safe
@member_required
def agreement(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Show an agreement: what is due, who, the text, promises, the log and its history."""
    found = get_agreement(request, uuid, Agreement.objects.with_due().prefetch_related("ticks__factor"))
    facts = found.facts(timezone.localdate())
    ways = stages.moves(facts.stage)
    context = {
        "agreement": found,
        "promises": found.promises.filter(plan=None).for_page(),
        "to_take": Promise.objects.for_agreement_to_take(found).count() if not found.has_ended else 0,
        "meetings": found.meetings.filter(is_review=False).for_page(),
        "versions": found.versions.for_list(),
        "stage": stages.stage_on(facts),
        "review_due_from": stages.review_due_from(facts),
        "due": lines_of(found, facts.day),
        "ahead": [
            Ahead(to, stages.needs_of(to, facts), stages.advice(facts, to))
            for to, way in ways
            if way == Way.FORWARD
        ],
        "ends": [to for to, way in ways if way == Way.END],
        "earlier": [to for to, way in ways if way == Way.BACK],
        "course": _course(facts.stage),
        "today": facts.day,
        "talk": talk_about(found),
        "plans": found.plans.for_page(),
        "reviews": found.meetings.filter(is_review=True).for_page(),
        "organisation": found.organisation,
        "back": agreements_address(found.organisation),
    }
    return render(request, "partnerships/agreement.html", context)


def _course(stage: AgreementStage) -> list[tuple[str, str]]:
    """The usual stages, each with where it stands: done, now, or still ahead. Empty when it has ended."""
    usual = [each for each in (*stages.BEFORE, *stages.IN_FORCE) if each != AgreementStage.REVIEW_DUE]
    if stage not in usual:
        return []
    now = usual.index(stage)
    return [
        (str(each.label), "now" if place == now else "done" if place < now else "")
        for place, each in enumerate(usual)
    ]


@require_http_methods(["GET", "POST"])
@member_required
def agreement_new(request: MemberRequest) -> HttpResponse:
    """Begin an agreement, or record one that exists, with the body that the address names."""
    row = Agreement(organisation=request.organisation, recorded_by=request.user)
    initial = {"bodies": request.GET.getlist("body")}
    form = NewAgreementForm(request.POST or None, request.FILES or None, instance=row, initial=initial)
    if form.is_valid():
        saved = form.save()
        messages.success(request, f"Saved: {saved}.")
        return redirect(saved)
    back = next_address(request, agreements_address(request.organisation))
    context = {"form": form, "title": "Add an agreement", "organisation": request.organisation, "next": back}
    return render(request, "partnerships/agreement_form.html", context)


@require_http_methods(["GET", "POST"])
@member_required
def agreement_change(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Change what is known of an agreement."""
    found = get_agreement(request, uuid)
    name = found.name
    form = AgreementForm(request.POST or None, request.FILES or None, instance=found)
    if form.is_valid():
        messages.success(request, f"Saved: {form.save()}.")
        return redirect(found)
    context = {
        "form": form,
        "title": f"Change “{name}”",
        "agreement": found,
        "organisation": found.organisation,
        "next": found.get_absolute_url(),
    }
    return render(request, "partnerships/agreement_form.html", context)


@require_http_methods(["GET", "POST"])
@member_required
def agreement_delete(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Ask, then delete an agreement that never went beyond an idea, or was stopped."""
    found = get_agreement(request, uuid)
    if request.method == "POST" and _deleted(found):
        messages.success(request, f"Deleted: {found}.")
        return redirect(agreements_address(found.organisation))
    if request.method == "POST" or not found.may_be_deleted:
        messages.error(request, "Only an idea or an agreement that was stopped can be deleted.")
        return redirect(found)
    context = {"agreement": found, "organisation": found.organisation, "next": found.get_absolute_url()}
    return render(request, "partnerships/agreement_delete.html", context)


@transaction.atomic
def _deleted(agreement: Agreement) -> bool:
    """Whether it could be deleted. A colleague may have moved it on at this moment."""
    stored = Agreement.objects.select_for_update().filter(pk=agreement.pk).first()
    return bool(stored and stored.may_be_deleted and stored.delete())


@require_safe
@member_required
def agreement_document(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Download the document of an agreement."""
    found = get_agreement(request, uuid)
    if not found.document:
        raise Http404("This agreement has no document.")
    return private_file(found.document, found.document_name)  # type: ignore[return-value]
