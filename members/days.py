"""Days as people type them and read them."""

import calendar
import datetime
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.formats import date_format

DATE_WORDS = {
    "invalid": "Enter a real date, like 12 January 2026",
    "required": "Enter a date, like 12 January 2026",
}
# Nobody means another year, and at the ends of the calendar there is nothing left to count.
_FAR = "Enter a day from 1900 to 2999, like 12 January 2026"
A_DAY = (
    MinValueValidator(datetime.date(1900, 1, 1), _FAR),
    MaxValueValidator(datetime.date(2999, 12, 31), _FAR),
)
DATE_FORMATS = ["%d %B %Y", "%d %b %Y", "%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y", "%d-%m-%Y", "%Y-%m-%d"]


# A day in the cell of a table, which may be empty.
DAY_CELL = forms.DateField(
    required=False, input_formats=DATE_FORMATS, error_messages=DATE_WORDS, validators=A_DAY
)


class DayInput(forms.DateInput):
    """A day as people write it: 12 January 2026."""

    def format_value(self, value: Any) -> str | None:
        return date_format(value, "j F Y") if hasattr(value, "year") else value


def day_field(**kwargs: Any) -> forms.DateField:
    """A field for a day, typed in any of the ways that `DATE_FORMATS` lists."""
    widget = DayInput(attrs={"class": "w-30", "autocomplete": "off"})
    return forms.DateField(
        input_formats=DATE_FORMATS, widget=widget, error_messages=DATE_WORDS, validators=A_DAY, **kwargs
    )


def months_after(day: datetime.date, months: int) -> datetime.date:
    """The same day of a later month (or, with a minus, an earlier one), or that month's last day.

    Beyond the calendar it is the calendar's own first or last day.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not datetime.MINYEAR <= year <= datetime.MAXYEAR:
        return datetime.date.min if year < datetime.MINYEAR else datetime.date.max
    last = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(day.day, last))


def period(days: int) -> str:
    """A number of days as people say it: 30 days, 2 years."""
    years, rest = divmod(days, 365)
    if rest:
        return "1 day" if days == 1 else f"{days} days"
    return "1 year" if years == 1 else f"{years} years"
