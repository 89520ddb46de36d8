"""Letter templates with their versions, and starter examples."""

from collections.abc import Mapping
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models, transaction
from django.utils import timezone
from simple_history.models import HistoricalRecords

from letters.brackets import Mark, Problem, tokens_of_template
from letters.merge import CompiledTemplate, TemplateProblems, compile_template
from members.models import User
from principles.models import Finding, LCSIFunction, Principle
from principles.provenance import CuratedModel, CuratedQuerySet

# A page holds about 3,000 characters; no single part of a letter needs two.
OWN_WORDS = MaxLengthValidator(6_000, "Shorten this to 6,000 characters or fewer")
LONGEST_BODY = 20_000


class Audience(models.TextChoices):
    """Whom a letter is for. One for the sector has one copy and no address."""

    PUBLIC_BODY = "public-body", "A council or health body"
    SECTOR = "sector", "The local voluntary sector"


class Situation(models.TextChoices):
    """When a letter is wanted. Members look for a letter by it."""

    FIRST = "first", "A first letter on the Covenant"
    HEALTH = "health", "To the health system"
    CHANGE = "change", "When councils or the people in charge change"
    MONEY = "money", "When a grant or contract is at stake"
    AFTER = "after", "After a letter or a meeting"


class TimingEvent(models.TextChoices):
    """What the days of a timing rule are counted from, with the unit they are counted in."""

    LAST_LETTER = "last-letter", "working days after the last letter"
    MEETING = "meeting", "working days after the meeting"
    NEW_POST = "new-post", "days after they take up the post"
    CLOSING = "closing", "days before the consultation closes"
    CHANGE = "change", "days before the body ends or merges"
    END = "end", "days before the agreement ends"


class LetterTemplateQuerySet(CuratedQuerySet):
    def in_use(self) -> Self:
        """Templates a member can start from: not archived, with a published version."""
        return self.filter(is_archived=False, versions__published_at__isnull=False).distinct()


class LetterTemplate(CuratedModel):
    """A letter NAVCA offers to its members. Its words are in its versions."""

    LOOKED_AFTER = {"is_archived": False}

    slug = models.SlugField(unique=True)
    title = models.CharField(
        max_length=120, help_text="Shown where a member chooses, such as “To a council or health body”."
    )
    description = models.CharField(max_length=250)
    audience = models.CharField(max_length=20, choices=Audience)
    situation = models.CharField(
        "when to use it",
        max_length=20,
        choices=Situation,
        default=Situation.FIRST,
        help_text="Members find the letter under this heading.",
    )
    order = models.PositiveSmallIntegerField(default=0)
    is_archived = models.BooleanField(
        "archived",
        default=False,
        help_text="Nobody can start from it any more. Letters and drafts keep the words they have.",
    )
    suggested_findings = models.ManyToManyField(
        Finding,
        blank=True,
        related_name="+",
        help_text="Three at most. A new letter cites them unless the member brings a finding along.",
    )
    timing = models.CharField(
        "timing rule",
        max_length=250,
        blank=True,
        help_text="When to send it, in a sentence or two to the member.",
    )
    timing_days = models.PositiveSmallIntegerField(
        "days", null=True, blank=True, help_text="A number, such as 15, that goes before the words below."
    )
    timing_event = models.CharField("counted from", max_length=20, choices=TimingEvent, blank=True)

    objects = LetterTemplateQuerySet.as_manager()  # type: ignore[misc]
    history = HistoricalRecords(m2m_fields=[suggested_findings])

    class Meta:
        ordering = ["order", "title"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(timing_days__isnull=True, timing_event="")
                | models.Q(timing_days__isnull=False) & ~models.Q(timing_event=""),
                name="timing_days_and_event_together",
                violation_error_message="Give both the number of days and what they are counted from.",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def current_version(self) -> "LetterTemplateVersion | None":
        """The latest that is published, which new letters begin from; None without one."""
        return self.versions.published().order_by("-number").first()

    @property
    def timing_in_days(self) -> str:
        """Such as “15 working days after the last letter”; empty without a number."""
        return f"{self.timing_days} {self.get_timing_event_display()}" if self.timing_event else ""

    @transaction.atomic
    def new_version(self, words: Mapping[str, str]) -> "LetterTemplateVersion":
        """Return a draft of these words with the next number, or the draft that holds them already."""
        versions = LetterTemplateVersion.objects.filter(template=self)
        list(LetterTemplate.objects.select_for_update().filter(pk=self.pk))
        same: LetterTemplateVersion | None = versions.filter(published_at__isnull=True, **words).first()
        return same or versions.create(template=self, **words)


class LetterTemplateVersionQuerySet(CuratedQuerySet):
    def published(self) -> Self:
        return self.filter(published_at__isnull=False)


class LetterTemplateVersion(CuratedModel):
    """The words of a template at one time. A published version never changes: make a new one."""

    natural_key_fields = ("template__slug", "number")
    WORDS = ("subject", "greeting", "body", "main_ask", "further_asks", "sign_off", "notes")
    LOOKED_AFTER = {"published_at__isnull": False, "template__is_archived": False}
    FROZEN = ("template_id", "number", "published_at", *WORDS)

    template = models.ForeignKey(LetterTemplate, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    subject = models.CharField(
        max_length=200,
        error_messages={"max_length": "Shorten the subject to 200 characters or fewer."},
        help_text="May hold fields such as [place].",
    )
    greeting = models.CharField(
        max_length=120,
        blank=True,
        help_text="Only for a letter without a recipient, such as “Dear colleagues”.",
    )
    body = models.TextField(
        help_text="Markdown with fields in square brackets, such as [place].",
        # Markdown takes seconds over tens of thousands of brackets; a long letter has 12,000 characters.
        validators=[MaxLengthValidator(LONGEST_BODY, "Shorten the letter to 20,000 characters or fewer.")],
    )
    main_ask = models.TextField(
        blank=True,
        validators=[OWN_WORDS],
        help_text="What the letter asks for first; it prints where the body says [main ask]. Members can "
        "change it. A bracket that is not a field, such as [day of the meeting], is a gap they fill.",
    )
    further_asks = models.TextField(
        "further asks",
        blank=True,
        validators=[OWN_WORDS],
        help_text="One on each line; they print where the body says [further asks].",
    )
    sign_off = models.CharField(
        "sign-off",
        max_length=60,
        blank=True,
        help_text="Empty: “Yours sincerely” to a named person, “Yours faithfully” to a post.",
    )
    notes = models.TextField(
        "notes for the writer",
        blank=True,
        validators=[OWN_WORDS],
        help_text="Shown beside the letter while a member writes it, and never printed. One on each line.",
    )
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    objects = LetterTemplateVersionQuerySet.as_manager()  # type: ignore[misc]
    history = HistoricalRecords()

    class Meta:
        ordering = ["template", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["template", "number"],
                name="version_number_once",
                violation_error_message="This template has a version with this number already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.template}, version {self.number}"

    def clean(self) -> None:
        """Refuse words that could not be printed, each with its line and what to do about it."""
        refused: dict[str, list[str]] = {}
        fields: frozenset[str] = frozenset()
        try:
            fields = self.compiled().fields
        except TemplateProblems as problems:
            for problem in problems.problems:
                name = "subject" if problem.in_subject else "body"
                refused.setdefault(name, []).append(
                    problem.message if problem.in_subject else f"Line {problem.line}: {problem.message}"
                )
        else:
            for name, key in (("main_ask", "main ask"), ("further_asks", "further asks")):
                if getattr(self, name).strip() and key not in fields:
                    refused[name] = [
                        f"This would not be printed. Write [{key}] in the body where it belongs."
                    ]
        for name in ("greeting", "sign_off"):
            if _holds_bracket(getattr(self, name)):
                refused[name] = ["This is printed as it stands. Take the square brackets out."]
        if self.greeting and self.template_id and self.template.audience == Audience.PUBLIC_BODY:
            refused["greeting"] = [
                "Leave this empty: each recipient of the letter is greeted by name or post."
            ]
        if refused:
            raise ValidationError(refused)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.refuse_change_of_published()
        if self.number is None:
            newest = self.template.versions.aggregate(newest=models.Max("number"))["newest"]
            self.number = (newest or 0) + 1
        super().save(*args, **kwargs)

    def refuse_change_of_published(self) -> None:
        """Raise ValidationError when the words differ from those that were published."""
        stored = LetterTemplateVersion.objects.filter(pk=self.pk).first() if self.pk else None
        if (
            stored
            and stored.published_at
            and any(getattr(stored, n) != getattr(self, n) for n in self.FROZEN)
        ):
            raise ValidationError("A published version never changes. Make a new version instead.")

    def publish(self, by: User | None = None) -> None:
        """Put a draft into use; from now on its words stay as they are. Publishing again changes nothing.

        Raises ValidationError that says what to change first.
        """
        self.full_clean()
        if not self.published_at:
            self.published_at, self.published_by = timezone.now(), by
            self.save()

    @property
    def words(self) -> dict[str, str]:
        """What it says, by field: what a new version begins with."""
        return {name: getattr(self, name) for name in self.WORDS}

    @property
    def help_notes(self) -> list[str]:
        """What the writer should know: the notes, and the drafting notes that stand in the body."""
        return [line.strip() for line in self.notes.splitlines() if line.strip()] + list(
            self.compiled().notes
        )

    def compiled(self) -> CompiledTemplate:
        """Its words with their fields found. Raises TemplateProblems for an unknown field."""
        return compile_template(self.subject, self.body)


def _holds_bracket(words: str) -> bool:
    problems: list[Problem] = []
    return any(token.mark is Mark.FIELDS for token in tokens_of_template(words, problems)) or bool(problems)


class StarterExampleQuerySet(CuratedQuerySet):
    def to_take_up(self) -> Self:
        """Ideas that say which function and principle they belong to."""
        return self.filter(function__isnull=False, first_principle__isnull=False).select_related(
            "function", "first_principle", "second_principle"
        )


class StarterExample(CuratedModel):
    """An idea for “examples of our work” in a letter to a public body. May hold [gaps] to fill."""

    slug = models.SlugField(unique=True)
    ref = models.CharField("reference", max_length=10, unique=True)
    title = models.CharField(max_length=80)
    text = models.TextField()
    function = models.ForeignKey(
        LCSIFunction,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="With a function and a principle, members can take the idea up as an activity of theirs.",
    )
    first_principle = models.ForeignKey(
        Principle, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    second_principle = models.ForeignKey(
        Principle, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    order = models.PositiveSmallIntegerField(default=0)

    history = HistoricalRecords()
    objects = StarterExampleQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.title
