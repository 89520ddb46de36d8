import pytest

from documents import fonts
from documents.envelope import WINDOW_WIDTH_MM, AddressDoesNotFit, address_block, clean_lines


@pytest.fixture(autouse=True, scope="module")
def faces():
    fonts.build(fonts.folder())


WIDE = "Harbourside Integrated Care Board and Integrated Care Partnership"
UNBREAKABLE = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"


def test_blank_lines_and_lone_commas_are_dropped():
    assert clean_lines(["Civic Centre,", "", " , ", "1 Market Place", "ZZ1 2ZZ"]) == [
        "Civic Centre",
        "1 Market Place",
        "ZZ1 2ZZ",
    ]


@pytest.mark.parametrize(
    "typed",
    [["zz1 2zz"], ["ZZ12ZZ"], ["zz1\u00a02zz"], ["ZZ1  2zz,"], ["Zz1 2zZ", ""]],
)
def test_edge_E74_postcode_is_in_capitals_with_one_space(typed):
    assert clean_lines(["Civic Centre", *typed]) == ["Civic Centre", "ZZ1 2ZZ"]


@pytest.mark.parametrize(
    "typed",
    [
        ["Civic Centre", "Harbourside, zz12ab"],
        ["Civic Centre", "Harbourside ZZ1 2AB"],
        ["Civic Centre", "ZZ1 2AB", "Harbourside"],
        ["Civic Centre\r\nHarbourside\r\nzz1 2ab"],
    ],
)
def test_edge_E74_postcode_stands_alone_on_the_last_line(typed):
    assert clean_lines(typed) == ["Civic Centre", "Harbourside", "ZZ1 2AB"]


def test_post_town_and_names_stay_as_typed():
    lines = ["Cllr Siân O'Brien OBE", "D’Arcy House", "HARBOURSIDE", "ZZ1 2ZZ"]
    assert clean_lines(lines) == lines


@pytest.mark.parametrize(
    ("count", "large_print", "size", "leading", "compact"),
    [
        (3, False, 12, 14, False),
        (5, False, 12, 14, False),
        (6, False, 11, 13, True),
        (7, False, 11, 13, True),
        (6, True, 12, 14, False),
        (7, True, 12, 13, True),
    ],
)
def test_sizes(count, large_print, size, leading, compact):
    block = address_block([f"Line {number}" for number in range(count)], large_print=large_print)
    assert (block.size_pt, block.leading_pt, block.compact) == (size, leading, compact)
    assert len(block.lines) == count
    assert len(block.lines) * leading * 25.4 / 72 <= 33


def test_edge_E67_a_wide_line_wraps_between_words():
    block = address_block(["Dr Ann Example", WIDE, "ZZ1 2ZZ"])
    assert block.lines == ("Dr Ann Example", *block.lines[1:3], "ZZ1 2ZZ")
    assert " ".join(block.lines[1:3]) == WIDE
    assert all(fonts.width_mm(line, block.size_pt) <= WINDOW_WIDTH_MM for line in block.lines)


def test_edge_E67_a_word_wider_than_the_window_is_refused_by_name():
    excess = fonts.width_mm(UNBREAKABLE, 12) - WINDOW_WIDTH_MM
    with pytest.raises(AddressDoesNotFit) as refused:
        address_block([UNBREAKABLE, "ZZ1 2ZZ"])
    assert refused.value.problems == [f"Line 1 is {int(excess) + 1} mm too wide for the window"]


def test_edge_E68_eight_lines_are_refused():
    with pytest.raises(AddressDoesNotFit) as refused:
        address_block([f"Line {number}" for number in range(8)])
    assert refused.value.problems == ["The address has 8 lines and 7 fit in the window"]


def test_both_problems_are_named():
    with pytest.raises(AddressDoesNotFit) as refused:
        address_block([*(f"Line {number}" for number in range(8)), UNBREAKABLE])
    assert len(refused.value.problems) == 2


def test_small_type_is_only_for_six_lines_or_more():
    for width in range(30, 80):
        lines = [f"{'Unit ' * (width // 5)}", "b", "c", "d", "e"]
        block = address_block(lines)
        assert block.size_pt == 12 or len(block.lines) >= 6


def test_no_address_is_an_empty_block():
    assert address_block(["", " , "]).lines == ()


def test_edge_E52_decomposed_letters_are_measured_composed():
    assert address_block(["W\u0302yr", "ZZ1 2ZZ"]).lines == ("Ŵyr", "ZZ1 2ZZ")
