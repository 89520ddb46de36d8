"""Working days in England: Monday to Friday without bank holidays.

The bank holidays are the government's list as the package govuk-bank-holidays has it; nothing is fetched.
The list ends: version 0.19 knows the days to the end of 2028. Later only weekends are left out, so that a
date may be a day or two early; `holidays_are_known` says whether that is so. A newer release knows more.
"""

import datetime
import json
from functools import cache
from importlib.resources import files

ONE_DAY = datetime.timedelta(days=1)


@cache
def bank_holidays() -> frozenset[datetime.date]:
    """The bank holidays of England and Wales that are known, substitute days instead of weekends."""
    # Only the table of the package is read: its module loads an HTTP client, which takes half a second.
    table = json.loads(files("govuk_bank_holidays").joinpath("bank-holidays.json").read_text("utf-8"))
    return frozenset(
        datetime.date.fromisoformat(event["date"]) for event in table["england-and-wales"]["events"]
    )


@cache
def known_until() -> datetime.date:
    """The last day of the last year whose bank holidays are known."""
    return datetime.date(max(bank_holidays()).year, 12, 31)


def holidays_are_known(day: datetime.date) -> bool:
    """Whether the working days up to a day have been counted with their bank holidays."""
    return day <= known_until()


def is_working_day(day: datetime.date) -> bool:
    """Whether people are at work on a day."""
    return day.weekday() < 5 and day not in bank_holidays()


def working_days_after(day: datetime.date, count: int) -> datetime.date:
    """The working day that comes `count` working days after a day. The day itself is not counted.

    Raises ValueError when `count` is less than one.
    """
    if count < 1:
        raise ValueError("Count at least one working day.")
    while count:
        day += ONE_DAY
        count -= is_working_day(day)
    return day
