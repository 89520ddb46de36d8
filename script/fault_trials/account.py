"""What a trial tells: what was done, what a person saw, and what was checked."""

from dataclasses import asdict, dataclass, field
from textwrap import wrap
from typing import Any

INDENT = " " * 11


class NotTried(Exception):
    """This machine cannot make the fault. Says why."""


@dataclass
class Account:
    """The account of one trial."""

    did: list[str] = field(default_factory=list)
    saw: list[str] = field(default_factory=list)
    checked: list[tuple[str, bool]] = field(default_factory=list)
    not_tried: str = ""

    def check(self, what: str, is_so: object) -> None:
        """Note something that must be so, and whether it is."""
        self.checked.append((what, bool(is_so)))

    @property
    def is_ok(self) -> bool:
        return bool(self.checked) and all(is_so for _, is_so in self.checked)

    @property
    def state(self) -> str:
        if self.not_tried:
            return "not tried"
        return "ok" if self.is_ok else "FAILED"

    def told(self, name: str, what: str, seconds: float) -> str:
        """The account: a line with ok, FAILED or not tried, and below it what was done, seen and checked."""
        if self.not_tried:
            return f"not tried  {name}: {what}: {self.not_tried}"
        lines = [f"{self.state:<9}  {name}: {what} ({seconds:.0f} s)"]
        below = {
            "Done": self.did,
            "Seen": self.saw,
            "Checked": [words for words, is_so in self.checked if is_so],
            "NOT SO": [words for words, is_so in self.checked if not is_so],
        }
        for label, parts in below.items():
            if parts:
                lines += wrap(
                    f"{label}: {'; '.join(parts)}.", 110,
                    initial_indent=INDENT, subsequent_indent=f"{INDENT}  ", break_long_words=False,
                )  # fmt: skip
        return "\n".join(lines)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)
