"""The form in which a letter is written."""

from typing import Any

from django import forms

from documents.plain_text import clean
from members.days import day_field
from members.forms import PlainForm

from .models import OWN_WORDS, Citation, Letter
from .sheet import cited_titles


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
            "dated_on", "reply_by_on", "main_ask", "further_asks", "signer_name", "signer_role",
        ]  # fmt: skip
        widgets = {
            "main_ask": forms.Textarea(attrs={"rows": 3}),
            "further_asks": forms.Textarea(attrs={"rows": 4}),
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
            stored
            if "error" in row
            else {name: row[name] for name in ("ref", "title", "chosen")} | {"text": row["text"].strip()}
            for row, stored in zip(self.rows, self.instance.examples, strict=True)
        ]
        return cleaned
