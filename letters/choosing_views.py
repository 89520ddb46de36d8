"""The first step of a letter: which one, and who it is to."""

from collections.abc import Sequence

from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from casestudies.models import CaseStudy
from members.access import MemberRequest, member_required
from principles.models import Finding

from .choosing import ChooseForm
from .models import Citation, CitationKind, Letter, LetterCopy, StarterExample


@require_http_methods(["GET", "POST"])
@member_required
def new(request: MemberRequest) -> HttpResponse:
    """Choose the letter and who it is to, carrying a body, a finding or a case study along."""
    initial = {"template": request.GET.get("template", ""), "bodies": request.GET.getlist("body")}
    form = ChooseForm(request.POST or None, organisation=request.organisation, initial=initial)
    carried = carried_items(request.POST if request.method == "POST" else request.GET)
    if form.is_valid():
        letter = write(form, carried, request)
        return redirect(letter)
    context = {"form": form, "carried": carried, "organisation": request.organisation}
    return render(request, "letters/letter_new.html", context)


def carried_items(query: QueryDict) -> list[Finding | CaseStudy]:
    """The findings and the case study named in the address. Unknown names are left out."""
    findings = Finding.objects.filter(ref__in=query.getlist("finding"))
    if principle := query.get("principle"):
        findings = findings | Finding.objects.filter(principles__slug=principle)
    studies = CaseStudy.objects.published().filter(slug__in=query.getlist("case")[:1])
    return [*findings.distinct(), *studies]


@transaction.atomic
def write(form: ChooseForm, carried: Sequence[Finding | CaseStudy], request: MemberRequest) -> Letter:
    """Make the draft with the template's asks, the starter examples and what was carried along.

    Without a finding brought along, it cites those that the template suggests.
    """
    version = form.cleaned_data["template"].current_version
    fields = version.compiled().fields
    starters = StarterExample.objects.all() if "examples" in fields else []
    if not any(isinstance(item, Finding) for item in carried):
        suggested = version.template.suggested_findings.all() if "findings" in fields else []
        carried = [*carried, *suggested]
    letter = Letter.objects.create(
        organisation=request.organisation,
        template_version=version,
        main_ask=version.main_ask,
        further_asks=version.further_asks,
        examples=[
            {"ref": row.ref, "title": row.title, "text": row.text, "chosen": False} for row in starters
        ],
        changed_by=request.user,
    )
    recipients = form.chosen_recipients() if not letter.is_for_sector else [None]
    LetterCopy.objects.bulk_create(LetterCopy(letter=letter, recipient=recipient) for recipient in recipients)
    Citation.objects.bulk_create(
        Citation(letter=letter, kind=CitationKind.FINDING, reference=item.ref, revision=item.revision)
        if isinstance(item, Finding)
        else Citation(
            letter=letter, kind=CitationKind.CASE_STUDY, reference=item.slug, revision=item.revision
        )
        for item in carried
    )
    return letter
