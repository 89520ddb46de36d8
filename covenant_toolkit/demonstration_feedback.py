"""What the demonstration's members have told NAVCA, and some more invented members, so that numbers show."""

import datetime
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.utils import timezone

from casestudies.models import AgreementKind
from letters.models import Letter, LetterCopy, LetterTemplate
from members.feedback import Feedback, FeedbackKind, FeedbackState, FeedbackTheme, MayQuote
from members.models import Organisation
from partnerships.models import (
    Agreement,
    AgreementStage,
    Contact,
    ContactKind,
    Outcome,
    Party,
    Post,
    Recipient,
    Side,
)
from principles.models import LCSIFunction, Principle
from publicbodies.models import BodyKind, PublicBody


class Message(NamedTuple):
    """What an invented member tells NAVCA; `theme` is the slug of a theme, or empty."""

    kind: FeedbackKind
    text: str
    principle: int | None = None
    function: str = ""
    body_kind: str = ""
    may_quote: MayQuote = MayQuote.NO
    theme: str = ""


K = FeedbackKind
MESSAGES = (
    Message(
        K.WORKING,
        "The county and all five districts sit down with us every quarter, and we write the agenda in turns. "
        "Since then nobody hears of a cut from the newspaper.",
        2, "convening", BodyKind.COUNTY, MayQuote.NAMED, "trust",
    ),
    Message(
        K.BARRIER,
        "Our contract is renewed each March for one year. Two of our best people left in January for jobs "
        "that were sure.",
        2, "organisational-development", BodyKind.DISTRICT, MayQuote.UNNAMED, "short-money",
    ),
    Message(
        K.OPPORTUNITY,
        "The new unitary councils are writing their plans now. With a seat before their first meeting, the "
        "agreement could begin with them.",
        3, "advocacy", BodyKind.UNITARY, MayQuote.UNNAMED,
    ),
    Message(
        K.TOOLKIT,
        "The letter to the whole patch took us an afternoon. We missed one to a hospital trust.",
        may_quote=MayQuote.NAMED, theme="toolkit-missing",
    ),
    Message(
        K.BARRIER,
        "A grant of £4,000 asked for the same report as one of £400,000, every three months.",
        4, "facilitating-funding", BodyKind.ICB, MayQuote.UNNAMED, "heavy-reports",
    ),
    Message(
        K.WORKING,
        "The health board paid for one day a week, for half a year, before there was any project. That day "
        "made all the rest possible.",
        1, "convening", BodyKind.ICB, MayQuote.UNNAMED, "paid-groundwork",
    ),
    Message(
        K.BARRIER,
        "Small groups cannot tender: the insurance alone costs more than their income.",
        2, "facilitating-funding", BodyKind.UNITARY, MayQuote.NO, "hard-commissioning",
    ),
)  # fmt: skip

# Invented members with a body of theirs, and which of the messages they sent.
MEMBERS = (
    ("Ashmere Voluntary Action", "cornwall", (0, 1)),
    ("Stonebeck Community Support", "leeds", (1, 5)),
    ("Larkham CVS", "northumberland", (1, 2)),
    ("Thornby Voluntary Action", "kent", (1, 4, 0)),
    ("Wexcombe Community Action", "devon", (0, 4)),
    ("Millford CVS", "nottinghamshire", (1, 6, 5)),
    ("Hollin Vale Voluntary Action", "cumberland", (0, 6)),
    ("Saltby Community Links", "birmingham", (1, 0)),
    ("Fernham Voluntary Action", "lancashire", (0, 5)),
    ("Corrabeck CVS", "dorset", (1, 4)),
    ("Tarnley Community Action", "shropshire", (5, 6)),
    ("Nettleham Vale CVS", "norfolk", (4, 6, 5)),
)


# So many of them have drafted an agreement after a reply and a meeting; the others have signed theirs.
EARLY = 7


def make_feedback(harbourside: Organisation, other: Organisation) -> None:
    """Messages of both members and of a stranger, and twelve more members with a letter and an agreement."""
    if Feedback.objects.exists():
        return
    _tell(harbourside, (0, 2, 3), "east-of-england")
    _tell(other, (1,), "yorkshire-and-the-humber")
    for number, (name, slug, messages) in enumerate(MEMBERS):
        body = PublicBody.objects.get(slug=slug)
        member = Organisation.objects.create(
            name=name, slug=name.lower().replace(" ", "-"), place=name.split()[0], may_be_counted=True
        )
        member.patch.add(body)
        _tell(member, messages, body.region, number)
        _write(member, body, number)
    Feedback.objects.create(
        kind=K.BARRIER, text="Our village hall was promised an answer in spring. It is nearly winter."
    )


def _tell(organisation: Organisation, numbers: Sequence[int], region: str, months: int = 0) -> None:
    for number in numbers:
        message = MESSAGES[number]
        row = Feedback.objects.create(
            organisation=organisation, kind=message.kind, text=message.text, body_kind=message.body_kind,
            principle=Principle.objects.filter(number=message.principle or 0).first(),
            function=LCSIFunction.objects.filter(slug=message.function).first(),
            place=organisation.place, region=region, may_quote=message.may_quote,
            sent_at=timezone.now() - datetime.timedelta(days=15 * (months % 3) + number),
        )  # fmt: skip
        # The newest are left for the curator who tries the queue.
        if message.theme and months:
            row.themes.set(FeedbackTheme.objects.filter(slug=message.theme))
            row.state = FeedbackState.THEMED
            row.save()


def _write(organisation: Organisation, body: PublicBody, number: int) -> None:
    """A letter that was sent and mostly answered, a meeting, and an agreement that is drafted or signed."""
    today = timezone.localdate()
    is_early = number < EARLY
    recipient = Recipient.objects.create(organisation=organisation, body=body, post=Post.usual_at(body))
    template = LetterTemplate.objects.get(slug="public-body" if is_early else "reorganisation")
    letter = Letter.objects.create(
        organisation=organisation, template_version=template.versions.latest("number")
    )
    LetterCopy.objects.create(letter=letter, recipient=recipient)
    sent_on = today - datetime.timedelta(days=60 + number)
    answer: dict[str, Any] = {"outcome": Outcome.OPEN}
    if is_early:
        answered_on = sent_on + datetime.timedelta(days=12 + 3 * number)
        answer = {"outcome": Outcome.REPLIED, "outcome_on": answered_on}
    Contact.objects.create(
        organisation=organisation, recipient=recipient, kind=ContactKind.LETTER, route="post",
        happened_on=sent_on, letter_reference=letter.pk, letter_version=1, **answer,
    )  # fmt: skip
    if is_early:
        Contact.objects.create(organisation=organisation, recipient=recipient, kind=ContactKind.MEETING)
    signed = {"stage": AgreementStage.SIGNED, "signed_on": today - datetime.timedelta(days=90 + number)}
    agreement = Agreement.objects.create(
        organisation=organisation, kind=AgreementKind.COMPACT, name=f"{organisation.place} Compact",
        **({"stage": AgreementStage.DRAFT} if is_early else signed),
    )  # fmt: skip
    Party.objects.create(agreement=agreement, side=Side.OURS, name=organisation.name)
    Party.objects.create(agreement=agreement, side=Side.THEIRS, body=body)
