"""What is read beside the Covenant: guide pages, updates, words and links."""

from typing import Self

from django.db import models
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from principles.provenance import CuratedModel, CuratedQuerySet

from .covenant import Principle
from .sources import Source, address_problem_field


class GuidePage(CuratedModel):
    """A page of guidance in Markdown, such as how evidence is tagged."""

    slug = models.SlugField(unique=True)
    title = models.CharField(max_length=120)
    summary = models.CharField(max_length=250)
    body = models.TextField(help_text="Markdown. Headings start at ##.")
    order = models.PositiveSmallIntegerField(default=0)
    sources = models.ManyToManyField(Source, related_name="guide_pages", blank=True)

    history = HistoricalRecords(m2m_fields=[sources])

    class Meta:
        ordering = ["order", "title"]

    def __str__(self) -> str:
        return self.title


class StartingPoint(CuratedModel):
    """An answer to “where are you?”: where a relationship with a public body stands, and what to do next."""

    slug = models.SlugField(unique=True)
    label = models.CharField("answer", max_length=80, help_text="Such as “We have an agreement”.")
    hint = models.CharField(max_length=160, help_text="Whom this answer is for, in one line.")
    reading = models.TextField("what to read", help_text="Markdown, without headings.")
    evidence = models.TextField(
        "evidence to bring",
        help_text="Markdown, without headings. Three findings of the principle below follow it.",
    )
    letter = models.TextField("what to write in the letter", help_text="Markdown, without headings.")
    principle = models.ForeignKey(
        Principle,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="starting_points",
        help_text="The principle whose evidence helps most from here.",
    )
    order = models.PositiveSmallIntegerField(default=0)

    history = HistoricalRecords()

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return f"{reverse('principles:where-are-you')}?start={self.slug}#next"


class UpdateQuerySet(CuratedQuerySet):
    def newest_first(self) -> Self:
        return self.order_by("-happened_on", "title")


class Update(CuratedModel):
    """Something that happened since the Covenant was published."""

    slug = models.SlugField(unique=True)
    title = models.CharField(max_length=160)
    happened_on = models.DateField(help_text="The first day it may have been, when only a month is known.")
    when = models.CharField(
        "when, in words",
        max_length=60,
        blank=True,
        help_text="Such as “autumn 2025”. Empty: the day is shown.",
    )
    text = models.TextField(help_text="Markdown.")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="updates")

    history = HistoricalRecords()
    objects = UpdateQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["-happened_on", "title"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_ahead(self) -> bool:
        """Whether its day, or the first that it may be, is still to come."""
        return self.happened_on > timezone.localdate()


class GlossaryTerm(CuratedModel):
    """A word of the field and what we mean by it."""

    slug = models.SlugField(unique=True)
    term = models.CharField(max_length=80)
    definition = models.TextField()

    history = HistoricalRecords()

    class Meta:
        ordering = ["term"]

    def __str__(self) -> str:
        return self.term


class Link(CuratedModel):
    """A useful address outside this site, with the day it was last opened by a person."""

    slug = models.SlugField(unique=True)
    title = models.CharField(max_length=160)
    url = models.URLField(
        "web address", max_length=500, blank=True, help_text="Empty until a curator has found it."
    )
    description = models.CharField(max_length=250, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    checked_on = models.DateField(
        null=True, blank=True, help_text="The day somebody last opened it, or it answered."
    )
    address_problem = address_problem_field()

    history = HistoricalRecords()

    class Meta:
        ordering = ["order", "title"]

    def __str__(self) -> str:
        return self.title
