"""A short poll on how the two sides work together: five questions, asked of both, again and again."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format

from documents.plain_text import clean
from members.models import User

from .agreements import Agreement
from .drafts import SHORT_WORDS
from .places import Side


class HowOften(models.IntegerChoices):
    """The five answers, in words."""

    NEVER = 1, "Almost never"
    SELDOM = 2, "Seldom"
    SOMETIMES = 3, "About half the time"
    OFTEN = 4, "Mostly"
    ALWAYS = 5, "Almost always"


def question(words: str) -> "models.PositiveSmallIntegerField[int | None, int | None]":
    """A question of a poll, answered with how often something is so, or left out."""
    return models.PositiveSmallIntegerField(words, choices=HowOften, null=True, blank=True)


class PollQuerySet(models.QuerySet["Poll"]):
    def for_user(self, user: User) -> Self:
        return self.filter(agreement__organisation__memberships__user=user)


class Poll(models.Model):
    """One round of the poll of an agreement, begun on a day. The next round is compared with it."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="polls")
    opened_on = models.DateField("begun on", default=timezone.localdate)
    closed_on = models.DateField("closed on", null=True, blank=True)
    made_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PollQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement"],
                condition=Q(closed_on__isnull=True),
                name="one_open_poll_each_agreement",
                violation_error_message="A poll is open already",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=models.F("opened_on")),
                name="poll_closes_after_it_begins",
                violation_error_message="Enter a day on or after it began",
            ),
        ]

    def __str__(self) -> str:
        return f"Poll of {date_format(self.opened_on, 'j F Y')}"

    @property
    def is_open(self) -> bool:
        return self.closed_on is None


class PollAnswer(models.Model):
    """What one person with a private link answered. The person may change it or take it back.

    `side` is that of the link: the member sees both sides, not who answered what.
    """

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="answers")
    link = models.OneToOneField("PrivateLink", on_delete=models.CASCADE, related_name="poll_answer")
    side = models.CharField(max_length=6, choices=Side)
    listened_early = question("The other side listens early, before it has decided")
    told_reasons = question("The other side gives its reasons")
    kept_promises = question("The other side does what it promised")
    can_disagree = question("We can disagree without fear of what follows")
    shares_information = question("The other side shares what we need to know")
    works_well = models.TextField("What works well?", blank=True, validators=[SHORT_WORDS])
    would_help = models.TextField(
        "What one thing would make it better?", blank=True, validators=[SHORT_WORDS]
    )
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    QUESTIONS = ("listened_early", "told_reasons", "kept_promises", "can_disagree", "shares_information")
    OPEN_QUESTIONS = ("works_well", "would_help")

    class Meta:
        ordering = ["pk"]
        verbose_name = "answer to a poll"
        verbose_name_plural = "answers to polls"

    def __str__(self) -> str:
        return f"{self.poll}: {self.get_side_display()}"

    def clean(self) -> None:
        for name in self.OPEN_QUESTIONS:
            setattr(self, name, clean(getattr(self, name)).strip())
