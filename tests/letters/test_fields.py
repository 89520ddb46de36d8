"""The registry of merge fields, and how single values are printed."""

import pickle
from datetime import UTC, date, datetime

import pytest

from letters.fields import (
    EMPTY,
    FIELDS,
    Deliberate,
    Kind,
    Origin,
    day_in_london,
    find_field,
    format_postcode,
    format_value,
    letter_date,
    nearest_field,
    normal_name,
    own_field,
    sample_values,
)


def test_every_field_is_found_by_its_key_its_attribute_and_its_synonyms():
    for field in FIELDS:
        for name in (field.key, field.attribute, *field.synonyms):
            assert find_field(name) is field


def test_every_attribute_is_a_distinct_python_identifier():
    attributes = [field.attribute for field in FIELDS]
    assert len(set(attributes)) == len(attributes)
    assert all(attribute.isidentifier() for attribute in attributes)


def test_every_field_has_words_for_people():
    for field in FIELDS:
        assert field.label, field.key
        assert field.help.endswith("."), field.key
        assert field.sample, field.key


def test_samples_fill_every_field():
    assert set(sample_values()) == {field.attribute for field in FIELDS}


@pytest.mark.parametrize(
    "name",
    [
        "organisation name",
        "Organisation name",
        "ORGANISATION_NAME",
        "organisation-name",
        " organisation \n  name ",
        "organisation\u00a0name",
        "organi\u00adsation name",
        "Local infrastructure organisation name",
        "your organisation name",
        "organisation\\_name",
    ],
)
def test_names_are_blind_to_case_spaces_underscores_and_hyphens(name):
    assert find_field(name).key == "organisation name"


@pytest.mark.parametrize("name", ["Name", "Role", "Job title", "name of board", ""])
def test_ambiguous_and_unknown_names_are_no_fields(name):
    assert find_field(name) is None


def test_the_nearest_name_is_offered_for_a_slip():
    assert nearest_field("plcae").key == "place"
    assert nearest_field("organization name").key == "organisation name"
    assert nearest_field("zzzzzzzzzzzzz") is None


def test_a_members_own_bracket_becomes_an_essential_field():
    field = own_field("  Name of\n board ")
    assert (field.key, field.label, field.essential) == ("own: Name of board", "Name of board", True)


def test_origins_say_where_a_value_is_filled_in():
    assert find_field("place").origin is Origin.PROFILE
    assert find_field("post").origin is Origin.RECIPIENT
    assert find_field("main ask").origin is Origin.LETTER
    assert find_field("change notice").origin is Origin.COMPUTED


def test_a_field_and_the_empty_mark_survive_pickling():
    assert pickle.loads(pickle.dumps(FIELDS)) == FIELDS  # noqa: S301
    assert pickle.loads(pickle.dumps(EMPTY)) is Deliberate.EMPTY  # noqa: S301


def test_normal_name_folds_hyphens_of_every_sort():
    assert normal_name("E\u2011mail") == normal_name("e-mail") == normal_name("email")


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("zz1 4aa", "ZZ1 4AA"),
        ("zz14aa", "ZZ1 4AA"),
        ("ZZ1\u00a04AA", "ZZ1 4AA"),
        ("  zz99  1zz ", "ZZ99 1ZZ"),
        ("z z1 4 aa", "ZZ1 4AA"),
        ("not a postcode", "NOT A POSTCODE"),
        ("", ""),
    ],
)
def test_edge_E74_postcode_in_lower_case_without_space_or_with_a_fixed_space(typed, printed):
    assert format_postcode(typed) == printed
    assert format_value(Kind.POSTCODE, typed) == printed


def test_edge_E72_late_evening_in_june_is_tomorrow_in_london():
    evening = datetime(2026, 6, 12, 23, 30, tzinfo=UTC)
    assert day_in_london(evening) == date(2026, 6, 13)
    assert letter_date(evening) == "13 June 2026"
    assert letter_date(datetime(2026, 1, 12, 23, 30, tzinfo=UTC)) == "12 January 2026"


def test_a_moment_without_a_time_zone_has_no_day():
    with pytest.raises(ValueError, match="time zone"):
        letter_date(datetime(2026, 6, 12, 23, 30))  # noqa: DTZ001


def test_a_date_is_printed_in_words_without_a_leading_nought():
    assert format_value(Kind.DATE, date(2026, 1, 2)) == "2 January 2026"
    assert format_value(Kind.DATE, "early in the new year") == "early in the new year"


def test_edge_E18_nought_prints_and_truth_values_do_not():
    assert format_value(Kind.LINE, 0) == "0"
    for wrong in (True, False, 1.5, b"x", {"a": 1}):
        with pytest.raises(TypeError):
            format_value(Kind.LINE, wrong)


def test_words_that_nobody_could_see_count_as_empty():
    assert format_value(Kind.LINE, " \u200b\u200d\n") == ""
    assert format_value(Kind.TEXT, "\x00\x07") == ""


def test_only_long_text_keeps_its_lines():
    assert format_value(Kind.TEXT, "a\r\nb\n") == "a\nb"
    assert format_value(Kind.LINE, "a\r\nb\n") == "a b"
