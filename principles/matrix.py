"""The table of evidence: which findings support which principle, function by function."""

from collections.abc import Iterable
from typing import NamedTuple

from .models import Finding, LCSIFunction, Principle


class Cell(NamedTuple):
    """The findings that support a principle by one function; mostly few, often none."""

    principle: Principle
    findings: list[Finding]


class Row(NamedTuple):
    """A function with a cell for each principle."""

    function: LCSIFunction
    cells: list[Cell]


def evidence_matrix(
    functions: Iterable[LCSIFunction], principles: Iterable[Principle], findings: Iterable[Finding]
) -> list[Row]:
    """One row for each function with one cell for each principle, empty cells included.

    Findings about infrastructure as a whole carry no function and so have no cell. Asks the database
    nothing when the findings come with their principles and functions (`for_pages`).
    """
    principles = list(principles)
    placed: dict[tuple[int, int], list[Finding]] = {}
    for finding in findings:
        its_principles = finding.principles.all()
        for function in finding.functions.all():
            for principle in its_principles:
                placed.setdefault((function.pk, principle.pk), []).append(finding)
    return [
        Row(
            function,
            [Cell(principle, placed.get((function.pk, principle.pk), [])) for principle in principles],
        )
        for function in functions
    ]
