"""Invitations to join an organisation, and requests for access by organisations that have none.

An invitation is a link with a secret that only its mail holds: the row keeps a hash. It works once, for
14 days, and until it is withdrawn or sent again.
"""

import datetime
from typing import Any, Self

from allauth.account.models import EmailAddress
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from documents.plain_text import one_line

from .models import Membership, Organisation, User
from .tokens import hashed, new_token

LASTS = datetime.timedelta(days=14)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def for_user(self, user: User) -> Self:
        """Those of the organisations that the person belongs to."""
        return self.filter(organisation__in=Organisation.objects.for_user(user))

    def waiting(self) -> Self:
        """Neither accepted nor withdrawn; some may be too old to be accepted."""
        return self.filter(accepted_at=None, withdrawn_at=None)

    def waiting_for(self, user: User) -> Self:
        """Those that were sent to one of the person's own addresses."""
        confirmed = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
        return self.waiting().filter(email__in={user.email.lower(), *map(str.lower, confirmed)})

    def unsent(self) -> Self:
        """Those that no mail was sent for yet: NAVCA sends them."""
        return self.waiting().filter(sent_at=None)

    def over_since(self, moment: datetime.datetime) -> Self:
        """Those accepted, withdrawn or too old before a moment. What was never sent waits for NAVCA."""
        ended = Q(accepted_at__lt=moment) | Q(withdrawn_at__lt=moment)
        return self.filter(ended | Q(accepted_at=None, withdrawn_at=None, expires_at__lt=moment))

    def with_token(self, token: str) -> Self:
        """The one whose last mail held this secret."""
        return self.filter(token_hash=hashed(token))


class Invitation(models.Model):
    """One address asked to join one organisation."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField("email address")
    name = models.CharField(max_length=120, blank=True)
    is_for_main_contact = models.BooleanField("becomes the main contact", default=False)
    invited_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    token_hash = models.CharField(max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, editable=False)
    expires_at = models.DateTimeField(null=True, editable=False)
    accepted_at = models.DateTimeField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=models.Q(accepted_at=None, withdrawn_at=None),
                name="one_waiting_invitation_each",
                violation_error_message="This address has been invited already.",
            ),
            models.UniqueConstraint(
                fields=["token_hash"], condition=~models.Q(token_hash=""), name="one_invitation_each_token"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} to {self.organisation}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = self.email.lower()
        self.name = one_line(self.name)
        super().save(*args, **kwargs)

    @property
    def is_waiting(self) -> bool:
        return self.accepted_at is None and self.withdrawn_at is None

    @property
    def is_expired(self) -> bool:
        """Whether it was sent too long ago to be accepted."""
        return self.expires_at is not None and self.expires_at <= timezone.now()

    @property
    def is_open(self) -> bool:
        """Whether it can be accepted now. Nobody joins while the organisation's membership is over."""
        is_sent = self.is_waiting and self.sent_at is not None
        return is_sent and not self.is_expired and not self.organisation.is_lapsed

    @property
    def state(self) -> str:
        """What became of it, in words."""
        if self.accepted_at:
            return "accepted"
        if self.withdrawn_at:
            return "withdrawn"
        if self.sent_at is None:
            return "not sent yet"
        if self.organisation.is_lapsed:
            return "waits for the membership"
        return "too old" if self.is_expired else "waiting"

    def renew(self) -> str:
        """The secret for the next mail. Once this is saved, links that were sent before stop working."""
        token = new_token()
        self.token_hash = hashed(token)
        self.sent_at = timezone.now()
        self.expires_at = self.sent_at + LASTS
        return token

    def withdraw(self) -> None:
        """Let its link open nothing from now on."""
        self.withdrawn_at = timezone.now()
        self.save(update_fields=["withdrawn_at"])

    def is_for(self, user: User) -> bool:
        """Whether the person's own address was invited."""
        addresses = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
        return self.email in {user.email.lower(), *map(str.lower, addresses)}

    @property
    def is_from_navca(self) -> bool:
        """Whether none of the organisation's own people sent it."""
        return self.invited_by is None or not self.organisation.people.contains(self.invited_by)

    def is_refused_to(self, user: User) -> bool:
        """Whether NAVCA's staff would let themselves in: what a member keeps here is not for them to read."""
        return (user.is_staff or user.is_superuser) and self.is_from_navca

    def known_person(self) -> User | None:
        """Who has an account with this address."""
        verified = EmailAddress.objects.filter(email=self.email, verified=True).select_related("user").first()
        return verified.user if verified else User.objects.filter(email=self.email).first()

    @transaction.atomic
    def accept(self, user: User) -> bool:
        """Make the person one of the organisation's people. False when it was used in the meantime."""
        if self.is_refused_to(user) or not self._use():
            return False
        self._join(user)
        return True

    def accept_as_new(self, name: str, password: str = "") -> User | None:
        """Make the account too: the link proved the address.

        None when the invitation was used, or the address got an account by another one, in the meantime.
        """
        try:
            with transaction.atomic():
                if not self._use():
                    return None
                user = User.objects.create_user(self.email, password or None, name=name)
                EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
                self._join(user)
                return user
        except IntegrityError:
            return None

    def _use(self) -> bool:
        """Take the one use there is: of two people with the same link the first does."""
        mine = Invitation.objects.waiting().filter(pk=self.pk, token_hash=self.token_hash)
        return bool(mine.update(accepted_at=timezone.now()))

    def _join(self, user: User) -> None:
        membership, _ = Membership.objects.get_or_create(user=user, organisation=self.organisation)
        if self.is_for_main_contact and self.organisation.main_contact is None:
            membership.make_main_contact()


class AccessRequestQuerySet(models.QuerySet["AccessRequest"]):
    def older_than(self, moment: datetime.datetime) -> Self:
        """Asked before a moment, answered or not."""
        return self.filter(created_at__lt=moment)


class AccessRequest(models.Model):
    """An organisation that asks NAVCA for an account."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        INVITED = "invited", "Invited"
        DECLINED = "declined", "Declined"

    organisation_name = models.CharField(max_length=160)
    place = models.CharField(max_length=80)
    charity_number = models.CharField(max_length=20, blank=True)
    name = models.CharField(max_length=120)
    email = models.EmailField("email address")
    message = models.TextField(max_length=2000, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING, editable=False)
    created_at = models.DateTimeField("asked on", auto_now_add=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    objects = AccessRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.organisation_name} ({self.name})"

    def get_admin_url(self) -> str:
        return reverse("admin:members_accessrequest_change", args=[self.pk])
