"""Keep the keys that stand in addresses out of the log: whoever reads it could open them."""

import logging
import re
from typing import Final

_KEYS: Final = re.compile(
    r"(?<=/)(shared|invitations|weekly-email/stop|password/reset/key|confirm-email)/[^/\s\"'?#]+"
)


def without_keys(words: str) -> str:
    """The words with a dot instead of the secret part of each such address."""
    return _KEYS.sub(r"\1/…", words)


class WithoutKeys(logging.Filter):
    """Rewrite what a record says, and what is said of an exception."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        if (quiet := without_keys(said)) != said:
            record.msg, record.args = quiet, ()
        if record.exc_info and not record.exc_text:
            record.exc_text = without_keys(logging.Formatter().formatException(record.exc_info))
        return True
