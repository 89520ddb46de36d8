"""Deleting an organisation leaves no trace of it, and everything of all others."""

import os
import re
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casestudies.models import CaseStudy
from covenant_toolkit.deletion import delete_everything
from covenant_toolkit.models import Departures
from covenant_toolkit.private_rows import path_to_organisation, private_models
from letters.models import Letter
from members.leaving import forget_sessions
from members.models import Membership, Organisation, User
from tests.members.stories import published

from .whole_member import stored_files, whole_member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]

# Private models without a key that leads to an organisation: they stay, for a reason.
STAYS = {
    "partnerships.officeaddress": "Offered to all members and no longer anybody's own: nobody sees by whom.",
}


def every_text():
    """Whatever any column of any table holds, as one text for each table."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 (every table)
            found[table] = "\n".join(str(value) for row in cursor for value in row)
    return found


def mentions(word):
    """How often each table says a word."""
    counts = {table: text.lower().count(word) for table, text in every_text().items()}
    return {table: count for table, count in counts.items() if count}


def signed_in(user):
    browser = Client()
    browser.force_login(user)
    return browser


def sure(browser, organisation, name=None):
    return browser.post(
        reverse("delete-organisation"), {"organisation": organisation.slug, "name": name or organisation.name}
    )


def test_no_table_and_no_folder_knows_the_organisation_afterwards(django_capture_on_commit_callbacks):
    gone, other = whole_member("Quillfeather", letters=2), whole_member("Brambleworth")
    browser, elsewhere = signed_in(gone.people.get()), signed_in(gone.people.get())
    others = mentions("brambleworth")
    assert len(mentions("quillfeather")) > 10
    page = browser.get(reverse("delete-organisation"))
    for goes in (
        "2 letters",
        "2 recipients",
        "1 record",
        "1 agreement",
        "1 story",
        "11 files",
        "1 person who then",
    ):
        assert re.search(rf">\s*{goes}", page.text), goes
    assert reverse("take-everything") in page.text
    with django_capture_on_commit_callbacks(execute=True):
        response = sure(browser, gone)
    assert response.url == reverse("home")
    assert "is deleted" in browser.get(response.url).text

    assert mentions("quillfeather") == {}
    assert mentions("brambleworth") == others
    files = stored_files()
    # A picture of the story; of the one letter our file, theirs, and the picture in it; of an agreement two.
    assert len(files) == 9
    assert all(b"Brambleworth" in content for content in files.values())
    assert Letter.objects.filter(organisation=other).exists()
    # Signed out, here and at the other computer.
    for window in (browser, elsewhere):
        assert window.get(reverse("dashboard")).status_code == 302
    assert not Session.objects.exists()
    totals = Departures.objects.get()
    assert (totals.members, totals.people, totals.letters, totals.copies) == (1, 1, {"public-body": 2}, 4)


def test_it_asks_twice_and_only_the_name_is_an_answer(member_client, harbourside):
    harbourside.name = "Women’s Aid & Łódź"
    harbourside.save()
    first = member_client.get(reverse("delete-organisation"))
    assert "sure=yes" in first.text
    assert 'name="name"' not in first.text
    second = member_client.get(reverse("delete-organisation"), {"sure": "yes"})
    assert 'name="name"' in second.text
    for typed in ("", "yes", "Women’s Aid"):
        response = member_client.post(
            reverse("delete-organisation"), {"organisation": "harbourside", "name": typed}
        )
        assert "Enter the name as it stands here: Women’s Aid &amp; Łódź" in response.text
        assert "<title>Error:" in response.text
    assert Organisation.objects.filter(pk=harbourside.pk).exists()
    # A keyboard without the curled apostrophe will do.
    assert sure(member_client, harbourside, " women's aid & łódź").status_code == 302
    assert not Organisation.objects.filter(pk=harbourside.pk).exists()


def test_people_are_signed_out_and_nobody_whose_address_ends_the_same(member, member_client):
    longer = User.objects.create_user(f"also-{member.email}", "a long password")
    kept, unfinished = signed_in(longer), Client()
    unfinished.post(reverse("account_request_login_code"), {"email": member.email})
    waiting = Client()
    waiting.post(reverse("account_request_login_code"), {"email": longer.email})
    forget_sessions([member])
    assert member_client.get(reverse("dashboard")).status_code == 302
    assert kept.get(reverse("dashboard")).status_code == 403
    assert not Session.objects.filter(pk=unfinished.session.session_key).exists()
    assert Session.objects.filter(pk=waiting.session.session_key).exists()


def test_only_the_main_contact_deletes(colleague_client, member, harbourside):
    page = colleague_client.get(reverse("delete-organisation"))
    assert page.status_code == 403
    assert "Sam Member" in page.text
    assert sure(colleague_client, harbourside).status_code == 403
    harbourside.memberships.update(is_main_contact=False)
    assert "NAVCA names one" in colleague_client.get(reverse("delete-organisation")).text
    assert Organisation.objects.filter(pk=harbourside.pk).exists()


def test_people_of_another_organisation_and_navcas_staff_stay(
    member, colleague, curator, other_organisation, harbourside
):
    Membership.objects.create(user=colleague, organisation=other_organisation)
    Membership.objects.create(user=curator, organisation=harbourside)
    theirs = signed_in(colleague)
    page = signed_in(member).get(reverse("delete-organisation")).text
    assert "1 person who then cannot sign in; 2 keep their accounts" in page
    delete_everything(harbourside)
    assert set(User.objects.all()) == {colleague, curator}
    assert colleague.emailaddress_set.exists()
    assert "Community Links Fellside" in theirs.get(reverse("dashboard")).text


def test_somebody_who_stays_lands_at_the_other_organisation(member, other_organisation, harbourside):
    Membership.objects.create(user=member, organisation=other_organisation)
    browser = signed_in(member)
    response = sure(browser, harbourside)
    assert response.url == reverse("dashboard")
    page = browser.get(response.url).text
    assert "Community Links Fellside" in page
    assert "Voluntary Action Harbourside and everything it kept here is deleted" in page


def test_it_can_be_done_after_the_membership_has_ended(member_client, harbourside):
    harbourside.membership_ends_on = timezone.localdate() - timedelta(days=1)
    harbourside.save()
    assert sure(member_client, harbourside).status_code == 302
    assert not Organisation.objects.exists()


def test_who_had_not_agreed_to_be_counted_is_counted_as_one_that_left_and_no_more(harbourside, member):
    delete_everything(harbourside)
    totals = Departures.objects.get()
    assert (totals.members, totals.people, totals.letters, totals.copies) == (1, 0, {}, 0)


def test_a_deletion_that_stops_before_the_files_leaves_them_to_the_tidying():
    """Killed between the rows and the files: the commit is done, what should follow it is not."""
    gone, other = whole_member("Quillfeather"), whole_member("Brambleworth")
    delete_everything(gone)  # in a test nothing is committed, so nothing follows
    storage = storages["default"]
    storage.save("toolkit/made.pdf", ContentFile(b"made anew when missing"))
    theirs = [name for name, content in stored_files().items() if b"Quillfeather" in content]
    before = len(stored_files())
    assert len(theirs) >= 3
    call_command("tidy_files", verbosity=0)
    assert len(stored_files()) == before, "a file of a minute ago may be waiting for its row"
    yesterday = (timezone.now() - timedelta(hours=25)).timestamp()
    for path in Path(storage.location).rglob("*.*"):
        os.utime(path, (yesterday, yesterday))
    said = StringIO()
    call_command("tidy_files", dry_run=True, stdout=said)
    assert all(name in said.getvalue() for name in theirs)
    assert len(stored_files()) == before
    call_command("tidy_files", stdout=said)
    assert {content.count(b"Brambleworth") > 0 for content in stored_files().values()} == {True}
    assert len(stored_files()) == before / 2
    assert storage.exists("toolkit/made.pdf")
    assert other.logo.storage.exists(other.logo.name)


def test_every_private_model_is_deleted_with_its_organisation():
    forgotten = {model._meta.label_lower for model in private_models() if path_to_organisation(model) is None}
    assert forgotten == set(STAYS)


def test_what_it_told_leaves_the_site(
    member_client, curator_client, client, harbourside, mailoutbox, settings
):
    """Consent goes with the organisation; so do its page and its name on it, and NAVCA is told."""
    settings.REQUESTS_TO = "navca@example.org"
    story = published(member_client, curator_client)
    page = story.case_study.get_absolute_url()
    assert client.get(page).status_code == 200
    assert "1 published case study that you told leaves the site" in member_client.get(
        reverse("delete-organisation")
    ).text  # fmt: skip
    assert sure(member_client, harbourside).status_code == 302
    assert client.get(page).status_code == 404
    study = CaseStudy.objects.get(pk=story.case_study_id)
    assert (study.status, study.lead_organisation, study.has_consent) == ("withdrawn", "", False)
    assert harbourside.name not in client.get(reverse("principles:sources")).text
    assert study.title in mailoutbox[-1].body
