"""A template without a member: its words with brackets to fill, with samples, and with every gap marked.

The one with brackets is a Word file to take away without an account; the others are NAVCA's previews.
"""

from collections.abc import Callable, Mapping
from datetime import date

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from documents import word
from documents.envelope import address_block

from .brackets import Mark, tokens_of_template
from .citing import cited_list
from .fields import EMPTY, FIELDS, Kind, letter_date, sample_values
from .files import WORD
from .merge import Value, gap_mark, member_block
from .models import Audience, LetterTemplate, LetterTemplateVersion
from .sheet import NamedGap, Sheet


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
    return _sheet(version, bracket_values(version))


def sample_sheet(version: LetterTemplateVersion) -> Sheet:
    """A template's words, ready for the layout, with an invented value in every field."""
    findings = version.template.suggested_findings.select_related("source")
    cited = cited_list(findings) or EMPTY
    values: dict[str, Value] = {**sample_values(), **asks_of(version), "findings": cited}
    return _sheet(version, values)


def gap_sheet(version: LetterTemplateVersion) -> Sheet:
    """A template's words, ready for the layout, with every field marked as a gap."""
    return _sheet(version, bracket_values(version), in_text=asks_of(version), signed=_gap)


def _sheet(
    version: LetterTemplateVersion,
    values: Mapping[str, Value],
    *,
    in_text: Mapping[str, Value] | None = None,
    signed: Callable[[str, str], SafeString] = lambda attribute, typed: escape(typed),
) -> Sheet:
    """The sheet with these values; the text may be filled with others, and names marked up."""
    filled = version.compiled().fill(values if in_text is None else in_text)
    to_a_body = version.template.audience == Audience.PUBLIC_BODY

    def typed(attribute: str) -> str:
        value = values[attribute]
        return letter_date(value) if isinstance(value, date) else str(value)

    def lines(*attributes: str) -> list[str]:
        return [line for name in attributes for line in typed(name).splitlines()]

    receiver = lines("recipient_name", "post", "body", "recipient_address") if to_a_body else []
    block = address_block(receiver)
    dear = format_html("Dear {}", signed("salutation_name", typed("salutation_name")))
    return Sheet(
        title=version.template.title,
        running_title="",
        org_name=typed("organisation_name"),
        sender_lines=lines("organisation_address", "organisation_phone", "organisation_email"),
        legal_line=f"Registered charity {typed('charity_number')}",
        address_lines=block.lines,
        compact_address=block.compact,
        date=typed("date"),
        greeting=dear if to_a_body else escape(version.greeting or "Dear colleagues"),
        subject=filled.subject_html,
        body=filled.body_html,
        sign_off=version.sign_off or ("Yours sincerely" if to_a_body else "Kind regards"),
        signer_name=signed("sender_name", typed("sender_name")),
        signer_role=signed("sender_role", typed("sender_role")),
        signer_organisation=signed("organisation_name", typed("organisation_name")),
        offset_mm=0,
        gaps=[NamedGap(gap.label, "") for gap in filled.gaps],
    )


def _gap(attribute: str, typed: str) -> SafeString:
    return gap_mark(attribute)[1]


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
    return values | asks_of(version)


def asks_of(version: LetterTemplateVersion) -> dict[str, Value]:
    """What the template proposes to ask for, as a member's own words."""
    asks: dict[str, Value] = {}
    if version.main_ask.strip():
        asks["main_ask"] = member_block(version.main_ask)
    if lines := [member_block(line) for line in version.further_asks.splitlines() if line.strip()]:
        asks["further_asks"] = lines
    return asks


def _in_a_sentence(label: str) -> str:
    return label[:1].lower() + label[1:]
