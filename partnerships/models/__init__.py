"""Who a member writes to, what passed between them, and what they agreed."""

from partnerships.stages import ENDED, IN_FORCE, AgreementStage, StopReason

from .agreements import Agreement, AgreementQuerySet, FactorTick, StageStep
from .contacts import (
    INCOMING,
    LONG_WORDS,
    NO_NEXT_STEP,
    WAITING,
    CannotUndo,
    Contact,
    ContactKind,
    ContactQuerySet,
    Outcome,
    Route,
)
from .drafts import (
    SHORT_WORDS,
    AgreementFile,
    AgreementFileKind,
    AgreementText,
    AgreementVersion,
    Comment,
)
from .keeping import (
    Cause,
    Concern,
    ConcernStep,
    Length,
    NoticeClause,
    NoticeGiven,
    NoticeOutcome,
    NoticeSort,
    Success,
)
from .links import LinkPurpose, PrivateLink, PrivateLinkQuerySet
from .meetings import Meeting, MeetingQuerySet, MeetingState
from .moves import Move, MovedKind, MoveQuerySet
from .office_addresses import OfferState, OfficeAddress, office_details
from .parties import Lead, LeadKind, Party
from .places import Side
from .plans import ActionPlan, ActionPlanQuerySet
from .polls import HowOften, Poll, PollAnswer
from .posts import Post, Style
from .promises import Promise, PromiseQuerySet, PromiseState
from .recipients import (
    ADDRESS_WORDS,
    MOST_WORDS,
    OwnBody,
    OwnBodyKind,
    OwnBodyQuerySet,
    Recipient,
    RecipientQuerySet,
    bodies_without_recipient,
)
from .views import HowImportant, OtherSideView, OtherSideViewQuerySet, Seen, ViewLine, ViewSign
from .wordings import ClauseWording

__all__ = [
    "ADDRESS_WORDS",
    "ENDED",
    "INCOMING",
    "IN_FORCE",
    "LONG_WORDS",
    "MOST_WORDS",
    "NO_NEXT_STEP",
    "SHORT_WORDS",
    "WAITING",
    "ActionPlan",
    "ActionPlanQuerySet",
    "Agreement",
    "AgreementFile",
    "AgreementFileKind",
    "AgreementQuerySet",
    "AgreementStage",
    "AgreementText",
    "AgreementVersion",
    "CannotUndo",
    "Cause",
    "ClauseWording",
    "Comment",
    "Concern",
    "ConcernStep",
    "Contact",
    "ContactKind",
    "ContactQuerySet",
    "FactorTick",
    "HowImportant",
    "HowOften",
    "Lead",
    "LeadKind",
    "Length",
    "LinkPurpose",
    "Meeting",
    "MeetingQuerySet",
    "MeetingState",
    "Move",
    "MoveQuerySet",
    "MovedKind",
    "NoticeClause",
    "NoticeGiven",
    "NoticeOutcome",
    "NoticeSort",
    "OfferState",
    "OfficeAddress",
    "OtherSideView",
    "OtherSideViewQuerySet",
    "Outcome",
    "OwnBody",
    "OwnBodyKind",
    "OwnBodyQuerySet",
    "Party",
    "Poll",
    "PollAnswer",
    "Post",
    "PrivateLink",
    "PrivateLinkQuerySet",
    "Promise",
    "PromiseQuerySet",
    "PromiseState",
    "Recipient",
    "RecipientQuerySet",
    "Route",
    "Seen",
    "Side",
    "StageStep",
    "StopReason",
    "Style",
    "Success",
    "ViewLine",
    "ViewSign",
    "bodies_without_recipient",
    "office_details",
]
