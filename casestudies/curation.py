"""How NAVCA's staff take a case study from a draft to the site: its form, its steps, what needs a look."""

from collections.abc import Collection, Iterable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from principles.curation import TableFormSet

from .models import (
    NO_FUNCTION,
    NO_PRINCIPLE,
    NO_SOURCE,
    AgreementKind,
    CaseStudy,
    CaseStudyQuerySet,
    FunctionTag,
    Status,
)
from .searching import renew, touched


class CaseStudyForm(forms.ModelForm):
    """Ticks for the kinds of agreement, and the steps that may be taken next."""

    agreement_kinds = forms.MultipleChoiceField(
        label="Kinds of agreement",
        choices=AgreementKind.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "status" in self.fields:
            now = Status(self.instance.status)
            self.fields["status"].choices = [(step.value, step.label) for step in (now, *now.next_steps)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse what readers may not see, beside the field that says why."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("status") != Status.PUBLISHED:
            return values
        values["published_on"] = values.get("published_on") or timezone.localdate()
        if "source" in values and values["source"] is None:
            self.add_error("source", NO_SOURCE)
        if "principles" in values and not values["principles"]:
            self.add_error("principles", NO_PRINCIPLE)
        consent = ("told_by_member", "consent_on", "consent_withdrawn_on")
        told = CaseStudy(**{name: values.get(name, getattr(self.instance, name)) for name in consent})
        if not told.has_consent:
            self.add_error("consent_on" if "consent_on" in self.fields else "status", told.consent_missing)
        return values


class FunctionTagFormSet(TableFormSet):
    """The functions of a case study: one at least while readers see it."""

    instance: CaseStudy

    def clean(self) -> None:
        super().clean()
        kept = [
            form
            for form in self.forms
            if form.cleaned_data.get("function") and not form.cleaned_data.get("DELETE")
        ]
        if self.instance.is_published and not kept:
            raise ValidationError(NO_FUNCTION)


def step(status: Status, words: str, description: str) -> Any:
    """An action that takes case studies one step on, and says of each that cannot why not."""

    @admin.action(description=description, permissions=["change"])
    def take(modeladmin: Any, request: HttpRequest, queryset: QuerySet[CaseStudy]) -> None:
        for study in queryset.prefetch_related("principles", "function_tags"):
            try:
                study.move_to(status)
            except ValidationError as refusal:
                text = f"“{study}” was not {words}. {' '.join(refusal.messages)}"
                modeladmin.message_user(request, text, messages.WARNING)
            else:
                renew(touched(study))
                modeladmin.log_change(request, study, f"{status.label}.")
                modeladmin.message_user(request, f"“{study}” is {words}.", messages.SUCCESS)

    take.__name__ = status.name.lower()
    return take


STEPS = [
    step(Status.IN_REVIEW, "in review", "Send for review"),
    step(Status.PUBLISHED, "published", "Publish"),
    step(Status.WITHDRAWN, "withdrawn", "Withdraw"),
    step(Status.DRAFT, "a draft again", "Make a draft again"),
]


class NeedsFilter(admin.SimpleListFilter):
    """What somebody should look at, and why."""

    title = "what it needs"
    parameter_name = "needs"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("look", "Anything below"),
            ("checking", "Needs checking"),
            ("review", "Review date has passed"),
            ("source", "Source never opened"),
            ("consent", "Consent of a member"),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """The case studies of the choice, each once."""
        every = CaseStudy.objects.order_by()
        chosen: dict[str | None, CaseStudyQuerySet] = {
            "checking": every.marked_for_checking(),
            "review": every.due_for_review(timezone.localdate()),
            "source": every.with_unopened_source(),
            "consent": every.without_consent(),
        }
        if self.value() == "look":
            found = Q()
            for some in chosen.values():
                found |= Q(pk__in=some.values("pk"))
            return queryset.filter(found)
        need = chosen.get(self.value())
        return queryset if need is None else queryset.filter(pk__in=need.values("pk"))


def finish(study: CaseStudy, *, publishes: bool) -> str:
    """Publish what was just saved with its parts, or withdraw what may not stay. Return why, or nothing."""
    study = CaseStudy.objects.get(pk=study.pk)
    if publishes:
        try:
            study.move_to(Status.PUBLISHED)
        except ValidationError as refusal:
            return f"Saved, but not published. {' '.join(refusal.messages)}"
    elif study.is_published and (reasons := study.reasons_against_publishing()):
        study.move_to(Status.WITHDRAWN)
        return f"Saved and withdrawn: readers do not see it now. {' '.join(reasons)}"
    return ""


def look_again(modeladmin: Any, request: HttpRequest, keys: Collection[int]) -> None:
    """Withdraw case studies that readers may no longer see, now that something on their pages has changed."""
    for study in CaseStudy.objects.published().filter(pk__in=keys):
        if refusal := finish(study, publishes=False):
            renew(touched(study))
            modeladmin.message_user(request, f"“{study}”: {refusal}", messages.WARNING)


class ShownInCaseStudies:
    """Mix into an admin of what stands on the pages of case studies.

    A member agrees to all the words of its page: when others stand there, it leaves the site.
    """

    model: Any

    def case_studies_with(self, rows: Collection[Any]) -> set[int]:
        """The keys of the case studies on whose pages these rows stand, as the database has it."""
        found = self.model._base_manager.filter(pk__in=[row.pk for row in rows])
        return set(found.values_list("case_study", flat=True))

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        before = self.case_studies_with([obj]) if change else set()
        super().save_model(request, obj, form, change)  # type: ignore[misc]
        # A part may have moved from one to another.
        look_again(self, request, before | self.case_studies_with([obj]))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        before = self.case_studies_with([obj])
        super().delete_model(request, obj)  # type: ignore[misc]
        look_again(self, request, before)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        before = self.case_studies_with(list(queryset))
        super().delete_queryset(request, queryset)  # type: ignore[misc]
        look_again(self, request, before)

    @transaction.atomic
    def history_form_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        row = self.get_object(request, object_id) if request.method == "POST" else None  # type: ignore[attr-defined]
        before = self.case_studies_with([row]) if row else set()
        response: HttpResponse = super().history_form_view(request, object_id, *args, **kwargs)  # type: ignore[misc]
        if row:
            look_again(self, request, before | self.case_studies_with([row]))
        return response


def left_without_function(tags: Iterable[FunctionTag]) -> QuerySet[CaseStudy]:
    """The published case studies that would have no function without these tags."""
    going = [tag.pk for tag in tags]
    others = FunctionTag.objects.filter(case_study=OuterRef("pk")).exclude(pk__in=going)
    tagged = CaseStudy.objects.published().filter(function_tags__in=going)
    return tagged.exclude(Exists(others)).distinct()


def warn_of_old_figure(modeladmin: Any, request: HttpRequest, study: CaseStudy, form: Any) -> None:
    """Tell when a figure was corrected and the sentence for letters still has the old one.

    Letters print that sentence: only when it changes are members told whose letters say it.
    """
    old = form.initial.get("value")
    if old and "value" in form.changed_data and old in study.letter_sentence:
        words = (
            f"The sentence for letters still says “{old}”. Correct it too: members whose letters "
            "print it are told then."
        )
        modeladmin.message_user(request, words, messages.WARNING)
