"""A letter to take away without an account: a template's words as a Word file, its brackets still to fill."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from documents import word

from .brackets import Mark, tokens_of_template
from .fields import FIELDS, Kind
from .files import WORD
from .merge import Value, member_block
from .models import Audience, LetterTemplate, LetterTemplateVersion
from .sheet import Sheet


@require_safe
@login_not_required
def blank_letter(request: HttpRequest, slug: str) -> HttpResponse:
    """The published words of a template as a Word file. A template that is not in use is not found."""
    template = get_object_or_404(LetterTemplate.objects.in_use(), slug=slug)
    version = template.current_version
    if version is None:
        raise Http404("This template has no published version.")
    sheet = blank_sheet(version)
    html = render_to_string("letters/document.html", {"sheet": sheet})
    content = word.render(html, title=sheet.title)
    disposition = f'attachment; filename="{template.slug}.docx"'
    return HttpResponse(content, content_type=WORD, headers={"Content-Disposition": disposition})


def blank_sheet(version: LetterTemplateVersion) -> Sheet:
    """A template's words, ready for the layout, with a square bracket wherever something is missing."""
    values = bracket_values(version)
    filled = version.compiled().fill(values)
    to_a_body = version.template.audience == Audience.PUBLIC_BODY

    def typed(attribute: str) -> str:
        return str(values[attribute])

    def signed(attribute: str) -> SafeString:
        return mark_safe(escape(typed(attribute)))  # noqa: S308  (escaped)

    receiver = ("recipient_name", "post", "body", "recipient_address") if to_a_body else ()
    greeting = f"Dear {typed('salutation_name')}" if to_a_body else version.greeting or "Dear colleagues"
    return Sheet(
        title=version.template.title,
        running_title="",
        org_name=typed("organisation_name"),
        sender_lines=[
            typed(name) for name in ("organisation_address", "organisation_phone", "organisation_email")
        ],
        legal_line=f"Registered charity {typed('charity_number')}",
        address_lines=[typed(name) for name in receiver],
        compact_address=False,
        date=typed("date"),
        greeting=mark_safe(escape(greeting)),  # noqa: S308  (escaped)
        subject=filled.subject_html,
        body=filled.body_html,
        sign_off=version.sign_off or ("Yours sincerely" if to_a_body else "Kind regards"),
        signer_name=signed("sender_name"),
        signer_role=signed("sender_role"),
        signer_organisation=signed("organisation_name"),
        offset_mm=0,
        gaps=(),
    )


def bracket_values(version: LetterTemplateVersion) -> dict[str, Value]:
    """Every field's own bracket as its value: as it was typed in the template, or by the field's name.

    What the template proposes to ask for stands in its place, with brackets of its own.
    """
    values: dict[str, Value] = {
        field.attribute: f"[{_in_a_sentence(field.label) if field.kind is Kind.LIST else field.key}]"
        for field in FIELDS
    }
    for words in (version.body, version.subject):
        for token in tokens_of_template(words, []):
            if token.mark is Mark.FIELDS and len(token.fields) == 1 and token.fields[0].kind is not Kind.LIST:
                values[token.fields[0].attribute] = f"[{' '.join(token.text.strip('[]').split())}]"
    if version.main_ask.strip():
        values["main_ask"] = member_block(version.main_ask)
    if asks := [member_block(line) for line in version.further_asks.splitlines() if line.strip()]:
        values["further_asks"] = asks
    return values


def _in_a_sentence(label: str) -> str:
    return label[:1].lower() + label[1:]
