"""Letters as they are written: a letter, each recipient's copy, and what it cites."""

import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.urls import reverse
from django.utils import timezone

from members.models import Organisation, User
from partnerships.models import Recipient

from .letter_templates import OWN_WORDS, Audience, LetterTemplateVersion

if TYPE_CHECKING:
    from letters.changed_facts import ChangedFact

    from .frozen import LetterVersion


class LetterStage(models.TextChoices):
    """How far a letter is. What was made ready once is kept, whatever becomes of the letter."""

    DRAFT = "draft", "Draft"
    READY = "ready", "Ready"
    SENT = "sent", "Sent"
    CHANGED = "changed", "Changed since it was ready"


class LetterQuerySet(models.QuerySet["Letter"]):
    def for_user(self, user: User) -> Self:
        return self.filter(organisation__memberships__user=user)

    def for_organisation(self, organisation: Organisation) -> Self:
        return self.filter(organisation=organisation)

    def with_versions(self) -> Self:
        """With their versions and what became of those, without anything else."""
        return self.prefetch_related(versions_with_sending())

    def for_page(self) -> Self:
        """With what its pages show, in a fixed number of queries."""
        return self.select_related(
            "organisation", "template_version__template", "changed_by"
        ).prefetch_related(
            "copies__recipient__body", "copies__recipient__own_body", "citations", versions_with_sending()
        )


def versions_with_sending() -> models.Prefetch:
    """For the versions of letters: what became of each, and what changed since that somebody has seen."""
    versions = apps.get_model("letters", "LetterVersion").objects.with_sending()
    return models.Prefetch("versions", versions.prefetch_related("seen_changes"))


class Letter(models.Model):
    """A letter written once by a member, for one or many recipients. Each recipient's is a LetterCopy.

    `revision` rises with every save, so that two people who edit one letter notice each other.
    """

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="letters")
    template_version = models.ForeignKey(LetterTemplateVersion, on_delete=models.PROTECT, related_name="+")
    dated_on = models.DateField("date on the letter", default=timezone.localdate)
    main_ask = models.TextField("what you ask for first", blank=True, validators=[OWN_WORDS])
    further_asks = models.TextField(
        "what else you would welcome", blank=True, help_text="One on each line.", validators=[OWN_WORDS]
    )
    reply_by_on = models.DateField("reply by", null=True, blank=True)
    examples = models.JSONField(default=list, blank=True)
    signer_name = models.CharField("name", max_length=120, blank=True)
    signer_role = models.CharField("job title", max_length=120, blank=True)
    revision = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    # Known of letters that were asked for `with_new_changes()`.
    new_changes: "list[ChangedFact]"

    # What the site keeps of a letter besides what its writer typed and chose.
    NOT_WORDS = frozenset(
        {"uuid", "organisation", "template_version", "revision", "changed_by", "created_at", "changed_at"}
    )

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at"]

    def __str__(self) -> str:
        return f"{self.template_version.template} ({self.dated_on:%Y-%m-%d})"

    def get_absolute_url(self) -> str:
        return reverse("letters:edit", args=[self.uuid])

    def get_download_url(self) -> str:
        return reverse("letters:download", args=[self.uuid])

    @classmethod
    def word_fields(cls) -> list[models.Field]:
        """The fields that its writer fills, so that a new one is not forgotten when the letter is kept."""
        return [field for field in cls._meta.concrete_fields if field.name not in cls.NOT_WORDS]

    @property
    def words(self) -> dict[str, Any]:
        """What its writer typed and chose, by the names of the columns."""
        return {field.attname: field.value_from_object(self) for field in self.word_fields()}

    def say(self, words: Mapping[str, Any]) -> None:
        """Take the words of another letter or of a version, without saving. What they lack becomes empty."""
        for field in self.word_fields():
            value = words.get(field.attname, field.get_default())
            setattr(self, field.attname, field.to_python(value))

    @property
    def current_version(self) -> "LetterVersion | None":
        """The version that says what the letter says now; None while it is a draft."""
        return next((row for row in self.versions.all() if row.revision == self.revision), None)

    @property
    def latest_version(self) -> "LetterVersion | None":
        """The version that was made ready last, whether or not the letter was changed since."""
        return max(self.versions.all(), key=lambda row: row.number, default=None)

    @property
    def sent_version(self) -> "LetterVersion | None":
        """The version that was sent last, if only to some. Asks about a letter that was loaded for a page."""
        sent = (row for row in self.versions.all() if row.count_sent)
        return max(sent, key=lambda row: row.number, default=None)

    @property
    def is_sent(self) -> bool:
        """Whether all of it was sent as it is now, so that only a new version can be changed."""
        return any(row.is_sent for row in self.versions.filter(revision=self.revision).with_sending())

    @property
    def stage(self) -> LetterStage:
        if version := self.current_version:
            return LetterStage.SENT if version.is_sent else LetterStage.READY
        return LetterStage.CHANGED if self.latest_version else LetterStage.DRAFT

    @property
    def is_for_sector(self) -> bool:
        return self.template_version.template.audience == Audience.SECTOR

    @property
    def chosen_examples(self) -> list[str]:
        """The wording of the ticked examples, in the member's order."""
        return [example["text"] for example in self.examples if example.get("chosen")]


class LetterCopy(models.Model):
    """One recipient's copy of a letter. The letter to the sector has one copy without a recipient."""

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="copies")
    recipient = models.ForeignKey(
        Recipient, on_delete=models.RESTRICT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "letter copies"
        constraints = [
            models.UniqueConstraint(
                fields=["letter", "recipient"],
                name="one_copy_each",
                violation_error_message="This recipient has a copy already.",
            ),
            models.UniqueConstraint(
                fields=["letter"],
                condition=models.Q(recipient__isnull=True),
                name="one_copy_for_the_sector",
                violation_error_message="The letter to the sector has its copy already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter}: {self.recipient or 'the local voluntary sector'}"

    @property
    def is_history(self) -> bool:
        """Whether its body has ended, so that the letter cannot go there any more."""
        return self.recipient is not None and self.recipient.has_ended


class CitationKind(models.TextChoices):
    FINDING = "finding", "Finding"
    CASE_STUDY = "case-study", "Case study"


class Citation(models.Model):
    """What a letter cites: a reference into the public rooms and the revision it had then.

    No key to the cited row: public rooms must not be able to reach a member's letter.
    """

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="citations")
    kind = models.CharField(max_length=20, choices=CitationKind)
    reference = models.CharField(max_length=100, help_text="A finding's reference or a case study's slug.")
    revision = models.PositiveIntegerField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["letter", "kind", "reference"],
                name="cited_once",
                violation_error_message="This is in the letter already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.reference}"
