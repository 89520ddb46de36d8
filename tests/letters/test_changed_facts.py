"""A fact changed since you sent this (S4): found when a letter is read, told until somebody has seen it."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from casestudies.models import CaseStudy, Status
from covenant_toolkit.dashboard import due_for
from letters.changed_facts import changed_facts
from letters.files import document_html
from letters.freezing import make_ready
from letters.models import Citation, LetterVersion, SeenChange
from letters.sent import mark_sent
from letters.sheet import sheet_for
from principles.models import Finding, Source

from .letters_to import letter_to, loaded

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def letter(harbourside):
    """It cites a finding and a case study."""
    return citing(harbourside, "Jo Ferris")


def citing(organisation, name):
    letter = letter_to(organisation, name)
    Citation.objects.create(letter=letter, kind="finding", reference="E4", revision=1)
    Citation.objects.create(letter=letter, kind="case-study", reference="calderdale", revision=1)
    return loaded(letter)


def sent(letter, member):
    version = make_ready(letter, revision=letter.revision, by=member)
    mark_sent(version, version.copies.all(), on=timezone.localdate(), how="post", by=member)
    return version


def correct(ref="E4", text="In 2031 it was otherwise."):
    finding = Finding.objects.get(ref=ref)
    finding.text = text
    finding.save()


def correct_the_date(curator_client, ref="E4"):
    """The curator's admin page, with another day on which the source was published."""
    source = Finding.objects.get(ref=ref).source
    address = reverse("admin:principles_source_change", args=[source.pk])
    form = curator_client.get(address).context["adminform"].form
    typed = {name: form[name].value() or "" for name in form.fields}
    assert curator_client.post(address, typed | {"published_on": "2031-05-01"}).status_code == 302


def changes(version):
    return changed_facts([version])[version.pk]


def see(client, version, reference, kind="finding"):
    address = reverse("letters:version-seen", args=[version.letter_id, version.number])
    return client.post(address, {"kind": kind, "reference": reference}, follow=True).text


def test_S4_what_was_sent_stays_and_its_authors_are_told(
    member_client, curator_client, member, harbourside, letter
):
    version = sent(letter, member)
    draft = citing(harbourside, "Al Whitlow")
    kept = version.copies.get().html
    old = Finding.objects.get(ref="E4").text.rstrip(".")
    assert changes(version) == []
    correct_the_date(curator_client)
    (change,) = changes(version)
    assert "May 2031" in change.now
    correct()
    # The draft simply says the new words; the sent letter says what it said.
    copy = loaded(draft).copies.get()
    copy.letter = loaded(draft)
    for words in ("In 2031 it was otherwise", "May 2031"):
        assert words in document_html(sheet_for(copy), [])
    assert version.copies.get().html == kept
    (change,) = changes(version)
    assert old in change.before
    assert "In 2031 it was otherwise" in change.now
    assert change.source in str(Finding.objects.get(ref="E4").source)
    page = member_client.get(letter.get_download_url()).text
    assert "A fact changed since you sent this" in page
    assert "<del>" in page
    assert "<ins>" in page
    assert reverse("principles:evidence") + "#E4" in page
    for where in (reverse("letters:letters"), reverse("dashboard")):
        assert member_client.get(where).text.count(">A fact changed<") == 1, where
    due, of_the_draft = [row for row in due_for(harbourside, timezone.localdate()) if row.status == "Changed"]
    assert due.text == "A fact changed since your letter of 12 January 2026"
    assert of_the_draft.text.startswith("A fact that your draft of ")
    assert member_client.get(due.url).status_code == 200


def test_what_was_seen_is_told_no_more_until_it_changes_again(member_client, member, harbourside, letter):
    version = sent(letter, member)
    correct()
    page = see(member_client, version, "E4")
    assert "Marked as seen" in page
    assert "A fact changed since" not in page
    assert "Changed and seen: E4" in page
    assert ">A fact changed<" not in member_client.get(reverse("letters:letters")).text
    assert not [row for row in due_for(harbourside, timezone.localdate()) if row.status == "Changed"]
    assert SeenChange.objects.get().seen_by == member
    assert "Marked as seen" not in see(member_client, version, "E4")
    correct(text="In 2032 it was otherwise again.")
    page = member_client.get(letter.get_download_url()).text
    assert "A fact changed since you sent this" in page
    see(member_client, version, "E4")
    assert SeenChange.objects.count() == 1
    # What is as it was again is no change.
    old = version.cited[0]["text"].partition(" (")[0]
    correct(text=old)
    assert changes(LetterVersion.objects.get(pk=version.pk)) == []
    for wrong in ("E5", "", "x" * 300):
        assert "Marked as seen" not in see(member_client, version, wrong)


def test_a_corrected_source_and_a_withdrawn_case_study_are_changes_too(member_client, member, letter):
    version = make_ready(letter, revision=letter.revision, by=member)
    Source.objects.filter(findings__ref="E4").update(published_on=datetime.date(2031, 5, 1))
    study = CaseStudy.objects.get(slug="calderdale")
    CaseStudy.objects.filter(pk=study.pk).update(status=Status.WITHDRAWN)
    finding, withdrawn = changes(version)
    assert "May 2031" in finding.now
    assert withdrawn.is_withdrawn
    page = member_client.get(letter.get_download_url()).text
    assert page.count("A fact changed since you made this ready") == 2
    assert "was withdrawn. Your letter says: “" in page
    see(member_client, version, "calderdale", kind="case-study")
    assert [change.is_seen for change in changes(LetterVersion.objects.get(pk=version.pk))] == [False, True]


def test_the_version_sent_last_counts_not_those_before(member_client, member, letter):
    first = sent(letter, member)
    correct()
    member_client.post(reverse("letters:reopen", args=[letter.pk]))
    assert ">A fact changed<" in member_client.get(reverse("letters:letters")).text
    again = loaded(letter)
    second = sent(again, member)
    assert ">A fact changed<" not in member_client.get(reverse("letters:letters")).text
    assert changes(second) == []
    page = member_client.get(first.get_absolute_url()).text
    assert "A fact changed since you sent this" in page  # for whoever reads the older one


def test_many_letters_are_compared_in_as_many_queries_as_one(member_client, member, harbourside, letter):
    sent(letter, member)
    correct()

    def queries():
        with CaptureQueriesContext(connection) as seen:
            page = member_client.get(reverse("letters:letters")).text
        return len(seen), page.count(">A fact changed<")

    before, _ = queries()
    for name in ("Ade Brook", "Bo Crane", "Cy Dale"):
        sent(citing(harbourside, name), member)
    correct(text="In 2033 it was otherwise.")
    assert queries() == (before, 4)
    (due,) = [row for row in due_for(harbourside, timezone.localdate()) if row.status == "Changed"]
    assert due.text == "Look at 4 letters in which a fact changed"


def test_a_draft_says_that_what_it_cited_was_withdrawn_until_somebody_has_seen_it(
    member_client, harbourside, letter
):
    study = CaseStudy.objects.get(slug="calderdale")
    assert not [row for row in due_for(harbourside, timezone.localdate()) if row.status == "Withdrawn"]
    study.move_to(Status.WITHDRAWN)
    (due,) = [row for row in due_for(harbourside, timezone.localdate()) if row.status == "Withdrawn"]
    assert (study.title in due.note, due.url) == (True, f"{letter.get_absolute_url()}#citations")
    page = member_client.get(letter.get_absolute_url())
    assert f"“{study.title}” was withdrawn. Your letter no longer says it." in page.text
    assert study.letter_sentence not in page.text
    # Saving something else keeps the note; the tick takes it away.
    form = page.context["form"]
    typed = {name: form[name].value() or "" for name in form.fields} | {"revision": letter.revision}
    typed |= {f"cited_{row['pk']}": "on" for row in form.cited_findings}
    typed = {name: value for name, value in typed.items() if value != ""}
    member_client.post(letter.get_absolute_url(), typed)
    assert letter.citations.filter(reference="calderdale").exists()
    (pk,) = form.gone
    letter.refresh_from_db()
    member_client.post(letter.get_absolute_url(), typed | {f"gone_{pk}": "on", "revision": letter.revision})
    assert [row.reference for row in letter.citations.all()] == ["E4"]
    assert not [row for row in due_for(harbourside, timezone.localdate()) if row.status == "Withdrawn"]
