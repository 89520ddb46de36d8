"""The public addresses of offices: what members offer each other, and what NAVCA has confirmed."""

from typing import Any

from django.db import models
from django.utils import timezone

from publicbodies.models import PublicBody


class OfferState(models.TextChoices):
    """What NAVCA has decided about an address that a member offers to all."""

    WAITING = "waiting", "Waiting for NAVCA"
    CONFIRMED = "confirmed", "Offered to all members"
    REFUSED = "refused", "Not offered"


class OfficeAddress(models.Model):
    """An office's public address that a member offers to all. NAVCA decides; nobody sees who offered it."""

    body = models.ForeignKey(PublicBody, on_delete=models.CASCADE, related_name="+")
    address = models.CharField(max_length=500)
    state = models.CharField(max_length=20, choices=OfferState, default=OfferState.WAITING)
    offered_on = models.DateField(default=timezone.localdate)
    decided_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-offered_on", "body__short_name"]
        verbose_name = "offered office address"
        verbose_name_plural = "offered office addresses"
        constraints = [
            models.UniqueConstraint(
                fields=["body", "address"],
                name="office_address_once",
                violation_error_message="This address has been offered already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.body}: {', '.join(self.address.splitlines())}"


def office_details(body: PublicBody) -> dict[str, Any]:
    """The address fields of a recipient at a body, from the office address NAVCA has confirmed."""
    if not body.office_address:
        return {}
    return {
        "address": body.office_address,
        "source": "Office address confirmed by NAVCA",
        "checked_on": body.office_address_checked_on,
    }
