"""What points at a public body, so that it must not go."""

from collections import Counter
from typing import Any

from django.db import models

from .models import EarlierName, PublicBody, Succession


def uses(body: PublicBody) -> list[str]:
    """What points at a body, counted: “2 organisations”, “1 case study”. Nobody is named."""
    counts: Counter[Any] = Counter()
    for relation in PublicBody._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel) or _is_part(relation):
            continue
        model: Any = relation.related_model
        # The rows that join two models say which the other is.
        owner = model._meta.auto_created or model
        counts[owner._meta] += model._base_manager.filter(**{relation.field.name: body}).count()
    return [
        f"{count} {meta.verbose_name if count == 1 else meta.verbose_name_plural}"
        for meta, count in sorted(counts.items(), key=lambda pair: str(pair[0].verbose_name))
        if count
    ]


def _is_part(relation: models.ManyToOneRel) -> bool:
    """Whether the rows belong to the body itself and go with it, or are its history and stay."""
    if relation.related_model is EarlierName or "history" in relation.related_model._meta.pk.name:
        return True
    if relation.related_model is Succession:
        return relation.field.name == "body"
    return relation.related_model is PublicBody.icbs.through and relation.field.name == "from_publicbody"
