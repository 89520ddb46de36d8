"""Who a member writes to, and what passed between them."""

from .recipients import (
    ADDRESS_WORDS,
    OfferState,
    OfficeAddress,
    OwnBody,
    OwnBodyKind,
    OwnBodyQuerySet,
    Post,
    Recipient,
    RecipientQuerySet,
    Style,
    bodies_without_recipient,
    office_details,
)

__all__ = [
    "ADDRESS_WORDS",
    "OfferState",
    "OfficeAddress",
    "OwnBody",
    "OwnBodyKind",
    "OwnBodyQuerySet",
    "Post",
    "Recipient",
    "RecipientQuerySet",
    "Style",
    "bodies_without_recipient",
    "office_details",
]
