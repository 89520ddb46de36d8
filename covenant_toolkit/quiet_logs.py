"""How the log is written: no keys, no email addresses, no forged lines, and security events as JSON."""

import datetime
import json
import logging
import re
from typing import Any, Final

_KEYS: Final = re.compile(
    r"(?<=/)(shared|invitations|weekly-email/stop|password/reset/key|confirm-email)/[^/\s\"'?#]+"
)
_KEY_PAGE: Final = re.compile(rf"/(?:accounts/)?{_KEYS.pattern.removeprefix('(?<=/)')}")
# A mail server that refuses an email address says it, and so does the traceback.
_ADDRESSES: Final = re.compile(r"[\w.+'’-]+@[\w-]+(?:\.[\w-]+)+")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_PLAIN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9 _.,:/<>’-]{0,99}")
SECURITY: Final = ("covenant.security", "django.security")


def without_keys(words: str) -> str:
    """The words with dots instead of the secret part of an address of ours, and of email addresses."""
    return _ADDRESSES.sub("…@…", _KEYS.sub(r"\1/…", words))


def is_key(path: str) -> bool:
    """Whether an address opens something for whoever knows it."""
    # Django keeps the secret of a new password in the session and shows the form at an address without it.
    return bool(_KEY_PAGE.match(path)) and not path.endswith("-set-password/")


class WithoutKeys(logging.Filter):
    """Rewrite what a record says, and what is said of an exception."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, its words and its traceback without secrets."""
        said = record.getMessage()
        if (quiet := without_keys(said)) != said:
            record.msg, record.args = quiet, ()
        if record.exc_info and not record.exc_text:
            record.exc_text = without_keys(logging.Formatter().formatException(record.exc_info))
        return True


def is_security(record: logging.LogRecord) -> bool:
    """Whether a record is written as JSON, and not as words too."""
    return record.name.startswith(SECURITY)


class Words(logging.Filter):
    """What is no security event."""

    def filter(self, record: logging.LogRecord) -> bool:
        return not is_security(record)


class OneLine(logging.Formatter):
    """One line, whatever is said in it; a traceback is set in, so that nobody can forge a line."""

    def format(self, record: logging.LogRecord) -> str:
        said = f"{record.levelname} {record.name}: {record.getMessage()}"
        lines = [_CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode(), said)]
        if record.exc_info and not record.exc_text:
            record.exc_text = self.formatException(record.exc_info)
        lines += (record.exc_text or "").splitlines()
        return "\n    ".join(lines)


class SecurityLine(logging.Formatter):
    """A security event as one JSON object. What is no number and no plain word of ours is left out."""

    def format(self, record: logging.LogRecord) -> str:
        facts: dict[str, Any] = getattr(record, "facts", None) or {
            # Of Django: a host name that is not ours, a form that is too large, a file name that climbs.
            "event": "suspicious request",
            "outcome": "refused",
            "who": None,
            "problem": record.name.rpartition(".")[2],
        }
        moment = datetime.datetime.fromtimestamp(record.created, datetime.UTC)
        line = {"time": moment.isoformat(timespec="milliseconds"), "level": record.levelname.lower()}
        return json.dumps(line | {name: self.plain(value) for name, value in facts.items()})

    @staticmethod
    def plain(value: Any) -> Any:
        """The value, or “left out” when a person could have typed it."""
        if value is None or isinstance(value, int):
            return value
        return said if _PLAIN.fullmatch(said := str(value)) else "left out"
