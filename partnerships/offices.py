"""An office's public address on its way from one member to all: offered, then confirmed or refused."""

import datetime

from django.db import transaction

from .models import OfferState, OfficeAddress, Recipient


def offer(recipient: Recipient) -> None:
    """Offer the address of a recipient's office to all members. Nothing says whose it was."""
    OfficeAddress.objects.get_or_create(body=recipient.body, address=recipient.address)


def offered(recipient: Recipient) -> OfficeAddress | None:
    """What became of this address at this body, if somebody has offered it."""
    if recipient.body is None or not recipient.address:
        return None
    return OfficeAddress.objects.filter(body=recipient.body, address=recipient.address).first()


@transaction.atomic
def confirm(office: OfficeAddress, day: datetime.date) -> None:
    """Show the address to every member who adds a recipient at the body."""
    office.body.office_address = office.address
    office.body.office_address_checked_on = day
    office.body.save()
    _decide(office, OfferState.CONFIRMED, day)


@transaction.atomic
def refuse(office: OfficeAddress, day: datetime.date) -> None:
    """Keep the address from the members, or take it back. Another confirmed address of the body stays."""
    if office.body.office_address == office.address:
        office.body.office_address, office.body.office_address_checked_on = "", None
        office.body.save()
    _decide(office, OfferState.REFUSED, day)


def _decide(office: OfficeAddress, state: OfferState, day: datetime.date) -> None:
    office.state, office.decided_on = state, day
    office.save()
