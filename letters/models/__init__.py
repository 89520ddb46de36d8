"""Letter templates, letters as they are written, and letters as they were made ready."""

from letters.election_periods import PreElectionPeriod
from letters.tiers import TierParagraph

from .frozen import FrozenCopy, FrozenKind, FrozenPicture, LetterVersion
from .frozen_files import FrozenFile
from .letter_templates import (
    LONGEST_BODY,
    OWN_WORDS,
    Audience,
    LetterTemplate,
    LetterTemplateVersion,
    Situation,
    StarterExample,
    TimingEvent,
)
from .sending import SeenChange, SentFile
from .writing import Citation, CitationKind, Letter, LetterCopy, LetterStage, Place

__all__ = [
    "LONGEST_BODY",
    "OWN_WORDS",
    "Audience",
    "Citation",
    "CitationKind",
    "FrozenCopy",
    "FrozenFile",
    "FrozenKind",
    "FrozenPicture",
    "Letter",
    "LetterCopy",
    "LetterStage",
    "LetterTemplate",
    "LetterTemplateVersion",
    "LetterVersion",
    "Place",
    "PreElectionPeriod",
    "SeenChange",
    "SentFile",
    "Situation",
    "StarterExample",
    "TierParagraph",
    "TimingEvent",
]
