"""Where something belongs: at one public body or one body of the member's own, on their side or ours."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from publicbodies.models import PublicBody

from .recipients import OwnBody


class Side(models.TextChoices):
    """Whose promise it is, or for whom somebody speaks: the local voluntary sector or the public bodies."""

    OURS = "ours", "Our side"
    THEIRS = "theirs", "Their side"


def at(where: PublicBody | OwnBody) -> dict[str, PublicBody | OwnBody]:
    """The body as a filter or as values of a row."""
    return {"body" if isinstance(where, PublicBody) else "own_body": where}


# For the list of constraints of each model that derives from AtBody.
ONE_BODY = models.CheckConstraint(
    condition=Q(body__isnull=False, own_body__isnull=True) | Q(body__isnull=True, own_body__isnull=False),
    name="%(class)s_with_one_body",
    violation_error_message="Choose one body: a public body or one of your own",
)


class AtBodyQuerySet(models.QuerySet[Any]):
    def at(self, where: PublicBody | OwnBody) -> Self:
        """Rows of one body."""
        return self.filter(**at(where))


class AtBody(models.Model):
    """A row that belongs to exactly one body. Both kinds answer to the same names, as `where`."""

    body = models.ForeignKey(
        PublicBody, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="public body",
    )  # fmt: skip
    own_body = models.ForeignKey(
        OwnBody, on_delete=models.RESTRICT, null=True, blank=True, related_name="%(class)ss",
        verbose_name="a body of your own",
    )  # fmt: skip

    class Meta:
        abstract = True

    @property
    def where(self) -> PublicBody | OwnBody:
        """The body, whichever of the two it is."""
        found = self.body or self.own_body
        assert found is not None  # noqa: S101  (a constraint keeps one of them)
        return found
