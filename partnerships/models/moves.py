"""Where things went when a body ended: what its successors took over, and what ended with it."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from members.models import Organisation, User
from publicbodies.models import PublicBody

from .places import AtBodyQuerySet


class MovedKind(models.TextChoices):
    """What it was that was open."""

    PROMISE = "promise", "Promise"
    MEETING = "meeting", "Meeting"
    CONTACT = "contact", "Contact"
    AGREEMENT = "agreement", "Agreement"
    RECIPIENT = "recipient", "Recipient"
    LINK = "link", "Private link"
    STANDING = "standing", "Where you stand"


class MoveQuerySet(AtBodyQuerySet):
    def for_organisation(self, organisation: Organisation) -> Self:
        return self.filter(organisation=organisation)

    def for_page(self) -> Self:
        return self.select_related("body", "successor", "moved_by")


class Move(models.Model):
    """That something open went from a body that has ended to a successor, or ended there.

    The row stays with the old body, as its history: what moved has a new place and says nothing of the old.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="moves")
    body = models.ForeignKey(PublicBody, on_delete=models.PROTECT, related_name="+", verbose_name="from")
    successor = models.ForeignKey(
        PublicBody, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="to",
        help_text="None when it ended with the body.",
    )  # fmt: skip
    kind = models.CharField("what it was", max_length=10, choices=MovedKind)
    what = models.CharField(max_length=300)
    # Its kind and number, so that what was decided is not asked again.
    reference = models.CharField(max_length=60, editable=False)
    moved_on = models.DateField("when", default=timezone.localdate)
    moved_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = MoveQuerySet.as_manager()

    class Meta:
        ordering = ["-moved_on", "-created_at", "-pk"]
        verbose_name = "thing taken over"
        verbose_name_plural = "things taken over"
        constraints = [
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | ~Q(successor=F("body")),
                name="move_goes_elsewhere",
                violation_error_message="Choose a body that follows",
            )
        ]

    def __str__(self) -> str:
        to = f"went to {self.successor}" if self.successor else f"ended with {self.body}"
        return f"{self.get_kind_display()} {to}: {self.what}"
