"""What of the content nobody has looked at for long: a page of the admin, with the way to each row."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import admin
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Count, F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from letters.election_periods import PreElectionPeriod
from principles.models import Link, Source
from principles.provenance import CuratedModel
from principles.waiting import Waiting
from publicbodies.models import PublicBody

from .subjects import OTHERS, SUBJECTS

OLD: Final = datetime.timedelta(days=180)
SHOWN: Final = 10
# Rows whose day is the one on which somebody compared them with what they are taken from.
CHECKED: Final[tuple[type[models.Model], ...]] = (Link, PreElectionPeriod, PublicBody, Source)


@dataclass(frozen=True)
class Aged:
    """The rows of one kind: how many are new, old or marked, and those that have waited longest."""

    name: str
    never: int
    old: int
    marked: int | None
    never_url: str
    old_url: str
    marked_url: str
    rows: Sequence[tuple[str, str, str]]

    @property
    def total(self) -> int:
        return self.never + self.old + (self.marked or 0)


@require_safe
def to_check(request: HttpRequest) -> HttpResponse:
    """Show what was never reviewed, was reviewed more than 180 days ago or is marked as needing a check."""
    today = timezone.localdate()
    subjects = [
        (subject, [aged(model, today) for model in kinds])
        for subject, kinds in kinds_by_subject(request.user).items()  # type: ignore[arg-type]
    ]
    context = {
        **admin.site.each_context(request),
        "title": "Content to check",
        "subjects": subjects,
        "days": OLD.days,
        "shown": SHOWN,
    }
    return render(request, "admin/to_check.html", context)


def kinds_by_subject(user: AbstractUser) -> dict[str, list[type[models.Model]]]:
    """The kinds of content that somebody may see, by subject; parts of a page come after the page."""
    kinds: dict[str, list[type[models.Model]]] = {}
    subject_of = {name: subject for subject, names in SUBJECTS.items() for name in names}
    of_room: dict[str, str] = {}
    registered = [
        model
        for model in admin.site._registry
        if (issubclass(model, CuratedModel) or model in CHECKED)
        and user.has_perm(f"{model._meta.app_label}.change_{model._meta.model_name}")
    ]
    for model in registered:
        of_room.setdefault(model._meta.app_label, subject_of.get(model.__name__, OTHERS))
    for model in registered:
        subject = subject_of.get(model.__name__) or of_room[model._meta.app_label]
        kinds.setdefault(subject, []).append(model)
    return {subject: kinds[subject] for subject in [*SUBJECTS, OTHERS] if subject in kinds}


def aged(model: type[models.Model], today: datetime.date) -> Aged:
    """How the rows of one kind stand. Two queries, however many there are."""
    day, has_mark = _day_of(model), _has_mark(model)
    limit = today - OLD
    never, old, marked = Q(**{f"{day}__isnull": True}), Q(**{f"{day}__lt": limit}), Q(needs_checking=True)
    counts = {"never": Count("pk", filter=never), "old": Count("pk", filter=old)}
    if has_mark:
        counts["marked"] = Count("pk", filter=marked)
    kept_up = looked_after(model)
    found = kept_up.aggregate(**counts)
    rows = kept_up.filter(never | old | marked if has_mark else never | old)
    keys = [field.name for field in model._meta.fields if isinstance(field, models.ForeignKey)]
    rows = rows.select_related(*keys).order_by(F(day).asc(nulls_first=True), "pk")
    opts = model._meta
    listed = reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist")
    listed += f"?{only}&" if (only := urlencode(_as_address(model))) else "?"
    return Aged(
        name=str(opts.verbose_name_plural),
        never=found["never"],
        old=found["old"],
        marked=found.get("marked"),
        never_url=f"{listed}{day}__isnull=True",
        old_url=f"{listed}{day}__lt={limit:%Y-%m-%d}",
        marked_url=f"{listed}needs_checking__exact=1",
        rows=[
            (
                str(row),
                reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[row.pk]),
                _said(row, day),
            )
            for row in rows[:SHOWN]
        ],
    )


def waiting(user: AbstractUser, day: datetime.date) -> Iterator[Waiting]:
    """How many texts were reviewed once, and not for 180 days. One query for each kind."""
    count, oldest = 0, None
    for kinds in kinds_by_subject(user).values():
        for model in kinds:
            of_kind = _day_of(model)
            found = (
                looked_after(model)
                .filter(**{f"{of_kind}__lt": day - OLD})
                .aggregate(count=Count("pk"), oldest=models.Min(of_kind))
            )
            count += found["count"]
            oldest = min(filter(None, (oldest, found["oldest"])), default=None)
    if count and oldest:
        yield Waiting(
            count,
            f"text not looked at for {OLD.days} days",
            f"texts not looked at for {OLD.days} days",
            reverse("to-check"),
            (day - oldest).days,
        )


def looked_after(model: type[models.Model]) -> QuerySet[Any]:
    """The rows that somebody reads: no draft, and nothing that is withdrawn or archived."""
    return model._base_manager.filter(**_looked_after(model))


def _looked_after(model: type[models.Model]) -> dict[str, Any]:
    return model.LOOKED_AFTER if issubclass(model, CuratedModel) else {}


def _as_address(model: type[models.Model]) -> dict[str, str]:
    """The same as a list of the admin is asked for it."""
    return {
        name: ",".join(value) if isinstance(value, list) else str(value)
        for name, value in _looked_after(model).items()
    }


def _day_of(model: type[models.Model]) -> str:
    return "checked_on" if model in CHECKED else "reviewed_on"


def _has_mark(model: type[models.Model]) -> bool:
    return issubclass(model, CuratedModel) or model is PublicBody


def _said(row: Any, day: str) -> str:
    at = getattr(row, day)
    words = [f"{at:%-d %B %Y}" if at else "never"]
    if getattr(row, "needs_checking", False):
        words.append("needs checking")
    return ", ".join(words)
