"""Letters as they were made ready: what each recipient's says from then on."""

import datetime
import uuid
from typing import TYPE_CHECKING, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Count, Exists, ExpressionWrapper, F, Max, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property

from documents.email_draft import Mailbox
from members.models import Organisation, User
from members.pictures import stored_bytes
from members.private_files import PrivateFileField
from partnerships.models import Contact, Recipient, Route

from .letter_templates import LetterTemplateVersion
from .writing import Letter

if TYPE_CHECKING:
    from .sending import SentFile


class FrozenPicture(models.Model):
    """A logo or a signature as it stood in a letter when it was made ready. Kept once for all letters."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="frozen_pictures")
    sha256 = models.CharField(max_length=64)
    file = PrivateFileField(upload_to="letters")

    class Meta:
        ordering = ["pk"]
        verbose_name = "picture of a letter"
        verbose_name_plural = "pictures of letters"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "sha256"],
                name="frozen_picture_once",
                violation_error_message="This picture is kept already.",
            )
        ]

    def __str__(self) -> str:
        return f"Picture {self.sha256[:8]}"


class LetterVersionQuerySet(models.QuerySet["LetterVersion"]):
    def for_user(self, user: User) -> Self:
        return self.filter(letter__organisation__memberships__user=user)

    def for_page(self) -> Self:
        """With what its pages show, but for its copies."""
        return self.with_sending().select_related(
            "letter__organisation", "letter__template_version__template", "template_version__template",
            "made_ready_by", "logo", "signature",
        )  # fmt: skip

    def with_sending(self) -> Self:
        """With how many of its copies were sent, when, and how many can still be sent."""
        of_version = Contact.objects.filter(
            letter_reference=OuterRef("letter"), letter_version=OuterRef("number")
        )
        contacts = of_version.order_by().values("letter_version")
        its_copies = FrozenCopy.objects.filter(version=OuterRef("pk")).order_by()
        copies = its_copies.values("version")
        left = its_copies.to_send_on(timezone.localdate()).values("version")
        to_sector = copies.filter(sent_on__isnull=False)
        return self.annotate(
            count_of_copies=Coalesce(Subquery(copies.values(count=Count("pk"))), 0),
            count_left=Coalesce(Subquery(left.values(count=Count("pk"))), 0),
            count_sent=Coalesce(Subquery(contacts.values(count=Count("pk"))), 0)
            + Coalesce(Subquery(to_sector.values(count=Count("pk"))), 0),
            first_sent_on=Coalesce(
                Subquery(contacts.values(day=Min("happened_on"))), Subquery(to_sector.values("sent_on")[:1])
            ),
            last_sent_on=Coalesce(
                Subquery(contacts.values(day=Max("happened_on"))), Subquery(to_sector.values("sent_on")[:1])
            ),
        )


class LetterVersion(models.Model):
    """A letter as it was when it was made ready. What it says never changes.

    `revision` is the letter's revision that says the same: as long as the letter has it, the letter is ready.
    """

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    template_version = models.ForeignKey(LetterTemplateVersion, on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField()
    words = models.JSONField(
        "what was typed", encoder=DjangoJSONEncoder, help_text="The letter's fields as they were."
    )
    cited = models.JSONField(
        "what it cites",
        default=list,
        help_text="Of each: kind, reference, revision, title and the text that was printed.",
    )
    is_large_print = models.BooleanField("in large print", default=False)
    organisation_name = models.CharField("name of the organisation", max_length=160)
    logo = models.ForeignKey(FrozenPicture, on_delete=models.RESTRICT, null=True, related_name="+")
    signature = models.ForeignKey(FrozenPicture, on_delete=models.RESTRICT, null=True, related_name="+")
    made_ready_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    made_ready_at = models.DateTimeField(default=timezone.now)

    # Known of versions that were asked for `with_sending()`.
    count_of_copies: int
    count_left: int
    count_sent: int
    first_sent_on: datetime.date | None
    last_sent_on: datetime.date | None

    objects = LetterVersionQuerySet.as_manager()

    class Meta:
        ordering = ["letter", "-number"]
        verbose_name = "version of a letter"
        verbose_name_plural = "versions of letters"
        constraints = [
            models.UniqueConstraint(
                fields=["letter", "number"],
                name="letter_version_number_once",
                violation_error_message="This letter has a version with this number already.",
            ),
            models.UniqueConstraint(
                fields=["letter", "revision"],
                name="letter_ready_once",
                violation_error_message="This letter is ready already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter}, version {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("letters:version", args=[self.letter_id, self.number])

    def get_page_url(self) -> str:
        """The page of its files: the letter's own, or its own when the letter says something else by now."""
        return self.letter.get_download_url() if self.is_current else self.get_absolute_url()

    @property
    def is_current(self) -> bool:
        """Whether the letter still says this."""
        return self.revision == self.letter.revision

    @property
    def is_sent(self) -> bool:
        """Whether it was sent to everybody whose body is still there."""
        return bool(self.count_sent) and not self.count_left

    @property
    def sent_in_words(self) -> str:
        """Such as “Sent 3 November 2026 to 5 of 7”; empty when it was sent to nobody."""
        if not self.first_sent_on or not self.last_sent_on:
            return ""
        last = date_format(self.last_sent_on, "j F Y")
        if self.count_of_copies == 1:
            return f"Sent {last}"
        is_all = self.count_sent == self.count_of_copies
        whom = f"all {self.count_sent}" if is_all else f"{self.count_sent} of {self.count_of_copies}"
        if self.first_sent_on == self.last_sent_on:
            return f"Sent {last} to {whom}"
        return f"Sent to {whom}, last on {last}"

    @property
    def pictures(self) -> dict[str, FrozenPicture]:
        """Its logo and its signature, by these names; a picture it has not is left out."""
        named = {"logo": self.logo, "signature": self.signature}
        return {name: picture for name, picture in named.items() if picture}

    @cached_property
    def images(self) -> dict[str, bytes]:
        """The bytes of its pictures. A file that is gone is left out: the letter still leaves."""
        read = {name: stored_bytes(picture.file) for name, picture in self.pictures.items()}
        return {name: content for name, content in read.items() if content is not None}


class FrozenKind(models.TextChoices):
    """What a file of a ready letter is. The print files hold many recipients' letters, all others one."""

    PDF = "pdf", "PDF"
    LARGE_PRINT = "large-print", "Large print PDF"
    WORD = "word", "Word"
    LARGE_PRINT_WORD = "large-print-word", "Large print Word"
    EMAIL = "email", "Email draft"
    EMAIL_TO_ALL = "email-to-all", "Email draft, the others in copy"
    PRINT = "print", "Print file"
    PRINT_BOTH_SIDES = "print-both-sides", "Print file for both sides"


# What makes a record of contact that of a copy.
_SAME_LETTER = {
    "recipient": OuterRef("recipient"),
    "letter_reference": OuterRef("version__letter"),
    "letter_version": OuterRef("version__number"),
}


def _was_sent() -> Q:
    return Q(sent_on__isnull=False) | Q(Exists(Contact.objects.filter(**_SAME_LETTER)))


class FrozenCopyQuerySet(models.QuerySet["FrozenCopy"]):
    def without_documents(self) -> Self:
        """For pages that name the copies, of which there may be hundreds, with the sizes they come in."""
        return (
            self.select_related("recipient__body", "recipient__own_body")
            .annotate(
                has_usual_size=ExpressionWrapper(~Q(html=""), models.BooleanField()),
                has_large_print=ExpressionWrapper(~Q(large_print_html=""), models.BooleanField()),
            )
            .defer("html", "large_print_html", "values")
        )

    def with_words(self) -> Self:
        """With what was said to whom, without the documents."""
        return self.select_related("recipient__organisation", "recipient__body", "recipient__own_body").defer(
            "html", "large_print_html"
        )

    def with_sending(self) -> Self:
        """With the day and the way each was sent, the record of that, and the file that was really sent."""
        contacts = Contact.objects.filter(**_SAME_LETTER)
        return self.select_related("sent_file__added_by").annotate(
            sent_day=Coalesce(F("sent_on"), Subquery(contacts.values("happened_on")[:1])),
            sent_route=Subquery(contacts.values("route")[:1]),
            contact_uuid=Subquery(contacts.values("uuid")[:1]),
        )

    def sent(self) -> Self:
        """Copies that left, whichever way they were marked."""
        return self.filter(_was_sent())

    def to_send(self) -> Self:
        """Copies that were not sent yet."""
        return self.exclude(_was_sent())

    def to_send_on(self, day: datetime.date) -> Self:
        """Copies that were not sent yet and whose body is there on a day."""
        return self.to_send().exclude(recipient__body__last_on__lt=day)

    def that_can_have(self, kind: str) -> Self:
        """Copies of which this kind of file can be made."""
        if kind in (FrozenKind.EMAIL, FrozenKind.EMAIL_TO_ALL):
            return self.exclude(email="")
        is_large = kind in (FrozenKind.LARGE_PRINT, FrozenKind.LARGE_PRINT_WORD)
        return self.exclude(large_print_html="") if is_large else self.exclude(html="")


class FrozenCopy(models.Model):
    """One recipient's letter as it was when the letter was made ready, and how it could be sent then."""

    version = models.ForeignKey(LetterVersion, on_delete=models.CASCADE, related_name="copies")
    recipient = models.ForeignKey(
        Recipient, on_delete=models.RESTRICT, null=True, blank=True, related_name="+"
    )
    addressed_to = models.CharField("to", max_length=300)
    email = models.EmailField("email address", blank=True)
    email_name = models.CharField("name in an email", max_length=160, blank=True)
    address = models.TextField("postal address", blank=True)
    title = models.TextField()
    subject = models.TextField()
    file_stem = models.CharField(max_length=100, editable=False)
    values = models.JSONField("what the fields held", encoder=DjangoJSONEncoder)
    options = models.JSONField("how it is set", default=dict)
    html = models.TextField("the letter", blank=True)
    large_print_html = models.TextField("the letter in large print", blank=True)
    sent_on = models.DateField(
        null=True, blank=True, help_text="Only of a copy without a recipient: all others have a record."
    )
    sent_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    # Known of copies that were asked for `without_documents()`.
    has_usual_size: bool
    has_large_print: bool

    # Known of copies that were asked for `with_sending()`.
    sent_day: datetime.date | None
    sent_route: str | None
    contact_uuid: uuid.UUID | None

    objects = FrozenCopyQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = "copy of a ready letter"
        verbose_name_plural = "copies of ready letters"
        constraints = [
            models.UniqueConstraint(
                fields=["version", "recipient"],
                name="frozen_copy_once",
                violation_error_message="This recipient has a copy already.",
            ),
            models.UniqueConstraint(
                fields=["version"],
                condition=Q(recipient__isnull=True),
                name="frozen_copy_for_the_sector_once",
                violation_error_message="The letter to the sector has its copy already.",
            ),
            models.CheckConstraint(
                condition=Q(sent_on__isnull=True) | Q(recipient__isnull=True),
                name="frozen_copy_sent_is_recorded",
                violation_error_message="A letter to a recipient is recorded as a contact with them.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.addressed_to}"

    def get_absolute_url(self) -> str:
        return f"{self.version.get_absolute_url()}?to={self.pk}"

    def get_file_url(self, kind: str) -> str:
        args = [self.version.letter_id, self.version.number, kind]
        return f"{reverse('letters:version-file', args=args)}?to={self.pk}"

    @property
    def version_args(self) -> list[object]:
        """What names its version in an address."""
        return [self.version.letter_id, self.version.number]

    @property
    def sent_how(self) -> str:
        """Such as “by post”; empty for the letter to the sector."""
        return Route(self.sent_route).label.lower() if self.sent_route else ""

    @property
    def own_file(self) -> "SentFile | None":
        """The file that was really sent, finished elsewhere."""
        return getattr(self, "sent_file", None)

    @property
    def files_to_offer(self) -> list[tuple[FrozenKind, str]]:
        """The kinds of file it can have, with their addresses, the organisation's own size first."""
        kinds = [FrozenKind.PDF, FrozenKind.WORD, FrozenKind.LARGE_PRINT, FrozenKind.LARGE_PRINT_WORD]
        if self.version.is_large_print:
            kinds = [*kinds[2:], *kinds[:2]]
        kinds.insert(2, FrozenKind.EMAIL)
        return [(kind, self.get_file_url(kind)) for kind in kinds if self.can_have(kind)]

    def can_have(self, kind: str) -> bool:
        """Whether there is such a file. Nobody writes an email to a body that has ended."""
        if kind in (FrozenKind.EMAIL, FrozenKind.EMAIL_TO_ALL):
            return bool(self.email) and not self.is_history
        is_large = kind in (FrozenKind.LARGE_PRINT, FrozenKind.LARGE_PRINT_WORD)
        return self.has_large_print if is_large else self.has_usual_size

    @property
    def is_history(self) -> bool:
        """Whether its body has ended, so that it is kept to read and sent no more."""
        return self.recipient is not None and self.recipient.has_ended

    @property
    def main_html(self) -> str:
        """The letter in the size that the organisation used."""
        return self.large_print_html if self.version.is_large_print else self.html

    @property
    def mailbox(self) -> Mailbox:
        return Mailbox(self.email, self.email_name)
