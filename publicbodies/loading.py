"""Bring a file of public bodies into the database, without touching what NAVCA edited.

Each line is compared with the body here. What the body's newest history entry says decides: one that was
loaded and never saved by a person since takes the file's values, any other is left alone and named. A
release of the toolkit does not undo a file that NAVCA loaded itself. Everything happens in one transaction,
in a fixed number of queries however many bodies are added.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from enum import Enum
from typing import Any

from django.db import models, transaction
from django.utils.formats import date_format

from search import index

from .directory import ON_ITS_OWN, Entry, Values
from .load_report import Change, Outcome, Report
from .models import EarlierName, PublicBody, Scheme, Succession
from .uses import uses


class Origin(Enum):
    """Where a file comes from, in the words of the history."""

    TOOLKIT = "Loaded from the toolkit's content"
    FILE = "Loaded from a file of public bodies"

    @property
    def may_replace(self) -> set[str]:
        """What an earlier load that this one may correct said of itself."""
        return {self.TOOLKIT.value} | ({self.FILE.value} if self is Origin.FILE else set())


class BodyInUse(Exception):
    """Bodies that are no longer in the file although something here points at them. Nothing was written."""


def load(
    entries: Sequence[Entry], origin: Origin, *, dry_run: bool = False, overwrite: bool = False
) -> Report:
    """Bring the bodies of a file in, and from a file of NAVCA's own take away those that it has no more.

    Raises BodyInUse, with nothing written, when one that would go is in a patch, a letter or elsewhere.
    """
    with transaction.atomic():
        report = _Load(entries, origin, overwrite=overwrite).take()
        if dry_run:
            transaction.set_rollback(True)
    return report


class _Load:
    """One run: the bodies here, what last happened to each, and what is to be written."""

    def __init__(self, entries: Sequence[Entry], origin: Origin, *, overwrite: bool) -> None:
        self.entries = entries
        self.origin = origin
        self.overwrite = overwrite
        self.here = {body.slug: body for body in PublicBody.objects.prefetch_related("earlier")}
        self.slugs = {body.pk: body.slug for body in self.here.values()}
        self.pks = {body.slug: body.pk for body in self.here.values()}
        self.icbs, self.successors = self._related()
        self.reasons, removed = self._last_events()
        # What was removed here stays away, unless the file is to have its way.
        self.left_out = set() if overwrite else removed - self.here.keys()
        self.names = {slug: body.official_name for slug, body in self.here.items()} | {
            entry.slug: entry.values["official_name"] for entry in entries
        }

    def take(self) -> Report:
        changes = [self._decide(entry) for entry in self.entries]
        by_slug = {entry.slug: entry for entry in self.entries}
        added = [by_slug[change.slug] for change in changes if change.outcome is Outcome.ADDED]
        changed = [
            by_slug[change.slug]
            for change in changes
            if change.outcome in (Outcome.CORRECTED, Outcome.REPLACED)
        ]
        self._add(added)
        self._change(changed)
        if self.origin is Origin.FILE:
            changes += self._take_away(by_slug)
        return Report(changes)

    # What is here

    def _related(self) -> tuple[dict[str, list[str]], dict[str, list[tuple[str, datetime.date | None]]]]:
        icbs, successors = defaultdict(list), defaultdict(list)
        for source, target in PublicBody.icbs.through.objects.values_list("from_publicbody", "to_publicbody"):
            icbs[self.slugs[source]].append(self.slugs[target])
        for source, target, day in Succession.objects.values_list("body", "successor", "starts_on"):
            successors[self.slugs[source]].append((self.slugs[target], day))
        return icbs, successors

    @staticmethod
    def _last_events() -> tuple[dict[str, str], set[str]]:
        """The reason of the newest history entry of each body, and the bodies that were removed."""
        reasons, removed = {}, set()
        newest = PublicBody.history.latest_of_each()
        for slug, kind, reason in newest.values_list("slug", "history_type", "history_change_reason"):
            if kind == "-":
                removed.add(slug)
            else:
                reasons[slug] = reason or ""
        return reasons, removed

    def _values_of(self, body: PublicBody) -> Values:
        """A body here in the form in which the file has it."""
        values: Values = {name: getattr(body, name) for name in ON_ITS_OWN}
        values["change_note"] = _plain(values["change_note"])
        values["office_address"] = _plain(values["office_address"])
        for name in ("county", "strategic_authority"):
            values[name] = self.slugs.get(getattr(body, f"{name}_id"), "")
        values["icbs"] = sorted(self.icbs[body.slug])
        values["successors"] = sorted(self.successors[body.slug], key=lambda pair: pair[0])
        values["earlier"] = sorted((row.scheme, row.value, row.last_on) for row in body.earlier.all())
        return values

    # What is to happen

    def _decide(self, entry: Entry) -> Change:
        body = self.here.get(entry.slug)
        name = entry.values["official_name"]
        if body is None:
            if entry.slug in self.left_out:
                return Change(name, entry.slug, Outcome.REMOVED_HERE, entry.line)
            if self._points_at(entry) & self.left_out:
                self.left_out.add(entry.slug)
                return Change(name, entry.slug, Outcome.LEFT_OUT, entry.line)
            return Change(name, entry.slug, Outcome.ADDED, entry.line)
        here = self._values_of(body)
        differences = tuple(
            (_label(column), self._in_words(column, here[column]), self._in_words(column, value))
            for column, value in entry.values.items()
            if here[column] != value
        )
        if not differences:
            return Change(name, entry.slug, Outcome.UNCHANGED, entry.line)
        outcome = Outcome.CORRECTED
        if not self._may_replace(entry.slug):
            outcome = Outcome.REPLACED if self.overwrite else Outcome.EDITED_HERE
        elif self._points_at(entry) & self.left_out:
            outcome = Outcome.LEFT_OUT
        return Change(name, entry.slug, outcome, entry.line, differences)

    def _in_words(self, name: str, value: Any) -> str:
        if isinstance(value, bool):
            return "yes" if value else "no"
        if name == "has_elected_mayor":
            return "not known"
        if isinstance(value, datetime.date):
            return _date(value)
        if name == "icbs":
            return ", ".join(self.names.get(slug, slug) for slug in value) or "nothing"
        if name == "successors":
            said = [
                f"{self.names.get(slug, slug)}{f' from {_date(day)}' if day else ''}" for slug, day in value
            ]
            return ", ".join(said) or "not known yet"
        if name == "earlier":
            return (
                ", ".join(
                    f"{Scheme(scheme).label} {text}{f' until {_date(day)}' if day else ''}"
                    for scheme, text, day in value
                )
                or "nothing"
            )
        if name in ("county", "strategic_authority"):
            value = self.names.get(value, value)
        return f"“{value}”" if value else "nothing"

    # Writing

    def _add(self, entries: Sequence[Entry]) -> None:
        waiting, bodies = list(entries), {}
        while waiting:
            # The county and the strategic authority of a body stand in the database before it does.
            ready = [entry for entry in waiting if self._above(entry) <= self.pks.keys()]
            if not ready:
                raise ValueError("The counties and strategic authorities of a file go round in a circle.")
            made = [self._filled(PublicBody(), entry) for entry in ready]
            for body, entry in zip(made, ready, strict=True):
                body.words = body.searched_words([value for _, value, _ in entry.values["earlier"]])
            for body in PublicBody.objects.bulk_create(made):
                self.pks[body.slug] = body.pk
                bodies[body.slug] = body
            taken = {entry.slug for entry in ready}
            waiting = [entry for entry in waiting if entry.slug not in taken]
        through = PublicBody.icbs.through
        through.objects.bulk_create(
            through(from_publicbody_id=self.pks[entry.slug], to_publicbody_id=self.pks[slug])
            for entry in entries
            for slug in entry.values["icbs"]
        )
        self._create_with_history(row for entry in entries for row in self._successions(entry))
        self._create_with_history(row for entry in entries for row in self._earlier_names(entry))
        self._remember(entries, bodies, update=False)

    def _change(self, entries: Sequence[Entry]) -> None:
        bodies = {}
        for entry in entries:
            body = bodies[entry.slug] = self._filled(self.here[entry.slug], entry)
            body.words = body.searched_words([value for _, value, _ in entry.values["earlier"]])
            if sorted(self.icbs[entry.slug]) != entry.values["icbs"]:
                through = PublicBody.icbs.through
                through.objects.filter(from_publicbody=body.pk).delete()
                through.objects.bulk_create(
                    through(from_publicbody_id=body.pk, to_publicbody_id=self.pks[slug])
                    for slug in entry.values["icbs"]
                )
            self._renew(body.successions.all(), self._successions(entry), ("successor_id", "starts_on"))
            self._renew(body.earlier.all(), self._earlier_names(entry), ("scheme", "value", "last_on"))
        columns = [name for name in ON_ITS_OWN if name != "slug"] + ["county", "strategic_authority", "words"]
        PublicBody.objects.bulk_update(bodies.values(), columns, batch_size=50)
        self._remember(entries, bodies, update=True)

    @staticmethod
    def _above(entry: Entry) -> set[str]:
        return {entry.values["county"], entry.values["strategic_authority"]} - {""}

    def _points_at(self, entry: Entry) -> set[str]:
        return self._above(entry) | {*entry.values["icbs"]} | {slug for slug, _ in entry.values["successors"]}

    def _filled(self, body: PublicBody, entry: Entry) -> PublicBody:
        for name in ON_ITS_OWN:
            setattr(body, name, entry.values[name])
        body.county_id = self.pks.get(entry.values["county"])
        body.strategic_authority_id = self.pks.get(entry.values["strategic_authority"])
        return body

    def _successions(self, entry: Entry) -> list[Succession]:
        return [
            Succession(body_id=self.pks[entry.slug], successor_id=self.pks[slug], starts_on=day)
            for slug, day in entry.values["successors"]
        ]

    def _earlier_names(self, entry: Entry) -> list[EarlierName]:
        return [
            EarlierName(body_id=self.pks[entry.slug], scheme=scheme, value=value, last_on=day)
            for scheme, value, day in entry.values["earlier"]
        ]

    def _renew(
        self, stored: Iterable[models.Model], wanted: Sequence[models.Model], columns: Sequence[str]
    ) -> None:
        """Replace rows of a body by others, when they differ at all."""
        rows = list(stored)

        def said(row: models.Model) -> tuple[str, ...]:
            return tuple(str(getattr(row, column)) for column in columns)

        if {said(row) for row in rows} != {said(row) for row in wanted}:
            for row in rows:
                row.delete()
            self._create_with_history(wanted)

    def _create_with_history(self, rows: Iterable[Any]) -> None:
        made = list(rows)
        if made:
            model = type(made[0])
            model.objects.bulk_create(made)
            model.history.bulk_history_create(made, default_change_reason=self.origin.value)

    def _remember(self, entries: Sequence[Entry], bodies: dict[str, PublicBody], *, update: bool) -> None:
        """One history entry for each body, with its boards, as a save in the admin would leave it."""
        if not entries:
            return
        ordered = [bodies[entry.slug] for entry in entries]
        kept = PublicBody.history.bulk_history_create(
            ordered, update=update, default_change_reason=self.origin.value
        )
        kept_of = {row.id: row for row in kept}
        joined = PublicBody.icbs.through.objects.filter(from_publicbody__in=list(kept_of))
        kept_boards = PublicBody.history.model.icbs.model
        kept_boards.objects.bulk_create(
            kept_boards(
                id=row.pk,
                history=kept_of[row.from_publicbody_id],
                from_publicbody_id=row.from_publicbody_id,
                to_publicbody_id=row.to_publicbody_id,
            )
            for row in joined
        )

    # What the file has no more

    def _take_away(self, entries: dict[str, Entry]) -> list[Change]:
        gone = [body for slug, body in self.here.items() if slug not in entries]
        changes = [
            Change(body.official_name, body.slug, Outcome.MADE_HERE)
            for body in gone
            if not self._may_replace(body.slug)
        ]
        waiting = [body for body in gone if self._may_replace(body.slug)]
        # A district first, then the county that nothing points at any more.
        while free := [body for body in waiting if not uses(body)]:
            for body in free:
                index.remove(body._meta.label_lower, str(body.pk))
                body._change_reason = self.origin.value  # type: ignore[attr-defined]
                body.delete()
                changes.append(Change(body.official_name, body.slug, Outcome.REMOVED))
            waiting = [body for body in waiting if body not in free]
        if waiting:
            refused = [
                f"{body.official_name} is not in the file but in use: {', '.join(uses(body))}."
                for body in waiting
            ]
            advice = "Keep it in the file, with its last day and its successors."
            raise BodyInUse("\n".join([*refused, advice]))
        return changes

    def _may_replace(self, slug: str) -> bool:
        """Whether a load like this one wrote the body, and no person since."""
        return self.reasons.get(slug) in self.origin.may_replace


def _label(name: str) -> str:
    if name == "earlier":
        return "earlier names and codes"
    return str(PublicBody._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _plain(text: str) -> str:
    """Text as the file has it: line ends of a browser and outer white space do not count."""
    return text.replace("\r\n", "\n").strip()


def _date(day: datetime.date | None, before: str = "") -> str:
    return f"{before}{date_format(day, 'j F Y')}" if day else ""
