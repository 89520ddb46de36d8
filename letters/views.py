"""The letter flow: choose, edit, check and download."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from casestudies.models import CaseStudy
from documents.pdf import PDFLibrariesMissing, PDFNotMade
from members.access import MemberRequest, member_required
from principles.models import Finding

from .files import KINDS, LetterHasGaps, file_name, make
from .forms import ChooseForm
from .models import Citation, CitationKind, Letter, LetterCopy, StarterExample
from .sheet import NamedGap, Sheet, sheet_for


def get_letter(request: MemberRequest, uuid: UUID) -> Letter:
    """A letter of one of the person's organisations, or 404. The letter decides the organisation."""
    letter = get_object_or_404(Letter.objects.for_user(request.user).for_page(), pk=uuid)
    request.organisation = letter.organisation
    return letter


def get_copy(request: HttpRequest, letter: Letter) -> LetterCopy:
    """The copy the query names by `to`, else the first."""
    copies = list(letter.copies.all())
    wanted = request.GET.get("to", "")
    if not wanted:
        return copies[0]
    for copy in copies:
        if str(copy.pk) == wanted:
            return copy
    raise Http404


def sheets_of(letter: Letter) -> list[tuple[LetterCopy, Sheet]]:
    """Each copy with its sheet. The copies share the letter that was loaded once."""
    pairs = []
    for copy in letter.copies.all():
        copy.letter = letter
        pairs.append((copy, sheet_for(copy)))
    return pairs


def all_gaps(sheets: Sequence[Sheet]) -> list[NamedGap]:
    """Every gap of every copy once, in the order of the letter."""
    return list(dict.fromkeys(gap for sheet in sheets for gap in sheet.gaps))


def all_warnings(sheets: Sequence[Sheet]) -> list[str]:
    return list(dict.fromkeys(warning for sheet in sheets for warning in sheet.warnings))


@require_safe
@member_required
def letters(request: MemberRequest) -> HttpResponse:
    """List the organisation's letters, last changed first."""
    rows = Letter.objects.for_organisation(request.organisation).for_page()
    return render(request, "letters/letters.html", {"letters": rows, "organisation": request.organisation})


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


@require_safe
@member_required
def download(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Check what is left to fill, and fetch the files."""
    letter = get_letter(request, uuid)
    pairs = sheets_of(letter)
    context = {
        "letter": letter,
        "pairs": pairs,
        "gaps": all_gaps([sheet for _, sheet in pairs]),
        "problems": [problem for _, sheet in pairs for problem in sheet.problems],
        "warnings": all_warnings([sheet for _, sheet in pairs]),
        "organisation": letter.organisation,
    }
    return render(request, "letters/letter_download.html", context)


@require_safe
@member_required
def download_file(request: MemberRequest, uuid: UUID, kind: str) -> HttpResponse:
    """One recipient's letter as a file. A final is refused while gaps are left."""
    letter = get_letter(request, uuid)
    copy = get_copy(request, letter)
    copy.letter = letter
    wanted = KINDS[kind]
    sheet = sheet_for(copy, draft=wanted.draft, large_print=wanted.large_print)
    try:
        content = make(sheet, wanted)
    except LetterHasGaps:
        messages.error(request, "Fill the gaps first. Until then you can download a draft.")
        return redirect(letter.get_download_url())
    except (PDFNotMade, PDFLibrariesMissing):
        messages.error(
            request, "We could not make the PDF. Your letter is saved. Try again, or download Word."
        )
        return redirect(letter.get_download_url())
    response = HttpResponse(content, content_type=wanted.content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name(sheet, wanted)}"'
    return response


@require_POST
@member_required
def delete(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Delete a draft letter."""
    letter = get_letter(request, uuid)
    organisation = letter.organisation
    letter.delete()
    messages.success(request, "The draft is deleted.")
    return redirect(organisation)
