"""The figures of the load as tables, to be taken into `docs/operations.md`, “What it bears”."""

import os
import platform
import re
import sqlite3
import subprocess
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from importlib.metadata import version

from .served import ROOT, Measure

_OF_A_DATABASE = re.compile(
    r"(?P<whose>.+), (?P<database>SQLite|PostgreSQL): (?P<what>.+?)(?P<share>, p\d+)?"
)
_OF_A_PAGE = re.compile(r"(?P<page>.+), (?P<count>[\d,]+) case studies, made anew, (?P<what>p95|processor)")
_LEFT_OUT = re.compile(r".+ case studies(, from the page cache)?")  # of single pages: they stand above


def tables(measures: Iterable[Measure], begun: datetime) -> str:
    """Three tables of Markdown: the two databases side by side, documents and memory, and pages."""
    of_databases: dict[str, dict[str, list[Measure]]] = {}
    of_pages: dict[str, dict[str, Measure]] = {}
    others: list[Measure] = []
    for measure in measures:
        if found := _OF_A_DATABASE.fullmatch(measure.name):
            row = of_databases.setdefault(f"{found['whose']}: {found['what']}", {})
            row.setdefault(found["database"], []).append(measure)
        elif found := _OF_A_PAGE.fullmatch(measure.name):
            of_pages.setdefault(f"{found['page']}, {found['count']} case studies", {})[found["what"]] = (
                measure
            )
        elif not _LEFT_OUT.fullmatch(measure.name):
            others.append(measure)
    parts = [_measured(begun)]
    if of_databases:
        parts += _table(
            "what (of two figures, half of the answers are below the first and 95 of 100 below the second)",
            "SQLite", "PostgreSQL", "so many times SQLite’s", rows=_side_by_side(of_databases),
        )  # fmt: skip
    parts += _table("what", "figure", "ratio", "to what", rows=_alone(others))
    parts += _table(
        "a page made anew", "95 of 100 below", "work of the processor", "so many times a constant view",
        rows=_pages(of_pages),
    )  # fmt: skip
    return "\n".join(parts) + "\n"


def _measured(begun: datetime) -> str:
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],  # noqa: S607  (the machine's own)
        cwd=ROOT, capture_output=True, text=True, check=False,
    ).stdout.strip()  # fmt: skip
    now, load = datetime.now(UTC), os.getloadavg()
    return (
        f"Measured on {now.day} {now:%B %Y}, {begun:%H:%M} to {now:%H:%M} UTC, "
        f"on {os.cpu_count()} processors, for which {load[2]:.1f} programs waited or worked at a time; "
        f"Python {platform.python_version()}, Django {version('django')}, SQLite {sqlite3.sqlite_version}, "
        f"PostgreSQL {_postgresql()}{f', commit {commit}' if commit else ''}."
    )


def _postgresql() -> str:
    from tests.postgres import installed

    said = subprocess.run(  # noqa: S603  (the wheel's own)
        [installed() / "postgres", "--version"], capture_output=True, text=True, check=False
    )
    return said.stdout.split()[-1] if said.stdout else ""


def _table(*heads: str, rows: Iterable[tuple[str, ...]]) -> list[str]:
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return ["", f"| {' | '.join(heads)} |", "|---" * len(heads) + "|", *lines] if lines else []


def _side_by_side(rows: dict[str, dict[str, list[Measure]]]) -> Iterator[tuple[str, ...]]:
    for what, found in rows.items():
        ratios = [f"{each.ratio:.2f}" for each in found.get("PostgreSQL", []) if each.ratio is not None]
        yield what, *(_figures(found.get(name, [])) for name in ("SQLite", "PostgreSQL")), " / ".join(ratios)


def _figures(measures: list[Measure]) -> str:
    return f"{' / '.join(_number(each.value) for each in measures)} {measures[0].unit}" if measures else "–"


def _alone(measures: Iterable[Measure]) -> Iterator[tuple[str, ...]]:
    for name, value, unit, ratio, against in measures:
        yield name, f"{_number(value)} {unit}", "" if ratio is None else f"{ratio:.2f}", against


def _pages(pages: dict[str, dict[str, Measure]]) -> Iterator[tuple[str, ...]]:
    for name, found in pages.items():
        late, work = found["p95"], found["processor"]
        yield name, f"{late.value:.1f} ms", f"{work.value:.1f} ms", f"{work.ratio:.0f}"


def _number(value: float) -> str:
    return f"{value:,.1f}" if value % 1 and value < 100 else f"{value:,.0f}"
