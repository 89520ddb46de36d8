"""Private links: how somebody on the other side answers without an account."""

import datetime
import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from documents.plain_text import one_line
from members.models import Organisation, User
from members.tokens import hashed, new_token

from .agreements import Agreement
from .drafts import AgreementVersion, Comment
from .places import AtBody, Side
from .polls import Poll

LASTS = datetime.timedelta(days=60)
USE_IS_KEPT_FOR = datetime.timedelta(hours=1)


class LinkPurpose(models.TextChoices):
    """What the person who has the link is asked for."""

    COMMENTS = "comments", "Comments on a draft"
    POLL = "poll", "A poll on how we work together"
    BENCHMARK = "benchmark", "Their view of our benchmark"


class PrivateLinkQuerySet(models.QuerySet["PrivateLink"]):
    def for_user(self, user: User) -> Self:
        return self.filter(organisation__memberships__user=user)

    def for_organisation(self, organisation: Organisation) -> Self:
        return self.filter(organisation=organisation)

    def open_at(self, moment: datetime.datetime) -> Self:
        """Links that work at a moment: neither revoked nor too old."""
        return self.filter(revoked_at=None, expires_at__gt=moment)

    def ended_before(self, moment: datetime.datetime) -> Self:
        """Links that were revoked or too old before a moment."""
        return self.filter(Q(revoked_at__lt=moment) | Q(expires_at__lt=moment))

    def answered(self) -> Self:
        """Links through which something came that is kept."""
        return self.filter(
            Q(pk__in=Comment.objects.values("link")) | Q(poll_answer__isnull=False) | Q(view__isnull=False)
        )

    def waiting_for_a_view(self) -> Self:
        """Links that ask for a view of the benchmark, through which nothing is stored."""
        return self.filter(purpose=LinkPurpose.BENCHMARK, view=None)

    def live_at_a_body(self) -> Self:
        """Links that work now and ask somebody at a body."""
        return self.open_at(timezone.now()).filter(purpose=LinkPurpose.BENCHMARK)

    def for_page(self) -> Self:
        """With what it opens, but for the words of a version."""
        found = self.select_related(
            "organisation", "agreement", "version", "poll", "made_by", "body", "own_body"
        )
        return found.defer("version__html", "version__values")

    def with_token(self, token: str) -> Self:
        """The one whose address holds this secret."""
        return self.filter(token_hash=hashed(token))


class PrivateLink(AtBody):
    """An address that lets one person on either side answer one thing, until it ends or is revoked.

    Where somebody is asked for a view of the benchmark, it says at which body. The row keeps a hash of the
    secret, so that nobody who reads the database can open it: the address is shown once, when it is made.
    """

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="private_links")
    purpose = models.CharField(max_length=12, choices=LinkPurpose)
    agreement = models.ForeignKey(
        Agreement, on_delete=models.CASCADE, null=True, blank=True, related_name="private_links"
    )
    version = models.ForeignKey(
        AgreementVersion, on_delete=models.CASCADE, null=True, blank=True, related_name="links"
    )
    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, null=True, blank=True, related_name="links")
    side = models.CharField(max_length=6, choices=Side, default=Side.THEIRS)
    who = models.CharField("who it is for", max_length=160, help_text="A post, a team or a name")
    # For the view of a benchmark: whether they see our own lines before they answer.
    shows_ours = models.BooleanField(
        "Show them where we stand",
        default=False,
        help_text="With your strongest evidence and what you ticked for outside. Without it they answer "
        "uninfluenced, which says more",
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True, editable=False)
    made_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PrivateLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("created_at")),
                name="link_ends_after_it_is_made",
                violation_error_message="Enter a day that is still to come",
            ),
            models.CheckConstraint(
                condition=Q(purpose=LinkPurpose.COMMENTS, version__isnull=False, poll__isnull=True)
                | Q(purpose=LinkPurpose.POLL, version__isnull=True, poll__isnull=False)
                | Q(purpose=LinkPurpose.BENCHMARK, version__isnull=True, poll__isnull=True),
                name="link_opens_what_it_is_for",
                violation_error_message="Choose the version or the poll that it opens",
            ),
            models.CheckConstraint(
                condition=Q(purpose=LinkPurpose.BENCHMARK, body__isnull=False, own_body__isnull=True)
                | Q(purpose=LinkPurpose.BENCHMARK, body__isnull=True, own_body__isnull=False)
                | ~Q(purpose=LinkPurpose.BENCHMARK) & Q(body__isnull=True, own_body__isnull=True),
                name="link_to_a_benchmark_says_at_which_body",
                violation_error_message="Choose the body where they work",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}: {self.who}"

    def get_absolute_url(self) -> str:
        return reverse("partnerships:link", args=[self.uuid])

    def clean(self) -> None:
        self.who = one_line(self.who)

    def renew(self) -> str:
        """A new secret for the address. Once this is saved, an earlier address stops working.

        One that has ended works again for the usual time.
        """
        token = new_token()
        self.token_hash = hashed(token)
        if not self.is_open:
            self.expires_at = timezone.now() + LASTS
        self.revoked_at = None
        return token

    def last_until(self, day: datetime.date) -> None:
        """Let it work to the end of a day."""
        after = datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time())
        self.expires_at = timezone.make_aware(after)

    @property
    def lasts_until(self) -> datetime.date:
        """The last day on which it works."""
        return timezone.localdate(self.expires_at - datetime.timedelta(seconds=1))

    def use(self) -> None:
        """Keep when it was opened last, to the hour: opening it again and again writes nothing."""
        now = timezone.now()
        if self.last_used_at is None or now - self.last_used_at > USE_IS_KEPT_FOR:
            self.last_used_at = now
            self.save(update_fields=["last_used_at"])

    @property
    def opens(self) -> str:
        """What somebody with its address sees."""
        if self.asks_for_view:
            return "The five lines of your benchmark, to answer on"
        return f"Version {self.version.number}, to comment on" if self.version else str(self.poll)

    @property
    def asks_for_view(self) -> bool:
        """Whether it asks somebody at a body how they see the benchmark."""
        return self.purpose == LinkPurpose.BENCHMARK

    def get_back_url(self) -> str:
        """The member's page that it belongs to."""
        if self.agreement:
            return self.agreement.get_absolute_url()
        return f"{reverse('benchmark')}?organisation={self.organisation.slug}#other-side"

    @staticmethod
    def address(token: str) -> str:
        """The path that opens it."""
        return reverse("shared", args=[token])

    @property
    def is_open(self) -> bool:
        """Whether its address opens something now: neither revoked nor too old."""
        is_in_time = self.expires_at is not None and self.expires_at > timezone.now()
        return self.revoked_at is None and is_in_time

    @property
    def can_be_answered(self) -> bool:
        """Whether it works, and what it asks is still asked."""
        return self.is_open and (self.poll is None or self.poll.is_open)

    def revoke(self) -> None:
        """Let the address open nothing from now on. What was answered stays."""
        self.revoked_at = timezone.now()
        self.save(update_fields=["revoked_at"])
