"""Words that NAVCA offers to begin the clauses of an agreement with."""

from django.core.validators import MaxLengthValidator
from django.db import models
from simple_history.models import HistoricalRecords

from principles.provenance import CuratedModel, CuratedQuerySet


class ClauseWording(CuratedModel):
    """Words to begin one clause with. A member adopts them with a button and may change them."""

    natural_key_fields = ("clause",)

    clause = models.CharField(
        max_length=80,
        unique=True,
        help_text="As the form names it: “purpose”, or a principle with what is asked of it, such as "
        "“recognition-and-value.ours”.",
    )
    text = models.TextField(
        validators=[MaxLengthValidator(3_000, "Shorten this to 3,000 characters or fewer")],
        help_text="Plain text, one point on each line. Square brackets wait for the member’s own words.",
    )

    objects = CuratedQuerySet.as_manager()  # type: ignore[misc]
    history = HistoricalRecords()

    class Meta:
        ordering = ["pk"]
        verbose_name = "words to begin a clause"
        verbose_name_plural = "words to begin clauses of agreements"

    def __str__(self) -> str:
        return self.clause
