"""The weekly email, killed in the middle."""

from collections import Counter

from .account import Account
from .mail_sink import Sink
from .site import Site, until

PEOPLE = 40


def add_people(count: int) -> None:
    """People of the demonstration's member who want the weekly email."""
    from allauth.account.models import EmailAddress

    from members.models import Membership, Organisation, User

    organisation = Organisation.objects.get(slug="harbourside-voluntary-action")
    for number in range(count):
        email = f"person{number}@example.org"
        user = User.objects.create(email=email, name=f"Person {number}")
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
        Membership.objects.create(user=user, organisation=organisation)


def killed(site: Site, told: Account) -> None:
    """Kill send_reminders twice on its way through everybody, then let it finish."""
    from covenant_toolkit.models import Reminder

    add_people(PEOPLE)
    sink = Sink(pause=0.05).start()
    mail = {"COVENANT_EMAIL_URL": sink.url}
    wanted = site.run("send_reminders", "--dry-run").stdout.count("@example.org: ")
    kills = []
    for goal in (PEOPLE // 4, PEOPLE // 2):
        command = site.begin(site.manage("send_reminders"), **mail)
        until(lambda: len(sink.taken) >= goal, f"{goal} mails are taken")  # noqa: B023
        command.kill()
        kills.append(len(sink.taken))
    # Two at once for the rest, as when somebody starts it by hand beside cron.
    both = [site.begin(site.manage("send_reminders"), **mail) for _ in range(2)]
    until(lambda: all(each.is_over for each in both), "the last runs are over")
    times = Counter(sink.taken)
    unknown = Reminder.objects.filter(sent_at__isnull=True).count()
    told.did.append(f"killed -9 after {kills[0]} and {kills[1]} of {wanted} mails, then run twice at once")
    told.saw.append(
        "everybody gets the week's mail once; the one on its way at a kill may wait for next week's"
    )
    told.check("nobody got two", max(times.values()) == 1)
    without = wanted - len(times)
    told.check(f"{len(times)} of {wanted} got one, nobody was forgotten but those on their way ({without})",
               0 <= without <= unknown <= 2)  # fmt: skip
    told.check("every run ended without an error", all(each.process.returncode == 0 for each in both))
    more = site.run("send_reminders", **mail)
    told.check("one more run sends nothing", "Sent: 0." in more.stdout and len(sink.taken) == len(times))
