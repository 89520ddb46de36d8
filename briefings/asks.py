"""What the member asks a body for: what is kept for the papers, else what its last letter asked."""

import re
from typing import Final

from django.db import transaction

from documents.plain_text import one_line
from members.models import Organisation, User
from partnerships.models import Contact, ContactKind, OwnBody
from publicbodies.models import PublicBody

from .models import BodyAsks
from .wording import sector_of

MOST: Final = 3
_BULLET: Final = re.compile(r"^\s*(?:[-–•*]|\d{1,2}[.)])\s+")


def lines_of(text: str) -> list[str]:
    """The asks of a text, one on each line, without the marks that people type before them."""
    return [ask for line in text.splitlines() if (ask := one_line(_BULLET.sub("", line)))]


def asks_of_last_letter(organisation: Organisation, where: PublicBody | OwnBody) -> list[str]:
    """What the newest letter to the body that says so asked for, three at most."""
    sent = Contact.objects.for_organisation(organisation).at(where).filter(kind=ContactKind.LETTER)
    asks = sent.exclude(asks="").values_list("asks", flat=True).first()
    return lines_of(asks or "")[:MOST]


def usual_asks(organisation: Organisation) -> list[str]:
    """What stands in when nobody has said: small enough that a meeting can answer it."""
    return [
        f"Name a person on your side who leads the work with the {sector_of(organisation)}",
        "Agree a day within three months to look together at what was done",
    ]


def asks_for(organisation: Organisation, where: PublicBody | OwnBody) -> list[str]:
    """What the papers ask for, never nothing."""
    kept = lines_of(BodyAsks.of(organisation, where).text)[:MOST]
    return kept or asks_of_last_letter(organisation, where) or usual_asks(organisation)


@transaction.atomic
def keep_asks(seen: BodyAsks, text: str, by: User) -> bool:
    """Keep what is asked of a body from now on; False when somebody was faster since `seen` was read."""
    organisation = Organisation.objects.select_for_update().get(pk=seen.organisation_id)
    row = BodyAsks.of(organisation, seen.where)
    if row.revision != seen.revision:
        return False
    row.text, row.changed_by, row.revision = text, by, row.revision + 1
    row.save()
    return True
