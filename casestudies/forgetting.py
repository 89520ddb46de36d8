"""A member's case study that NAVCA deletes goes with its earlier versions and the sources made for it."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.db import models, transaction
from django.db.models import Q

from principles.models import Source

from .models import (
    CaseStudy,
    CaseStudyPicture,
    CaseStudyUpdate,
    Figure,
    FunctionTag,
    Partner,
    Status,
    SuccessFactorTag,
)

PARTS = (Figure, Partner, CaseStudyUpdate, CaseStudyPicture, FunctionTag, SuccessFactorTag)


@contextmanager
def forgotten(studies: models.QuerySet[CaseStudy]) -> Iterator[None]:
    """Delete these within the block: of those that members told, nothing is left afterwards."""
    with transaction.atomic():
        keys = list(studies.filter(told_by_member=True).values_list("pk", flat=True))
        of_these = Q(pk__in=CaseStudy.objects.filter(pk__in=keys).values("source"))
        of_these |= Q(pk__in=Figure.objects.filter(case_study__in=keys).values("source"))
        sources = list(Source.objects.told().filter(of_these))
        yield
        _forget_versions(keys)
        for source in sources:
            _delete_unused(source)


def _forget_versions(keys: Collection[int]) -> None:
    """Take the words of deleted case studies out of the history.

    That each has left, and when, stays there without a word: what was made before is handed out no more.
    """
    for part in PARTS:
        part.history.filter(case_study_id__in=keys).delete()
    versions = CaseStudy.history.filter(id__in=keys)
    for related in CaseStudy.history.model._meta.related_objects:
        related.related_model._base_manager.filter(**{f"{related.field.name}__in": versions}).delete()
    versions.exclude(history_type="-").delete()
    words = {
        field.name: ""
        for field in CaseStudy._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField) and not field.choices
    }
    versions.update(**words, status=Status.WITHDRAWN, history_change_reason=None)


def _delete_unused(source: Source) -> None:
    """Delete a source with its versions, unless something else was read in it."""
    key = source.pk
    try:
        with transaction.atomic():
            source.delete()
    except models.ProtectedError:
        return
    Source.history.filter(id=key).delete()
