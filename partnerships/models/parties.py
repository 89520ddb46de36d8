"""Who agrees, and who looks after an agreement on each side."""

import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from documents.plain_text import one_line
from publicbodies.models import PublicBody

from .places import Side
from .recipients import OwnBody


class Party(models.Model):
    """Somebody who agrees: a public body, a body of the member's own, or another organisation by its name."""

    agreement = models.ForeignKey("Agreement", on_delete=models.CASCADE, related_name="parties")
    side = models.CharField(max_length=6, choices=Side)
    body = models.ForeignKey(
        PublicBody, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="public body",
    )  # fmt: skip
    own_body = models.ForeignKey(
        OwnBody, on_delete=models.RESTRICT, null=True, blank=True, related_name="parties",
        verbose_name="a body of your own",
    )  # fmt: skip
    name = models.CharField("another organisation", max_length=160, blank=True)
    signed_on = models.DateField("signed on", null=True, blank=True)

    class Meta:
        ordering = ["side", "pk"]
        verbose_name_plural = "parties"
        constraints = [
            models.CheckConstraint(
                condition=Q(body__isnull=False, own_body__isnull=True, name="")
                | Q(body__isnull=True, own_body__isnull=False, name="")
                | (Q(body__isnull=True, own_body__isnull=True) & ~Q(name="")),
                name="party_is_one_body_or_name",
                violation_error_message="Choose a body or enter a name",
            ),
            models.UniqueConstraint(
                fields=["agreement", "body"],
                name="body_agrees_once",
                violation_error_message="This body is a party already",
            ),
            models.UniqueConstraint(
                fields=["agreement", "own_body"],
                name="own_body_agrees_once",
                violation_error_message="This body is a party already",
            ),
        ]

    def __str__(self) -> str:
        return self.name or (self.body or self.own_body).official_name  # type: ignore[union-attr]

    def clean(self) -> None:
        self.name = one_line(self.name)
        if self.signed_on and self.signed_on > timezone.localdate():
            raise ValidationError({"signed_on": "Enter a day that has come"})

    @property
    def is_ours(self) -> bool:
        return self.side == Side.OURS


class LeadKind(models.TextChoices):
    """What sort of lead it is, as the Keep it Local network asks for them."""

    POLITICAL = "political", "Political lead, such as a cabinet member"
    OFFICER = "officer", "Officer lead, such as a director"
    SECTOR = "sector", "Lead of the local sector"


class Lead(models.Model):
    """A post that looks after an agreement on one side: its champion. One who has left stays as history."""

    agreement = models.ForeignKey("Agreement", on_delete=models.CASCADE, related_name="leads")
    side = models.CharField(max_length=6, choices=Side)
    post = models.CharField(max_length=160)
    name = models.CharField("name, if you wish", max_length=120, blank=True)
    role = models.CharField("what they do for the agreement", max_length=300, blank=True)
    kind = models.CharField("what sort of lead", max_length=12, choices=LeadKind, blank=True)
    since_on = models.DateField("since", null=True, blank=True)
    left_on = models.DateField("left on", null=True, blank=True)
    nobody_follows = models.BooleanField("nobody follows in this part", default=False)

    class Meta:
        ordering = ["side", "left_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(left_on__isnull=True)
                | Q(since_on__isnull=True)
                | Q(left_on__gte=models.F("since_on")),
                name="lead_leaves_after_coming",
                violation_error_message="Enter a day on or after they began",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.post}" if self.name else self.post

    def clean(self) -> None:
        for name in ("post", "name", "role"):
            setattr(self, name, one_line(getattr(self, name)))

    @property
    def short_kind(self) -> str:
        """Such as “political lead”."""
        label = self.get_kind_display().split(",")[0]
        return label[:1].lower() + label[1:]

    def is_there_on(self, day: datetime.date) -> bool:
        """Whether they look after it on a day, their last included."""
        return self.left_on is None or self.left_on >= day
