"""Whom a form or an address means: the recipients of an organisation, and the bodies it has to do with."""

from collections.abc import Collection, Iterable

from members.models import Organisation
from publicbodies.models import PublicBody

from .models import OwnBody, Recipient

Where = PublicBody | OwnBody
Whom = Recipient | PublicBody | OwnBody


def key_of(whom: Whom) -> str:
    """How an address or a form names a recipient or a body: `recipient-7`, `suffolk`, `own-3`."""
    if isinstance(whom, PublicBody):
        return whom.slug
    return f"{'own' if isinstance(whom, OwnBody) else 'recipient'}-{whom.pk}"


def whom_named(organisation: Organisation, key: str) -> Whom | None:
    """The organisation's recipient, its own body or the public body that a key names."""
    kind, _, number = key.rpartition("-")
    if kind in ("recipient", "own") and number.isdecimal() and len(number) < 19:
        rows = organisation.recipients.with_bodies() if kind == "recipient" else organisation.own_bodies
        found: Whom | None = rows.filter(pk=number).first()
        return found
    return PublicBody.objects.filter(slug=key.replace("\0", "")).first()


def body_named(organisation: Organisation, key: str) -> Where | None:
    """The body that a key names, or where the recipient is that it names."""
    found = whom_named(organisation, key)
    return found.where if isinstance(found, Recipient) else found


def people_of(organisation: Organisation) -> list[Recipient]:
    """The recipients in an organisation's list, with their bodies."""
    return list(Recipient.objects.for_organisation(organisation).in_list().with_bodies())


def bodies_of(
    organisation: Organisation, people: Collection[Recipient], also: Iterable[Where] = ()
) -> list[Where]:
    """The bodies of an organisation's patch, its own, where its recipients are, and `also`, by name."""
    found = {
        *organisation.patch.all(), *organisation.own_bodies.all(), *(person.where for person in people), *also
    }  # fmt: skip
    return sorted(found, key=lambda body: body.official_name)
