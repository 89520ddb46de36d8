"""Working days are counted with England's bank holidays."""

from datetime import date

import pytest

from partnerships.working_days import (
    bank_holidays,
    holidays_are_known,
    is_working_day,
    known_until,
    working_days_after,
)

YEARS = (2026, 2027, 2028)


def test_the_bank_holidays_of_three_years():
    known = {year: sorted(day for day in bank_holidays() if day.year == year) for year in YEARS}
    assert known == {
        2026: [
            date(2026, 1, 1), date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 4), date(2026, 5, 25),
            date(2026, 8, 31), date(2026, 12, 25), date(2026, 12, 28),  # Boxing Day is a Saturday
        ],
        2027: [
            date(2027, 1, 1), date(2027, 3, 26), date(2027, 3, 29), date(2027, 5, 3), date(2027, 5, 31),
            date(2027, 8, 30), date(2027, 12, 27), date(2027, 12, 28),  # Christmas is a Saturday
        ],
        2028: [
            date(2028, 1, 3),  # New Year's Day is a Saturday
            date(2028, 4, 14), date(2028, 4, 17), date(2028, 5, 1), date(2028, 5, 29), date(2028, 8, 28),
            date(2028, 12, 25), date(2028, 12, 26),
        ],
    }  # fmt: skip
    assert known_until() >= date(2028, 12, 31)


@pytest.mark.parametrize(
    ("sent", "count", "due"),
    [
        (date(2026, 11, 3), 15, date(2026, 11, 24)),  # three plain weeks
        (date(2026, 11, 7), 1, date(2026, 11, 9)),  # a Saturday: Monday is the first
        (date(2026, 12, 14), 15, date(2027, 1, 7)),  # Christmas, the Boxing Day substitute, New Year
        (date(2027, 12, 24), 1, date(2027, 12, 29)),  # a weekend and both substitutes
        (date(2027, 12, 13), 15, date(2028, 1, 6)),
        (date(2028, 4, 13), 1, date(2028, 4, 18)),  # Good Friday to Easter Monday
        (date(2026, 3, 20), 15, date(2026, 4, 14)),
        (date(2026, 8, 28), 1, date(2026, 9, 1)),
    ],
)
def test_working_days_after(sent, count, due):
    assert working_days_after(sent, count) == due
    assert is_working_day(due)


def test_after_the_end_of_the_list_weekends_only():
    christmas = known_until().replace(year=known_until().year + 1, month=12, day=25)
    assert not holidays_are_known(christmas)
    assert holidays_are_known(known_until())
    weekdays = [day for day in (christmas, christmas.replace(day=26), christmas.replace(day=27))
                if day.weekday() < 5]  # fmt: skip
    assert all(map(is_working_day, weekdays))


def test_no_days_cannot_be_counted():
    with pytest.raises(ValueError, match="at least one"):
        working_days_after(date(2026, 11, 3), 0)
