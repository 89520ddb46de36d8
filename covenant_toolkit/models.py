"""What the toolkit shipped, so that it never overwrites what NAVCA edited."""

from django.db import models

from publicbodies.models import Region


class ShippedRow(models.Model):
    """The values a content row had when it was last loaded from the fixtures.

    A row whose values still equal these was never edited here and takes a shipped correction; any other
    row is NAVCA's and is left alone.
    """

    model = models.CharField(max_length=100)
    key = models.CharField(max_length=300, help_text="The row's natural key as JSON.")
    values = models.JSONField()
    loaded_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["model", "key"],
                name="shipped_row_once",
                violation_error_message="This row is recorded already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.key}"


class Departure(models.Model):
    """What an organisation had done here when it was deleted. Counts only: nothing leads to whom."""

    month = models.DateField(help_text="The first day of the month in which it left.")
    region = models.CharField(max_length=30, choices=Region, blank=True)
    people = models.PositiveIntegerField(default=0)
    letters = models.PositiveIntegerField(default=0)
    copies = models.PositiveIntegerField(
        "copies of letters", default=0, help_text="One for each recipient of each letter."
    )
    kinds = models.JSONField("letters by kind", default=dict)

    class Meta:
        ordering = ["-month", "region"]
        verbose_name = "member that left"
        verbose_name_plural = "members that left"

    def __str__(self) -> str:
        return f"{self.get_region_display() or 'No region'}, {self.month:%B %Y}"
