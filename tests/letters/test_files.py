"""The files of a letter: their names, and what is refused."""

import pytest

from letters.files import KINDS, LetterHasGaps, file_name, make
from letters.sheet import NamedGap, Sheet

from .sheets import sheet

pytestmark = pytest.mark.one_database


def ready(**changes):
    """A sheet without a gap, and with what is changed."""
    fields = {name: value for name, value in vars(sheet()).items() if name != "logo_url"}
    return Sheet(**(fields | {"gaps": ()} | changes))


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Strengthening partnerships: to Suffolk County Council",
         "strengthening-partnerships-to-suffolk-county-council.pdf"),
        ('A "quoted"\r\nSet-Cookie: x=1 / ..\\..; to Ŵyn & Siân', "a-quoted-set-cookie-x1-to-wyn-sian.pdf"),
        ("Про нас", "letter.pdf"),
        (f"{'Words ' * 30}: to NHS Cambridgeshire and Peterborough Integrated Care Board",
         f"{'words-' * 6}to-nhs-cambridgeshire-and-peterborough-integrated-care-board.pdf"),
        (f"Words: to {'x' * 300}", f"to-{'x' * 97}.pdf"),
        ("x" * 300, f"{'x' * 100}.pdf"),
        ("word " * 60, f"{'word-' * 19}word.pdf"),
    ],
)  # fmt: skip
def test_edge_E16_E94_a_file_name_is_plain_letters_whatever_was_typed(title, name):
    assert file_name(ready(title=title), KINDS["pdf"]) == name


def test_each_kind_of_file_has_a_name_of_its_own():
    kinds = [kind for name, kind in KINDS.items() if kind.large_print is not None]
    names = {file_name(ready(large_print=bool(kind.large_print)), kind) for kind in kinds}
    assert len(names) == len(kinds)


@pytest.mark.parametrize(
    "missing", [{"gaps": [NamedGap("Your place", "/profile/")]}, {"problems": ["Line 1 is too wide"]}]
)
@pytest.mark.parametrize("kind", ["pdf", "word", "large-print"])
def test_nothing_final_is_made_while_something_is_missing(kind, missing):
    with pytest.raises(LetterHasGaps, match=r"Your place|Line 1 is too wide"):
        make(ready(**missing), KINDS[kind])
    assert make(ready(**missing), KINDS["draft-word"])
