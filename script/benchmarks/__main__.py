"""Measure the toolkit. Each part runs in a process of its own, in a temporary folder with a scratch database.

No time passes or fails here: a machine that is busy with something else measures something else. But under
load every answer has to be the right one: one error, or one line of the server's log about one, ends the run.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

from script.scratch_site import environment

from . import briefings, letters, load, load_rows, pages, public_bodies, ready
from .ending import end_in_order, run_part
from .served import SHORT, Measure, prepare
from .summary import tables

# A new subject is a function that returns its measures, in a module beside this one, and a line here.
PARTS: dict[str, Callable[[], list[Measure]]] = {
    "prepare": prepare,
    "bytes": pages.over_the_wire,
    "merge": letters.merge,
    "letter": letters.one_letter,
    "patch": letters.whole_patch,
    "office": letters.word_by_libreoffice,
    "print": letters.print_file,
    "preview": letters.live_preview,
    "memory": letters.memory,
    "toolkit": letters.whole_toolkit,
    "deck": briefings.deck,
    "pack": briefings.pack,
    "suggestions": public_bodies.suggestions,
    "members": load.members_at_once,
    "england": load.england,
    "served-memory": load.memory_served,
    "every-body": ready.every_body,  # late: it addresses the demonstration's letter to everybody
    "pages": pages.speed,  # last: it fills the database
}
# What the site bears: everything in one run, so that it meets the same machine.
LOAD = ("members", "letter", "patch", "england", "served-memory", "pages")
# Rows that a part needs on a database of its own.
ROWS: dict[str, Callable[[], list[Measure]]] = {
    "make-members": load_rows.make_members,
    "make-writers": load_rows.make_writers,
    "make-everybody": load_rows.make_letter_to_everybody,
}


def main() -> None:
    """Measure what was asked for, each part in a process of its own, and print it."""
    parser = argparse.ArgumentParser(
        prog="script/bench", description="Measure pages, bytes, PDFs, the merge, and the site under load."
    )
    parser.add_argument("load", nargs="?", choices=["load"], help="measure what the site bears, nothing else")
    parser.add_argument(
        "--table", type=Path, metavar="FILE", help="write the tables of the load to a file too"
    )
    parser.add_argument(
        "--short", action="store_true", help="a little of everything: it shows that it works, and no figure"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to a file too")
    parser.add_argument("--only", choices=list(PARTS)[1:], help="measure one part and nothing else")
    parser.add_argument("--part", choices=PARTS | ROWS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    end_in_order()
    if options.part:
        print(json.dumps((PARTS | ROWS)[options.part]()))
        return
    measures: list[Measure] = []
    begun = datetime.now(UTC)
    with tempfile.TemporaryDirectory(prefix="covenant-bench-") as folder:
        env = environment(Path(folder)) | ({SHORT: "1"} if options.short else {})
        Path(env["COVENANT_DATA_DIR"]).mkdir()
        chosen = (options.only,) if options.only else LOAD if options.load else list(PARTS)[1:]
        for part in ("prepare", *chosen):
            print(f"Measuring: {part} …", file=sys.stderr)
            measures += run(part, env)
    show(measures)
    if options.load:
        table = tables(measures, begun)
        print(f"\nFor docs/operations.md, “What it bears”:\n\n{table}", end="")
        if options.table:
            options.table.write_text(table, encoding="utf-8")
    if options.json:
        written = [measure._asdict() for measure in measures]
        options.json.write_text(json.dumps(written, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def run(part: str, env: dict[str, str]) -> list[Measure]:
    """What a part measures in a process of its own."""
    return [Measure(*line) for line in json.loads(run_part(part, env))]


def show(measures: Iterable[Measure]) -> None:
    """Print the measures as a table."""
    rows = [("name", "value", "unit", "ratio", "against what")]
    for name, value, unit, ratio, against in measures:
        rows.append((name, f"{value:,.1f}", unit, "" if ratio is None else f"{ratio:.2f}", against))
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    for name, value, unit, ratio, against in rows:
        line = (
            f"{name:<{widths[0]}}  {value:>{widths[1]}}  {unit:<{widths[2]}}  {ratio:>{widths[3]}}  {against}"
        )
        print(line.rstrip())


if __name__ == "__main__":
    main()
