"""Where each fact was read."""

from typing import Self

from django.db import models
from simple_history.models import HistoricalRecords

from principles.provenance import CuratedQuerySet, NamedRow

TOLD = "story-"  # how the slug begins of a source that a member's story brought


def address_problem_field() -> models.CharField:
    """What check_links found wrong with an address, and since when. For NAVCA only."""
    return models.CharField("problem with the address", max_length=120, blank=True, editable=False)


class SourceQuerySet(CuratedQuerySet):
    def told(self) -> Self:
        """What members told NAVCA. Each stands with its case study alone, while readers see that."""
        return self.filter(slug__startswith=TOLD)

    def listed(self) -> Self:
        """Those that anybody may read on their own."""
        return self.exclude(slug__startswith=TOLD)


class Source(NamedRow):
    """Where a fact was read: publisher, title, address, when it was published and when we looked."""

    slug = models.SlugField(unique=True)
    publisher = models.CharField(max_length=200)
    title = models.CharField(max_length=300)
    url = models.URLField("web address", max_length=500, blank=True)
    published_on = models.DateField(null=True, blank=True)
    published_note = models.CharField(
        "published, in words",
        max_length=60,
        blank=True,
        help_text="Used when the exact day is not known, such as “2023”.",
    )
    checked_on = models.DateField(
        null=True, blank=True, help_text="The day somebody last opened it, or it answered."
    )
    address_problem = address_problem_field()
    editors_note = models.TextField("editor's note", blank=True)

    history = HistoricalRecords()

    objects = SourceQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["publisher", "title"]

    def __str__(self) -> str:
        return f"{self.publisher}: {self.title}"

    @property
    def is_told(self) -> bool:
        return self.slug.startswith(TOLD)
