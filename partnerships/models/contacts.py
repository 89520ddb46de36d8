"""What passed between a member and a body: letters, replies, calls and meetings, and what came of them."""

import datetime
import uuid
from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from documents.plain_text import clean, one_line
from members.models import Organisation, User
from partnerships.working_days import working_days_after

from .places import ONE_BODY, AtBody, AtBodyQuerySet
from .recipients import Recipient

LONG_WORDS = MaxLengthValidator(5_000, "Shorten this to 5,000 characters or fewer")

# What clean() says beside the field; the constraints keep the same rules behind it.
NOT_YET = "Enter a day that has come. What is still to happen is a next step"
SAY_HOW = "Select how the letter was sent"
OUTCOME_TOO_EARLY = "Enter a day on or after the contact"
CHASE_TOO_EARLY = "Enter a day on or after the contact"
NO_NEXT_STEP = "Enter the next step, or take its date out"


class ContactKind(models.TextChoices):
    """What passed between the two sides, whichever of them began."""

    LETTER = "letter", "Letter sent"
    REPLY = "reply", "Reply"
    ACKNOWLEDGEMENT = "acknowledgement", "Acknowledgement"
    CALL = "call", "Call"
    MEETING = "meeting", "Meeting"
    EMAIL = "email", "Email forwarded"
    OTHER = "other", "Other contact"


# What the other side sent, which waits for nothing.
INCOMING = (ContactKind.REPLY, ContactKind.ACKNOWLEDGEMENT)


class Route(models.TextChoices):
    """How a letter left."""

    POST = "post", "By post"
    EMAIL = "email", "By email"
    HAND = "hand", "By hand"


class Outcome(models.TextChoices):
    """What came of a contact. The first two still wait for an answer."""

    OPEN = "open", "Waiting for a reply"
    ACKNOWLEDGED = "acknowledged", "Acknowledged"
    REPLIED = "replied", "Replied"
    DECLINED = "declined", "Declined"
    NO_REPLY = "no-reply", "No reply"
    OVERTAKEN = "overtaken", "Overtaken by reorganisation"


# An acknowledgement is not an answer yet.
WAITING = (Outcome.OPEN, Outcome.ACKNOWLEDGED)


class CannotUndo(Exception):
    """A letter stays marked as sent because something followed it. Says what, and what to do."""


class ContactQuerySet(AtBodyQuerySet):
    def for_user(self, user: User) -> Self:
        return self.filter(organisation__memberships__user=user)

    def for_organisation(self, organisation: Organisation) -> Self:
        return self.filter(organisation=organisation)

    def for_page(self) -> Self:
        """With the bodies and people that a page names, in a fixed number of queries."""
        return self.select_related(
            "organisation", "body", "own_body", "recipient__body", "recipient__own_body", "recorded_by"
        )

    def waiting(self) -> Self:
        """Contacts that nobody has answered yet."""
        return self.filter(outcome__in=WAITING)

    def with_chase_on(self, day: datetime.date) -> Self:
        """With `is_to_chase`: whether it waits for an answer and its day to chase has come.

        When the recipient was written to again, the later letter's day counts.
        """
        later = self.model._default_manager.filter(
            Q(happened_on__gt=OuterRef("happened_on"))
            | Q(happened_on=OuterRef("happened_on"), created_at__gt=OuterRef("created_at")),
            recipient=OuterRef("recipient"),
            kind=ContactKind.LETTER,
        )
        return self.annotate(is_to_chase=Q(outcome__in=WAITING, chase_due_on__lte=day) & ~Exists(later))

    def to_chase_on(self, day: datetime.date) -> Self:
        """Contacts to chase on a day, those that have waited longest first."""
        return self.with_chase_on(day).filter(is_to_chase=True).order_by("chase_due_on", "happened_on")

    def with_next_step(self) -> Self:
        """Contacts with a next step that is not done."""
        return self.exclude(next_step="").filter(next_step_done_on__isnull=True)

    def next_step_due_on(self, day: datetime.date) -> Self:
        """Contacts whose next step has come by a day."""
        return self.with_next_step().filter(next_step_on__lte=day)


class Contact(AtBody):
    """One thing that passed between an organisation and a body, on one day. Private to the organisation.

    With a recipient, or with the body alone, for a call to the switchboard. It keeps its body when the
    recipient moves on, and `person` keeps who it was then. A letter of the toolkit is known by its number and
    version, without a key upward. `outcome` is empty for what waits for no answer.
    """

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="contacts")
    recipient = models.ForeignKey(
        Recipient, on_delete=models.RESTRICT, null=True, blank=True, related_name="contacts"
    )
    kind = models.CharField("what it was", max_length=20, choices=ContactKind)
    happened_on = models.DateField("when", default=timezone.localdate)
    route = models.CharField("how the letter was sent", max_length=10, choices=Route, blank=True)
    person = models.CharField(
        "name or post",
        max_length=160,
        blank=True,
        help_text="Who it was, if not the recipient",
    )
    subject = models.CharField("what it was about", max_length=300, blank=True)
    notes = models.TextField("notes", blank=True, validators=[LONG_WORDS])
    asks = models.TextField("what you asked for", blank=True, validators=[LONG_WORDS])
    reply_by_on = models.DateField("asked for a reply by", null=True, blank=True)
    chase_due_on = models.DateField("chase on", null=True, blank=True)
    outcome = models.CharField("what came of it", max_length=20, choices=Outcome, blank=True)
    outcome_on = models.DateField("day of that", null=True, blank=True)
    next_step = models.CharField("next step", max_length=200, blank=True)
    next_step_on = models.DateField("day of the next step", null=True, blank=True)
    next_step_done_on = models.DateField("next step done on", null=True, blank=True)
    letter_reference = models.UUIDField("number of the letter", null=True, blank=True, editable=False)
    letter_version = models.PositiveSmallIntegerField(
        "version of the letter", null=True, blank=True, editable=False
    )
    recorded_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_on", "-created_at"]
        verbose_name = "recorded contact"
        indexes = [models.Index(fields=["letter_reference"], name="contact_by_letter")]
        constraints = [
            ONE_BODY,
            models.CheckConstraint(
                condition=(Q(kind=ContactKind.LETTER) & ~Q(route="") & ~Q(outcome=""))
                | (~Q(kind=ContactKind.LETTER) & Q(route="", letter_reference__isnull=True)),
                name="letter_left_somehow_and_waits",
                violation_error_message=SAY_HOW,
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=INCOMING) | Q(outcome=""),
                name="what_came_in_waits_for_nothing",
                violation_error_message="A reply waits for no answer: record what came of your own letter",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["", Outcome.OPEN], outcome_on__isnull=True)
                | Q(outcome_on__isnull=False, outcome_on__gte=F("happened_on"))
                & ~Q(outcome__in=["", Outcome.OPEN]),
                name="outcome_has_its_day",
                violation_error_message=OUTCOME_TOO_EARLY,
            ),
            models.CheckConstraint(
                condition=Q(chase_due_on__isnull=True)
                | (Q(chase_due_on__gte=F("happened_on")) & ~Q(outcome="")),
                name="chase_after_the_contact",
                violation_error_message=CHASE_TOO_EARLY,
            ),
            models.CheckConstraint(
                condition=~Q(next_step="") | Q(next_step_on__isnull=True, next_step_done_on__isnull=True),
                name="dated_next_step_is_named",
                violation_error_message=NO_NEXT_STEP,
            ),
            models.CheckConstraint(
                condition=Q(letter_reference__isnull=True, letter_version__isnull=True)
                | Q(letter_reference__isnull=False, letter_version__isnull=False, recipient__isnull=False),
                name="letter_of_the_toolkit_is_whole",
                violation_error_message="A letter needs its recipient and version",
            ),
            models.UniqueConstraint(
                fields=["recipient", "letter_reference", "letter_version"],
                name="letter_sent_once",
                violation_error_message="This letter is marked as sent to this recipient already",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.with_whom}, {date_format(self.happened_on, 'j F Y')}"

    def save(self, *args: object, **kwargs: object) -> None:
        if self._state.adding and self.recipient:
            self.body, self.own_body = self.recipient.body, self.recipient.own_body
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def get_absolute_url(self) -> str:
        return reverse("partnerships:contact", args=[self.uuid])

    def clean(self) -> None:
        for name in ("person", "subject", "next_step"):
            setattr(self, name, one_line(getattr(self, name)))
        for name in ("notes", "asks"):
            setattr(self, name, clean(getattr(self, name)).strip())
        faults = {}
        if self.happened_on and self.happened_on > timezone.localdate():
            faults["happened_on"] = NOT_YET
        if self.kind == ContactKind.LETTER and not self.route:
            faults["route"] = SAY_HOW
        if self.happened_on and self.outcome_on and self.outcome_on < self.happened_on:
            faults["happened_on"] = (
                f"Enter a day on or before {date_format(self.outcome_on)}, when it was settled"
            )
        if self.happened_on and self.chase_due_on and self.chase_due_on < self.happened_on:
            faults["chase_due_on"] = CHASE_TOO_EARLY
        if self.next_step_on and not self.next_step:
            faults["next_step"] = NO_NEXT_STEP
        if faults:
            raise ValidationError(faults)

    @property
    def with_whom(self) -> str:
        """Who it was with at the time and where, such as “Councillor Jo Ferris, Suffolk”."""
        person = self.person or (
            self.recipient.full_name or self.recipient.post_label if self.recipient else ""
        )
        return f"{person}, {self.where.short_name}" if person else self.where.official_name

    @property
    def is_letter(self) -> bool:
        return self.kind == ContactKind.LETTER

    @property
    def is_incoming(self) -> bool:
        return self.kind in INCOMING

    @property
    def is_waiting(self) -> bool:
        return self.outcome in WAITING

    @property
    def has_next_step(self) -> bool:
        """Whether something is still to be done."""
        return bool(self.next_step) and self.next_step_done_on is None

    @property
    def usual_chase_day(self) -> datetime.date:
        """The day to chase by the organisation's rule, counted in working days from the contact.

        Nobody is chased before the day by which they were asked to reply has gone by.
        """
        day = working_days_after(self.happened_on, self.organisation.chase_after_days)
        return max(day, working_days_after(self.reply_by_on, 1)) if self.reply_by_on else day

    def settle(
        self,
        outcome: str,
        on: datetime.date | None,
        next_step: str = "",
        next_step_on: datetime.date | None = None,
    ) -> None:
        """Keep what came of it and when, or that it waits again. An empty next step leaves the one there is.

        Raises ValidationError when the day is before the contact.
        """
        self.outcome, self.outcome_on = outcome, None if outcome == Outcome.OPEN else on
        if next_step:
            self.next_step, self.next_step_on, self.next_step_done_on = next_step, next_step_on, None
        self.clean()
        # Only this: a colleague may be changing the notes.
        step = ["next_step", "next_step_on", "next_step_done_on"] if next_step else []
        self.save(update_fields=["outcome", "outcome_on", *step, "changed_at"])

    def finish_next_step(self, day: datetime.date) -> None:
        """Keep that the next step is done."""
        self.next_step_done_on = day
        self.save(update_fields=["next_step_done_on", "changed_at"])

    @property
    def cannot_undo(self) -> str:
        """Why this can no longer be taken back, with what to do; empty while nothing has followed."""
        if self.kind == ContactKind.MEETING and hasattr(self, "meeting"):
            return "It stands here because its meeting was held. If it was not, say so on the meeting’s page."
        if not self.is_letter:
            return ""
        if self.outcome != Outcome.OPEN and self.outcome_on:
            said = f"“{self.get_outcome_display()}” on {date_format(self.outcome_on, 'j F Y')}"
            return f"You recorded what came of it: {said}. Set it back to “Waiting for a reply” first."
        of_recipient = Contact.objects.filter(recipient=self.recipient, recipient__isnull=False)
        others = of_recipient.filter(kind=ContactKind.LETTER).exclude(pk=self.pk)
        came = of_recipient.filter(
            kind__in=INCOMING, happened_on__gte=self.happened_on, created_at__gt=self.created_at
        ).last()
        # With another letter to the same recipient, nobody can say which of them was answered.
        if came and not others.filter(happened_on__lte=came.happened_on).exists():
            what = f"{came.get_kind_display().lower()}, {date_format(came.happened_on, 'j F Y')}"
            return f"After it you recorded: {what}. Delete that first, if it was a mistake too."
        return ""

    @transaction.atomic
    def undo(self) -> None:
        """Take back what was recorded by mistake: the letter was not sent, the call was not made.

        Raises CannotUndo, with the reason in words, when something followed.
        """
        stored = Contact.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if reason := stored.cannot_undo:
            raise CannotUndo(reason)
        stored.delete()
