"""How an invented officer of a council sees the demonstration member's benchmark."""

import datetime
import secrets
from typing import Any

from django.utils import timezone

from members.models import Organisation
from partnerships.models import HowImportant, LinkPurpose, OtherSideView, PrivateLink, Seen, Side
from partnerships.other_side import keep_view
from principles.models import LCSIFunction
from publicbodies.models import PublicBody

ANSWERS: dict[str, dict[str, Any]] = {
    "facilitating-funding": {
        "rung": 3, "important": HowImportant.VERY, "seen": Seen.OFTEN,
        "would_help": "Figures for each district.",
    },
    "volunteering-and-participation": {
        "rung": 4, "important": HowImportant.VERY, "seen": Seen.OFTEN, "would_help": "",
    },
    "advocacy": {
        "rung": 0, "important": HowImportant.SOMEWHAT, "seen": Seen.NO,
        "would_help": "Tell us which groups you speak for on the board.",
    },
    "convening": {
        "rung": 5, "important": HowImportant.VERY, "seen": Seen.SOMETIMES, "would_help": "",
    },
}  # fmt: skip


def make_other_side(organisation: Organisation) -> None:
    """Give the member one answer of the other side, once."""
    if OtherSideView.objects.for_organisation(organisation).exists():
        return
    link = PrivateLink(
        organisation=organisation,
        purpose=LinkPurpose.BENCHMARK,
        side=Side.THEIRS,
        body=PublicBody.objects.get(slug="suffolk"),
        who="Head of communities",
        made_by=organisation.main_contact,
        token_hash=secrets.token_hex(32),  # of an address that nobody knows
    )
    link.last_until(timezone.localdate() + datetime.timedelta(days=60))
    link.save()
    functions = LCSIFunction.objects.in_bulk(field_name="slug")
    nothing = {"rung": None, "important": "", "seen": "", "would_help": ""}
    lines = {functions[slug]: nothing | answers for slug, answers in ANSWERS.items()}
    keep_view(link, lines, {})
