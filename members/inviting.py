"""Invitations and requests go out by mail."""

import time
from collections.abc import Iterable, Sequence

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.http import HttpRequest
from django.urls import reverse

from .invitations import AccessRequest, Invitation
from .models import Organisation, User
from .security_log import FAILED, note


def send(invitation: Invitation, request: HttpRequest, connection: BaseEmailBackend | None = None) -> None:
    """Mail a new link. Links that were sent before stop working.

    Raises OSError when the mail server does not take it; the invitation then stays as it was. One that was
    accepted or withdrawn while its turn came, or while the mail was on its way, stays closed.
    """
    if not Invitation.objects.waiting().filter(pk=invitation.pk).exists():
        return
    link = request.build_absolute_uri(reverse("invitation", args=[invitation.renew()]))
    context = {"invitation": invitation, "organisation": invitation.organisation, "link": link}
    message = get_adapter(request).render_mail("members/email/invitation", invitation.email, context)
    message.connection = connection
    message.send()
    invitation.save(update_fields=["token_hash", "sent_at", "expires_at"])
    note("invitation sent", who=request.user, invitation=invitation.pk)


def send_many(invitations: Iterable[Invitation], request: HttpRequest, seconds: float = 20) -> int:
    """Send one after the other over one connection, until the time is up. Return how many were sent.

    Raises OSError as `send` does; what was sent until then is sent.
    """
    deadline = time.monotonic() + seconds
    sent = 0
    with get_connection() as connection:
        for invitation in invitations:
            if time.monotonic() > deadline:
                break
            send(invitation, request, connection)
            sent += 1
    return sent


def tell_people(
    request: HttpRequest,
    organisation: Organisation,
    what: str,
    *,
    besides: User | None = None,
    also: Sequence[User] = (),
) -> bool:
    """Mail an organisation's people, `besides` one and `also` some, what NAVCA did with who belongs to it.

    Returns whether every mail was taken. What was done is done in any case.
    """
    told = [person for person in organisation.people.filter(is_active=True) if person != besides]
    link = request.build_absolute_uri(f"{reverse('members:people')}?organisation={organisation.slug}")
    context = {"organisation": organisation, "what": what, "link": link}
    is_taken = True
    for person in (*told, *also):
        try:
            get_adapter(request).render_mail("members/email/people_changed", person.email, context).send()
        except OSError as problem:
            is_taken = False
            note("organisation told", FAILED, who=request.user, problem=problem, organisation=organisation.pk)
    return is_taken


def tell_navca(asked: AccessRequest, request: HttpRequest) -> None:
    """Mail a request for access to NAVCA's address, where one is set. The row is kept in any case."""
    if not settings.REQUESTS_TO:
        return
    context = {"asked": asked, "link": request.build_absolute_uri(asked.get_admin_url())}
    message = get_adapter(request).render_mail("members/email/access_request", settings.REQUESTS_TO, context)
    try:
        message.send()
    except OSError as problem:
        note("access request mailed", FAILED, problem=problem, access_request=asked.pk)
