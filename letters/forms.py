"""The form in which a letter is written."""

from typing import Any

from django import forms
from django.utils.text import get_text_list

from casestudies.models import CaseStudy
from documents.plain_text import one_line
from members.days import day_field
from members.forms import NumberedChoiceField, PlainForm
from partnerships.models import Recipient
from principles.models import Finding

from .citing import changed_rows, cited_rows, gone_rows, named, reference_of
from .examples import Examples
from .models import Citation, CitationKind, Letter
from .sections import ChangeNotices, FurtherAsks, OwnParagraphs, Section, StandardWording, TierParagraphs
from .tiers import COMPETENCES, Tier


class LetterForm(PlainForm, forms.ModelForm):
    """The member's words in a letter. Empty essentials are gaps; only what cannot be used is an error.

    What the template does not print is not asked for. `lands_on` names the place on the page to come back
    to after a button within the form.
    """

    gaps = ("reply_by_on", "main_ask", "signer_name", "signer_role")
    dated_on = day_field(label="Date on the letter")
    reply_by_on = day_field(
        label="Reply by", required=False, help_text="A day about three weeks from now works well"
    )
    copied_to = NumberedChoiceField(
        Recipient.objects.none(),
        label="People in your list",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=dict.fromkeys(["invalid_choice", "invalid_pk_value"], "Select people from the list"),
    )
    findings = forms.ModelMultipleChoiceField(
        Finding.objects.all(),
        to_field_name="ref",
        label="Findings to add",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Select findings from the list"},
    )
    case_study = forms.ModelChoiceField(
        CaseStudy.objects.published().for_cards(),
        to_field_name="slug",
        label="Case study",
        required=False,
        empty_label="No case study",
        help_text="One place like the reader’s own says more than three",
        error_messages={"invalid_choice": "Select a case study from the list"},
    )

    class Meta:
        model = Letter
        fields = [
            "dated_on", "main_ask", "reply_by_on", "meeting_dates", "contact", "names_other_recipients",
            "signer_name", "signer_role", "co_signatories", "enclosures", "copied_to", "copies_to",
        ]  # fmt: skip
        widgets = {
            "main_ask": forms.Textarea(attrs={"rows": 3}),
            "meeting_dates": forms.Textarea(attrs={"rows": 2}),
            "co_signatories": forms.Textarea(attrs={"rows": 2}),
            "enclosures": forms.Textarea(attrs={"rows": 2}),
            "copies_to": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts = {
            "main_ask": "One clear ask, in a sentence. It comes first in the letter",
            "meeting_dates": "One on each line. Two make it easy to say yes",
            "contact": "A name, with a telephone number or an email address",
            "co_signatories": "One organisation or person on each line. Ask them first",
            "enclosures": "One on each line. Printed under the letter",
            "copies_to": "One on each line, as they should be printed",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        letter, printed = self.instance, self.instance.template_version.compiled().fields
        self.lands_on = ""
        kinds = letter.copies.order_by().values_list("recipient__body__kind", flat=True).distinct()
        tiers = {Tier.of(kind) for kind in kinds if kind}
        self.tiers_present = [tier for tier in Tier if tier in tiers]
        is_printed = {
            "main_ask": "main ask" in printed,
            "reply_by_on": "reply by date" in printed,
            "meeting_dates": "meeting dates" in printed,
            "contact": "contact" in printed,
            "names_other_recipients": "also written to" in printed and letter.copies.all()[:2].count() > 1,
            "findings": "findings" in printed,
            "case_study": "case study" in printed,
            "copied_to": not letter.is_for_sector and self._offer_copies(),
            "copies_to": not letter.is_for_sector,
        }
        for name in [name for name, is_there in is_printed.items() if not is_there]:
            del self.fields[name]
        self.cited = [self._cited_row(citation, row) for citation, row in cited_rows(letter)]
        self.gone = named(gone_rows(letter))
        self.changed_facts = changed_rows(letter)
        if "case_study" in self.fields:
            self.initial["case_study"] = next(
                (row["reference"] for row in self.cited if row["kind"] == CitationKind.CASE_STUDY), ""
            )
        self.asks = FurtherAsks(self) if "further asks" in printed else None
        self.examples = Examples(self) if "examples" in printed else None
        self.paragraphs = OwnParagraphs(self)
        self.tiers = TierParagraphs(self) if "tier paragraph" in printed else None
        self.notices = ChangeNotices(self) if "change notice" in printed else None
        self.wording = StandardWording(self)

    def _offer_copies(self) -> bool:
        """Offer the people of the list who do not receive the letter anyway. False when there are none."""
        field = self.fields["copied_to"]
        assert isinstance(field, NumberedChoiceField)  # noqa: S101  (for the type checker)
        listed = Recipient.objects.for_organisation(self.instance.organisation).in_list()
        receivers = self.instance.copies.order_by().values("recipient")
        field.queryset = listed.exclude(pk__in=receivers).with_bodies()
        return field.queryset.exists()

    @property
    def sections(self) -> list[Section]:
        every = (self.asks, self.examples, self.paragraphs, self.tiers, self.notices, self.wording)
        return [section for section in every if section]

    @property
    def reloads(self) -> bool:
        """Whether the page comes back after saving: a button of a row was pressed."""
        return any(name in self.data for name in ("move", "add", "restore"))

    def _cited_row(self, citation: Citation, row: Finding | CaseStudy) -> dict[str, Any]:
        """One finding or case study the letter cites, kept or taken out."""
        reference, kind = citation.reference, citation.kind
        kept = True
        if self.is_bound and kind == CitationKind.FINDING:
            kept = f"cited_{citation.pk}" in self.data or reference in (self["findings"].value() or [])
        elif self.is_bound:
            kept = self.data.get("case_study", reference) == reference
        return {"pk": citation.pk, "kind": kind, "reference": reference, "title": str(row), "kept": kept}

    @property
    def cited_findings(self) -> list[dict[str, Any]]:
        return [row for row in self.cited if row["kind"] == CitationKind.FINDING]

    @property
    def findings_on_offer(self) -> list[tuple[bool, Finding]]:
        """The findings the letter does not cite, and whether they are ticked."""
        field = self.fields["findings"]
        assert isinstance(field, forms.ModelMultipleChoiceField)  # noqa: S101  (for the type checker)
        cited = {row["reference"] for row in self.cited_findings}
        ticked = set(self["findings"].value() or [])
        offered = field.queryset.all() if field.queryset is not None else ()
        return [(row.ref in ticked, row) for row in offered if row.ref not in cited]

    @property
    def what_bodies_decide(self) -> list[str]:
        """What the recipients answer for, tier by tier: findings on it are read with more care."""
        return [
            f"{tier.label} decide on {get_text_list(COMPETENCES[tier], 'and')}" for tier in self.tiers_present
        ]

    def taken_out(self) -> list[int]:
        """The citations that were unticked, and those whose loss was seen."""
        unticked = [row["pk"] for row in self.cited if not row["kept"]]
        return unticked + [pk for pk in self.gone if f"gone_{pk}" in self.data]

    def seen_changes(self) -> list[int]:
        """The citations whose new words were seen."""
        return [pk for pk in self.changed_facts if f"seen_{pk}" in self.data]

    def brought_in(self) -> list[Finding | CaseStudy]:
        """What was ticked or chosen and the letter does not cite yet."""
        cited = {row["reference"] for row in self.cited}
        chosen: list[Finding | CaseStudy] = list(self.cleaned_data.get("findings") or [])
        chosen += filter(None, [self.cleaned_data.get("case_study")])
        return [item for item in chosen if reference_of(item) not in cited]

    def chosen_copies(self) -> list[Recipient] | None:
        """Who of the list gets a copy; None when that was not asked or cannot be used."""
        chosen = self.cleaned_data.get("copied_to")
        return None if chosen is None else list(chosen)

    def clean_contact(self) -> str:
        return one_line(self.cleaned_data["contact"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        posted = [section for section in self.sections if section.is_posted]
        for section in posted:
            section.check()
        for section in posted:
            section.store()
        return cleaned
