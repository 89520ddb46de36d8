"""What is deleted leaves no trace: of an organisation and of a person."""

import datetime
import hashlib
import io
import zipfile
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casestudies.models import CaseStudy
from covenant_toolkit import toolkit_document, toolkit_pdf
from covenant_toolkit.deletion import delete_person
from members.invitations import Invitation
from members.models import Membership, Organisation, User
from principles.models import Source
from tests.members.stories import WORDS, address, desk, published, sent

from .test_deletion import every_text, mentions, signed_in, sure
from .whole_member import whole_member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]


def unpacked(content):
    """The bytes of a file, and of every part of it when it is packed."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return content + b"".join(unpacked(archive.read(name)) for name in archive.namelist())


def files_that_say(folder, word):
    """The files below a folder that hold a word, in whatever case and packed or not."""
    return [
        str(path.relative_to(folder))
        for path in sorted(Path(folder).rglob("*"))
        if path.is_file() and word in unpacked(path.read_bytes()).lower()
    ]


def sessions_that_say(word):
    return [row.pk for row in Session.objects.all() if word in str(row.get_decoded()).lower()]


def words_of_the_index():
    """What the index of the search holds in its own tables; on PostgreSQL a column of the entries."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT block FROM search_words_data")
            return b"".join(row[0] for row in cursor)
        cursor.execute("SELECT vector::text FROM search_entry")
        return "".join(row[0] for row in cursor).encode()


def everywhere(word, tmp_path, caplog):
    """Every place that says a word: tables, sessions, files, the log, pages in memory."""
    pages = [
        key for key, value in caches["pages"]._cache.items() if word.encode() in bytes(value).lower()
    ]  # fmt: skip
    found = {f"table {table}" for table in mentions(word)}
    found |= {f"session {key}" for key in sessions_that_say(word)}
    found |= {f"file {name}" for name in files_that_say(tmp_path, word.encode())}
    found |= {f"page {key}" for key in pages}
    return found | ({"log"} if word in caplog.text.lower() else set())


@pytest.mark.django_db(transaction=True)
def test_a_deleted_organisation_is_nowhere(client, curator_client, tmp_path, caplog, mailoutbox, settings):
    """In no table, file, log, session, page in memory, nor in the bytes of the database's own file."""
    caplog.set_level("DEBUG")
    gone = whole_member("Quillfeather")
    person = gone.people.get()
    browser = signed_in(person)
    story = published(browser, curator_client, may_name_by="Quillfeather Person")
    assert gone.name in client.get(story.case_study.get_absolute_url()).text
    storages["default"].save("toolkit/made-before.pdf", ContentFile(b"%PDF Quillfeather told"))
    # It is looked for, taken along and signed in to before it goes.
    client.get(reverse("search"), {"q": "minibus"})
    unfinished = signed_in(User.objects.get(email=person.email))
    unfinished.post(reverse("account_request_login_code"), {"email": person.email})
    b"".join(browser.get(reverse("everything")).streaming_content)
    known = everywhere("quillfeather", tmp_path, caplog)
    assert {"table casestudies_historicalcasestudy", "file toolkit/made-before.pdf"} & known
    # The index keeps stems, each without what it shares with the one before.
    assert b"llfeath" in words_of_the_index()
    caplog.clear()

    assert sure(browser, gone).url == reverse("home")
    assert b"llfeath" not in words_of_the_index()
    assert everywhere("quillfeather", tmp_path, caplog) == set()
    assert client.get(story.case_study.get_absolute_url()).status_code == 404
    # The privacy page says that NAVCA keeps the case study it wrote, off the site, with its history.
    stays = {table for table, text in every_text().items() if "The minibus was to go in April" in text}
    assert stays == {"casestudies_casestudy", "casestudies_historicalcasestudy"}
    # And deletes it when it is asked, with its versions. When it left is known: no older PDF is handed out.
    kept = CaseStudy.objects.get(pk=story.case_study_id)
    Path(tmp_path / "private/toolkit/later.pdf").write_bytes(b"%PDF")
    assert toolkit_pdf.finished()
    delete = reverse("admin:casestudies_casestudy_delete", args=[kept.pk])
    assert curator_client.post(delete, {"post": "yes"}).status_code == 302
    assert not any("The minibus was to go in April" in text for text in every_text().values())
    assert not any(str(kept) in text for table, text in every_text().items() if table != "django_admin_log")
    assert toolkit_pdf.finished() == {}
    if connection.vendor == "sqlite":
        name = connection.settings_dict["NAME"]
        for path in (Path(name), Path(f"{name}-wal")):
            assert not path.exists() or b"quillfeather" not in path.read_bytes().lower(), path.name


def test_nobody_reads_of_a_story_before_its_member_has_agreed(member_client, curator_client, client):
    """Nor afterwards in a list of sources: what a member told stands with its case study alone."""
    story = sent(member_client)
    desk(curator_client, story, "draft")
    assert Source.objects.told().exists()
    for page in (reverse("principles:sources"), f"{reverse('search')}?q=compact"):
        assert WORDS["title"] not in client.get(page).text
        assert WORDS["figure-1-source"] not in client.get(page).text
    assert "saved the minibus" not in toolkit_document.document()
    # And it can be taken back after the membership has ended.
    ended = timezone.localdate() - datetime.timedelta(days=1)
    Organisation.objects.filter(pk=story.organisation_id).update(membership_ends_on=ended)
    member_client.post(address(story, "withdraw"), {"note": ""})
    story.refresh_from_db()
    assert (story.is_withdrawn, story.sent_title, story.sent_words) == (True, "", {})
    # NAVCA deletes its text when the member asks, which stays a member; its own words stay with it.
    chosen = {"action": "delete_selected", "_selected_action": [story.case_study_id], "post": "yes"}
    assert curator_client.post(reverse("admin:casestudies_casestudy_changelist"), chosen).status_code == 302
    assert not Source.objects.told().exists()
    said = {table for table, text in every_text().items() if "The minibus was to go" in text}
    assert said == {"members_story"}


def counts_of_limits(email, key):
    """How many rows of the rate limits are for an address, as digests, or for an account."""
    kept = [email, f"testserver:{email}"]
    endings = [f":{hashlib.sha256(each.encode()).hexdigest()}" for each in kept] + [f":user:{key}"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM cache")
        return sum(name.endswith(tuple(endings)) for (name,) in cursor)


def test_whoever_deletes_the_own_account_leaves_what_belongs_to_the_organisation(
    colleague, harbourside, client, curator, settings, caplog
):
    settings.ALLOWED_HOSTS = ["testserver"]
    key, word = colleague.pk, "kit@harbourside"
    Invitation.objects.create(organisation=harbourside, email=colleague.email, invited_by=colleague)
    LogEntry.objects.log_actions(curator.pk, [colleague], 2, f"{colleague.email} let in")
    contact = whole_member("Quillfeather")
    Membership.objects.create(user=colleague, organisation=contact)
    letters = contact.letters.update(changed_by=colleague)
    assert len(mentions(word)) >= 4
    # Whoever types the address wrongly at first, or asks for a code, is counted by its digest.
    for name, field in (("account_login", "login"), ("account_request_login_code", "email")):
        for email in (colleague.email, "other@example.org"):
            Client().post(reverse(name), {field: email, "password": "wrong"})
    counted = counts_of_limits(colleague.email, colleague.pk)
    response = client.post(
        reverse("account_login"), {"login": colleague.email, "password": "a long password"}
    )
    assert response.status_code == 302
    page = client.get(reverse("delete-account"))
    assert "Delete my account" in page.text
    assert client.post(reverse("delete-account")).url == reverse("home")
    assert "Your account is deleted" in client.get(reverse("home")).text
    assert mentions(word) == {}
    assert mentions("kit colleague") == {}
    # Two rates for codes, one for passwords.
    assert counted == 3
    assert counts_of_limits(colleague.email, key) == 0
    assert counts_of_limits("other@example.org", key) == 3
    assert f"account deleted: outcome done, who None, user {key}" in caplog.text
    assert word not in caplog.text.lower()
    assert contact.letters.filter(changed_by=None).count() == letters
    assert client.get(reverse("dashboard")).status_code == 302


def test_a_main_contact_and_navcas_staff_do_not_just_vanish(member, harbourside, curator, client):
    helper = User.objects.create_user("helper@navca.example.org", "a long password", is_staff=True)
    TOTP.activate(helper, generate_totp_secret())
    for person, words in (
        (member, "Hand over to a colleague"),
        (curator, "You are the only one here with all rights"),
        (helper, "You work for NAVCA here"),
    ):
        client.force_login(person)
        client.post(reverse("account_reauthenticate"), {"password": "a long password"})
        assert words in client.get(reverse("delete-account")).text
        assert client.post(reverse("delete-account")).status_code == 403
        assert User.objects.filter(pk=person.pk).exists()


def test_delete_person_forgets_addresses_that_were_never_confirmed(colleague):
    EmailAddress.objects.create(user=colleague, email="new@elsewhere.example.org")
    Invitation.objects.create(organisation=colleague.organisations.get(), email="new@elsewhere.example.org")
    delete_person(colleague)
    assert mentions("new@elsewhere") == {}
