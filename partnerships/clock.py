"""Times of day as people type them: 14:00, 2pm, 2.30 p.m., noon."""

import datetime
import re
from typing import Any

from django import forms

_FORMATS = ["%H:%M", "%H.%M", "%I:%M%p", "%I.%M%p", "%I%p"]
_WORDS = {"noon": "12:00", "midday": "12:00", "12noon": "12:00"}
# What is most likely an afternoon, and would be kept as the small hours.
_UNSURE = re.compile(r"[1-6][:.][0-5]\d")


class ClockInput(forms.TimeInput):
    """A short box that shows 14:00 whatever was typed."""

    def __init__(self) -> None:
        super().__init__(attrs={"class": "input-short", "autocomplete": "off"}, format="%H:%M")


class ClockField(forms.TimeField):
    """A time of day."""

    widget = ClockInput
    default_error_messages = {
        "invalid": "Enter a time, like 14:00 or 2pm",
        "unsure": "Say whether it is morning or afternoon, like 2:30pm",
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=_FORMATS, **kwargs)

    def to_python(self, value: Any) -> datetime.time | None:
        if isinstance(value, str):
            value = re.sub(r"\s", "", value.casefold())
            value = re.sub(r"([ap])\.?m\.?$", r"\1m", value)
            value = _WORDS.get(value, value)
            if _UNSURE.fullmatch(value):
                raise forms.ValidationError(self.error_messages["unsure"], "unsure")
        return super().to_python(value)
