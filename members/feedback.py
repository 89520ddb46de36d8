"""What members, and strangers, tell NAVCA: what works, what gets in the way, what could be taken up.

Unlike everything else a member keeps here, it is sent to NAVCA to be read. Its words are never changed; the
member may take them back.
"""

import uuid
from datetime import datetime, timedelta
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from simple_history.models import HistoricalRecords

from documents.plain_text import clean, one_line
from principles.models import EquityPoint, LCSIFunction, Principle
from principles.provenance import CuratedModel
from publicbodies.models import BodyKind, Region

from .models import Organisation, User
from .work import said

FEEDBACK_WORDS = MaxLengthValidator(5_000, "Shorten this to 5,000 characters or fewer")


class FeedbackKind(models.TextChoices):
    WORKING = "working", "Something that works well"
    BARRIER = "barrier", "Something that gets in the way"
    OPPORTUNITY = "opportunity", "A chance worth taking"
    TOOLKIT = "toolkit", "About this toolkit itself"


class MayQuote(models.TextChoices):
    """Whether NAVCA may use the words outside, and with whose name."""

    NO = "no", "No"
    UNNAMED = "unnamed", "Yes, without our name"
    NAMED = "named", "Yes, with our organisation’s name"


class FeedbackState(models.TextChoices):
    """How far NAVCA has come with a message."""

    NEW = "new", "New"
    READ = "read", "Read"
    THEMED = "themed", "Themed"


class ThemeKind(models.TextChoices):
    """Which of the three lists a theme stands in."""

    ENABLER = "enabler", "What helps"
    BARRIER = "barrier", "What gets in the way"
    TOOLKIT = "toolkit", "The toolkit itself"


OTHER_BODY = "other"
BODY_KINDS = [
    *BodyKind.choices,
    (OTHER_BODY, "Another body, such as an NHS trust, the police or a funder"),
]


class FeedbackTheme(CuratedModel):
    """A heading under which NAVCA gathers feedback. The first ones follow the equity lens."""

    slug = models.SlugField(unique=True)
    kind = models.CharField(max_length=10, choices=ThemeKind)
    name = models.CharField(max_length=80)
    description = models.CharField("what belongs under it", max_length=250, blank=True)
    point = models.ForeignKey(
        EquityPoint, on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name="the line of the equity lens it follows",
    )  # fmt: skip
    order = models.PositiveSmallIntegerField(default=0)

    history = HistoricalRecords()

    class Meta:
        ordering = ["order", "name"]
        verbose_name = "feedback theme"

    def __str__(self) -> str:
        return self.name


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    def for_user(self, user: User) -> Self:
        return self.filter(organisation__memberships__user=user)

    def for_organisation(self, organisation: Organisation) -> Self:
        return self.filter(organisation=organisation)

    def from_members(self) -> Self:
        return self.filter(organisation__isnull=False)

    def from_the_public(self) -> Self:
        """Sent without an account: nobody knows by whom."""
        return self.filter(organisation__isnull=True)

    def older_than(self, moment: datetime) -> Self:
        return self.filter(sent_at__lt=moment)

    def waiting(self) -> Self:
        """What nobody at NAVCA has read yet, what has waited longest first."""
        return self.filter(state=FeedbackState.NEW).order_by("sent_at")

    def for_page(self) -> Self:
        """With all that a page names, in a fixed number of queries."""
        return self.select_related("organisation", "principle", "function", "sent_by").prefetch_related(
            "themes"
        )


class Feedback(models.Model):
    """One message to NAVCA, by a member or, without an organisation, by a stranger.

    `state`, `themes` and `note` are NAVCA's; everything else is the sender's and stays as it was sent.
    """

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, blank=True, related_name="feedback"
    )
    sent_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    kind = models.CharField(
        "what it is about",
        max_length=12,
        choices=FeedbackKind,
        error_messages=said("Choose what it is about"),
    )
    text = models.TextField(
        "in your words",
        validators=[FEEDBACK_WORDS],
        error_messages=said("Enter what you want to tell NAVCA"),
    )
    principle = models.ForeignKey(
        Principle, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="the principle it touches",
    )  # fmt: skip
    function = models.ForeignKey(
        LCSIFunction, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="the function it touches",
    )  # fmt: skip
    body_kind = models.CharField("the kind of body", max_length=20, choices=BODY_KINDS, blank=True)
    place = models.CharField("the place", max_length=80, blank=True)
    region = models.CharField("the region", max_length=30, choices=Region, blank=True)
    may_quote = models.CharField("may be quoted", max_length=10, choices=MayQuote, default=MayQuote.NO)
    email = models.EmailField("email address", blank=True)
    sent_at = models.DateTimeField("sent", default=timezone.now, editable=False)
    state = models.CharField(
        "where it is", max_length=10, choices=FeedbackState, default=FeedbackState.NEW, editable=False
    )
    themes = models.ManyToManyField(FeedbackTheme, blank=True, related_name="feedback")
    note = models.TextField("NAVCA’s note", blank=True)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "pk"]
        verbose_name = "message to NAVCA"
        verbose_name_plural = "messages to NAVCA"
        indexes = [models.Index(fields=["state", "sent_at"], name="feedback_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) | Q(may_quote=MayQuote.NO),
                name="only_a_member_is_quoted",
                violation_error_message="Only a member can say that it may be quoted",
            ),
            models.CheckConstraint(
                condition=Q(organisation__isnull=True) | Q(email=""),
                name="member_is_answered_at_its_own_address",
                violation_error_message="A member has an address of its own",
            ),
        ]

    def __str__(self) -> str:
        """Without its words and without who sent it: the log of the admin keeps this for longer."""
        return f"Message of {date_format(timezone.localtime(self.sent_at), 'j F Y, H:i')}"

    def get_absolute_url(self) -> str:
        return reverse("feedback") + (f"?organisation={self.organisation.slug}" if self.organisation else "")

    def clean(self) -> None:
        self.place = one_line(self.place)
        self.text = clean(self.text).strip()
        if not self.text:
            raise ValidationError({"text": "Enter what you want to tell NAVCA"})

    def sent_before(self) -> bool:
        """Whether the same sender has sent the same words already, as a second press of the button does."""
        return (
            Feedback.objects.filter(organisation=self.organisation, kind=self.kind, text=self.text)
            .filter(email=self.email, sent_at__gte=timezone.now() - timedelta(hours=1))
            .exists()
        )

    @property
    def is_new(self) -> bool:
        return self.state == FeedbackState.NEW

    @property
    def about(self) -> list[str]:
        """What it touches, as a list of short words."""
        named: list[Any] = [self.principle, self.function, self.get_body_kind_display(), self.place]
        return [str(each) for each in named if each]

    def settle(self) -> None:
        """Follow what NAVCA's staff have done with it: with a theme it is themed, without one it is read."""
        self.state = FeedbackState.THEMED if self.themes.exists() else FeedbackState.READ
        self.save(update_fields=["state"])
