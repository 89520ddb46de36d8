import re

import pytest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from letters.print_file import print_volume, volumes
from tests.documents.renderer import assert_accessible, page_texts, reader, renderer_warnings

from .sheets import BODY, PARAGRAPH, PNG, sheet

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize(
    ("number", "sizes"),
    [(0, []), (1, [1]), (25, [25]), (26, [13, 13]), (60, [20, 20, 20]), (373, [24] * 2 + [25] * 13)],
)
def test_volumes_are_few_even_and_in_order(number, sizes):
    letters = list(range(number))
    parts = volumes(letters)
    assert [letter for part in parts for letter in part] == letters
    assert sorted(map(len, parts)) == sizes


def letters():
    for number, body in enumerate((PARAGRAPH, BODY * 2, BODY * 4, PARAGRAPH), 1):
        whom = f"Council {number}"
        values = sheet(
            body=body, title=f"Strengthening partnerships: to {whom}", running_title=f"Us, letter to {whom}",
            subject=SafeString("Strengthening partnerships"), greeting=SafeString(f"Dear {whom}"),
        )  # fmt: skip
        yield render_to_string("letters/document.html", {"sheet": values})


def test_a_volume_is_accessible_and_each_letter_numbers_its_own_pages():
    with renderer_warnings() as said:
        made = print_volume(letters(), title="Letters 1 to 4", images={"logo": PNG}, on_both_sides=True)
    assert said == []
    assert_accessible(made)
    root = reader(made).trailer["/Root"]
    assert (reader(made).metadata.title, root["/Lang"]) == ("Letters 1 to 4", "en-GB")
    texts = page_texts(made)
    first_pages = [number for number, text in enumerate(texts) if "Dear Council" in text]
    assert all(number % 2 == 0 for number in first_pages), "on the right hand"
    numbered = [re.findall(r"letter to (Council \d) Page (\d) of (\d)", text) for text in texts]
    assert [found[0] for found in numbered if found] == [
        ("Council 2", "2", "2"), ("Council 3", "2", "3"), ("Council 3", "3", "3"),
    ]  # fmt: skip
    assert all("Registered charity" in texts[number] for number in first_pages)


def test_bookmarks_say_to_whom_each_letter_is():
    made = print_volume(letters(), title="Letters 1 to 4", images={"logo": PNG})
    titles = [entry.title for entry in reader(made).outline if not isinstance(entry, list)]
    assert titles == [f"Strengthening partnerships: to Council {number}" for number in (1, 2, 3, 4)]
