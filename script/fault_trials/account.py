"""What a trial tells: what was done, what a person saw, and what was checked."""

from dataclasses import asdict, dataclass, field
from typing import Any


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

    def line(self, name: str, seconds: float) -> str:
        """The whole account in one line."""
        if self.not_tried:
            return f"not tried  {name}: {self.not_tried}"
        checks = "; ".join(what if is_so else f"NOT SO: {what}" for what, is_so in self.checked)
        parts = [f"Done: {'; '.join(self.did)}.", f"Seen: {'; '.join(self.saw)}." if self.saw else ""]
        told = " ".join(filter(None, [*parts, f"Checked: {checks}."]))
        return f"{'ok' if self.is_ok else 'NOT ok':<9}  {name} ({seconds:.0f} s): {told}"

    def as_json(self) -> dict[str, Any]:
        return asdict(self)
