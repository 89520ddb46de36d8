"""How somebody on the other side sees the benchmark of an organisation, answered through a private link."""

import datetime
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from documents.plain_text import clean
from members.benchmark import Rung
from members.models import Organisation, User
from principles.models import LCSIFunction, ProgressSign

from .drafts import SHORT_WORDS
from .links import PrivateLink


class HowImportant(models.TextChoices):
    """What a function matters to the other side."""

    VERY = "very", "Very important"
    SOMEWHAT = "somewhat", "Somewhat important"
    NOT_NOW = "not-now", "Not important to us now"


class Seen(models.TextChoices):
    """How far something is seen. The answers go with a function as well as with a sign."""

    OFTEN = "often", "Yes, often"
    SOMETIMES = "sometimes", "Now and then"
    NO = "no", "No"


class OtherSideViewQuerySet(models.QuerySet["OtherSideView"]):
    def for_user(self, user: User) -> Self:
        return self.filter(link__organisation__memberships__user=user)

    def for_organisation(self, organisation: Organisation) -> Self:
        return self.filter(link__organisation=organisation)

    def changed_since(self, day: datetime.date) -> Self:
        return self.filter(changed_at__date__gte=day)

    def with_answers(self) -> Self:
        """With all that was answered, in a fixed number of queries."""
        found = self.select_related("link__organisation", "link__body", "link__own_body")
        return found.prefetch_related("lines", "signs__sign__principle", "signs__sign__source")


class OtherSideView(models.Model):
    """What one person with a private link said. The person may change it or take it back."""

    link = models.OneToOneField(PrivateLink, on_delete=models.CASCADE, related_name="view")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = OtherSideViewQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at", "-pk"]
        verbose_name = "view of the other side"
        verbose_name_plural = "views of the other side"

    def __str__(self) -> str:
        return str(self.link)


class ViewLine(models.Model):
    """Their view of one function. What was left out is empty: they could not say, or would rather not."""

    view = models.ForeignKey(OtherSideView, on_delete=models.CASCADE, related_name="lines")
    function = models.ForeignKey(LCSIFunction, on_delete=models.PROTECT, related_name="+")
    rung = models.PositiveSmallIntegerField(
        null=True, blank=True, choices=[(int(rung), rung.label) for rung in Rung]
    )
    important = models.CharField("important to us?", max_length=10, choices=HowImportant, blank=True)
    seen = models.CharField("do you see it happening?", max_length=10, choices=Seen, blank=True)
    would_help = models.TextField("what would help?", blank=True, validators=[SHORT_WORDS])

    class Meta:
        ordering = ["function__order"]
        verbose_name = "line of the other side"
        verbose_name_plural = "lines of the other side"
        constraints = [
            models.UniqueConstraint(
                fields=["view", "function"],
                name="one_line_each_function",
                violation_error_message="There is an answer on this function already",
            ),
            models.CheckConstraint(
                condition=Q(rung__isnull=True) | Q(rung__lte=int(Rung.SECURED)),
                name="line_has_a_rung_of_the_ladder",
                violation_error_message="Select one of the rungs",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.view}: {self.function}"

    def clean(self) -> None:
        self.would_help = clean(self.would_help).strip()
        if self.is_empty:
            raise ValidationError("Answer at least one question")

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said of the function."""
        return self.rung is None and not (self.important or self.seen or self.would_help)

    @property
    def rung_reached(self) -> Rung | None:
        return None if self.rung is None else Rung(self.rung)


class ViewSign(models.Model):
    """Whether they see one of the official signs of progress, or of warning, in the relationship."""

    view = models.ForeignKey(OtherSideView, on_delete=models.CASCADE, related_name="signs")
    sign = models.ForeignKey(ProgressSign, on_delete=models.PROTECT, related_name="+")
    seen = models.CharField("do you see it?", max_length=10, choices=Seen)

    class Meta:
        ordering = ["sign__principle", "sign__kind", "sign__order"]
        verbose_name = "sign of the other side"
        verbose_name_plural = "signs of the other side"
        constraints = [
            models.UniqueConstraint(
                fields=["view", "sign"],
                name="one_answer_each_sign",
                violation_error_message="There is an answer on this sign already",
            )
        ]

    def __str__(self) -> str:
        return f"{self.view}: {self.sign}"
