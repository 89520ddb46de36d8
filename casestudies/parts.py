"""What a case study is made of beside its text: tags, figures, partners, updates and pictures."""

import secrets

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from principles.models import LCSIFunction, Source
from principles.provenance import CuratedModel

from .kinds import READ, SuccessFactor
from .pictures import picture_path, prepared, public_storage


def random_slug() -> str:
    """A short name for what people need not name."""
    return secrets.token_hex(6)


class Part(CuratedModel):
    """What belongs to a case study, and is looked after with it."""

    LOOKED_AFTER = {"case_study__status__in": READ}

    class Meta:
        abstract = True


class Tag(Part):
    """How surely a case study shows something: said by its source, or arguable and ours."""

    is_arguable = models.BooleanField(
        "arguable", default=False, help_text="Ours: the source does not say it in so many words."
    )

    class Meta:
        abstract = True


class FunctionTag(Tag):
    """That a case study shows one of the five functions."""

    natural_key_fields = ("case_study__slug", "function__slug")

    case_study = models.ForeignKey("CaseStudy", on_delete=models.CASCADE, related_name="function_tags")
    function = models.ForeignKey(LCSIFunction, on_delete=models.PROTECT, related_name="tags")

    history = HistoricalRecords()

    class Meta:
        ordering = ["function__order"]
        constraints = [
            models.UniqueConstraint(
                fields=["case_study", "function"],
                name="one_tag_per_function",
                violation_error_message="This function is tagged already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_study}: {self.function}"


class SuccessFactorTag(Tag):
    """That a case study shows something that makes partnerships work."""

    natural_key_fields = ("case_study__slug", "success_factor__slug")

    case_study = models.ForeignKey("CaseStudy", on_delete=models.CASCADE, related_name="success_factor_tags")
    success_factor = models.ForeignKey(SuccessFactor, on_delete=models.PROTECT, related_name="tags")

    history = HistoricalRecords()

    class Meta:
        ordering = ["success_factor__order"]
        constraints = [
            models.UniqueConstraint(
                fields=["case_study", "success_factor"],
                name="one_tag_per_success_factor",
                violation_error_message="This success factor is tagged already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_study}: {self.success_factor}"


class Figure(Part):
    """A number of a case study: value, unit, the time it speaks of, and its source."""

    natural_key_fields = ("case_study__slug", "slug")

    case_study = models.ForeignKey("CaseStudy", on_delete=models.CASCADE, related_name="figures")
    slug = models.SlugField()
    value = models.CharField(max_length=40, help_text="As it is printed, such as “£549.5 million”.")
    unit = models.CharField(max_length=80, blank=True, help_text="Such as “people employed”.")
    meaning = models.TextField(help_text="What the number counts, in one sentence.")
    as_of = models.CharField("as of", max_length=60)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="figures")
    order = models.PositiveSmallIntegerField(default=0)

    history = HistoricalRecords()

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                fields=["case_study", "slug"],
                name="figure_slug_is_its_own",
                violation_error_message="Another figure of this case study has this short name.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.value} {self.unit}".strip()


class Partner(Part):
    """Who took part, and what it did."""

    natural_key_fields = ("case_study__slug", "name")

    case_study = models.ForeignKey("CaseStudy", on_delete=models.CASCADE, related_name="partners")
    name = models.CharField(max_length=160)
    part = models.CharField("its part", max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    history = HistoricalRecords()

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                fields=["case_study", "name"],
                name="partner_named_once",
                violation_error_message="This partner is named already.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class CaseStudyUpdate(Part):
    """What happened in a place after its case study was written."""

    natural_key_fields = ("case_study__slug", "slug")

    case_study = models.ForeignKey("CaseStudy", on_delete=models.CASCADE, related_name="updates")
    slug = models.SlugField()
    happened_on = models.DateField()
    when = models.CharField("when, in words", max_length=60, blank=True)
    text = models.TextField(help_text="Markdown.")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="case_study_updates")

    history = HistoricalRecords()

    class Meta:
        ordering = ["-happened_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["case_study", "slug"],
                name="update_slug_is_its_own",
                violation_error_message="Another update of this case study has this short name.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_study}: {self.when or self.happened_on}"


class CaseStudyPicture(Part):
    """A picture of a case study, with the words for those who do not see it."""

    natural_key_fields = ("case_study__slug", "slug")

    case_study = models.ForeignKey("CaseStudy", on_delete=models.CASCADE, related_name="pictures")
    slug = models.SlugField(default=random_slug, editable=False)
    file = models.FileField("picture", storage=public_storage, upload_to=picture_path)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    alt = models.CharField(
        "text for those who do not see it",
        max_length=250,
        help_text="What the picture shows, such as “Six people plant a hedge beside a health centre”.",
    )
    caption = models.CharField(max_length=250, blank=True)
    credit = models.CharField(max_length=120, blank=True, help_text="Who took it, or who owns it.")
    order = models.PositiveSmallIntegerField(default=0)

    history = HistoricalRecords()

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = "picture"
        constraints = [
            models.UniqueConstraint(
                fields=["case_study", "slug"],
                name="picture_slug_is_its_own",
                violation_error_message="Another picture of this case study has this short name.",
            ),
            models.CheckConstraint(
                condition=~Q(alt=""),
                name="picture_has_words",
                violation_error_message="Say what the picture shows.",
            ),
        ]

    def __str__(self) -> str:
        return self.alt

    def get_absolute_url(self) -> str:
        return reverse("casestudies:picture", args=[self.case_study.slug, self.file.name])

    def clean(self) -> None:
        """Take in a picture that was just chosen: drawn anew, in the size it is shown in."""
        if self.file and not self.file._committed:  # type: ignore[attr-defined]
            try:
                content, self.width, self.height = prepared(self.file.file)
            except ValidationError as refusal:
                raise ValidationError({"file": refusal.messages}) from refusal
            self.file = content  # type: ignore[assignment]
