"""Activities as a table for a spreadsheet: written out, and read back in without doubles."""

import copy
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from documents.spreadsheet import Row
from principles.models import LCSIFunction, Principle
from publicbodies.models import PublicBody

from .days import DAY_CELL
from .importing import Change, Result
from .models import Organisation
from .work import Activity, ActivityStage
from .work_tables import Cells, Reading, WorkImport, bulk_change, choices, iso, plain, written

HEADINGS: dict[str, tuple[str, ...]] = {
    "name": ("Activity", "Name", "Short name"),
    "letter_wording": ("Wording for a letter", "What you do", "Wording"),
    "function": ("Function", "LCSI function"),
    "first_principle": ("First principle", "Principle"),
    "second_principle": ("Second principle",),
    "stage": ("Status", "Stage"),
    "first_on": ("First day", "Start", "Started"),
    "last_on": ("Last day", "End", "Ended"),
    "bodies": ("Public bodies", "Councils and health bodies"),
    "partners": ("Other partners", "Partners"),
    "reference": ("Reference",),
}


def activities_table(organisation: Organisation) -> bytes:
    """Every activity of an organisation, one on each line, as CSV."""
    rows = (activity_cells(each) for each in Activity.objects.for_organisation(organisation).for_page())
    return written(HEADINGS, rows)


def activity_cells(activity: Activity) -> Cells:
    """An activity as the table shows it."""
    return {
        "name": activity.name,
        "letter_wording": activity.letter_wording,
        "function": activity.function.name,
        "first_principle": activity.first_principle.name,
        "second_principle": activity.second_principle.name if activity.second_principle else "",
        "stage": str(activity.current_stage.label),
        "first_on": iso(activity.first_on),
        "last_on": iso(activity.last_on),
        "bodies": _names(activity.bodies.all()),
        "partners": activity.partners,
        "reference": str(activity.pk),
    }


def _names(bodies: Iterable[PublicBody]) -> str:
    """Their official names in the order of the alphabet: the order in which they were typed means nothing."""
    return "; ".join(sorted({body.official_name for body in bodies}))


class ActivityImport(WorkImport):
    """Activities, one on each line."""

    noun, nouns = "activity", "activities"
    headings = HEADINGS
    needed = ("name", "function")
    shown = ("name", "function", "stage")
    notes = {
        "name": "A short name, such as “Food alliance”. A row with a name you have already changes that one.",
        "letter_wording": "A sentence or two. Square brackets such as [name of partner] stay gaps to fill.",
        "function": "The name of one of the five functions.",
        "first_principle": "The name or number of a principle. Empty: the usual ones for the function.",
        "second_principle": "The same, or empty.",
        "stage": "Running, planned or ended. The days decide where you give them.",
        "first_on": "Such as 12/01/2026 or 12 January 2026.",
        "last_on": "The same. An activity that ended needs it.",
        "bodies": "Their official names, with semicolons between them.",
        "partners": "Other names, with commas between them.",
        "reference": "Leave it as it is in a table that came from here, so that names can be changed.",
    }

    def begin(self) -> None:
        functions = LCSIFunction.objects.prefetch_related("usual_principles")
        self.functions = {
            plain(name): each
            for each in functions
            for name in (each.name, each.ref, each.slug, *each.aliases)
        }
        self.principles = {
            plain(name): each
            for each in Principle.objects.all()
            for name in (each.name, str(each.number), each.slug, str(each), each.name.replace("&", "and"))
        }
        self.stages = choices(ActivityStage)
        bodies = list(PublicBody.objects.all())
        self.bodies = {plain(body.short_name): body for body in bodies}
        self.bodies |= {plain(name): body for body in bodies for name in (body.slug, body.official_name)}
        self.bodies_of: dict[UUID, list[PublicBody]] = {}
        stored = Activity.objects.for_organisation(self.organisation).for_page()
        self.stored = {activity.pk: activity for activity in stored}
        self.by_name = {plain(activity.name): activity for activity in self.stored.values()}
        self.seen: dict[Any, int] = {}

    def read(self, row: Row) -> tuple[Activity, Cells | None, Cells]:
        name = plain(row.cells["name"])
        stored = self._known(row, self.stored) or self.by_name.get(name)
        activity = copy.copy(stored) if stored else Activity(organisation=self.organisation)
        before = activity_cells(activity) if stored else None
        reading = Reading(row.cells)
        self._fill(activity, reading)
        reading.checked(activity, {"organisation", "function", "first_principle", "second_principle"})
        owner = self.by_name.get(name)
        if owner and owner.pk != activity.pk:
            reading.fault("name", "Another activity of yours has this name")
        reading.raise_faults()
        self._once(self.seen, name, row.line)
        self._once(self.seen, activity.pk, row.line)
        if before is None:
            return activity, None, {}
        after = activity_cells(activity)
        if activity.pk in self.bodies_of:
            after["bodies"] = _names(self.bodies_of[activity.pk])
        return activity, before, after

    def _fill(self, activity: Activity, reading: Reading) -> None:
        cells = reading.cells
        for name in {"name", "letter_wording", "partners"} & cells.keys():
            setattr(activity, name, cells[name])
        for name, known, words in (
            ("function", self.functions, "Choose one of the five functions"),
            ("first_principle", self.principles, "Choose one of the four principles"),
            ("second_principle", self.principles, "Choose one of the four principles"),
        ):
            if name in cells:
                setattr(activity, name, reading.chosen(name, known, words))
        if not cells["function"]:
            reading.fault("function", "Choose one of the five functions")
        if cells.get("stage"):
            words = "Choose running, planned or ended"
            activity.stage = reading.chosen("stage", self.stages, words) or activity.stage
        for name in {"first_on", "last_on"} & cells.keys():
            setattr(activity, name, reading.value(name, DAY_CELL))
        if "bodies" in cells:
            self.bodies_of[activity.pk] = self._bodies(reading)

    def _bodies(self, reading: Reading) -> list[PublicBody]:
        names = [name.strip() for name in reading.cells["bodies"].split(";") if name.strip()]
        unknown = [name for name in names if plain(name) not in self.bodies]
        for name in unknown:
            reading.fault(
                "bodies", f"“{name[:60]}” is not a public body we know. Put it under Other partners"
            )
        return [self.bodies[plain(name)] for name in names if name not in unknown]

    def save(self, results: Sequence[Result]) -> None:
        new = [each.instance for each in results if each.change == Change.NEW]
        changed = [each.instance for each in results if each.change == Change.CHANGED]
        Activity.objects.bulk_create(new)  # type: ignore[arg-type]
        bulk_change(changed, [name for name in HEADINGS if name not in ("bodies", "reference")])
        through = Activity.bodies.through
        written = [each.pk for each in (*new, *changed) if each and each.pk in self.bodies_of]
        through.objects.filter(activity__in=written).delete()
        through.objects.bulk_create(
            through(activity_id=pk, publicbody_id=body.pk)
            for pk in written
            for body in dict.fromkeys(self.bodies_of[pk])
        )
