"""Paste official wording over ours: its row then says from where the text is and when it was read."""

import hashlib
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from simple_history.admin import SimpleHistoryAdmin

from documents.markdown import changes_made_by_sanitiser

from .models import Source
from .provenance import Provenance
from .searching import renew, touched

REASON: Final = "Official wording put in place of ours"
LICENCE: Final = "Contains public sector information licensed under the Open Government Licence v3.0."


def mark_of(text: str) -> str:
    """A short sign of a text, by which one can tell whether it has changed."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


class OfficialForm(forms.Form):
    """The words, where they are from, under which licence, and when somebody compared them."""

    text = forms.ChoiceField(label="What it replaces")
    words = forms.CharField(
        label="The official wording",
        widget=forms.Textarea(attrs={"rows": 12, "class": "vLargeTextField"}),
        error_messages={"required": "Paste the official wording"},
    )
    source = forms.ModelChoiceField(
        Source.objects.all(),
        empty_label="Choose a source",
        help_text="Add it under “Sources” first if it is not here.",
        error_messages={"required": "Choose the source of the words"},
    )
    licence = forms.CharField(
        max_length=300,
        initial=LICENCE,
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        help_text="Readers see it as the note beside the text. It replaces the note that is there.",
        error_messages={"required": "Enter the licence under which the words may be shown"},
    )
    reviewed_on = forms.DateField(
        label="Compared with the source on",
        widget=forms.DateInput(attrs={"class": "vDateField"}),
        error_messages={"required": "Enter the day on which you compared the words with the source"},
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, row: models.Model, texts: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row, self.texts = row, texts
        choices = [(name, label_of(row, name)) for name in texts]
        self.fields["text"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.fields["text"].widget = forms.HiddenInput()

    def clean_reviewed_on(self) -> Any:
        day = self.cleaned_data["reviewed_on"]
        if day > timezone.localdate():
            raise ValidationError("Enter today or a day before it")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        name, words = cleaned.get("text"), cleaned.get("words")
        if not name or not words:
            return cleaned
        if cleaned.get("seen") and cleaned["seen"] != seen_of(self.row, self.texts):
            self.add_error(None, "Somebody changed this text meanwhile. Read it above, then send it again")
        if words == getattr(self.row, name) and self.row.provenance == Provenance.OFFICIAL:  # type: ignore[attr-defined]
            self.add_error("words", "This is the wording that stands there already")
        longest = self.row._meta.get_field(name).max_length  # type: ignore[union-attr]
        if longest and len(words) > longest:
            self.add_error("words", f"Shorten it to {longest} characters or fewer: it has {len(words)}")
        return cleaned


def label_of(row: models.Model, name: str) -> str:
    """The name of a field for people, with a capital letter."""
    label = str(row._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    return label[0].upper() + label[1:]


def seen_of(row: models.Model, names: Any) -> str:
    """A mark of what these fields say now, to notice that somebody else changed them."""
    return mark_of("\0".join(str(getattr(row, name)) for name in names))


class OfficialAdmin(SimpleHistoryAdmin):
    """Mix into an admin: the texts that `official_texts` names may be replaced by official wording."""

    official_texts: tuple[str, ...] = ()
    markdown_fields: tuple[str, ...] = ()

    def get_urls(self) -> list[URLPattern]:
        urls: list[URLPattern] = super().get_urls()
        if not self.official_texts:
            return urls
        view = self.admin_site.admin_view(self.official_wording)
        return [path("<int:pk>/official-wording/", view, name=self._official_name), *urls]

    @property
    def _official_name(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_official_wording"

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> TemplateResponse:
        row = context.get("original")
        if row is not None and self.official_texts and self.has_change_permission(request, row):
            context["official_url"] = reverse(f"admin:{self._official_name}", args=[row.pk])
        response: TemplateResponse = super().render_change_form(request, context, *args, **kwargs)
        return response

    def official_wording(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask for the official wording beside ours, and put it in place. Ours stays in the history."""
        with transaction.atomic():
            rows = self.model._base_manager.all()
            row: Any = get_object_or_404(
                rows.select_for_update() if request.method == "POST" else rows, pk=pk
            )
            if not self.has_change_permission(request, row):
                raise PermissionDenied
            initial = {
                "text": self.official_texts[0],
                "source": getattr(row, "source_id", None),
                "reviewed_on": timezone.localdate(),
                "seen": seen_of(row, self.official_texts),
            }
            form = OfficialForm(request.POST or None, row=row, texts=self.official_texts, initial=initial)
            if form.is_valid() and self._replace(request, row, form):
                return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", pk)
        if form.errors:
            row.refresh_from_db()
            form.data = {**form.data.dict(), "seen": initial["seen"]}  # type: ignore[attr-defined]
        title = f"Official wording: {row}"
        context = {
            **self.admin_site.each_context(request),
            "title": f"Error: {title}" if form.errors else title,
            "opts": self.opts,
            "row": row,
            "form": form,
            "now": [(label_of(row, name), getattr(row, name)) for name in self.official_texts],
            "list_url": reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"),
            "change_url": reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[pk]),
            "here": "Official wording",
        }
        return render(request, "admin/official_wording.html", context)

    def _replace(self, request: HttpRequest, row: Any, form: OfficialForm) -> bool:
        """Put the words in place. Says whether it could; if not, the form says why."""
        name, source = form.cleaned_data["text"], form.cleaned_data["source"]
        setattr(row, name, form.cleaned_data["words"])
        note = form.cleaned_data["licence"]
        if any(field.name == "source" for field in row._meta.fields):
            row.source = source
        else:
            note = f"{source}. {note}"
        row.provenance, row.editors_note, row.needs_checking = Provenance.OFFICIAL, note, False
        row.reviewed_on = form.cleaned_data["reviewed_on"]
        try:
            row.full_clean()
        except ValidationError as refusal:
            form.add_error("words", refusal.messages)
            return False
        row._change_reason = REASON
        row.save()
        if any(field.name == "sources" for field in row._meta.many_to_many):
            row.sources.add(source)
        renew(touched(row))
        self.log_change(request, row, f"{REASON}: {label_of(row, name)}.")
        self.message_user(
            request, f"“{row}” has the official wording now. What stood there is in its history."
        )
        if name in self.markdown_fields:
            for words in changes_made_by_sanitiser(form.cleaned_data["words"]):
                self.message_user(request, words, messages.WARNING)
        return True
