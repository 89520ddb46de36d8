"""Every fact of the content list has a home: `tracking.yaml` names each id and the page, and the words there.

An entry is `id: [address, words]`, where the address is a page, or `letter:…` for a letter's words, `posts`,
`fields`, `sign-off` and `starters` for what members choose from, `template:…` for a member's page.
`id: [address, model, key]` stands for the text of the row that has this reference. `id: open, issue X` is
not built yet, and the issue that builds it closes the line. The lines of the other sections have
keys of ours, which begin with the section.
"""

import html
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
import yaml
from django.apps import apps
from django.test import Client
from django.utils.html import strip_tags

from letters.fields import FIELDS
from letters.models import LetterTemplate, StarterExample
from letters.salutation import sign_off
from partnerships.models import Post

from .documents.decks import Deck

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

TEMPLATES = Path(__file__).parent.parent / "templates"
TRACKING = yaml.safe_load((Path(__file__).parent / "tracking.yaml").read_text(encoding="utf-8"))

# The ids of the content list, section 1, by letter: how many there are.
COUNTS = {
    "A": 7, "B": 6, "C": 9, "W": 7, "L": 5, "G": 13, "K": 10, "H": 8, "S": 13, "X": 4, "F": 5, "I": 3,
    "E": 17, "U": 4, "M": 3, "LA": 26, "LB": 18, "D": 6, "Q": 4, "N": 7, "EQ": 5, "EN": 9, "BA": 5,
    "AC": 5, "RE": 10,
    "P": 5, "P1.": 6, "P2.": 7, "P3.": 7, "P4.": 5,
}  # fmt: skip
# The lines of sections 2 and 9: at least so many facts stand in each.
LINES = {"2a": 35, "2b": 12, "2c": 20, "2d": 15, "2e": 12, "2f": 16, "9": 25}
IDS = [f"{letter}{number}" for letter, count in COUNTS.items() for number in range(1, count + 1)]


def words_of(text):
    """Text as it is read: without tags, entities and typography, in single spaces."""
    plain = html.unescape(strip_tags(re.sub(r"<(script|style).*?</\1>", "", text, flags=re.S)))
    for curly, straight in ("’'", "‘'", '“"', '”"', "–-", "\u00a0 "):
        plain = plain.replace(curly, straight)
    return re.sub(r"[*_#`]", "", " ".join(plain.split())).lower()


@cache
def page(address):
    if address.startswith("letter:"):
        version = LetterTemplate.objects.get(slug=address.removeprefix("letter:")).current_version
        parts = (version.subject, version.greeting, version.main_ask, version.further_asks, version.body)
        return words_of(" ".join([*parts, version.sign_off]))
    if address == "posts":
        return words_of(" ".join(Post.labels))
    if address == "fields":
        return words_of(" ".join(field.key for field in FIELDS))
    if address == "sign-off":
        return words_of(f"{sign_off('A name')} {sign_off()} {sign_off(sector=True)}")
    if address == "starters":
        return words_of(" ".join(StarterExample.objects.values_list("text", flat=True)))
    if address.startswith("template:"):
        return words_of((TEMPLATES / address.removeprefix("template:")).read_text(encoding="utf-8"))
    response = Client().get(address)
    assert response.status_code == 200, address
    if address.endswith(".pptx"):
        return words_of(Deck(response.content).words)
    return words_of(response.text)


@pytest.fixture(autouse=True, scope="module")
def _no_pages_left_over():
    yield
    page.cache_clear()


def test_every_id_and_every_line_is_tracked():
    lines = {key for key in TRACKING if "-" in key}
    assert set(TRACKING) - lines == set(IDS)
    sections = Counter(key.partition("-")[0] for key in lines)
    assert {name for name in sections if name[0].isdigit()} == set(LINES)
    assert all(sections[name] >= least for name, least in LINES.items())


def test_each_stands_where_it_is_said_to():
    """One walk over all the pages."""
    missing = {}
    for fact, home in TRACKING.items():
        if isinstance(home, str):
            continue
        address, *said = home
        if len(said) == 2:
            model, key = said
            row = apps.get_model(model).objects.get(ref=key)
            said = [next(value for name in ("text", "title", "name") if (value := getattr(row, name, "")))]
        if words_of(said[0]) not in page(address):
            missing[fact] = home
    assert missing == {}


def test_what_is_open_names_the_issue_that_builds_it():
    still_open = {fact: home for fact, home in TRACKING.items() if isinstance(home, str)}
    assert all(re.fullmatch(r"open, issue [A-H]", home) for home in still_open.values())
    assert set(still_open) <= {"A4", "A5", "Q1", "Q2", "Q3", "Q4", "U4"}
