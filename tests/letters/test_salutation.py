"""How a letter begins and ends."""

import pytest

from letters.salutation import STYLES, greeting, sign_off


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("Councillor", "Dear Councillor Ferris"),
        ("Cllr", "Dear Councillor Ferris"),
        ("Cllr.", "Dear Councillor Ferris"),
        ("Mayor", "Dear Mayor Ferris"),
        ("Dr", "Dear Dr Ferris"),
        ("Professor", "Dear Professor Ferris"),
        ("Dame", "Dear Dame Jo"),
        ("Sir", "Dear Sir Jo"),
        ("Lord", "Dear Lord Ferris"),
        ("Lady", "Dear Lady Ferris"),
        ("Mx", "Dear Mx Ferris"),
        ("", "Dear Jo Ferris"),
    ],
)
def test_edge_E49_style_of_address_decides_the_greeting(style, expected):
    assert greeting("Leader of the council", "Jo Ferris", style) == expected


@pytest.mark.parametrize(
    "name", ["Jo Ferris OBE", "Jo Ferris, OBE", "Jo Ferris O.B.E.", "Jo Ferris MBE JP DL", "Jo Ferris PhD"]
)
def test_edge_E49_letters_after_the_name_are_not_spoken(name):
    assert greeting("", name, "Councillor") == "Dear Councillor Ferris"
    assert greeting("", name) == "Dear Jo Ferris"


def test_a_style_typed_with_the_name_is_not_said_twice():
    assert greeting("", "Dame Jo Ferris", "Dame") == "Dear Dame Jo"
    assert greeting("", "Cllr Jo Ferris", "Councillor") == "Dear Councillor Ferris"


def test_a_style_is_never_inferred_from_a_name():
    assert greeting("Leader", "Mary Ferris") == "Dear Mary Ferris"


@pytest.mark.parametrize(
    ("post", "expected"),
    [
        ("Leader of the council", "Dear Leader"),
        ("Council leader", "Dear Leader"),
        ("Leader", "Dear Leader"),
        ("Chief executive", "Dear Chief Executive"),
        ("Interim chief executive of the trust", "Dear Chief Executive"),
        ("ICB chair", "Dear Chair"),
        ("Chair of the board", "Dear Chair"),
        ("Mayor", "Dear Mayor"),
        ("Head of procurement", "Dear Head"),
        ("", "Dear colleagues"),
    ],
)
def test_edge_E50_without_a_named_person_the_post_is_greeted(post, expected):
    assert greeting(post) == expected


def test_edge_E50_to_a_post_the_letter_ends_faithfully():
    assert sign_off("") == "Yours faithfully"
    assert sign_off("Jo Ferris") == "Yours sincerely"
    assert sign_off("", "Jo") == "Yours sincerely"
    assert sign_off(sector=True) == "Kind regards"


@pytest.mark.parametrize(
    "name",
    [
        "Jo Ferris and Sam Okafor",
        "Jo Ferris & Sam Okafor",
        "Jo Ferris; Sam Okafor",
        "Jo Ferris\nSam Okafor OBE",
    ],
)
def test_edge_E51_joint_leaders_are_both_greeted(name):
    assert greeting("Joint leaders", name, "Councillor") == "Dear Councillor Ferris and Councillor Okafor"
    assert sign_off(name) == "Yours sincerely"


def test_edge_E51_each_joint_leader_may_have_a_style():
    assert greeting("", "Jo Ferris and Sam Okafor", "Dr and Dame") == "Dear Dr Ferris and Dame Sam"
    assert greeting("", "Jo Ferris and Sam Okafor") == "Dear Jo Ferris and Sam Okafor"


def test_two_people_of_one_surname_are_told_apart():
    expected = "Dear Councillor Jo Ferris and Councillor Sam Ferris"
    assert greeting("", "Jo Ferris and Sam Ferris", "Councillor") == expected


@pytest.mark.parametrize("wanted", ["Jo", "Dear Jo", "dear Jo,", " Jo "])
def test_the_salutation_a_member_typed_wins(wanted):
    assert greeting("Leader", "Jo Ferris", "Councillor", wanted) == "Dear Jo"


def test_edge_E46_apostrophes_and_accents_stay_in_the_greeting():
    assert greeting("", "Jo O'Brien", "Councillor") == "Dear Councillor O'Brien"
    assert greeting("", "Jo D’Arcy", "Ms") == "Dear Ms D’Arcy"
    assert greeting("", "Ŵyn Łódź", "Mr") == "Dear Mr Łódź"


def test_every_style_offered_gives_a_greeting():
    for style in STYLES:
        assert greeting("", "Jo Ferris", style).startswith(f"Dear {style} ")


def test_a_name_with_and_inside_a_word_is_one_name():
    assert greeting("", "Andy Sandover", "Mr") == "Dear Mr Sandover"
