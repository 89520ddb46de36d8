"""What recipients, the contact log, meetings and promises ask a member to do."""

import datetime
from collections.abc import Iterator

from django.conf import settings
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.formats import date_format

from members.days import period
from members.due import Due, DueKind
from members.models import Organisation

from .agreement_due import agreements_due
from .comment_due import comments_due
from .meeting_due import meetings_due
from .models import Contact, Recipient, bodies_without_recipient
from .models.recipients import RecipientQuerySet
from .plan_due import plans_due
from .promise_due import promises_due
from .taking_over_due import taking_over_due
from .view_due import views_due

# So many contacts have a line each; more are summed up.
MOST = 3


def due(organisation: Organisation, day: datetime.date) -> Iterator[Due]:
    """What is to be chased, written up, kept and checked, and bodies that ended or have nobody yet."""
    yield from _contacts_due(organisation, day)
    yield from meetings_due(organisation, day)
    yield from promises_due(organisation, day)
    yield from agreements_due(organisation, day)
    yield from comments_due(organisation, day)
    yield from views_due(organisation, day)
    rows = Recipient.objects.for_organisation(organisation)
    query = f"?organisation={organisation.slug}"
    recipients = reverse("partnerships:recipients") + query
    yield from _checks_due(organisation, day, rows)
    yield from taking_over_due(organisation, day)
    yield from plans_due(organisation, day)
    if count := bodies_without_recipient(organisation, day).count():
        yield Due(
            f"Add who you write to at {_counted(count, 'body', 'bodies')}",
            f"{recipients}#without",
            kind=DueKind.LATER,
            note="The usual post takes one tick. Names can follow.",
            status="Can wait",
        )


def _checks_due(organisation: Organisation, day: datetime.date, rows: RecipientQuerySet) -> Iterator[Due]:
    """Recipients to look at again. People whom nobody has checked for long are nobody's to keep."""
    for_long = rows.unchecked_since(day - datetime.timedelta(days=settings.KEEP["UNCHECKED"]))
    found = rows.due_for_check(day).aggregate(
        all=Count("pk"), for_long=Count("pk", filter=Q(pk__in=for_long.order_by().values("pk")))
    )
    note = "People change posts, above all after elections."
    if count := found["for_long"]:
        note = (
            f"Nobody has checked {_counted(count, 'person', 'people')} among them for "
            f"{period(settings.KEEP['UNCHECKED'])}. Keep nobody whom you do not write to."
        )
    if found["all"]:
        yield Due(
            f"Check {_counted(found['all'], 'recipient')}",
            f"{reverse('partnerships:check')}?organisation={organisation.slug}",
            note=note,
            status="Check",
        )


def _contacts_due(organisation: Organisation, day: datetime.date) -> Iterator[Due]:
    rows = Contact.objects.for_organisation(organisation).for_page()
    log = f"{reverse('partnerships:contacts')}?organisation={organisation.slug}"
    to_chase = list(rows.to_chase_on(day))
    if len(to_chase) > MOST:
        yield Due(
            f"Chase {len(to_chase)} contacts that nobody has answered",
            f"{log}&show=chase",
            on=to_chase[0].chase_due_on,
            note="Record who has replied with one tick each, and write to the others again.",
            status="Chase",
        )
        to_chase = []
    for contact in to_chase:
        verb = "sent" if contact.is_letter else "of"
        yield Due(
            f"Chase due: {contact.where.official_name}, {verb} {date_format(contact.happened_on, 'j F')}",
            contact.get_absolute_url(),
            on=contact.chase_due_on,
            note=f"{contact.get_kind_display()}, {contact.with_whom}. {contact.get_outcome_display()}.",
            status="Chase",
        )
    steps = list(rows.next_step_due_on(day).order_by("next_step_on"))
    if len(steps) > MOST:
        yield Due(
            f"Look at {len(steps)} next steps whose day has come",
            f"{log}&show=next",
            on=steps[0].next_step_on,
            note="Each is with the contact it follows from.",
        )
        steps = []
    for contact in steps:
        yield Due(
            contact.next_step,
            contact.get_absolute_url(),
            on=contact.next_step_on,
            note=f"Your next step after: {contact}.",
        )


def _counted(count: int, one: str, many: str = "") -> str:
    return f"{count} {one if count == 1 else many or one + 's'}"
