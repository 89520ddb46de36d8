"""A letter pasted from Word is taken apart, with every field going to the right person."""

import os
import re
from pathlib import Path

import pytest

from letters.merge import compile_template, import_letter

PASTED = """From: [Your name/your role/your organisation name]
To: Council leader
Subject: Working together in [place]

Dear [Name],

We are [organisation name].

(Insert your own words here)

•\tone
•\ttwo

Yours sincerely,

[Name]
[Role]
[Organisation name]
"""


def test_a_pasted_letter_is_taken_apart():
    letter = import_letter(PASTED.replace("\n", "\r\n"))
    assert letter.to == "Council leader"
    assert letter.sender == "[Your name/your role/your organisation name]"
    assert letter.subject == "Working together in [place]"
    assert letter.greeting == "Dear [Name]"
    assert letter.body == "We are [organisation name].\n\n- one\n- two"
    assert letter.sign_off == "Yours sincerely"
    assert letter.signature == ("[Name]", "[Role]", "[Organisation name]")
    assert letter.notes == ("Insert your own words here",)
    assert letter.fields == {"sender name", "sender role", "organisation name", "place", "salutation name"}
    assert compile_template(letter.subject, letter.body).fields == {"place", "organisation name"}


def test_a_pasted_text_without_any_frame_is_all_body():
    letter = import_letter("Hello [place].\n\nTo: nobody in particular")
    assert letter.greeting == letter.sign_off == letter.subject == ""
    assert letter.body.startswith("Hello [place].")


@pytest.fixture(scope="module")
def source_text():
    """The text the members know, where this machine has it."""
    beside_project = Path(__file__).resolve().parents[3] / "shared" / "seeds"
    folder = Path(os.environ.get("COVENANT_SEEDS", beside_project))
    for path in sorted(folder.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        if "Template letter to local authority" in text:
            return text
    pytest.skip("The members' letters are not on this machine: name their folder in COVENANT_SEEDS.")


def letter_between(text, heading, end):
    start = text.index("\n", text.rindex(heading))
    return text[start : text.index(end, start)]


def test_the_letter_to_a_council_imports_with_every_field_resolved(source_text):
    text = letter_between(source_text, "Template letter to local authority", "Template letter to local VCSE")
    letter = import_letter(text)
    assert letter.fields == {"sender name", "sender role", "organisation name", "salutation name", "place"}
    assert (letter.greeting, letter.sign_off) == ("Dear [Name]", "Yours sincerely")
    assert letter.signature == ("[Name]", "[Role]", "[Organisation name]")
    assert len(letter.notes) == 1
    template = compile_template(letter.subject, letter.body)
    assert template.fields == {"organisation name", "place"}
    filled = template.fill({"organisation_name": "VAW", "place": "Wexcombe"})
    assert filled.is_complete
    assert not re.search(r"Insert|[\[\]]|Dear|sincerely|From:|Subject:", filled.body_html)
    assert filled.body_html.count("<li>") == 11
    assert compile_template("S", text).fields == letter.fields


def test_the_letter_to_the_sector_imports_with_every_field_resolved(source_text):
    text = letter_between(source_text, "Template letter to local VCSE", "\nPowerPoint")
    letter = import_letter(text)
    assert letter.fields == {"sender name", "sender role", "organisation name"}
    assert (letter.greeting, letter.sign_off) == ("Dear voluntary sector colleagues", "Kind regards")
    assert letter.signature == ("[Name]", "[Job title]", "[Local infrastructure organisation name]")
    filled = compile_template(letter.subject, letter.body).fill({})
    assert filled.is_complete
    assert not re.search(r"[\[\]]|Dear|Kind regards", filled.body_html)
    assert filled.body_html.count("<li>") == 7
