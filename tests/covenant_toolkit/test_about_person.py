"""Somebody asks what is kept about them: all of it is found, and nothing of anybody else."""

import json

import pytest
from allauth.account.models import EmailConfirmation
from allauth.mfa.totp.internal.auth import TOTP
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches
from django.core.management import CommandError, call_command
from django.db import models

from covenant_toolkit.about_person import SECRET, about
from covenant_toolkit.models import Reminder
from members.feedback import Feedback, FeedbackKind
from members.models import User
from partnerships.models import Recipient

from .test_deletion import mentions, signed_in
from .whole_member import whole_member

pytestmark = pytest.mark.django_db

# What nobody at a member has.
OF_STAFF = {"members.user_groups", "members.user_user_permissions"}


@pytest.fixture
def person(settings):
    """Somebody who did, or is named in, everything there is."""
    settings.CACHES = settings.CACHES | {
        "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
    }
    found = whole_member("Quillfeather").people.get()
    TOTP.activate(found, "a secret of an app")
    EmailConfirmation.objects.create(email_address=found.emailaddress_set.get(), key="a key of a mail")
    Reminder.objects.create(user=found, week="2026-01-05")
    Feedback.objects.create(kind=FeedbackKind.BARRIER, text="x", email=found.email)
    return found


def links():
    """Every table with a key to people or with a field for an address, and the name of that."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            if field.related_model is User or isinstance(field, models.EmailField):
                yield model, field


def line(event, person):
    return json.dumps({"event": event, "who": person.pk})


def told_of(address, *lines):
    told = about(address, lines)
    json.dumps(told)
    return told, {(row["table"], row["number"]): row for row in told["rows"]}


def test_no_table_with_a_person_or_an_address_is_forgotten(person):
    """Who adds such a table has it in here by itself, and has to add a row to whole_member."""
    expected, empty = set(), set()
    for model, field in links():
        label = model._meta.label_lower
        wanted = person.email if isinstance(field, models.EmailField) else person
        rows = model._base_manager.filter(**{field.name: wanted})
        if not rows and (first := model._base_manager.order_by("pk").first()):
            model._base_manager.filter(pk=first.pk).update(**{field.name: wanted})
            rows = rows.all()
        expected |= {(label, str(pk)) for pk in rows.values_list("pk", flat=True)}
        if not rows and ".historical" not in label and label not in OF_STAFF:
            empty.add(f"{label}.{field.name}")
    assert empty == set()
    _, rows = told_of(person.email)
    assert expected <= rows.keys()
    found = {apps.get_model(table)._meta.db_table for table, _ in rows}
    assert {table for table in mentions(person.email) if table != "django_session"} <= found


def test_what_is_theirs_is_given_whole_and_no_secret_with_it(person):
    signed_in(person)
    caches["default"].set(f"allauth:rl:invite:user:{person.pk}", [1])
    told, rows = told_of(person.email.upper(), line("sign-in", person), "{", "[]", "-")
    account = rows["members.user", str(person.pk)]
    assert account["row"]["Name"] == person.name
    assert account["row"]["Password"] == "kept, and not shown"
    assert account["kept as"] == ["Your name, email address and password"]
    assert told["number of the account"] == person.pk
    assert len(told["signed in, or on the way, until"]) == 1
    assert told["rows that count how often they tried lately"] == 1
    assert told["security log"] == [{"event": "sign-in", "who": person.pk}]
    everything = json.dumps(told)
    for label in SECRET:
        model, field = label.rsplit(".", 1)
        for secret in apps.get_model(model)._base_manager.values_list(field, flat=True):
            assert not secret or str(secret) not in everything, label
    # A letter of the organisation's is named, and its words are not printed.
    letter = next(row for (table, _), row in rows.items() if table == "letters.letter")
    assert letter["of"] == person.memberships.get().organisation.name
    assert "Changed by" in letter["found by"]
    assert "What you ask for first" not in letter["row"]


def test_somebody_without_an_account_whom_members_write_to(person, other_organisation):
    mine = Recipient.objects.filter(organisation__memberships__user=person)
    recipient = mine.exclude(body=None).get()
    row = ("partnerships.recipient", str(recipient.pk))
    other = Recipient.objects.create(
        organisation=other_organisation,
        body=recipient.body,
        post="leader",
        email="jo-ann@suffolk.example.org",
    )
    Recipient.objects.filter(pk=recipient.pk).update(email="Ann@Suffolk.example.org")
    told, rows = told_of("ann@suffolk.example.org")
    assert told["number of the account"] is None
    assert rows[row]["row"]["Email address"] == "Ann@Suffolk.example.org"
    assert {table for table, _ in rows} >= {
        "partnerships.recipient",
        "partnerships.contact",
        "letters.lettercopy",
    }
    # The end of a longer address is somebody else's.
    assert ("partnerships.recipient", str(other.pk)) not in rows
    assert not about("nn@suffolk.example.org")["rows"]
    assert not about("%@suffolk.example.org")["rows"]


def test_navcas_history_of_changes(curator, person):
    kind = ContentType.objects.get_for_model(User)
    LogEntry.objects.create(
        user=curator, content_type=kind, object_id=person.pk, object_repr="Only this", action_flag=CHANGE
    )
    by_curator, of_person = about(curator.email)["rows"], about(person.email)["rows"]
    for rows, why in ((by_curator, "User"), (of_person, "What was done to the account")):
        entries = [row for row in rows if row["table"] == "admin.logentry" and row["found by"] == [why]]
        assert "Only this" in [entry["row"]["Object repr"] for entry in entries]


def test_the_command_prints_it_and_says_what_it_cannot_read(person, tmp_path, capsys):
    log = tmp_path / "security.log"
    log.write_text(f"{line('sign-out', person)}\nan error\n")
    call_command("about_person", person.email, log=str(log))
    told = json.loads(capsys.readouterr().out)
    assert [line["event"] for line in told["security log"]] == ["sign-out"]
    assert "Łódź" in json.dumps(told, ensure_ascii=False)
    with pytest.raises(CommandError, match="is no email address"):
        call_command("about_person", "Quillfeather")
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        call_command("about_person", person.email, log=str(tmp_path / "none"))
