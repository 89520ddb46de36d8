"""Principles, functions, findings and the pages around them, each dated and sourced."""

from .covenant import Expectation, Principle, PrinciplePoint, ProgressSign, Side, SignKind
from .functions import EquityKind, EquityPoint, EvidenceUse, Finding, Impact, LCSIFunction
from .reading import GlossaryTerm, GuidePage, Link, StartingPoint, Update, UpdateQuerySet
from .sources import Source, address_problem_field

__all__ = [
    "EquityKind",
    "EquityPoint",
    "EvidenceUse",
    "Expectation",
    "Finding",
    "GlossaryTerm",
    "GuidePage",
    "Impact",
    "LCSIFunction",
    "Link",
    "Principle",
    "PrinciplePoint",
    "ProgressSign",
    "Side",
    "SignKind",
    "Source",
    "StartingPoint",
    "Update",
    "UpdateQuerySet",
    "address_problem_field",
]
