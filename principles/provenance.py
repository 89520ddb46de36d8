"""What every curated public row shares: a natural key, where its words come from, who has looked at it."""

from typing import Any, ClassVar, Self

from django.db import models
from django.utils import timezone


class CuratedQuerySet(models.QuerySet[Any]):
    def get_by_natural_key(self, *key: str) -> models.Model:
        """The row a fixture names by the values of `natural_key_fields`."""
        return self.get(**dict(zip(self.model.natural_key_fields, key, strict=True)))

    def unreviewed(self) -> Self:
        """Rows that no one at NAVCA has read and approved."""
        return self.filter(reviewed_on__isnull=True)


class Provenance(models.TextChoices):
    """Whose words a text is in. Pages say it."""

    OURS = "ours", "Ours: a paraphrase in our words"
    OFFICIAL = "official", "Official wording"


class NamedRow(models.Model):
    """A row that fixtures and other rows name by a few of its own values instead of by a number."""

    natural_key_fields: ClassVar[tuple[str, ...]] = ("slug",)

    objects = CuratedQuerySet.as_manager()

    class Meta:
        abstract = True

    def natural_key(self) -> tuple[Any, ...]:
        values: list[Any] = []
        for name in self.natural_key_fields:
            value: Any = self
            for step in name.split("__"):
                value = getattr(value, step)
            values.append(value)
        return tuple(values)


class CuratedModel(NamedRow):
    """A public text that NAVCA's staff own: ours or official, checked or not, reviewed or not.

    Nothing says that NAVCA reviewed a row until a person sets `reviewed_on` in the admin. `LOOKED_AFTER`
    says, as a query, which rows somebody reads: the others are left out of what is to be checked.
    """

    LOOKED_AFTER: ClassVar[dict[str, Any]] = {}

    provenance = models.CharField(
        "where the words come from", max_length=10, choices=Provenance, default=Provenance.OURS
    )
    needs_checking = models.BooleanField(
        default=True, help_text="Shown on the page until somebody has compared the text with its source."
    )
    reviewed_on = models.DateField(
        null=True, blank=True, help_text="The day NAVCA's staff read and approved this text."
    )
    editors_note = models.TextField(
        "editor's note", blank=True, help_text="Shown to readers beside the text. One or two sentences."
    )

    class Meta:
        abstract = True

    @property
    def is_official(self) -> bool:
        return self.provenance == Provenance.OFFICIAL

    @property
    def is_reviewed(self) -> bool:
        """Whether NAVCA’s day of review has come: one in the future counts for nothing yet."""
        return self.reviewed_on is not None and self.reviewed_on <= timezone.localdate()


class RevisedModel(models.Model):
    """A row that letters cite: `revision` rises by one each time the words named in `REVISED_BY` change.

    A letter keeps the reference and the revision it cited, and compares the two when it is read.
    """

    REVISED_BY: ClassVar[tuple[str, ...]]

    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        stored = type(self)._base_manager.filter(pk=self.pk).values(*self.REVISED_BY, "revision").first()
        if stored and any(stored[name] != getattr(self, name) for name in self.REVISED_BY):
            self.revision = stored["revision"] + 1
        super().save(*args, **kwargs)
