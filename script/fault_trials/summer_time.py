"""The nights on which clocks change: what is due, begun or over on that day goes by London's midnight."""

import datetime

import time_machine

from .account import Account
from .moved import MEMBER, in_london
from .person import Person
from .prepare import a_private_link
from .site import Site

# Summer time begins and ends, in the year of the Covenant's first letters and in the next.
NIGHTS = ("2026-03-29", "2026-10-25", "2027-03-28", "2027-10-31")
PAGES = ("/organisation/", "/partnerships/promises/", "/partnerships/meetings/", "/agreements/")


def nights(site: Site, told: Account) -> None:
    """Look ten minutes before and after the midnight that ends each of those days."""
    faults: dict[str, list[str]] = {"promise": [], "link": [], "poll": [], "page": []}
    for night in NIGHTS:
        day = datetime.date.fromisoformat(night)
        with time_machine.travel(in_london(f"{day - datetime.timedelta(days=9)}T12:00:00")):
            promise, link = _a_promise(day), a_private_link(day)
        for moment, is_over in ((f"{day}T23:50:00", False), (f"{_next(day)}T00:10:00", True)):
            server = site.start(at=in_london(moment))
            person = Person.signed_in(site.port, MEMBER)
            text = person.get(promise).text
            if ("Was due" in text) != is_over or (f"By {day:%-d %B %Y}" in text) == is_over:
                faults["promise"].append(moment)
            if Person(site.port).get(link).status != (404 if is_over else 200):
                faults["link"].append(moment)
            if _poll_begun_and_closed(person) != {_next(day) if is_over else day}:
                faults["poll"].append(moment)
            faults["page"] += [f"{path} on {moment}" for path in PAGES if person.get(path).status != 200]
            server.kill()
    told.did.append(f"looked at 23:50 and 00:10 in London at the end of {', '.join(NIGHTS)}")
    told.saw.append("“By” its day, then “Was due”; the page of a link, then 404 that says it opens nothing")
    for what, words in (
        ("promise", "a promise is late from the midnight after its day"),
        ("link", "a private link works to the end of its last day, and not after"),
        ("poll", "a poll begun and closed then has London's day"),
        ("page", "the pages of what is due answer"),
    ):
        told.check(f"{words}{''.join(f' ({each})' for each in faults[what])}", not faults[what])


def _next(day: datetime.date) -> datetime.date:
    return day + datetime.timedelta(days=1)


def _a_promise(due_on: datetime.date) -> str:
    """The page of a promise of the demonstration's member, to be kept by a day."""
    from members.models import Organisation
    from partnerships.models import Promise, Side
    from publicbodies.models import PublicBody

    made: Promise = Promise.objects.create(
        organisation=Organisation.objects.get(slug="harbourside-voluntary-action"), side=Side.OURS,
        body=PublicBody.objects.get(slug="suffolk"), what=f"By the night of {due_on}", due_on=due_on,
    )  # fmt: skip
    return made.get_absolute_url()


def _poll_begun_and_closed(person: Person) -> set[datetime.date]:
    """The days that a poll has, which is begun and closed now on the member's pages."""
    from django.urls import reverse

    from partnerships.models import Agreement, Poll

    agreement = Agreement.objects.get(name="Ipswich Accord")
    person.post(reverse("partnerships:poll-new", args=[agreement.pk]), {})
    poll = Poll.objects.filter(agreement=agreement, closed_on=None).get()
    person.post(reverse("partnerships:poll-close", args=[poll.pk]), {})
    poll.refresh_from_db()
    assert poll.closed_on  # noqa: S101
    return {poll.opened_on, poll.closed_on}
