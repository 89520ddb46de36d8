"""Letters as they are written: a letter, each recipient's copy, and what it cites."""

import uuid
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from members.models import Organisation, User
from members.saving import SavedByPages
from partnerships.models import MOST_WORDS, Recipient, RecipientQuerySet
from publicbodies.models import PublicBody

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


class Place(models.TextChoices):
    """Where in a letter a member's own paragraph stands."""

    BEFORE_ASKS = "before-asks", "Before the further asks"
    AFTER_EXAMPLES = "after-examples", "After the examples"
    BEFORE_CLOSE = "before-close", "Before the last paragraph"


class LetterQuerySet(models.QuerySet["Letter"]):
    def for_user(self, user: User) -> Self:
        return self.filter(organisation__memberships__user=user)

    def for_organisation(self, organisation: Organisation) -> Self:
        return self.filter(organisation=organisation)

    def for_list(self) -> Self:
        """With what a list shows of each, in a fixed number of queries and without all its copies."""
        first = LetterCopy.objects.select_related("recipient__body", "recipient__own_body")[:1]
        copies = LetterCopy.objects.order_by().filter(letter=models.OuterRef("pk")).values("letter")
        count = models.Subquery(copies.values(count=models.Count("pk")))
        return (
            self.annotate(count_of_copies=Coalesce(count, 0))
            .select_related("organisation", "template_version__template", "changed_by")
            .prefetch_related(
                models.Prefetch("copies", first, to_attr="first_copies"), versions_with_sending()
            )
        )

    def matching(self, words: str) -> Self:
        """Letters whose title, or one of whose recipients, holds each of the first ten words."""
        found = self
        for word in words.split()[:MOST_WORDS]:
            people = Recipient.objects.matching(word).order_by()
            copies = LetterCopy.objects.filter(letter=models.OuterRef("pk"), recipient__in=people)
            title = models.Q(template_version__template__title__icontains=word)
            found = found.filter(title | models.Exists(copies))
        return found

    def with_versions(self) -> Self:
        """With their versions and what became of those, without anything else."""
        return self.prefetch_related(versions_with_sending())

    def for_page(self) -> Self:
        """With what its pages show, in a fixed number of queries."""
        return self.select_related(
            "organisation", "template_version__template", "changed_by"
        ).prefetch_related(
            "copies__recipient__body",
            "copies__recipient__own_body",
            "citations",
            people_copied_to(),
            versions_with_sending(),
        )

    def for_writing(self) -> Self:
        """With what its words are made of. However many recipients there are, they are not loaded."""
        return self.select_related(
            "organisation", "template_version__template", "changed_by"
        ).prefetch_related("citations", people_copied_to())


def versions_with_sending() -> models.Prefetch:
    """For the versions of letters: what became of each, and what changed since that somebody has seen."""
    versions = apps.get_model("letters", "LetterVersion").objects.with_sending()
    return models.Prefetch("versions", versions.prefetch_related("seen_changes"))


def people_copied_to() -> models.Prefetch:
    """For letters: the people in the list who get a copy, with their bodies."""
    return models.Prefetch("copied_to", Recipient.objects.with_bodies())


class Letter(SavedByPages):
    """A letter written once by a member, for one or many recipients. Each recipient's is a LetterCopy."""

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="letters")
    template_version = models.ForeignKey(LetterTemplateVersion, on_delete=models.PROTECT, related_name="+")
    dated_on = models.DateField("date on the letter", default=timezone.localdate)
    main_ask = models.TextField("what you ask for first", blank=True, validators=[OWN_WORDS])
    further_asks = models.TextField(
        "what else you would welcome", blank=True, help_text="One on each line.", validators=[OWN_WORDS]
    )
    reply_by_on = models.DateField("reply by", null=True, blank=True)
    meeting_dates = models.TextField("days you offer for a meeting", blank=True, validators=[OWN_WORDS])
    contact = models.CharField("who answers their questions", max_length=200, blank=True)
    examples = models.JSONField(default=list, blank=True)
    # [{"place": a Place, "text": words}], in the order in which they print.
    own_paragraphs = models.JSONField(default=list, blank=True)
    # By tier, and by the slug of a public body: {"chosen": whether it prints, "text": the member's words}.
    tier_paragraphs = models.JSONField(default=dict, blank=True)
    change_notices = models.JSONField(default=dict, blank=True)
    # The member's words by the number of the template's paragraph that they stand in for.
    own_wording = models.JSONField("standard wording you changed", default=dict, blank=True)
    signer_name = models.CharField("name", max_length=120, blank=True)
    signer_role = models.CharField("job title", max_length=120, blank=True)
    co_signatories = models.TextField("who signs with you", blank=True, validators=[OWN_WORDS])
    enclosures = models.TextField("what is enclosed", blank=True, validators=[OWN_WORDS])
    copied_to = models.ManyToManyField(
        Recipient, related_name="+", blank=True, verbose_name="copies to people in your list"
    )
    copies_to = models.TextField("copies to others", blank=True, validators=[OWN_WORDS])
    names_other_recipients = models.BooleanField("say who else receives it", default=True)

    # Known of letters that were asked for `with_new_changes()`.
    new_changes: "list[ChangedFact]"

    # What the site keeps of a letter besides what its writer typed and chose.
    NOT_WORDS = frozenset(
        {
            "uuid",
            "organisation",
            "template_version",
            "revision",
            "saved_from",
            "saved_turn",
            "changed_by",
            "created_at",
            "changed_at",
        }
    )

    # What `for_list` brings along.
    count_of_copies: int
    first_copies: list["LetterCopy"]

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at"]

    def __str__(self) -> str:
        return f"{self.template_version.template} ({self.dated_on:%Y-%m-%d})"

    def get_absolute_url(self) -> str:
        return reverse("letters:edit", args=[self.uuid])

    def get_download_url(self) -> str:
        """The page where it is checked, made ready and downloaded."""
        return reverse("letters:download", args=[self.uuid])

    @classmethod
    def word_fields(cls) -> list[models.Field]:
        """The fields that its writer fills, so that a new one is not forgotten when the letter is kept."""
        return [field for field in cls._meta.concrete_fields if field.name not in cls.NOT_WORDS]

    @property
    def words(self) -> dict[str, Any]:
        """What its writer typed and chose, by the names of the columns."""
        typed = {field.attname: field.value_from_object(self) for field in self.word_fields()}
        return typed | {"copied_to": sorted(recipient.pk for recipient in self.copied_to.all())}

    def say(self, words: Mapping[str, Any]) -> None:
        """Take the words of another letter or of a version, without saving. What they lack becomes empty."""
        for field in self.word_fields():
            value = words.get(field.attname, field.get_default())
            setattr(self, field.attname, field.to_python(value))

    def copy_to(self, words: Mapping[str, Any], recipients: RecipientQuerySet) -> None:
        """Store who gets a copy by the words of another letter or of a version, as far as they are there."""
        there = recipients.for_organisation(self.organisation)
        self.copied_to.set(there.filter(pk__in=words.get("copied_to", [])))

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
        as_it_is = self.versions.filter(revision=self.revision)
        # What became of a version takes ten times as long to ask, and is asked while the letter is locked.
        return as_it_is.exists() and any(row.is_sent for row in as_it_is.with_sending())

    @property
    def stage(self) -> LetterStage:
        if version := self.current_version:
            return LetterStage.SENT if version.is_sent else LetterStage.READY
        return LetterStage.CHANGED if self.latest_version else LetterStage.DRAFT

    @property
    def is_for_sector(self) -> bool:
        """Whether it goes to the local voluntary sector, so that it has one copy and no address."""
        return self.template_version.template.audience == Audience.SECTOR

    @property
    def addressed_to(self) -> str:
        """Such as “Suffolk County Council and 6 others”. Asks about a letter that was loaded `for_list`."""
        others = self.count_of_copies - 1
        first = self.first_copies[0].recipient if self.first_copies else None
        if others < 1:
            return str(first or "Local voluntary sector")
        return f"{first and first.where.official_name} and {others} other{'' if others == 1 else 's'}"

    @property
    def bodies(self) -> "models.QuerySet[PublicBody]":
        """The public bodies that receive it."""
        return PublicBody.objects.filter(pk__in=self.copies.order_by().values("recipient__body"))

    @property
    def paragraphs_by_place(self) -> dict[str, list[str]]:
        """The member's own paragraphs at each place, in their order, blank ones left out."""
        found: dict[str, list[str]] = {}
        for row in self.own_paragraphs:
            if row["text"].strip():
                found.setdefault(row["place"], []).append(row["text"])
        return found

    @property
    def chosen_examples(self) -> list[str]:
        """The wording of the ticked examples, in the member's order."""
        return [example["text"] for example in self.examples if example.get("chosen")]


class LetterCopyQuerySet(models.QuerySet["LetterCopy"]):
    def with_recipients(self) -> Self:
        return self.select_related("recipient__body", "recipient__own_body")

    def one_of_each_sort(self, also_at: Collection[str] = ()) -> Self:
        """One copy for each sort of recipient whose letter could leave something else to fill.

        The words are the same for all; which paragraphs print differs with the kind of body, with a change
        that is ahead of it, and with a name. Bodies to which the letter says words of their own come too, by
        their slugs.
        """
        sort = {
            "is_changing": ~models.Q(recipient__body__change_note=""),
            "is_named": ~models.Q(recipient__name=""),
        }
        sorts = self.order_by().values("recipient__body__kind", "recipient__own_body__kind", **sort)
        first = models.Q(pk__in=sorts.annotate(first=models.Min("pk")).values("first"))
        return self.filter(first | models.Q(recipient__body__slug__in=also_at))


class LetterCopy(models.Model):
    """One recipient's copy of a letter. The letter to the sector has one copy without a recipient."""

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="copies")
    recipient = models.ForeignKey(
        Recipient, on_delete=models.RESTRICT, null=True, blank=True, related_name="+"
    )

    objects = LetterCopyQuerySet.as_manager()

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
