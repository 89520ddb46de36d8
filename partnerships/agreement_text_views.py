"""Write the text of an agreement, keep versions of it, and take them away as files."""

import secrets
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members.access import MemberRequest, member_required
from members.private_files import handed_out
from members.saving import Checked, PageForm, differences, save

from .agreement_document import article_html, frozen_article, sector_of, values_of, word_count
from .agreement_text import ALL, AgreementTextForm
from .agreement_versions import (
    CONTENT_TYPES,
    FileNotMade,
    TextChanged,
    changes,
    content_of,
    file_name,
    make_version,
    says_the_same,
)
from .agreement_views import get_agreement
from .models import Agreement, AgreementFileKind, AgreementText, AgreementVersion

# An agreement of more words is long, as agreements go that people keep.
MANY_WORDS = 1_500


def text_of(agreement: Agreement, *, make: bool = False) -> AgreementText:
    """The text of an agreement. The first begins with what the record says it is for."""
    words = {"clauses": {"purpose": agreement.purpose} if agreement.purpose else {}}
    if make:
        return AgreementText.objects.get_or_create(agreement=agreement, defaults=words)[0]
    found = AgreementText.objects.select_related("changed_by").filter(agreement=agreement).first()
    return found or AgreementText(agreement=agreement, **words)


@require_http_methods(["GET", "POST"])
@member_required
def agreement_text(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Write the text clause by clause and see it beside the form.

    A script saves at every pause in typing and gets the parts of the page that show the text.
    """
    agreement = get_agreement(request, uuid)
    if request.method != "POST":
        form = AgreementTextForm(
            instance=text_of(agreement), agreement=agreement, open_part=request.GET.get("part", "")
        )
        return page(request, agreement, form)
    is_live = "X-Live" in request.headers

    def form_on(row: AgreementText) -> AgreementTextForm:
        return AgreementTextForm(request.POST, instance=row, agreement=agreement)

    checked = Checked(form_on(text_of(agreement)))
    with transaction.atomic():
        Agreement.objects.select_for_update().get(pk=agreement.pk)
        text = text_of(agreement, make=True)
        checked = checked.on(text, form_on)
        is_saved = save(checked, PageForm(request.POST), request.user)
    form, stored = checked.form, text_of(agreement)
    if not is_saved:
        theirs = AgreementTextForm(instance=stored, agreement=agreement)
        found = differences(theirs.parts_typed(), form.parts_typed())
        conflict = {"theirs": stored, "what": "text", "differences": found}
        if is_live:
            return render(request, "_conflict.html", conflict, status=409)
        return page(request, agreement, form, **conflict, revision=request.POST.get("revision", ""))
    if is_live:
        context = preview_of(agreement, stored, form)
        return render(request, "partnerships/_agreement_live.html", context)
    if form.errors:
        return page(request, agreement, form)
    if form.lands_on:
        return redirect(f"{text.get_absolute_url()}?part={form.lands_on}#part-{form.lands_on}")
    if {"preview", "keep", "adopt"} & request.POST.keys():
        return redirect(f"{text.get_absolute_url()}#preview")
    return redirect(reverse("partnerships:agreement-versions", args=[agreement.pk]))


def page(request: MemberRequest, agreement: Agreement, form: AgreementTextForm, **more: Any) -> HttpResponse:
    """The form with the agreement beside it; with an older revision when another's words are stored."""
    text = text_of(agreement)
    context = preview_of(agreement, text, form) | {
        "revision": text.revision,
        "page": secrets.token_hex(8),
        "all": ALL,
        "sector": sector_of(agreement.organisation),
        "organisation": agreement.organisation,
    }
    status = 409 if "theirs" in more else 200
    return render(request, "partnerships/agreement_text.html", context | more, status=status)


def preview_of(agreement: Agreement, text: AgreementText, form: AgreementTextForm) -> dict[str, Any]:
    """The agreement as it stands, and what is left to fill."""
    today = timezone.localdate()
    values = values_of(agreement, text, today)
    words = word_count(values)
    return {
        "agreement": agreement,
        "text": text,
        "form": form,
        "article": article_html(values, stand=f"Draft of {date_format(today, 'j F Y')}"),
        "words": words,
        "is_long": words > MANY_WORDS,
        "say": outcome(text, form),
    }


def outcome(text: AgreementText, form: AgreementTextForm) -> str:
    """What the page says of the last save."""
    when = f"Saved at {timezone.localtime(text.changed_at):%H:%M}" if text.pk else "Nothing saved yet"
    kept_back = [
        f"{form[name].label}: {error}" if name in form.fields else str(error)
        for name, errors in form.errors.items()
        for error in errors
    ]
    return f"{when}. Not saved: {'; '.join(kept_back)}" if kept_back else when


def get_version(request: MemberRequest, uuid: UUID, number: int) -> AgreementVersion:
    """A version of an agreement of one of the person's organisations, or 404. It decides the organisation."""
    versions = AgreementVersion.objects.for_user(request.user).select_related(
        "agreement__organisation", "made_by"
    )
    found = get_object_or_404(versions, agreement=uuid, number=number)
    request.organisation = found.agreement.organisation
    return found


@require_safe
@member_required
def agreement_versions(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """List the versions, and offer to make the next."""
    agreement = get_agreement(request, uuid)
    text = text_of(agreement)
    form = AgreementTextForm(instance=text, agreement=agreement)
    context = {
        "agreement": agreement,
        "text": text,
        "form": form,
        "versions": agreement.versions.for_list(),
        "organisation": agreement.organisation,
    }
    return render(request, "partnerships/agreement_versions.html", context)


@require_POST
@member_required
def agreement_version_new(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Keep the text as the next version."""
    agreement = get_agreement(request, uuid)
    back = redirect("partnerships:agreement-versions", uuid=agreement.pk)
    said = PageForm(request.POST).cleaned_data.get("revision")
    if not AgreementText.objects.filter(agreement=agreement).exists():
        messages.error(request, "Write something first. Then make a version of it.")
        return redirect("partnerships:agreement-text", uuid=agreement.pk)
    before = agreement.versions.count()
    try:
        note = request.POST.get("note", "")[:200]
        version = make_version(agreement, revision=said or 0, note=note, by=request.user)
    except TextChanged:
        messages.error(request, "The text was changed meanwhile. Look at it again, then make the version.")
        return back
    if agreement.versions.count() == before:
        messages.info(request, f"Nothing has changed since version {version.number}, so there is no new one.")
    else:
        messages.success(request, f"Version {version.number} is kept. What it says never changes.")
    return redirect(version)


@require_safe
@member_required
def agreement_version(request: MemberRequest, uuid: UUID, number: int) -> HttpResponse:
    """Read a version, take its files, and give it to the other side."""
    version = get_version(request, uuid, number)
    context = {
        "version": version,
        "agreement": version.agreement,
        "article": frozen_article(version.html),
        "has_earlier": version.agreement.versions.filter(number__lt=number).exists(),
        "organisation": version.agreement.organisation,
    }
    return render(request, "partnerships/agreement_version.html", context)


@require_safe
@member_required
def agreement_version_file(request: MemberRequest, uuid: UUID, number: int, kind: str) -> HttpResponse:
    """A version as PDF or Word: the same bytes each time."""
    if kind not in AgreementFileKind.values:
        raise Http404
    version, of_kind = get_version(request, uuid, number), AgreementFileKind(kind)
    try:
        content = content_of(version, of_kind)
    except FileNotMade as problem:
        messages.error(request, str(problem))
        return redirect(version)
    return handed_out(content, file_name(version, of_kind), CONTENT_TYPES[of_kind])


@require_safe
@member_required
def agreement_version_changes(request: MemberRequest, uuid: UUID, number: int) -> HttpResponse:
    """Show what a version says that an older one did not, and the reverse."""
    version = get_version(request, uuid, number)
    earlier = version.agreement.versions.filter(number__lt=number)
    since = request.GET.get("since", "")
    if since and not (since.isdecimal() and len(since) < 6):
        raise Http404
    older = get_object_or_404(earlier, number=since) if since else earlier.first()
    passages = changes(older, version) if older else []
    context = {
        "version": version,
        "agreement": version.agreement,
        "older": older,
        "earlier": earlier.for_list(),
        "passages": passages,
        "is_same": says_the_same(passages),
        "organisation": version.agreement.organisation,
    }
    return render(request, "partnerships/agreement_changes.html", context)
