"""200 addresses nobody chose: each stands in the envelope's window word by word, or is refused by name."""

import random
import re

import pypdfium2
import pytest
from django.template.loader import render_to_string

from documents import fonts, pdf
from documents.envelope import AddressDoesNotFit, address_block, clean_lines
from tests.documents.renderer import LETTER_CSS, MM, renderer_warnings

from .sheets import sheet

pytestmark = pytest.mark.one_database

COUNT = 200
WORDS = (
    "Council Board Care Integrated Partnership Harbourside Fellside Upper St Mary’s Tŷ Coed Ŵyn Łódź House "
    "Centre Offices Street Quay of and & the O'Brien D’Arcy Jo Siân Ferris Trust NHS Foundation WWWWWWWW "
    "iiiiiiii Peninsula-on-Sea Stoke-under-Hambleton Democratic Services Overview/Scrutiny 12–14 3rd"
)
UNBREAKABLE = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"
REFUSAL = re.compile(
    r"Line (\d+) is \d+ mm too wide for the window|The address has (\d+) lines and 7 fit in the window"
)


def addresses():
    """What is typed, and whether the letter is in large print."""
    chance = random.Random(1926)  # noqa: S311
    typed = [" ".join(chance.choices(WORDS.split(), k=chance.choice((1, 2, 3, 4, 6, 9)))) for _ in range(50)]
    for number in range(COUNT):
        lines = chance.sample(typed, k=chance.choice((2, 2, 3, 3, 4, 5, 6)))
        if chance.random() < 0.05:
            lines[0] = f"The {UNBREAKABLE} Rooms"
        yield [*lines, chance.choice(("ZZ1 2ZZ", "zz12 3ab", "Harbourside ZZ1 1AA"))], number % 4 == 3


def spaceless(lines):
    return "".join("".join(lines).split())


def printed(lines, block, *, large):
    """What stands on the left half of a letter, letter by letter: page, and edges in mm from the top left."""
    values = sheet(
        address_lines=lines, compact_address=block.compact, large_print=large, sender_lines=[], logo_url="",
        legal_line="", running_title="", body="", fold_ticks=False,
    )  # fmt: skip
    html = render_to_string("letters/document.html", {"sheet": values})
    head = re.sub(r'(?s)<div class="l-body">.*?</div>\s*</div>', "", html)
    with pypdfium2.PdfDocument(pdf.render(head, stylesheets=[LETTER_CSS])) as opened:
        for page_ in opened:
            words, height = page_.get_textpage(), page_.get_height()
            for index in range(words.count_chars()):
                left, bottom, right, top = words.get_charbox(index)
                if right > left and left * MM < 115:
                    letter = words.get_text_range(index, 1)
                    yield letter, left * MM, right * MM, (height - top) * MM, (height - bottom) * MM


def test_every_word_of_200_addresses_is_in_the_window_or_the_address_is_refused_by_name():
    fonts.build(fonts.folder())
    fitting, refused = [], 0
    for lines, large in addresses():
        try:
            block = address_block(lines, large_print=large)
        except AddressDoesNotFit as refusal:
            refused += 1
            for problem in refusal.problems:
                line, count = REFUSAL.fullmatch(problem).groups()
                assert UNBREAKABLE in lines[int(line) - 1] if line else int(count) > 7, problem
        else:
            assert spaceless(block.lines) == spaceless(clean_lines(lines))
            fitting.append((block, large))
    assert len(fitting) + refused == COUNT
    assert min(len(fitting) - 100, refused) > 10
    # How high an address stands depends on its size and its number of lines: one letter of each shape.
    # How wide it is depends on each line: every line of every address, measured where it is printed.
    shapes = {(len(block.lines), block.size_pt, large): block for block, large in fitting}
    widths = {}
    for block, _ in fitting:
        widths.setdefault(block.size_pt, (block, {}))[1].update(dict.fromkeys(block.lines))
    assert len(shapes) >= 8
    assert {*widths} == {11, 12}
    with renderer_warnings() as said:
        for (_, _, large), block in shapes.items():
            found = list(printed(block.lines, block, large=large))
            assert spaceless(letter for letter, *_ in found) == spaceless(block.lines)
            for letter, _, _, top, bottom in found:
                assert 46 <= top < bottom <= 79, (letter, block)
        for block, lines in widths.values():
            found = list(printed(lines, block, large=False))
            assert spaceless(letter for letter, *_ in found) == spaceless(lines)
            for letter, left, right, _, _ in found:
                assert 24.8 <= left < right <= 100, (letter, block.size_pt)
    assert said == []
