"""Case studies: a place, what people there agreed and did, and what changed, with figures and sources."""

import datetime
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from principles.models import LCSIFunction, Principle, Source
from principles.provenance import CuratedModel, CuratedQuerySet, RevisedModel
from publicbodies.models import PublicBody, Region

from .kinds import (
    NO_FUNCTION,
    NO_PRINCIPLE,
    NO_SOURCE,
    READ,
    RESERVED_SLUGS,
    AgreementKind,
    PlaceKind,
    Status,
    SuccessFactor,
)
from .parts import (
    CaseStudyPicture,
    CaseStudyUpdate,
    Figure,
    FunctionTag,
    Partner,
    SuccessFactorTag,
    random_slug,
)
from .wording import fingerprint

__all__ = [
    "AgreementKind", "CaseStudy", "CaseStudyPicture", "CaseStudyQuerySet", "CaseStudyUpdate", "Figure",
    "FunctionTag", "Partner", "PlaceKind", "Status", "SuccessFactor", "SuccessFactorTag", "random_slug",
]  # fmt: skip


class CaseStudyQuerySet(CuratedQuerySet):
    def published(self) -> Self:
        return self.filter(status=Status.PUBLISHED)

    def in_hand(self) -> Self:
        """What is or may be on the site: not withdrawn."""
        return self.exclude(status=Status.WITHDRAWN)

    def marked_for_checking(self) -> Self:
        """Whose words nobody has compared with their source, or one of whose parts'."""
        return self.in_hand().filter(
            Q(needs_checking=True)
            | Q(Exists(Figure.objects.filter(case_study=OuterRef("pk"), needs_checking=True)))
            | Q(Exists(CaseStudyUpdate.objects.filter(case_study=OuterRef("pk"), needs_checking=True)))
        )

    def with_last_step(self) -> Self:
        """With when each became what it is (`stepped_at`) and who made it that (`stepped_by`)."""
        records = CaseStudy.history.filter(id=OuterRef("pk")).order_by("history_id")
        other = (
            CaseStudy.history.filter(id=OuterRef(OuterRef("pk")))
            .exclude(status=OuterRef(OuterRef("status")))
            .order_by("-history_id")
        )
        step = records.filter(history_id__gt=Coalesce(Subquery(other.values("history_id")[:1]), 0))
        return self.annotate(
            stepped_at=Subquery(step.values("history_date")[:1]),
            stepped_by=Subquery(step.values("history_user__name")[:1]),
        )

    def due_for_review(self, day: datetime.date) -> Self:
        """Those in hand whose day to be read again has come."""
        return self.in_hand().filter(review_by__lte=day)

    def with_unopened_source(self) -> Self:
        """Those in hand whose source nobody has opened and compared."""
        return self.in_hand().filter(checked_on__isnull=True)

    def without_consent(self) -> Self:
        """Told by a member who has not agreed, or no longer agrees."""
        return self.filter(
            Q(consent_on__isnull=True) | Q(consent_withdrawn_on__isnull=False), told_by_member=True
        )

    def for_cards(self) -> Self:
        """With what a card or a list shows of a case study, and not its long texts."""
        return self.only("slug", "title", "place", "region", "theme", "summary")

    def for_lists(self) -> Self:
        """As for cards, with the names of the principles, in a fixed number of queries."""
        return self.for_cards().prefetch_related("principles")

    def for_page(self) -> Self:
        """With everything a case study's own page shows, each kind of part in one query."""
        return self.select_related("source").prefetch_related(
            "principles",
            "partners",
            "public_bodies",
            Prefetch("figures", queryset=Figure.objects.select_related("source")),
            "pictures",
            Prefetch("updates", queryset=CaseStudyUpdate.objects.select_related("source")),
            Prefetch("function_tags", queryset=FunctionTag.objects.select_related("function")),
            Prefetch(
                "success_factor_tags", queryset=SuccessFactorTag.objects.select_related("success_factor")
            ),
        )


class CaseStudy(RevisedModel, CuratedModel):
    """How one place puts the Covenant's principles into practice."""

    REVISED_BY = ("title", "summary", "letter_sentence", "source_id")
    LOOKED_AFTER = {"status__in": READ}
    # Whether readers may see it is decided anew, whatever was decided when it said something else.
    KEPT_WHEN_RESTORED = (
        "status", "published_on", "told_by_member", "consent_on", "consent_withdrawn_on", "from_story",
        "agreed_words",
    )  # fmt: skip

    slug = models.SlugField(max_length=100, unique=True)
    title = models.CharField(max_length=160)
    place = models.CharField(max_length=80, help_text="As people there call it.")
    lead_organisation = models.CharField(max_length=160, blank=True)
    region = models.CharField(max_length=30, choices=Region)
    place_kind = models.CharField("kind of place", max_length=30, choices=PlaceKind)
    agreement_kinds = models.JSONField(
        "kinds of agreement", default=list, blank=True, help_text="Values of the list of kinds."
    )
    period = models.CharField(max_length=80, blank=True, help_text="Such as “2024 to 2029”.")
    theme = models.CharField(max_length=80, blank=True)
    summary = models.TextField(help_text="Two or three sentences for lists.")
    the_place = models.TextField(help_text="Markdown.")
    what_they_did = models.TextField(help_text="Markdown.")
    what_changed = models.TextField(help_text="Markdown.")
    letter_sentence = models.TextField(
        "sentence for a letter",
        help_text="One sentence that a member can put into a letter, with its figure.",
    )
    principles = models.ManyToManyField(Principle, related_name="case_studies", blank=True)
    functions = models.ManyToManyField(LCSIFunction, through="FunctionTag", related_name="case_studies")
    success_factors = models.ManyToManyField(
        SuccessFactor, through="SuccessFactorTag", related_name="case_studies"
    )
    public_bodies = models.ManyToManyField(PublicBody, related_name="case_studies", blank=True)
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, related_name="case_studies", null=True, blank=True
    )
    source_line = models.CharField(max_length=200, blank=True, help_text="As the toolkit gives it.")
    told_by_member = models.BooleanField(
        "told by a member", default=False, help_text="Then it is published only with the member's consent."
    )
    consent_on = models.DateField(
        "consent given on", null=True, blank=True, help_text="The day the member agreed to its publication."
    )
    consent_withdrawn_on = models.DateField(null=True, blank=True)
    from_story = models.BooleanField(
        "drafted from a story", default=False, editable=False,
        help_text="Its member told it on this site and gives or withdraws its consent there.",
    )  # fmt: skip
    agreed_words = models.CharField(
        max_length=64, blank=True, editable=False, help_text="The fingerprint of what the member agreed to."
    )
    checked_on = models.DateField("source checked on", null=True, blank=True)
    review_by = models.DateField(null=True, blank=True, help_text="The day somebody should look again.")
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    published_on = models.DateField(null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    objects = CaseStudyQuerySet.as_manager()  # type: ignore[misc]
    history = HistoricalRecords(m2m_fields=[principles, public_bodies])

    class Meta:
        ordering = ["order", "title"]
        verbose_name_plural = "case studies"
        indexes = [
            # A page of the list is read from it in order, and counted without touching the long rows.
            models.Index(
                fields=["status", "order", "title", "region", "place_kind"], name="case_studies_as_listed"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status=Status.PUBLISHED) | Q(published_on__isnull=False),
                name="published_case_study_has_a_day",
                violation_error_message="Enter the day it was published.",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.PUBLISHED) | Q(source__isnull=False),
                name="published_case_study_has_a_source",
                violation_error_message="A published case study needs a source.",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.PUBLISHED)
                | Q(told_by_member=False)
                | Q(consent_on__isnull=False, consent_withdrawn_on__isnull=True),
                name="published_story_has_consent",
                violation_error_message="A member told this, and has not agreed to its publication.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("casestudies:case-study", args=[self.slug])

    def clean(self) -> None:
        if self.slug in RESERVED_SLUGS:
            raise ValidationError({"slug": "Choose another: this address belongs to another page."})

    @property
    def is_published(self) -> bool:
        return self.status == Status.PUBLISHED

    @property
    def has_consent(self) -> bool:
        """Whether nobody has to be asked, or the member who told it has agreed and not changed its mind."""
        return not self.told_by_member or (self.consent_on is not None and self.consent_withdrawn_on is None)

    def reasons_against_publishing(self) -> list[str]:
        """What has to be done before readers may see it, each in one sentence."""
        reasons = []
        if self.source_id is None:
            reasons.append(NO_SOURCE)
        if not self.principles.all():
            reasons.append(NO_PRINCIPLE)
        if not self.function_tags.all():
            reasons.append(NO_FUNCTION)
        if not self.has_consent:
            reasons.append(self.consent_missing)
        elif self.has_changed_since_agreed:
            reasons.append("Its words have changed since the member agreed. Show it to the member again.")
        return reasons

    @property
    def consent_missing(self) -> str:
        """Why a member's story may not be published, and what to do."""
        if self.consent_withdrawn_on:
            return "The member who told it has withdrawn its consent. Ask again before it is published."
        return "A member told it and has not agreed to its publication. Ask, and enter the day."

    def check_whole(self) -> None:
        """Raise ValidationError when readers see it although it is not complete."""
        if self.is_published and (reasons := self.reasons_against_publishing()):
            raise ValidationError([*reasons, "Or withdraw it first."])

    def move_to(self, status: Status) -> None:
        """Take the next step and save. History keeps who did it and when.

        Raises ValidationError with every reason when it may not be published, or when there is no such step.
        """
        if status not in Status(self.status).next_steps:
            raise ValidationError(f"It is {self.get_status_display().lower()}.")
        if status == Status.PUBLISHED:
            if reasons := self.reasons_against_publishing():
                raise ValidationError(reasons)
            self.published_on = self.published_on or timezone.localdate()
        self.status = status
        self.save()

    @property
    def has_changed_since_agreed(self) -> bool:
        """Whether the member who told it on this site agreed to other words than it has now."""
        return bool(self.agreed_words) and self.agreed_words != fingerprint(self)

    def give_consent(self, day: datetime.date | None = None) -> None:
        """Keep that the member has seen the words as they are now, and agrees to them."""
        self.consent_on, self.consent_withdrawn_on = day or timezone.localdate(), None
        self.agreed_words = fingerprint(self)
        self.save()

    def withdraw_consent(self, day: datetime.date | None = None) -> None:
        """Keep that the member changed its mind, and take the case study off the site in the same step."""
        self.consent_withdrawn_on = day or timezone.localdate()
        if self.is_published:
            self.status = Status.WITHDRAWN
        self.save()

    @property
    def agreement_kind_labels(self) -> list[str]:
        return [AgreementKind(kind).label for kind in self.agreement_kinds]
