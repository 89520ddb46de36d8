"""What the toolkit shipped, so that it never overwrites what NAVCA edited."""

from django.db import models


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
