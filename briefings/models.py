"""What a member asks of each body, kept so that every paper asks the same."""

from typing import Any, Self

from django.core.validators import MaxLengthValidator
from django.db import models

from documents.plain_text import clean
from members.models import Organisation, User
from partnerships.models import OwnBody
from partnerships.models.places import ONE_BODY, AtBody, AtBodyQuerySet, at
from publicbodies.models import PublicBody

LONGEST = 1_000


class BodyAsksQuerySet(AtBodyQuerySet):
    def for_organisation(self, organisation: Organisation) -> Self:
        return self.filter(organisation=organisation)


class BodyAsks(AtBody):
    """What one organisation asks of one body, one ask on each line. Empty when it was taken out again.

    `revision` rises with every change, so that two people who write in one row notice each other.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="asks_of_bodies")
    # The rooms below know nothing of these, so that they do not keep a body from being taken out.
    own_body = models.ForeignKey(
        OwnBody, on_delete=models.CASCADE, null=True, blank=True, related_name="+",
        verbose_name="a body of your own",
    )  # fmt: skip
    text = models.TextField(
        "what you ask of them",
        blank=True,
        validators=[MaxLengthValidator(LONGEST, "Shorten this to 1,000 characters or fewer")],
    )
    revision = models.PositiveIntegerField(default=0, editable=False)
    changed_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    changed_at = models.DateTimeField(auto_now=True)

    objects = BodyAsksQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at", "-pk"]
        verbose_name = "list of asks"
        verbose_name_plural = "lists of asks"
        constraints = [
            ONE_BODY,
            *(
                models.UniqueConstraint(
                    fields=["organisation", name],
                    name=f"asks_once_for_each_{name}",
                    violation_error_message="What you ask of this body is kept already",
                )
                for name in ("body", "own_body")
            ),
        ]

    def __str__(self) -> str:
        return f"Asked of {self.where.official_name}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.text = clean(self.text).strip()
        super().save(*args, **kwargs)

    @classmethod
    def of(cls, organisation: Organisation, where: PublicBody | OwnBody) -> "BodyAsks":
        """What is kept for a body, or a new row that is not stored yet."""
        rows = cls.objects.for_organisation(organisation).at(where)
        return rows.select_related("changed_by").first() or cls(organisation=organisation, **at(where))
