"""What both sides want to reach in a year under an agreement, and the promises that lead there."""

import uuid
from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone

from documents.plain_text import clean
from members.models import Organisation, User

from .agreements import Agreement
from .contacts import LONG_WORDS

FIRST_YEAR, LAST_YEAR = 1998, 2100
A_YEAR = f"Enter a year from {FIRST_YEAR} to {LAST_YEAR}"


class ActionPlanQuerySet(models.QuerySet["ActionPlan"]):
    def for_user(self, user: User) -> Self:
        return self.filter(agreement__organisation__memberships__user=user)

    def for_organisation(self, organisation: Organisation) -> Self:
        return self.filter(agreement__organisation=organisation)

    def for_page(self) -> Self:
        return self.select_related("agreement__organisation").prefetch_related(
            "promises__body", "promises__own_body", "promises__agreement"
        )


class ActionPlan(models.Model):
    """The plan of one year. Its promises are those of the agreement that were put into it."""

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="plans")
    year = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(FIRST_YEAR, A_YEAR), MaxValueValidator(LAST_YEAR, A_YEAR)]
    )
    success = models.TextField("what success looks like", validators=[LONG_WORDS])
    agreed_on = models.DateField("agreed by both sides on", null=True, blank=True)
    recorded_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = ActionPlanQuerySet.as_manager()

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "year"],
                name="one_plan_each_year",
                violation_error_message="There is a plan for this year already",
            )
        ]

    def __str__(self) -> str:
        return f"Action plan {self.year}"

    def get_absolute_url(self) -> str:
        return f"{self.agreement.get_absolute_url()}#plan-{self.year}"

    def get_change_url(self) -> str:
        return reverse("partnerships:plan-change", args=[self.uuid])

    def clean(self) -> None:
        self.success = clean(self.success).strip()
        if self.agreed_on and self.agreed_on > timezone.localdate():
            raise ValidationError({"agreed_on": "Enter a day that has come"})

    @property
    def tally(self) -> str:
        """Such as “2 of 5 promises kept”; empty without promises. Promises no longer needed do not count."""
        promises = [promise for promise in self.promises.all() if promise.state != "released"]
        kept = sum(promise.state == "kept" for promise in promises)
        return (
            f"{kept} of {len(promises)} promise{'' if len(promises) == 1 else 's'} kept" if promises else ""
        )
