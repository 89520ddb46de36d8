"""What a letter's fields print, for one recipient: from the profile, the directory and what was typed."""

from typing import Final

from members.models import Organisation
from partnerships.models import OwnBody, Post, Recipient
from publicbodies.models import PublicBody

from .citing import cited_texts, source_notes
from .fields import EMPTY, letter_date
from .merge import Value, member_block
from .models import Letter
from .pieces import Item
from .tiers import COMPETENCES, Tier

# A sentence that names more bodies than this is not read.
MOST_NAMED: Final = 6


def profile_values(organisation: Organisation, letter: Letter | None = None) -> dict[str, Value]:
    """What the profile knows. An empty optional detail was left empty on purpose; an essential is a gap."""
    return {
        "sender_name": (letter and letter.signer_name) or organisation.signer_name,
        "sender_role": (letter and letter.signer_role) or organisation.signer_role,
        "organisation_name": organisation.name,
        "organisation_short_name": organisation.short_name or organisation.name,
        "organisation_address": organisation.address or EMPTY,
        "organisation_email": organisation.email or EMPTY,
        "organisation_phone": organisation.phone or EMPTY,
        "organisation_website": organisation.website or EMPTY,
        "charity_number": organisation.charity_number or EMPTY,
        "place": organisation.place,
        "sector_term": organisation.sector_in_short,
        "sector_term_in_full": organisation.sector_in_full,
        "groups_supported": organisation.groups_supported or EMPTY,
        "staff_and_volunteers": EMPTY,
    }


def body_values(recipient: Recipient) -> dict[str, Value]:
    """What is known about a recipient's body. What a body of the member's own decides is not known."""
    where = recipient.where
    tier = Tier.of(where.kind) if recipient.body else None
    return {
        "body": where.official_name,
        "tier": where.get_kind_display(),
        "competences": COMPETENCES[tier] if tier else EMPTY,
        "change_notice": change_notice(where) or EMPTY,
    }


def change_notice(where: PublicBody | OwnBody) -> str:
    """What the directory says will become of a body; empty when nothing is known to change."""
    if where.change_note or not isinstance(where, PublicBody):
        return where.change_note
    if where.last_on is None or not where.is_changing:
        return ""
    return f"{where.official_name} is due to end on {letter_date(where.last_on)}."


def letter_values(letter: Letter) -> dict[str, Value]:
    """What was asked for in this letter, the examples as the member's own blocks."""
    findings, case_study = cited_texts(letter)
    return {
        "date": letter.dated_on,
        "our_reference": f"CT-{letter.uuid.hex[:6].upper()}",
        "main_ask": member_block(letter.main_ask) if letter.main_ask.strip() else "",
        "further_asks": [member_block(line) for line in lines_of(letter.further_asks)] or EMPTY,
        "reply_by_date": letter.reply_by_on or "",
        "contact": letter.contact or EMPTY,
        "examples": [member_block(text) for text in letter.chosen_examples if text.strip()],
        "findings": findings or EMPTY,
        "case_study": case_study or EMPTY,
        "meeting_dates": lines_of(letter.meeting_dates) or EMPTY,
        "enclosures": lines_of(letter.enclosures) or EMPTY,
        "cc": copies_to(letter) or EMPTY,
        "co_signatories": lines_of(letter.co_signatories) or EMPTY,
        "sources": source_notes(letter) or EMPTY,
    }


def recipient_values(recipient: Recipient) -> dict[str, Value]:
    """What a letter says of its recipient and its body, by the names of the merge fields."""
    return {
        "post": recipient.post_label,
        "recipient_name": recipient.full_name or recipient.post_label,
        "recipient_address": recipient.address or EMPTY,
        **body_values(recipient),
    }


def own_values(letter: Letter, recipient: Recipient) -> dict[str, Value]:
    """What the member says to this recipient and not to all: for its tier, of its end, who else has it."""
    values: dict[str, Value] = {
        "tier_paragraph": EMPTY,
        "also_written_to": also_written_to(letter, recipient) or EMPTY,
    }
    if recipient.body:
        tier = letter.tier_paragraphs.get(Tier.of(recipient.body.kind) or "", {})
        if tier.get("chosen") and tier["text"].strip():
            values["tier_paragraph"] = member_block(tier["text"])
        if notice := letter.change_notices.get(recipient.body.slug):
            is_said = notice["chosen"] and notice["text"].strip()
            values["change_notice"] = member_block(notice["text"]) if is_said else EMPTY
    return values


def also_written_to(letter: Letter, recipient: Recipient) -> list[Item]:
    """The other bodies a letter goes to, and other people at the same body, in the order of the letter."""
    if not letter.names_other_recipients:
        return []
    here = recipient.where.official_name
    names = list(
        dict.fromkeys(
            body if body != here else person
            for pk, body, person in receivers_of(letter)
            if pk != recipient.pk
        )
    )
    if len(names) <= MOST_NAMED:
        return list(names)
    return [*names[: MOST_NAMED - 1], f"{len(names) - MOST_NAMED + 1} other public bodies"]


def receivers_of(letter: Letter) -> list[tuple[int, str, str]]:
    """Each recipient's number, its body, and how it is called in a letter to somebody at the same body.

    Asked once of a letter that was loaded: all its copies share it.
    """
    loaded = vars(letter)
    if "receivers_of" not in loaded:
        rows = letter.copies.filter(recipient__isnull=False).values_list(
            "recipient_id", "recipient__body__official_name", "recipient__own_body__name", "recipient__style",
            "recipient__name", "recipient__post", "recipient__other_post",
        )  # fmt: skip
        loaded["receivers_of"] = [
            (pk, body or own_body, f"{style} {name}".strip() if name else f"your {other or Post(post).label}")
            for pk, body, own_body, style, name, post, other in rows
        ]
    receivers: list[tuple[int, str, str]] = loaded["receivers_of"]
    return receivers


def copies_to(letter: Letter) -> list[str]:
    """Who gets a copy, each on a line: people of the list, then those that were typed."""
    people = [
        ", ".join(filter(None, [row.full_name, row.post_label, row.where.official_name]))
        for row in letter.copied_to.all()
    ]
    return [*people, *lines_of(letter.copies_to)]


def lines_of(text: str) -> list[str]:
    """The lines of a text that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]
