"""The versions of a letter: who made them, what differs, and a new letter from the words of one."""

import datetime
import re
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from letters.freezing import make_ready
from letters.models import Citation, Letter
from letters.version_changes import letter_text
from partnerships.models import Post, Recipient
from principles.models import Finding
from publicbodies.models import PublicBody

from .letters_to import add_copies, letter_to, loaded, sector_letter

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def letter(harbourside):
    letter = letter_to(harbourside, "Jo Ferris", "Al Whitlow")
    Citation.objects.create(letter=letter, kind="finding", reference="E4", revision=1)
    return loaded(letter)


@pytest.fixture
def versions(letter, member, colleague):
    """The second asks for something else, and is to somebody else."""
    first = make_ready(letter, revision=letter.revision, by=member)
    letter.copies.get(recipient__name="Al Whitlow").delete()
    add_copies(letter, "Mo Hale")
    letter.main_ask = "Meet us & seven <groups> in March."
    letter.revision += 1
    letter.save()
    return first, make_ready(loaded(letter), revision=letter.revision, by=colleague)


def url(version, name, query=""):
    return reverse(f"letters:{name}", args=[version.letter_id, version.number]) + query


def test_the_list_says_who_and_when_and_leads_to_what_changed(member_client, letter, versions):
    page = member_client.get(reverse("letters:versions", args=[letter.pk])).text
    for words in ("Sam Member", "Kit Colleague", "Not yet", "Version 1", "Version 2"):
        assert words in page
    assert url(versions[1], "version-changes") in page
    assert url(versions[0], "version-changes") not in page
    assert reverse("letters:versions", args=[letter.pk]) in member_client.get(letter.get_download_url()).text


def test_a_letter_that_was_never_ready_has_none(member_client, letter):
    assert "still a draft" in member_client.get(reverse("letters:versions", args=[letter.pk])).text


def test_two_versions_are_told_apart_word_by_word(member_client, versions):
    first, second = versions
    page = member_client.get(url(second, "version-changes")).text
    assert "four groups." in re.findall(r"<del>.*?Removed: </span>([^<]*)", page)
    assert "seven &lt;groups&gt; in March." in re.findall(r"<ins>.*?Added: </span>([^<]*)", page)
    assert "paragraphs unchanged" in page
    assert re.search(r"Now also to</dt><dd>Councillor Mo Hale", page)
    assert re.search(r"No longer to</dt><dd>Councillor Al Whitlow", page)
    new = second.copies.get(recipient__name="Mo Hale")
    page = member_client.get(url(second, "version-changes", f"?since=1&to={new.pk}")).text
    assert "Version 1 was not to Councillor Mo Hale" in page
    assert "nothing to compare it with" in member_client.get(url(first, "version-changes")).text
    for wrong in ("?since=2", "?since=x", "?since=9999999", "?to=0", f"?to={first.copies.all()[0].pk}"):
        assert member_client.get(url(second, "version-changes", wrong)).status_code == 404


def test_the_same_words_are_said_to_be_the_same(member_client, letter, member):
    make_ready(letter, revision=letter.revision, by=member)
    member_client.post(reverse("letters:reopen", args=[letter.pk]))
    second = make_ready(loaded(letter), revision=letter.revision + 1, by=member)
    assert "says the same in both" in member_client.get(url(second, "version-changes")).text
    text = letter_text(second.copies.all()[0])
    for words in ("Suffolk County Council", "Dear Councillor Ferris", "Meet us & four groups.", "12 January"):
        assert words in text


def duplicate(client, letter, **data):
    return client.post(reverse("letters:duplicate", args=[letter.pk]), data, follow=True)


def test_a_draft_begins_with_the_words_of_a_version(member_client, member, letter, versions):
    finding = Finding.objects.get(ref="E4")
    finding.text += " More."
    finding.save()
    key = uuid.uuid4()
    answer = duplicate(member_client, letter, version=1, key=key)
    new = Letter.objects.get(pk=key)
    assert answer.redirect_chain[-1][0] == new.get_absolute_url()
    assert "This is a new draft with the same words, dated today." in answer.text
    old = versions[0].words
    assert new.dated_on == timezone.localdate()
    assert new.reply_by_on is None  # the old one has passed
    for name in set(old) - {"dated_on", "reply_by_on"}:
        assert new.words[name] == old[name], name
    for field in Letter._meta.many_to_many:
        assert list(getattr(new, field.name).all()) == list(getattr(letter, field.name).all())
    assert new.main_ask == "Meet us & four groups."
    assert [copy.recipient.name for copy in new.copies.all()] == ["Jo Ferris", "Al Whitlow"]
    (cited,) = new.citations.all()
    assert (cited.reference, cited.revision) == ("E4", finding.revision)
    assert (new.changed_by, new.revision, new.versions.count()) == (member, 1, 0)
    # A double click makes one, and the letter as it is now has its own words.
    duplicate(member_client, letter, version=1, key=key)
    assert Letter.objects.count() == 2
    duplicate(member_client, letter)
    newest = Letter.objects.order_by("created_at").last()
    assert newest.main_ask == "Meet us & seven <groups> in March."
    assert [copy.recipient.name for copy in newest.copies.all()] == ["Jo Ferris", "Mo Hale"]
    assert duplicate(member_client, letter, version=7).status_code == 404


def test_who_cannot_be_written_to_is_left_out_and_who_follows_is_named(member_client, harbourside, letter):
    """S2: a new letter offers the successors."""
    gone, follower = (PublicBody.objects.get(slug=slug) for slug in ("ipswich", "norfolk"))
    clerk = Recipient.objects.create(organisation=harbourside, body=gone, post=Post.LEADER)
    letter.copies.create(recipient=clerk)
    Recipient.objects.filter(name="Al Whitlow").update(archived_at=timezone.now())
    gone.successors.add(follower)
    PublicBody.objects.filter(pk=gone.pk).update(last_on=timezone.localdate() - datetime.timedelta(days=1))
    page = duplicate(member_client, letter).text
    assert "Left out, because their body has ended or they are off your list: Councillor Al Whitlow" in page
    assert "Leader of the Council, Ipswich" in page
    assert f"Followed by: {follower.official_name}" in page
    new = Letter.objects.order_by("created_at").last()
    assert [copy.recipient.name for copy in new.copies.all()] == ["Jo Ferris"]
    Recipient.objects.update(archived_at=timezone.now())
    answer = duplicate(member_client, letter)
    assert "Nobody of this letter can be written to any more" in answer.text
    assert f"body={follower.slug}" in answer.redirect_chain[-1][0]
    assert Letter.objects.count() == 2


def test_the_sector_letter_is_duplicated_too(member_client, harbourside):
    letter = sector_letter(harbourside)
    duplicate(member_client, letter)
    new = Letter.objects.exclude(pk=letter.pk).get()
    assert new.is_for_sector
    assert new.copies.get().recipient is None


def test_another_member_reads_no_version_and_takes_no_words(
    other_client, member_client, harbourside, other_organisation, letter, versions
):
    for name in ("version-changes", "version-sent", "sent-file"):
        assert other_client.get(url(versions[1], name)).status_code == 404
    assert other_client.get(reverse("letters:versions", args=[letter.pk])).status_code == 404
    assert duplicate(other_client, letter).status_code == 404
    # Nor with a key that is somebody else's letter.
    theirs = sector_letter(other_organisation)
    assert duplicate(member_client, letter, key=theirs.pk).status_code == 404
    harbourside.membership_ends_on = timezone.localdate() - datetime.timedelta(days=1)
    harbourside.save()
    assert duplicate(member_client, letter).status_code == 403
    assert member_client.get(url(versions[1], "version-changes")).status_code == 200
    assert Letter.objects.count() == 2
