"""What is kept is known, goes when its time is over, and leaves no trace."""

import datetime
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.apps import apps
from django.conf import settings as site
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from covenant_toolkit import lapsed, retention
from covenant_toolkit.models import LapseNotice, Reminder
from covenant_toolkit.one_at_a_time import one_at_a_time
from covenant_toolkit.personal_data import KINDS, NOT_PERSONAL, without_entry
from covenant_toolkit.settings import days_kept  # noqa: TID251 (how it reads a variable)
from members.feedback import Feedback, FeedbackKind
from members.invitations import AccessRequest, Invitation
from members.models import Organisation, User
from partnerships.due import due
from partnerships.models import LinkPurpose, Post, PrivateLink, Recipient
from publicbodies.models import PublicBody

from .whole_member import whole_member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]

# Tables that no model stands for, and what they hold.
OTHER_TABLES = {"cache", "django_migrations", "search_words"}
LATER = datetime.timedelta(days=1)


def ages(row, **fields):
    """Let a row be from another time, whatever saves it."""
    type(row)._base_manager.filter(pk=row.pk).update(**fields)
    return row


def run(**options):
    said = StringIO()
    call_command("apply_retention", stdout=said, **options)
    return {
        line.strip().partition("  ")[2]: int(line.split()[0])
        for line in said.getvalue().splitlines()
        if line.strip()[:1].isdigit()
    }


# What is kept


@pytest.mark.one_database
def test_every_table_is_known_as_personal_data_or_as_none():
    assert [model._meta.label_lower for model in without_entry()] == []
    known = {model._meta.label_lower for model in apps.get_models(include_auto_created=True)}
    named = {name for kind in KINDS for name in kind.models} | set(NOT_PERSONAL)
    assert {name for name in named if not name.endswith("*")} <= known


def test_every_table_of_the_database_is_a_models_or_named():
    of_models = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    others = set(connection.introspection.table_names()) - of_models
    assert {name for name in others if not name.startswith("search_words_")} <= OTHER_TABLES


@pytest.mark.one_database
def test_the_privacy_page_says_each_kind_and_the_periods_that_hold_here(client, settings):
    settings.KEEP = settings.KEEP | {"REQUESTS": 77, "BACKUPS": 14, "LAPSED": 1095}
    page = " ".join(client.get(reverse("privacy")).text.split())
    for kind in KINDS:
        assert kind.what in page, kind.what
        assert kind.kept in page, kind.what
    for words in ("77 days after it was asked", "gone from them after 14 days", "3 years after your NAVCA"):
        assert words in page, words
    assert all(name in page for name in ("<strong>session</strong>", "<strong>csrf</strong>"))


@pytest.mark.one_database
def test_the_readme_names_each_period_with_its_default():
    readme = (Path(site.BASE_DIR) / "README.md").read_text()
    for name, days in site.KEEP.items():
        assert f"| `COVENANT_KEEP_{name}` | {days} |" in readme, name


@pytest.mark.one_database
@pytest.mark.parametrize("given", ["", "two years", "0", "-1", "1e9", "12.5", "99999"])
def test_a_period_that_is_none_keeps_the_site_from_starting(monkeypatch, given):
    monkeypatch.setenv("COVENANT_KEEP_REQUESTS", given)
    with pytest.raises(ImproperlyConfigured, match=r"COVENANT_KEEP_REQUESTS .* days from 1 to 3650"):
        days_kept("REQUESTS", 180)


# What goes when its time is over


@pytest.fixture
def old_and_new(member, harbourside):
    """Of everything that has a period, one row a day too old and one a day too young."""

    def age(name, by):
        return timezone.now() - datetime.timedelta(days=site.KEEP[name]) - by

    for by in (LATER, -LATER):
        number = Organisation.objects.count() + User.objects.count()
        asked = AccessRequest.objects.create(organisation_name="a", email="d@example.org")
        ages(asked, created_at=age("REQUESTS", by))
        for state in ("accepted_at", "withdrawn_at", "expires_at"):
            address = f"{state}{number}@example.org"
            asked = Invitation.objects.create(organisation=harbourside, email=address)
            ages(asked, **{state: age("INVITATIONS", by)})
        said = Feedback.objects.create(kind=FeedbackKind.BARRIER, text="x", email="e@example.org")
        ages(said, sent_at=age("PUBLIC_FEEDBACK", by))
        ages(private_link(harbourside, f"{number}"), expires_at=age("LINKS", by), last_used_at=timezone.now(),
             created_at=age("LINKS", by) - LATER)  # fmt: skip
        left = User.objects.create_user(f"left{number}@example.org", last_login=age("ACCOUNTS", by))
        EmailAddress.objects.create(user=left, email=left.email)
        Reminder.objects.create(user=member, week=age("REMINDERS", by).date())
        LogEntry.objects.log_actions(member.pk, [harbourside], 2, "x")
        ages(LogEntry.objects.latest("pk"), action_time=age("ADMIN_LOG", by))
        Session.objects.create(session_key=f"s{number}", session_data="x", expire_date=timezone.now() - by)


def private_link(organisation, secret):
    return PrivateLink.objects.create(
        organisation=organisation, body=PublicBody.objects.get(slug="suffolk"), purpose=LinkPurpose.BENCHMARK,
        who="x", token_hash=secret, expires_at=timezone.now() + LATER,
    )  # fmt: skip


def counts():
    kept = (AccessRequest, Invitation, Feedback, PrivateLink, User, Reminder, LogEntry, Session)
    return {model: model.objects.count() for model in kept}


def test_what_is_too_old_goes_and_nothing_else(old_and_new, caplog, django_capture_on_commit_callbacks):
    """Two runs at once are one, and what a run would do is what it does."""
    cache.set("rl", [1], timeout=-1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM cache")
        cached = cursor.fetchone()[0]
    before = counts()
    would = run(dry_run=True)
    assert counts() == before
    with one_at_a_time("retention"):
        call_command("apply_retention", stdout=(said := StringIO()))
        assert "Another run is at work" in said.getvalue()
        assert run(dry_run=True) == would
    assert counts() == before
    with django_capture_on_commit_callbacks(execute=True):
        assert run() == would
    assert caplog.text.count("account deleted: outcome done, who None, user ") == 1
    after = counts()
    gone = {model.__name__: before[model] - after[model] for model in before}
    assert gone == {
        "AccessRequest": 1, "Invitation": 3, "Feedback": 1, "PrivateLink": 1, "User": 1, "Reminder": 1,
        "LogEntry": 1, "Session": 1,
    }  # fmt: skip
    assert cached == 1
    assert would["counts of the rate limits that are over"] == 1
    assert not any(run().values()), "a second run finds nothing"


def test_a_run_that_is_killed_goes_on_where_it_stopped(old_and_new, monkeypatch):
    started = retention.apply()
    next(started), next(started)
    started.close()
    assert (AccessRequest.objects.count(), Feedback.objects.count()) == (1, 2)
    run()
    assert Feedback.objects.count() == 1


def test_an_answered_link_stays_and_forgets_when_it_was_opened(harbourside):
    whole = whole_member("Quillfeather")
    long_ago = timezone.now() - datetime.timedelta(days=site.KEEP["LINKS"] + 2)
    links = PrivateLink.objects.filter(organisation=whole)
    number = links.count()
    links.update(created_at=long_ago - LATER, expires_at=long_ago, last_used_at=long_ago)
    run()
    assert list(links.values_list("last_used_at", flat=True)) == [None] * number


def test_nobody_is_taken_out_of_a_members_list_but_shown_as_due(member_client, harbourside):
    row = Recipient.objects.create(
        organisation=harbourside,
        body=PublicBody.objects.get(slug="suffolk"),
        post=Post.LEADER,
        name="Jo Ferris",
    )
    today = timezone.localdate()
    assert not any("3 years" in each.note for each in due(harbourside, today))
    ages(row, checked_on=today - datetime.timedelta(days=site.KEEP["UNCHECKED"] + 1))
    assert any("checked 1 person among them for 3 years" in each.note for each in due(harbourside, today))
    run()
    assert Recipient.objects.filter(pk=row.pk).exists()


def test_what_navcas_staff_did_stays_noted_after_they_left(curator, client, settings):
    """Else whoever did harm could delete the account, and what is known of it with that."""
    left = User.objects.create_user("left@navca.example.org", last_login=timezone.now())
    shut = User.objects.create_user("shut@navca.example.org", is_staff=True, is_active=False)
    LogEntry.objects.log_actions(left.pk, [curator], 2, "x")
    client.force_login(left)
    page = client.get(reverse("delete-account"))
    assert "stays noted with your name for 2 years" in page.text
    assert client.post(reverse("delete-account")).status_code == 403
    for person in (left, shut, curator):
        ages(person, last_login=timezone.now() - datetime.timedelta(days=site.KEEP["ACCOUNTS"] + 1))
    run()
    assert set(User.objects.all()) == {left, curator}
    LogEntry.objects.update(action_time=timezone.now() - datetime.timedelta(days=site.KEEP["ADMIN_LOG"] + 1))
    run()
    run()
    assert set(User.objects.all()) == {curator}


# Organisations whose membership ended long ago


def on(day, **options):
    with time_machine.travel(datetime.datetime.combine(day, datetime.time(7), datetime.UTC), tick=False):
        return run(**options)


@pytest.fixture
def ended_on(harbourside, member):
    day = datetime.date(2026, 1, 31)
    ages(harbourside, membership_ends_on=day)
    return day


def test_its_people_are_told_three_times_and_then_it_goes(
    harbourside, member, ended_on, caplog, django_capture_on_commit_callbacks
):
    goes_on = ended_on + datetime.timedelta(days=site.KEEP["LAPSED"])
    told, key = [], harbourside.pk
    for ahead in range(70, -1, -1):
        day = goes_on - datetime.timedelta(days=ahead)
        before = len(mail.outbox)
        with django_capture_on_commit_callbacks(execute=True):
            on(day)
            on(day)
        told += [ahead] * (len(mail.outbox) - before)
        if ahead:
            assert Organisation.objects.filter(pk=harbourside.pk).exists()
    assert told == [60, 30, 7]
    assert "31 January 2028" in mail.outbox[0].subject
    assert "take everything" in mail.outbox[0].body
    assert mail.outbox[0].to == [member.email]
    assert not Organisation.objects.filter(pk=harbourside.pk).exists()
    assert not User.objects.filter(pk=member.pk).exists()
    assert caplog.text.count(f"organisation deleted: outcome done, who None, organisation {key}, ") == 1
    assert "harbourside" not in caplog.text.lower()


def test_a_site_that_was_not_run_for_years_still_gives_the_full_time(harbourside, ended_on):
    """And a run that comes late moves the day, rather than shortening the notice."""
    first = datetime.date(2031, 5, 1)
    assert on(first, dry_run=True)["lapsed organisations deleted"] == 0
    on(first)
    assert LapseNotice.objects.get().goes_on == first + datetime.timedelta(days=60)
    late = first + datetime.timedelta(days=200)
    on(late)
    assert LapseNotice.objects.get().goes_on == late + datetime.timedelta(days=30)
    later = late + datetime.timedelta(days=31)
    on(later)
    assert LapseNotice.objects.get().goes_on == later + datetime.timedelta(days=7)
    assert Organisation.objects.filter(pk=harbourside.pk).exists()
    on(later + datetime.timedelta(days=7))
    assert not Organisation.objects.filter(pk=harbourside.pk).exists()


def test_whoever_renews_or_cannot_be_told_keeps_everything(harbourside, ended_on, settings):
    day = datetime.date(2031, 5, 1)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert on(day)["lapsed organisations that nobody could be told of (kept)"] == 1
    assert not LapseNotice.objects.exists()
    LapseNotice.objects.create(organisation=harbourside, goes_on=day, days_before=7)
    (step,) = lapsed_steps(day)
    ages(harbourside, membership_ends_on=day + LATER * 30)
    with time_machine.travel(datetime.datetime(2031, 5, 1, 7, tzinfo=datetime.UTC), tick=False):
        assert not lapsed.delete(step, day), "renewed while the run was on its way"
    on(day)
    assert Organisation.objects.filter(pk=harbourside.pk).exists()


def lapsed_steps(day):
    with time_machine.travel(datetime.datetime.combine(day, datetime.time(7), datetime.UTC), tick=False):
        return list(lapsed.steps(day))
