"""A clock that shows another moment: midnight, the leap day, summer time, the day on which councils end."""

import datetime
import re
from uuid import uuid4
from zoneinfo import ZoneInfo

from .account import Account
from .digests import add_people
from .mail_sink import Sink
from .person import Answer, Person
from .site import Site, until

MEMBER = "member@example.org"
LONDON = ZoneInfo("Europe/London")
PAGES = (
    "/", "/organisation/", "/letters/", "/public-bodies/", "/organisation/work/", "/organisation/benchmark/",
    "/agreements/", "/partnerships/meetings/",
)  # fmt: skip
FOLLOW = ("western-suffolk", "central-and-eastern-suffolk", "ipswich-and-south-suffolk")
# Enough to start in, before the day ends.
BEFORE = datetime.timedelta(seconds=20)


def in_london(text: str) -> str:
    """A moment by London's clocks, as moved_clock takes it."""
    return datetime.datetime.fromisoformat(text).replace(tzinfo=LONDON).isoformat()


def new_letter(person: Person) -> tuple[datetime.date, Answer]:
    """The day that a letter begun now has on it, and its page."""
    from covenant_toolkit.demonstration import demonstration_letter
    from letters.models import Letter

    key = uuid4()
    person.post(f"/letters/{demonstration_letter().pk}/duplicate/", {"key": str(key)})
    return Letter.objects.get(pk=key).dated_on, person.get(f"/letters/{key}/")


def midnight(site: Site, told: Account) -> None:
    """Begin letters on both sides of London's midnight, in summer when UTC is a day behind; on a leap day."""
    dates, problems = [], []
    for moment in (
        "2027-06-30T23:58:00",
        "2027-07-01T00:02:00",
        "2028-02-29T12:00:00",
        "2028-04-10T09:00:00",
    ):
        server = site.start(at=in_london(moment))
        person = Person.signed_in(site.port, MEMBER)
        dated_on, page = new_letter(person)
        dates.append(dated_on.isoformat())
        for path in PAGES:
            status = person.get(path).status
            if status not in (200, 302):
                problems.append(f"{path} {status} on {moment}")
        server.kill()
    told.did.append(
        "began letters at 23:58 on 30 June 2027 and 00:02 on 1 July in London (both 30 June in UTC), "
        "on 29 February and 10 April 2028, and opened the main pages"
    )
    told.saw.append(f"letters dated {', '.join(dates)}")
    told.check(
        "each letter has London's day", dates == ["2027-06-30", "2027-07-01", "2028-02-29", "2028-04-10"]
    )
    told.check(f"every page answers{''.join(f' ({each})' for each in problems)}", not problems)
    told.check("in the weeks before the first Thursday of May the letter says so", "election" in page.text)
    _over_midnight(site, told)


def _over_midnight(site: Site, told: Account) -> None:
    """One server runs through midnight: what it keeps in memory must not stay yesterday's."""
    last = datetime.datetime(2028, 2, 29, tzinfo=LONDON) + datetime.timedelta(days=1)
    server = site.start(at=(last - BEFORE).isoformat(), COVENANT_WORKERS="1")
    person = Person.signed_in(site.port, MEMBER)
    before, _ = new_letter(person)
    found = [before]

    def is_tomorrow() -> bool:
        found.append(new_letter(person)[0])
        return found[-1] != before

    until(is_tomorrow, "the day changes", 90, 0.5)
    server.kill()
    told.did.append("a server ran from 29 February 2028 into 1 March")
    told.check("its letters are dated 29 February, then 1 March",
               [before.isoformat(), found[-1].isoformat()] == ["2028-02-29", "2028-03-01"])  # fmt: skip


def bodies_end(site: Site, told: Account) -> None:
    """Let a server run from 31 March into 1 April 2028, when the councils of Suffolk end."""
    from covenant_toolkit.demonstration import demonstration_letter
    from letters.freezing import make_ready
    from letters.models import Letter
    from members.models import User

    letter = Letter.objects.for_page().get(pk=demonstration_letter().pk)
    version = make_ready(letter, revision=letter.revision, by=User.objects.get(email=MEMBER))
    first = datetime.datetime(2028, 4, 1, tzinfo=LONDON)
    server = site.start(at=(first - BEFORE).isoformat(), COVENANT_WORKERS="1")
    stranger, person = Person(site.port), Person.signed_in(site.port, MEMBER)
    address = "/public-bodies/suffolk/"
    before = stranger.get(address).text
    seen = [before]

    def has_ended() -> bool:
        seen.append(stranger.get(address).text)
        return "ended on" in seen[-1]

    until(has_ended, "the council ends", 90, 0.3)
    after = seen[-1]
    told.did.append("one server ran from 31 March into 1 April 2028")
    told.saw.append(
        "its page, from memory too: “is due to end on 31 March 2028”, then “This body ended on 31 March 2028”"
    )
    is_coming = "due to end" in before and "ended on" not in before
    told.check("its page changes at midnight in London", is_coming and "ended on 31 March 2028" in after)
    told.check("it names the three that follow",
               all(f"/public-bodies/{slug}/" in after for slug in FOLLOW))  # fmt: skip
    own = person.get("/partnerships/suffolk/")
    told.check(
        "the member's page says that it ended and who follows",
        own.status == 200 and "It ended on" in own.text,
    )
    draft = person.post(f"/letters/{letter.pk}/reopen/", {})
    page = person.get(f"/letters/{letter.pk}/download/")
    left_out = len(re.findall(r"ended on 31 March 2028\. The letter cannot go", page.text))
    told.saw.append(f"a draft to seven bodies leaves out {left_out} that have ended, and says so of each")
    told.check("a letter leaves out the councils that have ended", draft.status == 302 and left_out == 6)
    key = uuid4()
    again = person.post(f"/letters/{letter.pk}/duplicate/", {"key": str(key)})
    slugs = Letter.objects.filter(pk=key).values_list("copies__recipient__body__slug", flat=True)
    told.check("a copy of it goes to those that are left",
               again.status == 302 and list(slugs) == ["norfolk-and-suffolk-icb"])  # fmt: skip
    kept = person.get(f"/letters/{letter.pk}/versions/{version.number}/")
    told.check("what was made ready before stays to be read", kept.status == 200 and "Suffolk" in kept.text)
    dashboard = person.get("/organisation/?due=all").text
    told.check(
        "the first page asks who follows, and to move what is open",
        "Say who follows" in dashboard and "Move what is open" in dashboard,
    )
    server.kill()


def digest(site: Site, told: Account) -> None:
    """Send the weekly email at moments at which a careless clock would send two, or none."""
    from django.conf import settings

    add_people(3)
    sink = Sink().start()

    def sent_at(moment: str) -> int:
        before = len(sink.taken)
        ran = site.run("send_reminders", at=moment, COVENANT_EMAIL_URL=sink.url)
        if ran.returncode:
            raise RuntimeError(ran.stderr[-1000:])
        return len(sink.taken) - before

    # Monday 00:30 in London's summer is still Sunday in UTC.
    runs = {
        "Sunday 23:50 before summer time's first Monday": sent_at("2027-03-28T22:50:00+00:00"),
        "Monday 00:10, Sunday 23:10 in UTC": sent_at("2027-03-28T23:10:00+00:00"),
        "Monday 07:30": sent_at("2027-03-29T06:30:00+00:00"),
        "the hour that comes twice, first 01:30": sent_at("2027-10-31T00:30:00+00:00"),
        "the hour that comes twice, second 01:30": sent_at("2027-10-31T01:30:00+00:00"),
        "Monday 00:10 in winter": sent_at("2027-11-01T00:10:00+00:00"),
        "Tuesday 29 February 2028": sent_at("2028-02-29T07:30:00+00:00"),
        "1 March 2028, same week": sent_at("2028-03-01T07:30:00+00:00"),
        "Saturday 1 April 2028": sent_at(in_london("2028-04-01T07:30:00")),
    }
    told.did.append(f"ran send_reminders at {len(runs)} moments in 2027 and 2028, in {settings.TIME_ZONE}")
    told.saw.append("; ".join(f"{moment}: {count}" for moment, count in runs.items()))
    first, monday, again, twice_first, twice_second, winter, leap, after, april = runs.values()
    told.check(
        "a week begins on Monday by London's clocks, not UTC's", first > 0 and monday == first and again == 0
    )
    told.check(
        "the hour that comes twice sends once", twice_first == first and twice_second == 0 and winter == first
    )
    told.check("the leap day and the day after are one week", leap > 0 and after == 0)
    told.check("on 1 April 2028, with councils ended, everybody gets theirs", april == leap)
