"""Letter templates, letters as they are written, and letters as they were made ready."""

from .frozen import FrozenCopy, FrozenFile, FrozenKind, FrozenPicture, LetterVersion
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
from .writing import Citation, CitationKind, Letter, LetterCopy, LetterStage

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
    "SeenChange",
    "SentFile",
    "Situation",
    "StarterExample",
    "TimingEvent",
]
