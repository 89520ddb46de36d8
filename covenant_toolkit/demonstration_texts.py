"""The text of the demonstration member’s draft agreement with a comment, and polls of both sides."""

import datetime
import secrets

from django.utils import timezone

from members.models import Organisation, User
from partnerships.agreement_versions import make_version
from partnerships.models import (
    Agreement,
    AgreementStage,
    AgreementText,
    ClauseWording,
    Comment,
    LinkPurpose,
    Poll,
    PollAnswer,
    PrivateLink,
    Side,
)

# What the member wrote instead of the words to begin with.
OWN_WORDS = {
    "purpose": "People in Harbourside do better when local groups and the council plan and act together. "
    "This accord says what each of us will do for that, and what happens when we do not.",
    "priorities": "Fewer people on their own in the winter\nA place at the table for small groups\n"
    "Buildings that groups can count on",
    "money": "Grants run for three years wherever that is possible\nWhat has to be reported suits the size "
    "of the sum\nWhoever bids is told the reasons within ten working days",
    "voice": "The sector has a seat and a voice on the health and wellbeing board\nThe sector itself "
    "chooses who sits there, and those who sit there report back",
}  # fmt: skip
# Clauses left for later, as in any draft.
NOT_YET = ("data",)

COMMENTS = (
    ("money", "Jo Ferris", "Three years is what we want as well. Can we say “from April” to fit the budget?"),
    ("voice", "", "Which groups are meant? A list would help our members."),
)
# Listened early, reasons, promises, disagreement, information: a year ago and now, of each side.
ROUNDS = (
    (400, {Side.OURS: [(2, 2, 3, 2, 3), (2, 3, 3, 1, 2)], Side.THEIRS: [(4, 4, 3, 4, 3)]}),
    (9, {Side.OURS: [(3, 3, 4, 3, 3), (3, 4, 4, 2, 3)], Side.THEIRS: [(4, 4, 4, 4, 3)]}),
)
ASKED = {
    Side.OURS: ("Food alliance, chair", "Youth forum, coordinator"),
    Side.THEIRS: ("Head of communities",),
}
WORDS = {
    Side.OURS: ("The officer we ring knows us by name.", "Ask us before the report is written."),
    Side.THEIRS: ("We hear early what groups worry about.", "One list of who speaks for whom."),
}


def make_texts(organisation: Organisation) -> None:
    """Give the agreement that is being drafted a text, and the one that is kept two polls, once."""
    by = organisation.memberships.get(is_main_contact=True).user
    draft = organisation.agreements.filter(stage=AgreementStage.DRAFT).first()
    if draft and not AgreementText.objects.filter(agreement=draft).exists():
        _write(draft, by)
    kept = organisation.agreements.in_force().first()
    if kept and not kept.polls.exists():
        _ask(kept, by)


def _write(agreement: Agreement, by: User) -> None:
    begun = {row.clause: row.text for row in ClauseWording.objects.exclude(clause__in=NOT_YET)}
    text = AgreementText.objects.create(
        agreement=agreement, clauses=begun | OWN_WORDS, notice_months=3, consultation_weeks=12, changed_by=by
    )
    version = make_version(agreement, revision=text.revision, note="For the meeting of the leads", by=by)
    link = _link(agreement, LinkPurpose.COMMENTS, "Head of communities", Side.THEIRS, by)
    link.version = version
    link.save()
    for section, name, words in COMMENTS:
        Comment.objects.create(link=link, version=version, section=section, name=name, text=words)


def _ask(agreement: Agreement, by: User) -> None:
    today = timezone.localdate()
    for days, answers in ROUNDS:
        opened_on = today - datetime.timedelta(days=days)
        is_over = days > 60
        poll = Poll.objects.create(
            agreement=agreement,
            opened_on=opened_on,
            closed_on=opened_on + datetime.timedelta(days=30) if is_over else None,
            made_by=by,
        )
        for side, rows in answers.items():
            for number, values in enumerate(rows):
                link = _link(agreement, LinkPurpose.POLL, ASKED[side][number], side, by)
                link.poll = poll
                link.save()
                works_well, would_help = ("", "") if is_over or number else WORDS[side]
                PollAnswer.objects.create(
                    poll=poll, link=link, side=side, works_well=works_well, would_help=would_help,
                    **dict(zip(PollAnswer.QUESTIONS, values, strict=True)),
                )  # fmt: skip


def _link(agreement: Agreement, purpose: LinkPurpose, who: str, side: Side, by: User) -> PrivateLink:
    """A link whose address nobody knows, not saved yet."""
    link = PrivateLink(
        organisation=agreement.organisation, agreement=agreement, purpose=purpose, who=who, side=side,
        made_by=by, token_hash=secrets.token_hex(32),
    )  # fmt: skip
    link.last_until(timezone.localdate() + datetime.timedelta(days=60))
    return link
