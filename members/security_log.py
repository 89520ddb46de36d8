"""What is noted of sign-ins, invitations, links and refusals: one JSON object a line, without personal data.

Whoever watches the site may read it, so nothing in it says who a person is: no name, no email address, no
address on the network (even a digest of one can be tried out), no words that somebody typed and no key. A
person stands there as the key of a row, which means nothing once the row is gone. Where a request came
from is in the access log of the proxy, which has a period of its own; the time leads from one to the other.
"""

import logging
from typing import Any, Final
from uuid import UUID

from django.contrib.auth.models import AnonymousUser

from .models import User

_log = logging.getLogger("covenant.security")

DONE: Final = "done"
REFUSED: Final = "refused"
FAILED: Final = "failed"


def note(
    event: str,
    outcome: str = DONE,
    *,
    who: User | AnonymousUser | None = None,
    problem: BaseException | None = None,
    **about: int | UUID | str | None,
) -> None:
    """Write one event: what, how it ended, the key of the person who did it, and the keys of rows.

    The words are ours, never typed by anybody; of a problem only its kind is written.
    """
    facts: dict[str, Any] = {"event": event, "outcome": outcome, "who": who.pk if who else None, **about}
    if problem:
        facts["problem"] = type(problem).__name__
    said = ", ".join(f"{name} {value}" for name, value in facts.items() if name != "event")
    _log.log(
        logging.INFO if outcome == DONE else logging.WARNING, "%s: %s", event, said, extra={"facts": facts}
    )
