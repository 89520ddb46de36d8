"""The text of an agreement as it is written, its versions, their files, and comments on them."""

from typing import TYPE_CHECKING, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone

from documents.plain_text import clean, one_line
from members.frozen_files import NONE_OR_WHOLE, FrozenFileBase, FrozenFileQuerySet
from members.models import User
from members.private_files import PrivateFileField
from members.saving import SavedByPages

from .agreements import Agreement
from .contacts import LONG_WORDS

if TYPE_CHECKING:
    from .links import PrivateLink

SHORT_WORDS = MaxLengthValidator(2_000, "Shorten this to 2,000 characters or fewer")


class AgreementText(SavedByPages):
    """What an agreement is to say, as its writers have it now.

    `clauses` holds the words of each clause by its name in partnerships.clauses.
    """

    agreement = models.OneToOneField(Agreement, on_delete=models.CASCADE, related_name="text")
    clauses = models.JSONField(default=dict, blank=True)
    notice_months = models.PositiveSmallIntegerField(
        "months of notice", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(36)]
    )
    consultation_weeks = models.PositiveSmallIntegerField(
        "weeks to answer a consultation",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(52)],
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = "text of an agreement"
        verbose_name_plural = "texts of agreements"

    def __str__(self) -> str:
        return f"Text of {self.agreement}"

    def get_absolute_url(self) -> str:
        return reverse("partnerships:agreement-text", args=[self.agreement_id])


class AgreementVersionQuerySet(models.QuerySet["AgreementVersion"]):
    def for_user(self, user: User) -> Self:
        return self.filter(agreement__organisation__memberships__user=user)

    def for_list(self) -> Self:
        """Without the words, which a list does not show."""
        return self.select_related("agreement", "made_by").defer("html", "values")


class AgreementVersion(models.Model):
    """The text of an agreement as it was one day. What it says never changes."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    name = models.CharField("name of the agreement", max_length=200)
    note = models.CharField(
        "what it is for", max_length=200, blank=True, help_text="Such as “for the meeting on 3 March”"
    )
    values = models.JSONField("what was typed and recorded", encoder=DjangoJSONEncoder)
    html = models.TextField("the agreement")
    made_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)

    objects = AgreementVersionQuerySet.as_manager()

    class Meta:
        ordering = ["agreement", "-number"]
        verbose_name = "version of an agreement"
        verbose_name_plural = "versions of agreements"
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "number"],
                name="agreement_version_number_once",
                violation_error_message="This agreement has a version with this number already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, version {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("partnerships:agreement-version", args=[self.agreement_id, self.number])

    def clean(self) -> None:
        self.note = one_line(self.note)


class AgreementFileKind(models.TextChoices):
    PDF = "pdf", "PDF"
    WORD = "word", "Word"


class AgreementFile(FrozenFileBase):
    """A version as a file: made when it is first wanted, and the same bytes ever after."""

    version = models.ForeignKey(AgreementVersion, on_delete=models.CASCADE, related_name="files")
    kind = models.CharField(max_length=10, choices=AgreementFileKind)
    file = PrivateFileField(upload_to="agreements", blank=True)

    objects = FrozenFileQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = "file of an agreement"
        verbose_name_plural = "files of agreements"
        constraints = [
            models.UniqueConstraint(
                fields=["version", "kind"],
                name="agreement_file_once",
                violation_error_message="This version has this file already.",
            ),
            models.CheckConstraint(
                condition=NONE_OR_WHOLE,
                name="agreement_file_none_or_whole",
                violation_error_message="A file is stored together with its hash, its size and its time.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.get_kind_display()}"


class CommentQuerySet(models.QuerySet["Comment"]):
    def for_user(self, user: User) -> Self:
        return self.filter(version__agreement__organisation__memberships__user=user)

    def of_agreement(self, agreement: Agreement) -> Self:
        """What was said of any version of an agreement, with who said it."""
        found = self.filter(version__agreement=agreement).select_related("version", "link", "settled_by")
        return found.defer("version__html", "version__values")

    def open(self) -> Self:
        """Comments that the member has not settled yet."""
        return self.filter(settled_at=None)


class Comment(models.Model):
    """What somebody with a private link said of one section of one version.

    Whoever has the link may change it until the member has settled it.
    """

    link = models.ForeignKey("PrivateLink", on_delete=models.CASCADE, related_name="comments")
    version = models.ForeignKey(AgreementVersion, on_delete=models.CASCADE, related_name="comments")
    section = models.CharField("the section", max_length=60)
    name = models.CharField("your name", max_length=120, blank=True)
    text = models.TextField("your comment", validators=[SHORT_WORDS])
    answer = models.TextField("your answer", blank=True, validators=[LONG_WORDS])
    settled_at = models.DateTimeField(null=True, blank=True, editable=False)
    settled_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = "comment on an agreement"
        verbose_name_plural = "comments on agreements"

    def __str__(self) -> str:
        return self.text[:60]

    def clean(self) -> None:
        self.name = one_line(self.name)
        self.text, self.answer = clean(self.text).strip(), clean(self.answer).strip()

    @property
    def is_settled(self) -> bool:
        return self.settled_at is not None

    @property
    def who(self) -> str:
        """Who said it: the name they gave, and for whom the link was made."""
        link: PrivateLink = self.link
        return f"{self.name} ({link.who})" if self.name else link.who

    def settle(self, answer: str, *, by: User) -> bool:
        """Keep the answer, if any, and that this comment is dealt with. False when somebody was faster."""
        unsettled = Comment.objects.open().filter(pk=self.pk)
        return bool(unsettled.update(answer=clean(answer).strip(), settled_at=timezone.now(), settled_by=by))

    def open_again(self) -> None:
        """Take it up once more: whoever wrote it can change it again."""
        self.settled_at = self.settled_by = None
        self.save(update_fields=["settled_at", "settled_by"])
