import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents import file_names


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("To Suffolk County Council.pdf", "To Suffolk County Council.pdf"),
        ("Cafe\u0301 Ŵyn.pdf", "Café Ŵyn.pdf"),
        ("../../etc/passwd", "-..-etc-passwd"),
        ('a<b>c:d"e/f\\g|h?i*j.pdf', "a-b-c-d-e-f-g-h-i-j.pdf"),
        ("line\r\nbreak\ttab\x00.pdf", "line break tab.pdf"),
        ("left\u202eright.pdf", "leftright.pdf"),
        ("con.pdf", "_con.pdf"),
        ("LPT1", "_LPT1"),
        ("constable.pdf", "constable.pdf"),
        ("ends with dots. . .", "ends with dots"),
        (" .hidden", "hidden"),
        ("...", "file"),
        ("", "file"),
    ],
)
def test_edge_E94_a_name_is_one_that_windows_and_macos_keep(name, kept):
    assert file_names.safe(name) == kept


def test_edge_E94_a_long_name_keeps_its_ending():
    name = file_names.safe("Łódź " * 60 + ".pdf")
    assert len(name.encode()) <= 120
    assert name.endswith(".pdf")
    assert name.startswith("Łódź Łódź")


def test_edge_E94_names_in_one_folder_are_unlike_one_another():
    names = ["a.pdf", "A.PDF", "a.pdf", "a-2.pdf", "é.pdf", "e\u0301.pdf", "É.pdf", "a", "a/b", "a-b"]
    taken = set()
    assert [file_names.unlike(name, taken) for name in names] == [
        *("a.pdf", "A-2.PDF", "a-3.pdf", "a-2-2.pdf", "é.pdf", "é-2.pdf", "É-3.pdf", "a", "a-b", "a-b-2"),
    ]


@given(
    names=st.lists(
        st.one_of(st.text(max_size=200), st.sampled_from(["a", "A", "nul", "x" * 150])), max_size=12
    )
)
@settings(max_examples=80, deadline=None, database=None)
def test_edge_E94_any_names_can_stand_in_one_folder(names):
    taken = set()
    found = [file_names.unlike(name, taken) for name in names]
    compared = {unicodedata.normalize("NFD", name).casefold() for name in found}
    assert len(compared) == len(names)
    for name in found:
        assert 0 < len(name.encode()) <= 120
        assert not set(name) & set('<>:"/\\|?*')
        assert name.isprintable() or " " not in name
        assert name == name.strip(" ")
        assert not name.endswith(".")
        assert file_names.safe(name) == name
