"""Tables that people keep in a spreadsheet: read a CSV file as it was saved, write one that opens safely."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .plain_text import clean

MOST_BYTES = 2 * 1024 * 1024
MOST_ROWS = 5_000

# A cell that begins so is a formula to a spreadsheet program. The apostrophe in front makes it text; the
# same cell read again loses the apostrophe, so a file goes out and in without a change.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n]")
_NUMBER = re.compile(r"-\d+(\.\d+)?")


class UnreadableTable(ValueError):
    """A file that holds no table we can read. The message says what to do, in plain English."""


@dataclass(frozen=True)
class Row:
    """One row of a table: the line of the file it begins on (from 1), its cells by column, what is wrong."""

    line: int
    cells: dict[str, str]
    fault: str = ""


def read_table(data: bytes, headings: Mapping[str, Sequence[str]], needed: Iterable[str] = ()) -> list[Row]:
    """Return the rows of a CSV file, without the empty ones.

    `headings` maps the name of each column to the headings it may have in the file, ours first; capitals,
    spaces and punctuation do not count, nor does the order, and other columns are passed over. `needed`
    are the columns that the file must have. Cells are clean text without spaces at the ends.

    Reads UTF-8, UTF-16 with its mark and the Windows code page, with commas, semicolons or tabs. Raises
    UnreadableTable for anything else, for more than MOST_BYTES or MOST_ROWS, and for a missing or double
    column.
    """
    lines = csv.reader(io.StringIO(_text(data), newline=""), delimiter=_delimiter(data), strict=True)
    try:
        places = _places(next(lines, []), headings, needed)
        rows, first = [], lines.line_num + 1
        for cells in lines:
            if any(cell.strip() for cell in cells):
                rows.append(_row(first, cells, places))
            if len(rows) > MOST_ROWS:
                raise UnreadableTable(
                    f"The file has more than {MOST_ROWS:,} rows. Split it and load each part."
                )
            first = lines.line_num + 1
    except csv.Error as problem:
        raise UnreadableTable(
            f"Line {lines.line_num} of the file cannot be read. Look for a quotation mark that is not closed."
        ) from problem
    return rows


def write_table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Return a CSV file that spreadsheet programs open as UTF-8 and in which no cell acts as a formula."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(headings)
    writer.writerows([_guarded(cell) for cell in row] for row in rows)
    return file.getvalue().encode("utf-8-sig")


def _guarded(cell: object) -> str:
    text = "" if cell is None else str(cell)
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def _text(data: bytes) -> str:
    if not data.strip():
        raise UnreadableTable("The file is empty.")
    if len(data) > MOST_BYTES:
        raise UnreadableTable(f"The file must be smaller than {MOST_BYTES // 1024 // 1024} MB.")
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise UnreadableTable("This is a workbook. In your spreadsheet choose “Save as”, then CSV (UTF-8).")
    encodings = ["utf-16"] if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnreadableTable(
        "The file is not a table of text. In your spreadsheet choose “Save as”, then CSV (UTF-8)."
    )


def _delimiter(data: bytes) -> str:
    heading = _text(data).lstrip().split("\n", 1)[0]
    return max(",;\t", key=heading.count)


def _plain(heading: str) -> str:
    return re.sub(r"[^a-z0-9]+", "", heading.lower())


def _places(
    first: Sequence[str], headings: Mapping[str, Sequence[str]], needed: Iterable[str]
) -> list[str | None]:
    """The column's name for each place in a row; None where the file has a column of its own."""
    known = {_plain(heading): name for name, all_of_it in headings.items() for heading in all_of_it}
    places = [known.get(_plain(heading)) for heading in first]
    for name, all_of_it in headings.items():
        if places.count(name) > 1:
            raise UnreadableTable(f"The file has the column “{all_of_it[0]}” twice. Take one out.")
    missing = [headings[name][0] for name in needed if name not in places]
    if missing:
        names = ", ".join(f"“{name}”" for name in missing)
        raise UnreadableTable(f"The first line must name the columns. Missing: {names}.")
    return places


def _row(line: int, cells: Sequence[str], places: Sequence[str | None]) -> Row:
    fault = ""
    if any(cell.strip() for cell in cells[len(places) :]):
        fault = "This line has more cells than the first line has headings"
    values = {
        name: clean(_unguarded(cell.strip())).strip()
        for name, cell in zip(places, [*cells, *[""] * len(places)], strict=False)
        if name
    }
    return Row(line, values, fault)
