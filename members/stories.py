"""What a member tells NAVCA so that it becomes a case study, and its way there. Private until published."""

import datetime
import uuid
from typing import Any, Self

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from casestudies.models import CaseStudy, PlaceKind, Status
from documents.plain_text import clean, one_line
from publicbodies.models import Region

from .models import Organisation, User
from .private_files import PrivateFileField
from .saving import SavedByPages
from .story_words import StoryWords

STORY_WORDS = MaxLengthValidator(40_000, "Shorten this to 40,000 characters or fewer")
SHORT_WORDS = MaxLengthValidator(600, "Shorten this to 600 characters or fewer")
MOST_PICTURES = 6


class StoryStatus(models.TextChoices):
    """How far a story is. That it is published stands in its case study, and nowhere twice."""

    DRAFT = "draft", "Draft"
    SENT = "sent", "Sent"
    IN_REVIEW = "in-review", "In review"
    CHANGES_ASKED = "changes-asked", "Changes asked"
    TAKEN_UP = "taken-up", "Taken up"
    WITHDRAWN = "withdrawn", "Withdrawn"


# The member writes; NAVCA has something to do.
OPEN_TO_CHANGES = (StoryStatus.DRAFT, StoryStatus.CHANGES_ASKED)
WITH_NAVCA = (StoryStatus.SENT, StoryStatus.IN_REVIEW)
AS_QUEUED = (
    models.Case(models.When(status__in=WITH_NAVCA, then=0), default=1).asc(), "sent_at", "pk",
)  # fmt: skip


class StoryQuerySet(models.QuerySet["Story"]):
    def for_user(self, user: User) -> Self:
        return self.filter(organisation__memberships__user=user)

    def for_organisation(self, organisation: Organisation) -> Self:
        return self.filter(organisation=organisation)

    def for_page(self) -> Self:
        return self.select_related("organisation", "case_study", "changed_by")

    def sent_to_navca(self) -> Self:
        """Stories that NAVCA may know of: sent at least once, whatever became of them."""
        return self.filter(sent_at__isnull=False)

    def oldest_first(self) -> Self:
        """As NAVCA works through them: what waits before what does not, and the longest wait first."""
        return self.order_by(*AS_QUEUED)

    def waiting_for_navca(self) -> Self:
        """Stories that NAVCA has and has not decided on, the longest waiting first."""
        return self.filter(status__in=WITH_NAVCA).order_by("sent_at")

    def changes_asked(self) -> Self:
        return self.filter(status=StoryStatus.CHANGES_ASKED)

    def to_agree(self) -> Self:
        """Stories whose final text waits for the member's answer."""
        return self.filter(status=StoryStatus.TAKEN_UP, shown_at__isnull=False, case_study__isnull=False)

    def published(self) -> Self:
        return self.filter(case_study__status=Status.PUBLISHED)


class Story(SavedByPages):
    """A story in the member's words. NAVCA sees what was sent, in `sent_words`, and never a draft.

    Figures, partners and tags are lists: rows of words, and the slugs of what was ticked.
    """

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="stories")
    title = models.CharField("a title", max_length=160, blank=True)
    place = models.CharField("the place", max_length=80, blank=True)
    region = models.CharField(max_length=30, choices=Region, blank=True)
    place_kind = models.CharField("kind of place", max_length=30, choices=PlaceKind, blank=True)
    period = models.CharField("when it happened", max_length=80, blank=True)
    problem = models.TextField("what was the problem", blank=True, validators=[STORY_WORDS])
    together = models.TextField("what you did together", blank=True, validators=[STORY_WORDS])
    changed = models.TextField("what changed", blank=True, validators=[STORY_WORDS])
    learnt = models.TextField("what you learnt", blank=True, validators=[STORY_WORDS])
    summary = models.TextField("the story in two sentences", blank=True, validators=[SHORT_WORDS])
    figures = models.JSONField(default=list, blank=True)
    partners = models.JSONField(default=list, blank=True)
    principles = models.JSONField(default=list, blank=True)
    functions = models.JSONField("infrastructure functions", default=list, blank=True)
    success_factors = models.JSONField("what made it work", default=list, blank=True)
    may_publish = models.BooleanField("NAVCA may publish this story", default=False)
    may_publish_by = models.CharField("who agrees to that", max_length=160, blank=True)
    may_publish_on = models.DateField("agreed on", null=True, blank=True, editable=False)
    may_name = models.BooleanField("NAVCA may name our organisation", default=False)
    may_name_by = models.CharField("who agrees to being named", max_length=160, blank=True)
    may_name_on = models.DateField("agreed to being named on", null=True, blank=True, editable=False)
    status = models.CharField(max_length=16, choices=StoryStatus, default=StoryStatus.DRAFT, editable=False)
    sent_at = models.DateTimeField("sent", null=True, blank=True, editable=False)
    sent_title = models.CharField("title", max_length=160, blank=True, editable=False)
    sent_place = models.CharField("place", max_length=80, blank=True, editable=False)
    sent_words = models.JSONField("what NAVCA has", default=dict, blank=True, editable=False)
    case_study = models.OneToOneField(
        CaseStudy, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    # When NAVCA asked for the last look; empty again once the member has answered.
    shown_at = models.DateTimeField("final text shown", null=True, blank=True, editable=False)

    objects = StoryQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at"]
        verbose_name_plural = "stories"
        indexes = [models.Index(fields=["status", "sent_at"], name="stories_as_queued")]
        constraints = [
            models.CheckConstraint(
                condition=Q(status=StoryStatus.DRAFT)
                | Q(status=StoryStatus.WITHDRAWN)
                | Q(sent_at__isnull=False),
                name="story_with_navca_was_sent",
                violation_error_message="Send the story first",
            ),
            models.CheckConstraint(
                condition=Q(may_publish=False) | Q(may_publish_on__isnull=False),
                name="consent_to_publish_has_a_day",
                violation_error_message="Enter the day you agreed to its publication",
            ),
            models.CheckConstraint(
                condition=Q(may_name=False) | Q(may_name_on__isnull=False),
                name="consent_to_be_named_has_a_day",
                violation_error_message="Enter the day you agreed to being named",
            ),
        ]

    def __str__(self) -> str:
        """What NAVCA's desk and its log call it: never the title that is being written."""
        return self.sent_title or "A story"

    def get_absolute_url(self) -> str:
        return reverse("stories:story", args=[self.uuid])

    @property
    def called(self) -> str:
        """What its writers call it."""
        return self.title or "A story without a title yet"

    def clean(self) -> None:
        for name in ("title", "place", "period", "may_publish_by", "may_name_by"):
            setattr(self, name, one_line(getattr(self, name)))
        for name in ("problem", "together", "changed", "learnt", "summary"):
            setattr(self, name, clean(getattr(self, name)).strip())
        for may in ("may_publish", "may_name"):
            self._date_consent(may)

    def _date_consent(self, may: str) -> None:
        """A consent bears the day it was ticked, or given in another name. Without the tick there is none."""
        if not getattr(self, may):
            setattr(self, f"{may}_on", None)
            return
        rows = Story.objects.filter(pk=self.pk).values_list(may, f"{may}_by", f"{may}_on")
        stored = rows.first() or (False, "", None)
        is_same = stored[0] and stored[1] == getattr(self, f"{may}_by") and stored[2]
        setattr(self, f"{may}_on", stored[2] if is_same else timezone.localdate())

    # What may be done with it

    @property
    def may_be_changed(self) -> bool:
        return self.status in OPEN_TO_CHANGES

    @property
    def may_be_withdrawn(self) -> bool:
        """Whether there is something to take back from NAVCA."""
        return self.status not in (StoryStatus.DRAFT, StoryStatus.WITHDRAWN)

    @property
    def may_be_deleted(self) -> bool:
        return self.status in (StoryStatus.DRAFT, StoryStatus.WITHDRAWN)

    @property
    def is_with_navca(self) -> bool:
        return self.status in WITH_NAVCA

    @property
    def is_withdrawn(self) -> bool:
        return self.status == StoryStatus.WITHDRAWN

    @property
    def are_changes_asked(self) -> bool:
        return self.status == StoryStatus.CHANGES_ASKED

    @property
    def is_taken_up(self) -> bool:
        """Whether NAVCA has begun a case study from it that is still there."""
        return self.status == StoryStatus.TAKEN_UP and self.case_study_id is not None

    @property
    def is_published(self) -> bool:
        return self.case_study is not None and self.case_study.is_published

    @property
    def is_to_agree(self) -> bool:
        """Whether the final text waits for the member's answer."""
        return self.is_taken_up and self.shown_at is not None

    @property
    def is_agreed(self) -> bool:
        """Whether the member has agreed to the words the case study has now."""
        study = self.case_study
        return bool(study and study.consent_on and study.has_consent and not study.has_changed_since_agreed)

    @property
    def state(self) -> str:
        """Where it is, in a few words, for both sides."""
        if not self.is_taken_up:
            return str(self.get_status_display())
        if self.is_published:
            return "Published"
        if self.is_to_agree:
            return "Final text to agree"
        study = self.case_study
        # Whether its words are still those is asked on its own page: a list would ask four times a row.
        return "Agreed, to be published" if study and study.consent_on and study.has_consent else "Taken up"

    @property
    def note_for_member(self) -> str:
        """What NAVCA wrote when it last asked for changes."""
        asked = self.steps.filter(status=StoryStatus.CHANGES_ASKED).last()
        return asked.note if asked else ""

    @property
    def words(self) -> StoryWords:
        """The member's words as they are now."""
        return StoryWords.of(self)

    def days_waiting_on(self, day: datetime.date) -> int | None:
        """Since when NAVCA has it, in days; None when nothing waits for NAVCA."""
        if self.status not in WITH_NAVCA or self.sent_at is None:
            return None
        return (day - timezone.localdate(self.sent_at)).days

    def record(self, by: User | None, note: str = "", *, by_navca: bool = False, what: str = "") -> None:
        """Add a step to the story's history, with the status it has now."""
        self.steps.create(
            status=self.status, what=what, note=clean(note).strip(), recorded_by=by, by_navca=by_navca
        )


class StoryStep(models.Model):
    """One step on a story's way: what happened, who did it, when, and what they wrote."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="steps")
    status = models.CharField(max_length=16, choices=StoryStatus)
    what = models.CharField("what happened", max_length=80, blank=True)
    note = models.TextField(blank=True)
    by_navca = models.BooleanField("by NAVCA", default=False)
    recorded_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    happened_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = [F("happened_at").asc(), "pk"]
        verbose_name = "step of a story"
        verbose_name_plural = "steps of stories"

    def __str__(self) -> str:
        return self.what or str(self.get_status_display())

    @property
    def is_hidden_from_navca(self) -> bool:
        """Whether its note is a member's that took its story back afterwards. Why it did so is for NAVCA."""
        return self.story.is_withdrawn and not self.by_navca and self.status != StoryStatus.WITHDRAWN

    @property
    def who(self) -> str:
        """Nobody at NAVCA is named to a member."""
        return "NAVCA" if self.by_navca else str(self.recorded_by or "Somebody who has left")


class StoryPictureQuerySet(models.QuerySet["StoryPicture"]):
    def for_user(self, user: User) -> Self:
        return self.filter(story__organisation__memberships__user=user)


class StoryPicture(models.Model):
    """A picture of a story, with what it shows, whose it is, and the right to use it."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="pictures")
    file = PrivateFileField(upload_to="stories")
    alt = models.CharField("what it shows", max_length=200)
    credit = models.CharField("who took it", max_length=120)
    may_use = models.BooleanField("we have the right to use it", default=False)
    added_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField("added", auto_now_add=True)

    objects = StoryPictureQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = "picture of a story"
        verbose_name_plural = "pictures of stories"
        constraints = [
            models.CheckConstraint(
                condition=Q(may_use=True),
                name="picture_of_a_story_may_be_used",
                violation_error_message="Tick that you have the right to use it",
            )
        ]

    def __str__(self) -> str:
        return self.alt

    def clean(self) -> None:
        self.alt, self.credit = one_line(self.alt), one_line(self.credit)

    def get_file_url(self) -> str:
        return reverse("stories:picture-file", args=[self.story_id, self.pk])


def new_story(organisation: Organisation, by: User, **words: Any) -> Story:
    """Begin a draft with the organisation's place and what is known already."""
    story = Story(organisation=organisation, changed_by=by, **{"place": organisation.place, **words})
    story.clean()
    story.save()
    return story
