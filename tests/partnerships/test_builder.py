"""The text of an agreement: written clause by clause, never lost, kept as versions that stay as they are."""

import html
import re
from functools import partial

import pytest
import time_machine
from django.urls import reverse

from partnerships.clauses import parts
from partnerships.models import AgreementText, AgreementVersion, ClauseWording, Party
from principles.models import Principle, ProgressSign, Source
from tests.interleaving import before_the_lock

from .drafts import agreement_of, page_of, text_for, type_into, version_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement(harbourside):
    return agreement_of(harbourside)


def address(agreement, name="agreement-text", *args):
    return reverse(f"partnerships:{name}", args=[agreement.pk, *args])


def words_of(agreement):
    return AgreementText.objects.get(agreement=agreement).clauses


def shown(text):
    """The words of a page, without its tags."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


@pytest.mark.one_database
def test_the_page_asks_for_every_clause_and_says_whose_idea_equity_is(member_client, agreement):
    page = member_client.get(address(agreement)).text
    for words in (
        "Recognition &amp; value", "What the VCSE sector will do", "What the public bodies will do",
        "How we will know", "What would worry us", "Money and contracts", "Sharing data", "Voice and seats",
        "Steps of disagreement", "What happens on reorganisation", "Equity clause",
    ):  # fmt: skip
        assert words in page, words
    assert "The Covenant has no such clause" in page
    assert "Mobilising Community Assets" in page
    assert "Working together." in page  # what the record says it is for
    # No official signs were entered, so that none are offered.
    assert not ProgressSign.objects.exists()
    assert "Official progress signs" not in page


def test_looking_at_it_stores_nothing(member_client, agreement):
    member_client.get(address(agreement))
    assert not AgreementText.objects.exists()


def test_a_pause_saves_and_shows_the_agreement(member_client, agreement):
    form = page_of(member_client, agreement)
    answer = type_into(member_client, agreement, form, clause_money="Three years & <more>", notice_months="3")
    assert words_of(agreement)["money"] == "Three years & <more>"
    assert "Three years &amp; &lt;more&gt;" in answer.text
    assert re.search(r'data-say="Saved at \d\d:\d\d"', answer.text)
    assert "<html" not in answer.text
    assert "at least three months before" in answer.text


def test_words_to_begin_with_are_adopted_by_one_button_and_stay_editable(member_client, agreement):
    form = page_of(member_client, agreement)
    answer = member_client.post(address(agreement), form | {"adopt": "voice"})
    assert answer.url == f"{address(agreement)}?part=voice#part-voice"
    assert "The sector itself chooses who sits there" in words_of(agreement)["voice"]
    page = member_client.get(answer.url).text
    assert re.search(r'id="part-voice" open', page)
    assert "Words in square brackets wait for yours" in page
    # What somebody wrote stays in front; the same words are not added twice.
    form = page_of(member_client, agreement) | {"clause_data": "Ours first"}
    for _ in range(2):
        member_client.post(address(agreement), form | {"adopt": "data"})
        form = page_of(member_client, agreement)
    words = words_of(agreement)["data"]
    assert words.startswith("Ours first\nWe share figures")
    assert words.count("We share figures") == 1


def test_one_button_fills_what_is_empty_and_nothing_else(member_client, agreement, harbourside):
    form = page_of(member_client, agreement) | {"clause_equity": "Our own clause"}
    member_client.post(address(agreement), form | {"adopt": "all"})
    words, text = words_of(agreement), AgreementText.objects.get()
    assert words["equity"] == "Our own clause"
    assert (text.notice_months, text.consultation_weeks) == (3, 12)
    every = parts(list(Principle.objects.order_by("number")), sector="VCSE sector")
    assert set(words) == {clause.key for part in every for clause in part.clauses}
    # NAVCA's words, and every row of them belongs to a clause.
    ours = {row.clause: row.text for row in ClauseWording.objects.all()}
    assert words == ours | {"purpose": words["purpose"], "equity": "Our own clause"}


def test_what_a_curator_changes_is_offered_from_then_on(member_client, agreement):
    ClauseWording.objects.filter(clause="data").update(text="We share what NAVCA says.")
    ClauseWording.objects.filter(clause="voice").delete()
    form = page_of(member_client, agreement)
    member_client.post(address(agreement), form | {"adopt": "all"})
    assert words_of(agreement)["data"] == "We share what NAVCA says."
    assert "voice" not in words_of(agreement)


def test_official_signs_are_offered_only_where_they_were_entered(member_client, agreement):
    first, second = Principle.objects.order_by("number")[:2]
    sign = ProgressSign.objects.create(
        principle=first, kind="progress", text="People say “we are heard” & mean it",
        source=Source.objects.all()[0],
    )  # fmt: skip
    page = member_client.get(address(agreement)).text
    assert page.count("Official progress signs") == 1
    assert "Official warning signs" not in page
    key = f"{first.slug}.progress"
    form = page_of(member_client, agreement) | {f"clause_{first.slug}_progress": "Ours"}
    member_client.post(address(agreement), form | {"adopt": f"{key} {sign.pk}"})
    assert words_of(agreement)[key] == "Ours\nPeople say “we are heard” & mean it"
    # A sign of another clause or of none adds nothing.
    for wrong in (f"{second.slug}.worries {sign.pk}", f"{second.slug}.progress 999999999999999999999"):
        member_client.post(address(agreement), page_of(member_client, agreement) | {"adopt": wrong})
    assert set(words_of(agreement)) == {"purpose", key}


def test_two_people_see_each_others_words_and_choose(member_client, colleague_client, agreement):
    mine, theirs = page_of(member_client, agreement), page_of(colleague_client, agreement)
    type_into(colleague_client, agreement, theirs, clause_money="Kit’s words")
    answer = type_into(member_client, agreement, mine, clause_money="Sam’s words")
    assert answer.status_code == 409
    assert "Kit Colleague changed this text" in " ".join(answer.text.split())
    assert "Kit’s words" in answer.text
    assert "Sam’s words" in answer.text
    assert words_of(agreement)["money"] == "Kit’s words"
    # Without script: the page says the same and keeps what was typed in the form.
    page = member_client.post(address(agreement), mine)
    assert page.status_code == 409
    assert ">\nSam’s words</textarea>" in page.text
    seen = re.search(r'name="keep" value="(\d+)"', page.text)[1]
    assert member_client.post(address(agreement), mine | {"keep": seen}).status_code == 302
    assert words_of(agreement)["money"] == "Sam’s words"
    assert AgreementText.objects.get().changed_by.name == "Sam Member"


def test_two_who_begin_at_once_do_not_lose_words(member_client, colleague_client, agreement):
    mine, theirs = page_of(member_client, agreement), page_of(colleague_client, agreement)
    type_into(colleague_client, agreement, theirs, clause_voice="First")
    assert type_into(member_client, agreement, mine, clause_data="Second").status_code == 409
    assert AgreementText.objects.count() == 1


def test_somebody_who_is_faster_between_the_check_and_the_lock_is_not_overwritten(
    member_client, colleague_client, agreement
):
    for number, words in enumerate(("First", "Third")):
        mine, theirs = page_of(member_client, agreement), page_of(colleague_client, agreement)
        with before_the_lock(partial(type_into, colleague_client, agreement, theirs, clause_voice=words)):
            answer = type_into(member_client, agreement, mine, clause_data="Second")
        assert answer.status_code == 409
        assert words_of(agreement)["voice"] == words
        assert AgreementText.objects.get().revision == number + 2


def test_a_page_never_takes_its_own_save_for_somebody_elses(member_client, agreement):
    form = page_of(member_client, agreement)
    type_into(member_client, agreement, form, clause_money="One")
    assert type_into(member_client, agreement, form, clause_money="One and two").status_code == 200
    late = form | {"clause_money": "On"}
    type_into(member_client, agreement, form, clause_money="Whole words")
    assert member_client.post(address(agreement), late, headers={"X-Live": "1"}).status_code == 409
    assert words_of(agreement)["money"] == "Whole words"


def test_one_impossible_part_keeps_no_other_from_being_saved(member_client, agreement):
    text_for(agreement)
    form = page_of(member_client, agreement)
    answer = type_into(
        member_client, agreement, form, notice_months="99", clause_equity="x" * 5001, clause_voice="A seat"
    )
    text = AgreementText.objects.get()
    assert text.clauses["voice"] == "A seat"
    assert text.clauses["equity"] == "Begin where need is greatest"
    assert text.notice_months == 3
    assert "Enter a whole number from 1 to 36" in html.unescape(answer.text)
    assert "Shorten this to 5,000 characters or fewer" in html.unescape(answer.text)


@time_machine.travel("2026-12-14T12:00:00Z", tick=False)
def test_notice_and_time_to_answer_are_dates_that_can_be_counted(member_client, member, agreement):
    text_for(agreement)
    member_client.force_login(member)
    page = shown(member_client.get(address(agreement)).text)
    assert "Notice given on 14 December 2026 would mean: not before 14 March 2027." in page
    assert "stays open for at least twelve weeks" in page
    assert "would close no earlier than 8 March 2027." in page


def test_what_is_known_comes_from_the_record(member_client, agreement):
    text_for(agreement)
    page = shown(member_client.get(address(agreement)).text)
    for words in (
        "Voluntary Action Harbourside", "Suffolk County Council", "Chief officer, Rowan Ashdown",
        "Head of Communities", "The yearly review is in March.", "Four workshops", "Yes", "Not yet",
    ):  # fmt: skip
        assert words in page, words
    assert "Former head" not in page


# Versions


def make(client, agreement, **form):
    text = AgreementText.objects.filter(agreement=agreement).first()
    form = {"revision": text.revision if text else ""} | form
    return client.post(address(agreement, "agreement-version-new"), form, follow=True)


def test_a_version_never_changes(member_client, member, agreement):
    text_for(agreement)
    page = make(member_client, agreement, note="For the  meeting")
    version = AgreementVersion.objects.get()
    assert (version.number, version.note, version.made_by) == (1, "For the meeting", member)
    assert "Version 1 is kept. What it says never changes." in page.text
    before = version.html
    # The text, the record and the principle become something else.
    type_into(member_client, agreement, page_of(member_client, agreement), clause_equity="Other words")
    agreement.name = "Another name"
    agreement.save()
    Party.objects.all().delete()
    Principle.objects.update(name="Renamed")
    version.refresh_from_db()
    assert version.html == before
    page = member_client.get(version.get_absolute_url()).text
    for words in ("Begin where need is greatest", "Suffolk County Council", "Recognition &amp; value"):
        assert words in page
    assert "Other words" not in page


def test_a_second_click_makes_no_second_version(member_client, agreement):
    text_for(agreement)
    make(member_client, agreement)
    page = make(member_client, agreement)
    assert "Nothing has changed since version 1" in page.text
    assert AgreementVersion.objects.count() == 1
    type_into(member_client, agreement, page_of(member_client, agreement), clause_voice="A seat")
    make(member_client, agreement)
    assert [row.number for row in agreement.versions.all()] == [2, 1]


def test_a_text_that_changed_meanwhile_is_looked_at_first(member_client, colleague_client, agreement):
    text = text_for(agreement)
    type_into(colleague_client, agreement, page_of(colleague_client, agreement), clause_voice="A seat")
    page = make(member_client, agreement, revision=text.revision)
    assert "The text was changed meanwhile" in page.text
    assert not AgreementVersion.objects.exists()


def test_without_words_there_is_no_version(member_client, agreement):
    assert "Write something first" in make(member_client, agreement).text


def test_what_changed_is_shown_word_by_word(member_client, agreement):
    version_of(agreement)
    first = member_client.get(address(agreement, "agreement-version-changes", 1)).text
    assert "nothing to compare it with" in first
    type_into(
        member_client, agreement, page_of(member_client, agreement),
        clause_equity="Begin where hope is greatest", clause_priorities="Fewer people alone",
    )  # fmt: skip
    version_of(agreement)
    page = member_client.get(address(agreement, "agreement-version-changes", 2)).text
    assert re.search(r"<del>.{0,60}need ", page, re.DOTALL)
    assert re.search(r"<ins>.{0,60}hope ", page, re.DOTALL)
    assert "Fewer people alone" in page
    # Neither the day nor the numbers of the sections count as a change.
    assert "Version 1" not in re.sub(r"<option.*?</option>", "", page)
    assert re.search(r"paragraphs? unchanged", page)
    for since, status in (("1", 200), ("2", 404), ("x", 404), ("9" * 30, 404)):
        query = {"since": since}
        url = address(agreement, "agreement-version-changes", 2)
        assert member_client.get(url, query).status_code == status


def test_the_agreements_page_leads_to_all_of_it(member_client, agreement):
    version_of(agreement, note="For March")
    page = member_client.get(agreement.get_absolute_url()).text
    assert address(agreement) in page
    assert address(agreement, "agreement-versions") in page
    assert "For March" in page
