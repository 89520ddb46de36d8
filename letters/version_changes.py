"""What became different between two versions of a letter: for whom it is, and what one recipient reads."""

from collections.abc import Sequence
from dataclasses import dataclass

from documents.comparing import Passage, compare
from documents.html_text import to_text

from .models import FrozenCopy, LetterVersion


@dataclass(frozen=True)
class VersionChanges:
    """Two versions side by side. `passages` are empty when the recipient had no copy of the older one."""

    passages: Sequence[Passage]
    was_there: bool
    added: Sequence[str]
    taken_out: Sequence[str]

    @property
    def says_the_same(self) -> bool:
        return not any(passage.stretches for passage in self.passages)


def version_changes(older: LetterVersion, copy: FrozenCopy) -> VersionChanges:
    """How a copy differs from the same recipient's in an older version of the letter."""
    before = older.copies.filter(recipient=copy.recipient_id).first()
    older_names = dict(older.copies.values_list("recipient", "addressed_to"))
    newer_names = dict(copy.version.copies.values_list("recipient", "addressed_to"))
    return VersionChanges(
        passages=compare(letter_text(before), letter_text(copy)) if before else (),
        was_there=before is not None,
        added=[name for key, name in newer_names.items() if key not in older_names],
        taken_out=[name for key, name in older_names.items() if key not in newer_names],
    )


def letter_text(copy: FrozenCopy) -> str:
    """All that stands on a recipient's letter, as text with a blank line between paragraphs."""
    return to_text(copy.main_html)
