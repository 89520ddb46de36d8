"""Tables from and for spreadsheets: what people really save is read, and no cell becomes a formula."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.plain_text import clean
from documents.spreadsheet import MOST_ROWS, Row, UnreadableTable, read_table, write_table

HEADINGS = {"name": ("Name", "Full name"), "email": ("Email address", "Email"), "note": ("Note",)}


def cells(data):
    return [row.cells for row in read_table(data, HEADINGS)]


@pytest.mark.parametrize(
    ("delimiter", "encoding"),
    [(",", "utf-8"), (",", "utf-8-sig"), (";", "cp1252"), ("\t", "utf-16")],
)
def test_edge_E82_E83_reads_what_spreadsheets_save(delimiter, encoding):
    text = delimiter.join(["FULL NAME", "Colour", " e mail address "]) + "\r\n"
    text += delimiter.join(["Siân Ô’Neill", "red", "sian@example.org"]) + "\r\n\r\n"
    assert cells(text.encode(encoding)) == [{"name": "Siân Ô’Neill", "email": "sian@example.org"}]


def test_edge_E85_quoted_newlines_stay_and_each_row_knows_its_line():
    data = b'Name,Note\nA,"one\ntwo"\n\n,,\nB,last\n'
    assert read_table(data, HEADINGS) == [
        Row(2, {"name": "A", "note": "one\ntwo"}),
        Row(6, {"name": "B", "note": "last"}),
    ]


def test_a_short_row_is_filled_up_and_a_long_one_is_a_fault():
    short, long = read_table(b"Name,Email\nA\nB,b@example.org,c\n", HEADINGS)
    assert (short.cells, short.fault) == ({"name": "A", "email": ""}, "")
    assert "more cells" in long.fault


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b"PK\x03\x04rest of a workbook", "workbook"),
        (b"Name\x00,Email\nA,B", "not a table"),
        (b"Surname\nA\n", "Missing: “Name”"),
        (b"Name,Full name\nA,B\n", "“Name” twice"),
        (b'Name\n"A\n', "quotation mark"),
        (b"Name\n" + b"A\n" * (MOST_ROWS + 1), "5,000 rows"),
        (b"Name\n" + b"A" * 3_000_000, "2 MB"),
    ],
)
def test_edge_E84_says_what_to_do_with_a_file_it_cannot_read(data, words):
    with pytest.raises(UnreadableTable, match=words):
        read_table(data, HEADINGS, needed=["name"])


def test_edge_E84_headings_alone_are_a_table_without_rows():
    assert read_table(b"Name,Note\n", HEADINGS, needed=["name"]) == []


@pytest.mark.parametrize("value", ["=1+1", "+44 1632 960101", "-x", "@sum", "'=1", "\t=1", "\n=1"])
def test_edge_E87_no_cell_acts_as_a_formula(value):
    written = write_table(["Name"], [[value]])
    assert next(csv.reader(io.StringIO(written.decode("utf-8-sig").split("\n", 1)[1]))) == [f"'{value}"]


def test_a_negative_number_stays_a_number():
    assert write_table(["Value"], [[-4.5]]).endswith(b"\r\n-4.5\r\n")


@given(
    st.lists(st.text(min_size=1).map(lambda text: clean(text).strip()).filter(bool), min_size=1, max_size=4)
)
def test_what_goes_out_comes_in_again(values):
    data = write_table(["Name", "Note"], [[value, "x"] for value in values])
    assert [row["name"] for row in cells(data)] == values
