"""Examples of the member's work in a letter: activities, the toolkit's ideas, and the member's own words."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import ValidationError
from django.utils import timezone

from members.models import Organisation
from members.work import WORDING, Activity

from .models import Letter, StarterExample
from .sections import MOST_ROWS, Row, Section

if TYPE_CHECKING:
    from .forms import LetterForm

Example = dict[str, Any]
_ACTIVITY: Final = "activity:"
_OWN: Final = "own:"
_OWN_REF: Final = re.compile(rf"{_OWN}[0-9]{{1,6}}")
_OWN_TITLE: Final = "An example in your own words"


def examples_on_offer(letter: Letter) -> list[Example]:
    """What a letter holds, after what the organisation does now and the letter does not hold yet.

    An activity that is over, and an idea that became an activity, go unless they were ticked or edited.
    """
    today = timezone.localdate()
    running = Activity.objects.for_organisation(letter.organisation).running_on(today)
    activities = {f"{_ACTIVITY}{row.pk}": row for row in running if row.letter_wording}
    ideas = {row.idea for row in activities.values() if row.idea}
    taken_up = (
        set(StarterExample.objects.filter(slug__in=ideas).values_list("ref", flat=True)) if ideas else ()
    )
    kept: list[Example] = []
    for example in letter.examples:
        is_as_offered = example["text"] == example.get("offered", example["text"])
        if not example.get("chosen") and is_as_offered:
            if example["ref"] in taken_up:
                continue
            if example["ref"].startswith(_ACTIVITY):
                if example["ref"] in activities:
                    kept.append(_offer(activities[example["ref"]]))
                continue
        kept.append(example)
    held = {example["ref"] for example in kept}
    return [*(_offer(row) for ref, row in activities.items() if ref not in held), *kept]


def _offer(activity: Activity) -> Example:
    return {
        "ref": f"{_ACTIVITY}{activity.pk}",
        "title": activity.name,
        "text": activity.letter_wording,
        "offered": activity.letter_wording,
        "chosen": False,
    }


def keep_wordings(organisation: Organisation, wordings: Mapping[str, str]) -> None:
    """Store the words of a letter with the activities they are about, by the references of the examples."""
    names = [ref.removeprefix(_ACTIVITY) for ref in wordings]
    for activity in Activity.objects.for_organisation(organisation).filter(pk__in=names):
        activity.letter_wording = wordings[f"{_ACTIVITY}{activity.pk}"]
        activity.save(update_fields=["letter_wording", "changed_at"])


class Examples(Section):
    """Each example with its tick and its wording; the ticked ones can be moved. A last box is empty."""

    prefix = "example"

    def __init__(self, form: "LetterForm") -> None:
        super().__init__(form)
        self.known = {example["ref"]: example for example in examples_on_offer(self.letter)}
        self.examples = (
            self._as_on_the_page()
            if form.is_bound
            else [*self.known.values(), self._spare(self.known.values())]
        )
        for index, example in enumerate(self.examples):
            self.rows.append(self._row(index, example))
        self.mark_movable(self.examples, _both_chosen)

    def _as_on_the_page(self) -> list[Example]:
        """The examples in the order in which they were sent: somebody else may have changed it since."""
        refs = [
            self.form.data[f"{self.prefix}_{index}_ref"]
            for index in range(MOST_ROWS)
            if f"{self.prefix}_{index}_ref" in self.form.data
        ]
        if not refs:
            return list(self.known.values())
        own = {ref: _own(ref) for ref in refs if _OWN_REF.fullmatch(ref)}
        found = {ref: (own | self.known)[ref] for ref in refs if ref in own or ref in self.known}
        # What came since the page was opened stays behind what was on it.
        return [*found.values(), *(row for ref, row in self.known.items() if ref not in found)]

    @staticmethod
    def _spare(examples: Iterable[Example]) -> Example:
        """An empty box for words of the member's own."""
        numbers = [int(row["ref"][len(_OWN) :]) for row in examples if row["ref"].startswith(_OWN)]
        return _own(f"{_OWN}{max(numbers, default=0) + 1}")

    def name_of(self, items: Sequence[Example], index: int) -> str:
        return name_of(items[index])

    def _row(self, index: int, example: Example) -> Row:
        title = example["title"]
        is_own = example["ref"].startswith(_OWN)
        name = name_of(example)
        text = self.add_text(index, example["text"], title, called=name)
        row = Row(index, title, text, ref=example["ref"], name=name)
        if not is_own:  # an own example is in the letter as long as there are words in it
            row.chosen = self.add_tick(f"{index}_chosen", title, ticked=bool(example.get("chosen")))
        if example["ref"].startswith(_ACTIVITY):
            label = "Keep this wording with the activity for the next letter"
            row.keep = self.add_tick(f"{index}_keep", label, ticked=False)
        return row

    @property
    def chosen_count(self) -> int:
        """How many examples the letter prints."""
        return sum(row.is_chosen and bool(row.text.value()) for row in self.rows)

    def check(self) -> None:
        """Say which ticked examples have no words, and which are too long to be kept."""
        for row in self.rows:
            text = self.words(row)
            if row.ref.startswith(_OWN) or row.text.errors:
                continue
            if self.ticked(row.chosen) and not text:
                self.form.add_error(row.text.name, f"Write an example for “{row.title}”, or untick it")
            if self.ticked(row.keep):
                try:
                    WORDING(text)
                except ValidationError:
                    words = f"Shorten “{row.title}” to 1,000 characters or fewer to keep it with the activity"
                    self.form.add_error(row.text.name, words)

    def store(self) -> None:
        """Put the examples into the letter, in their order. One with an error stays as it was."""
        examples = []
        for row, example in zip(self.rows, self.examples, strict=True):
            examples.append(example if row.text.errors else self._as_typed(row, example))
        self.mark_movable(examples, _both_chosen)
        self.move(examples, _both_chosen)
        held = {example["ref"] for example in self.letter.examples}
        examples = [row for row in examples if row["ref"] in held or not _says_nothing_new(row)]
        if self.form.reloads:
            examples = [example for example in examples if not _is_nothing(example)]
            self.land_on_new(name_of(self._spare(examples)))
        self.letter.examples = examples

    def _as_typed(self, row: Row, example: Example) -> Example:
        text = self.words(row)
        chosen = bool(text) and (row.chosen is None or self.ticked(row.chosen))
        offered = text if self.ticked(row.keep) else example.get("offered")
        typed = {"ref": row.ref, "title": row.title, "text": text, "chosen": chosen}
        return typed | ({"offered": offered} if offered is not None else {})

    def wordings_to_keep(self) -> dict[str, str]:
        """What is to be kept with its activity, by reference."""
        kept = [
            row
            for row in self.rows
            if self.ticked(row.keep) and self.ticked(row.chosen) and not row.text.errors
        ]
        return {row.ref: self.words(row) for row in kept}


def _own(ref: str) -> Example:
    return {"ref": ref, "title": _OWN_TITLE, "text": "", "chosen": True}


def name_of(example: Example) -> str:
    """What an example is called in the addresses on the page."""
    return str(example["ref"]).replace(":", "-")


def _says_nothing_new(example: Example) -> bool:
    """Whether it is only on offer: an empty box, or an activity that is not ticked and not reworded."""
    is_as_offered = not example["chosen"] and example["text"] == example.get("offered")
    return is_as_offered or _is_nothing(example)


def _is_nothing(example: Example) -> bool:
    return bool(example["ref"].startswith(_OWN)) and not example["text"]


def _both_chosen(one: Example, other: Example) -> bool:
    return bool(one.get("chosen") and one["text"] and other.get("chosen") and other["text"])
