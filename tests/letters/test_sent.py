"""A ready letter is marked as sent: to several at once, once, and not by mistake for ever."""

import datetime
import threading
from contextlib import suppress
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from covenant_toolkit.dashboard import due_for
from letters.duplicating import duplicate
from letters.freezing import make_ready
from letters.models import FrozenCopy, Letter, LetterStage, LetterVersion
from letters.sent import mark_sent
from partnerships.models import Contact, Outcome
from publicbodies.models import PublicBody
from tests.interleaving import before_the_lock

from .letters_to import letter_to, loaded, sector_letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def letter(harbourside):
    return letter_to(harbourside, "Jo Ferris", "Al Whitlow", "Mo Hale")


@pytest.fixture
def version(letter, member):
    return make_ready(letter, revision=letter.revision, by=member)


def url(version, name, query=""):
    return reverse(f"letters:{name}", args=[version.letter_id, version.number]) + query


def send(client, version, *copies, on=None, how="post"):
    day = date_format(on or timezone.localdate(), "j F Y")
    data = {"copies": [copy.pk for copy in copies], "on": day, "how": how}
    return client.post(url(version, "version-sent"), data, follow=True).text


def test_several_are_marked_at_once_and_land_in_the_record_of_contact(
    member_client, member, harbourside, version, today
):
    first, second, third = version.copies.all()
    page = member_client.get(url(version, "version-sent")).text
    assert page.count("checked") == 3  # everybody is ticked; how, nobody knows
    one = member_client.get(url(version, "version-sent", f"?to={second.pk}")).text
    assert one.count("checked") == 1
    page = send(member_client, version, first, second)
    assert "Marked as sent to 2 recipients. Your to-do list says when it is time to chase." in page
    said = f"Sent {date_format(today, 'j F Y')} to 2 of 3"
    assert said in page
    contact, other = Contact.objects.order_by("created_at")
    assert (contact.recipient, contact.happened_on, contact.route) == (first.recipient, today, "post")
    assert (contact.subject, contact.recorded_by) == (first.subject, member)
    assert contact.asks == "Meet us & four groups."
    assert contact.reply_by_on == datetime.date(2026, 2, 2)
    assert contact.chase_due_on > today
    assert (contact.letter_reference, contact.letter_version) == (version.letter_id, 1)
    assert other.recipient == second.recipient
    # Sent twice is sent once.
    send(member_client, version, first, second)
    mark_sent(version, [first, second], on=today, how="hand", by=member)
    assert Contact.objects.count() == 2
    for page in (reverse("letters:letters"), reverse("dashboard")):
        assert said in member_client.get(page).text, page
    (due,) = [row for row in due_for(harbourside, today) if row.status == "Ready"]
    assert said in due.note
    page = send(member_client, version, third, how="email")
    assert "to all 3" in page
    assert not [row for row in due_for(harbourside, today) if row.status == "Ready"]
    assert loaded(version.letter).stage == LetterStage.SENT
    assert "marked as sent to everyone" in member_client.get(url(version, "version-sent"), follow=True).text
    contact_page = member_client.get(contact.get_absolute_url()).text
    assert "Meet us &amp; four groups." in contact_page


def test_asks_are_told_in_words_with_their_fields_filled(member, harbourside):
    letter = letter_to(harbourside, "Jo Ferris")
    letter.main_ask = "Meet us in [place] before [reply by date].\n\n- at our place"
    letter.further_asks = "A named lead\nA seat"
    letter.save()
    version = make_ready(loaded(letter), revision=letter.revision, by=member)
    mark_sent(version, version.copies.all(), on=timezone.localdate(), how="hand", by=member)
    assert Contact.objects.get().asks == (
        "Meet us in Harbourside before 2 February 2026.\n\n• at our place\n\n• A named lead\n• A seat"
    )


def test_it_is_taken_back_while_nothing_has_followed(member_client, version, today):
    first, second, _ = version.copies.all()
    send(member_client, version, first, second)
    contact = Contact.objects.get(recipient=first.recipient)
    contact.settle(Outcome.REPLIED, today)
    undo = url(version, "version-sent-undo")
    page = member_client.post(undo, {"copy": first.pk}, follow=True).text
    assert "You recorded what came of it" in page
    page = member_client.post(undo, {"copy": second.pk}, follow=True).text
    assert "No longer marked as sent: Councillor Al Whitlow, Suffolk." in page
    assert [row.recipient for row in Contact.objects.all()] == [first.recipient]
    assert "to 1 of 3" in page
    # Twice is once, and a copy of another letter is none of this one's.
    assert member_client.post(undo, {"copy": second.pk}).status_code == 302
    for wrong in ("0", "x", "9" * 30):
        assert member_client.post(undo, {"copy": wrong}).status_code == 404


def test_what_cannot_be_says_what_to_do(member_client, harbourside, member, version, today):
    other = letter_to(harbourside, "Pat Strange")
    strange = make_ready(other, revision=other.revision, by=member).copies.get()
    first = version.copies.all()[0]
    address = url(version, "version-sent")
    for data, words in (
        ({}, ("Select who it was sent to", "Enter a date, like", "Select how it was sent")),
        ({"on": "31 February 2026"}, ("Enter a real date",)),
        ({"on": today + datetime.timedelta(days=1)}, ("Enter a day that has come",)),
        ({"on": today - datetime.timedelta(days=1)}, ("when this letter was begun",)),
        ({"copies": [strange.pk], "how": "pigeon"}, ("Select who it was sent to", "Select how it was sent")),
        ({"copies": ["9" * 30]}, ("Select who it was sent to",)),
    ):
        page = member_client.post(address, {"copies": [first.pk], **data} if data else {"x": ""}).text
        for each in words:
            assert page.count(each) == 2, (data, each)  # in the summary and beside the field
        assert "<title>Error: " in page
    assert not Contact.objects.exists()
    # A draft has nothing to mark.
    assert member_client.get(reverse("letters:version-sent", args=[version.letter_id, 2])).status_code == 404


def test_S2_a_body_that_has_ended_is_left_out_and_keeps_nothing_open(member_client, version, today):
    """Its copy is history, and the letter is sent when all others are."""
    first, second, third = version.copies.all()
    icb = PublicBody.objects.get(slug="norfolk-and-suffolk-icb")
    type(third.recipient).objects.filter(pk=third.recipient_id).update(body=icb)
    Letter.objects.update(created_at=timezone.now() - datetime.timedelta(days=30))
    ended_on = today - datetime.timedelta(days=3)
    PublicBody.objects.filter(pk=icb.pk).update(last_on=ended_on)
    page = member_client.get(url(version, "version-sent")).text
    assert page.count("checked") == 2
    assert f"(ended on {date_format(ended_on, 'j F Y')})" in page
    page = send(member_client, version, first, second, third)
    assert f"Untick {third.addressed_to}: the body ended on" in page
    assert not Contact.objects.exists()
    page = send(member_client, version, first, second)
    assert "to 2 of 3" in page
    assert loaded(version.letter).stage == LetterStage.SENT
    # It was posted in time, and somebody remembers only now.
    send(member_client, version, third, on=ended_on)
    assert Contact.objects.get(recipient=third.recipient).happened_on == ended_on
    page = member_client.get(version.letter.get_download_url()).text
    assert f"Sent to all 3, last on {date_format(today, 'j F Y')}" in page


def test_what_was_sent_to_all_is_read_only_until_there_is_a_new_version(member_client, version):
    letter = version.letter
    send(member_client, version, *version.copies.all())
    before = loaded(letter).words
    for answer in (
        member_client.get(letter.get_absolute_url(), follow=True),
        member_client.post(letter.get_absolute_url(), {"main_ask": "Other", "revision": 1}, follow=True),
    ):
        assert "This letter was sent and stays as it is" in answer.text
        assert "Write a new version" in answer.text
    assert loaded(letter).words == before
    member_client.post(reverse("letters:reopen", args=[letter.pk]))
    assert member_client.get(letter.get_absolute_url()).status_code == 200
    assert loaded(letter).stage == LetterStage.CHANGED
    assert "Version 1:" in member_client.get(reverse("letters:letters")).text
    # The second version says who had the first.
    member_client.post(reverse("letters:ready", args=[letter.pk]), {"revision": letter.revision + 1})
    second = loaded(letter).current_version
    page = member_client.get(url(second, "version-sent")).text
    assert page.count("(was sent version 1 on ") == 3


def test_the_letter_to_the_sector_is_marked_without_a_contact(member_client, harbourside, member, today):
    letter = sector_letter(harbourside)
    version = make_ready(letter, revision=letter.revision, by=member)
    page = member_client.get(url(version, "version-sent")).text
    assert "By post" not in page
    page = send(member_client, version)
    assert "Marked as sent." in page
    assert f"Sent {date_format(today, 'j F Y')}" in page
    copy = version.copies.get()
    assert (copy.sent_on, copy.sent_by) == (today, member)
    assert not Contact.objects.exists()
    assert loaded(letter).stage == LetterStage.SENT
    member_client.post(url(version, "version-sent-undo"), {"copy": copy.pk})
    assert loaded(letter).stage == LetterStage.READY


def test_lists_ask_as_often_for_many_letters_as_for_one(member_client, harbourside, member, version, today):
    send(member_client, version, version.copies.all()[0])

    def queries(page):
        with CaptureQueriesContext(connection) as seen:
            member_client.get(page)
        return len(seen)

    pages = (reverse("letters:letters"), version.letter.get_download_url())
    before = [queries(page) for page in pages]
    for name in ("Ade Brook", "Bo Crane"):
        more = letter_to(harbourside, name)
        made = make_ready(more, revision=more.revision, by=member)
        mark_sent(made, made.copies.all(), on=today, how="post", by=member)
    mark_sent(version, version.copies.all(), on=today, how="post", by=member)
    assert [queries(page) for page in pages] == before


def test_another_member_and_a_lapsed_one_mark_nothing(
    other_client, member_client, harbourside, version, today
):
    data = {"copies": [version.copies.all()[0].pk], "on": "1 January 2026", "how": "post"}
    assert other_client.post(url(version, "version-sent"), data).status_code == 404
    harbourside.membership_ends_on = today - datetime.timedelta(days=1)
    harbourside.save()
    assert member_client.post(url(version, "version-sent"), data).status_code == 403
    for page in (version.letter.get_download_url(), url(version, "version")):
        assert member_client.get(page).status_code == 200
    assert not Contact.objects.exists()
    assert LetterVersion.objects.with_sending().get().count_left == 3


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_mark_it_once(version, member, today):
    both, marked, duplicates = threading.Barrier(2), [], []
    key = uuid4()

    def click():
        copies = list(version.copies.all())
        both.wait()
        marked.append(mark_sent(version, copies, on=today, how="post", by=member))
        with suppress(IntegrityError):  # the view leads to the other's
            duplicates.append(duplicate(version.letter, version, key=key, by=member))
        connections.close_all()

    threads = [threading.Thread(target=click) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(marked) == [0, 3]
    assert Contact.objects.count() == 3
    assert len(duplicates) == 1
    assert Letter.objects.count() == 2


def test_what_was_sent_to_everybody_is_changed_by_no_page(member_client, version):
    """Whoever had it open is told, and what they typed is on the page to be copied."""
    letter = version.letter
    send(member_client, version, *version.copies.all())
    before = Letter.objects.filter(pk=letter.pk).values().get()
    stays = "stays as it is. Write a new version to change it."
    typed = {"revision": letter.revision, "page": "p", "turn": 1, "main_ask": "Typed meanwhile"}
    for address, data in (
        (letter.get_absolute_url(), None),
        (reverse("letters:recipients", args=[letter.pk]), None),
        (reverse("letters:recipients", args=[letter.pk]), {"bodies": ["ipswich"]}),
        (reverse("letters:cite", args=[letter.pk]), {"finding": "E4"}),
    ):
        answer = (
            member_client.get(address, follow=True)
            if data is None
            else member_client.post(address, data, follow=True)
        )
        assert stays in answer.text, (address, data)
        assert answer.redirect_chain[-1][0] == letter.get_download_url()
    refused = member_client.post(letter.get_absolute_url(), typed)
    assert (refused.status_code, stays in refused.text, "Typed meanwhile" in refused.text) == (
        423,
        True,
        True,
    )
    refused = member_client.post(letter.get_absolute_url(), typed, headers={"X-Live": "1"})
    assert (refused.status_code, stays in refused.text) == (423, True)
    assert Letter.objects.filter(pk=letter.pk).values().get() == before
    # Sent just when somebody saves, after their words were checked.
    FrozenCopy.objects.update(sent_on=None)
    Contact.objects.all().delete()
    with before_the_lock(lambda: send(member_client, version, *version.copies.all())):
        refused = member_client.post(letter.get_absolute_url(), typed, headers={"X-Live": "1"})
    assert (refused.status_code, stays in refused.text) == (423, True)
    assert Letter.objects.filter(pk=letter.pk).values().get() == before
    for name, data in (("recipients", {"bodies": ["ipswich"]}), ("cite", {"finding": "E4"})):
        Contact.objects.all().delete()
        with before_the_lock(lambda: send(member_client, version, *version.copies.all())):
            answer = member_client.post(reverse(f"letters:{name}", args=[letter.pk]), data, follow=True)
        assert stays in answer.text, name
    assert letter.copies.count() == 3
    assert not letter.citations.exists()
