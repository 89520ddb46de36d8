"""The two forms of a letter: choosing it, and writing it."""

from typing import Any

from django import forms
from django.utils import timezone

from documents.plain_text import clean
from members.days import day_field
from members.forms import NumberedChoiceField, PlainForm
from members.models import Organisation
from partnerships.models import Recipient, bodies_without_recipient
from publicbodies.models import PublicBody

from .citing import cited_titles
from .models import OWN_WORDS, Audience, Citation, Letter, LetterTemplate, Situation


class ChooseForm(PlainForm, forms.Form):
    """Which letter, and who it is to: people in the list, and bodies of the patch without one."""

    template = forms.ModelChoiceField(
        queryset=LetterTemplate.objects.none(),
        to_field_name="slug",
        empty_label=None,
        widget=forms.RadioSelect,
        label="Which letter?",
        error_messages={"required": "Select which letter", "invalid_choice": "Select which letter"},
    )
    to = NumberedChoiceField(
        queryset=Recipient.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages=dict.fromkeys(["invalid_choice", "invalid_pk_value"], "Select people from the list"),
    )
    bodies = forms.ModelMultipleChoiceField(
        queryset=PublicBody.objects.none(),
        to_field_name="slug",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": "Select bodies from the list"},
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        today = timezone.localdate()
        recipients = Recipient.objects.for_organisation(organisation).can_be_written_to_on(today)
        # Besides the patch: a body whose page the person came from.
        carried = [slug for slug in self["bodies"].value() or [] if isinstance(slug, str)]
        for name, queryset in (
            ("template", LetterTemplate.objects.in_use()),
            ("to", recipients.with_bodies()),
            ("bodies", bodies_without_recipient(organisation, today, also=carried)),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  (for the type checker)
            field.queryset = queryset
        if not self.is_bound:
            # Who is known at a body that was carried along is ticked in its place.
            self.initial["to"] = list(recipients.filter(body__slug__in=carried).values_list("pk", flat=True))

    @property
    def letter_groups(self) -> list[tuple[str, list[LetterTemplate]]]:
        """The letters by the situation they are for, first letters first."""
        templates = list(self._queryset("template"))
        groups = (
            (str(situation.label), [row for row in templates if row.situation == situation])
            for situation in Situation
        )
        return [(label, rows) for label, rows in groups if rows]

    @property
    def is_for_other_situation(self) -> bool:
        """Whether the letter chosen stands among those that are folded away at first."""
        groups = self.letter_groups
        return any(row.slug == self["template"].value() for _, rows in groups[1:] for row in rows)

    @property
    def recipient_choices(self) -> list[tuple[bool, Recipient]]:
        """Everyone in the list, and whether they are ticked."""
        ticked = {str(value) for value in self["to"].value() or []}
        return [(str(row.pk) in ticked, row) for row in self._queryset("to")]

    @property
    def body_choices(self) -> list[tuple[bool, PublicBody]]:
        """The bodies of the patch to which nobody in the list belongs, and whether they are ticked."""
        ticked = set(self["bodies"].value() or [])
        return [(row.slug in ticked, row) for row in self._queryset("bodies")]

    def _queryset(self, name: str) -> Any:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  (for the type checker)
        return field.queryset

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        template = cleaned.get("template")
        is_for_body = template is not None and template.audience == Audience.PUBLIC_BODY
        chosen = list(cleaned.get("to") or []) + list(cleaned.get("bodies") or [])
        if is_for_body and not chosen and not {"to", "bodies"} & set(self.errors):
            self.add_error("to", "Select who it is to")
        return cleaned

    def chosen_recipients(self) -> list[Recipient]:
        """The people ticked, and for each body ticked its usual post, added to the organisation's list."""
        recipients = list(self.cleaned_data["to"])
        for body in self.cleaned_data["bodies"]:
            recipients.append(Recipient.objects.usual_at(body, self.organisation))
        return recipients


class LetterForm(PlainForm, forms.ModelForm):
    """The member's words in a letter. Empty essentials are gaps; only what cannot be used is an error."""

    gaps = ("reply_by_on", "main_ask", "signer_name", "signer_role")
    dated_on = day_field(label="Date on the letter")
    reply_by_on = day_field(
        label="Reply by", required=False, help_text="A day about three weeks from now works well"
    )

    class Meta:
        model = Letter
        fields = [
            "dated_on", "reply_by_on", "main_ask", "further_asks", "signer_name", "signer_role", "revision",
        ]  # fmt: skip
        widgets = {
            "main_ask": forms.Textarea(attrs={"rows": 3}),
            "further_asks": forms.Textarea(attrs={"rows": 4}),
            "revision": forms.HiddenInput,
        }
        help_texts = {"main_ask": "One clear ask, in a sentence. It comes first in the letter"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cited = [self._cited_row(citation, title) for citation, title in cited_titles(self.instance)]
        self.rows = [self._row(index, example) for index, example in enumerate(self.instance.examples)]

    def _cited_row(self, citation: Citation, title: str) -> dict[str, Any]:
        """One finding or case study the letter cites, kept or taken out."""
        kept = f"cited_{citation.pk}" in self.data if self.is_bound else True
        return {"pk": citation.pk, "title": title, "kept": kept}

    def taken_out(self) -> list[int]:
        """The citations that were unticked."""
        return [row["pk"] for row in self.cited if not row["kept"]]

    def _row(self, index: int, example: dict[str, Any]) -> dict[str, Any]:
        """One example of our work: ticked or not, with its wording."""
        chosen, text = bool(example.get("chosen")), example["text"]
        if self.is_bound:
            chosen = f"example_{index}_chosen" in self.data
            text = clean(self.data.get(f"example_{index}_text", text))
        return {
            "index": index,
            "title": example["title"],
            "chosen": chosen,
            "text": text,
            "ref": example["ref"],
        }

    def clean_revision(self) -> int:
        """The revision the person had on the screen; the save compares it with the stored one."""
        revision: int = self.cleaned_data["revision"]
        return revision

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for row in self.rows:
            if row["chosen"] and not row["text"].strip():
                row["error"] = f"Write an example for “{row['title']}”, or untick it"
                self.add_error(None, row["error"])
            try:
                OWN_WORDS(row["text"])
            except forms.ValidationError:
                row["error"] = f"Shorten the example for “{row['title']}” to 6,000 characters or fewer"
                self.add_error(None, row["error"])
        self.instance.examples = [
            {"ref": row["ref"], "title": row["title"], "chosen": row["chosen"], "text": row["text"].strip()}
            for row in self.rows
        ]
        return cleaned
