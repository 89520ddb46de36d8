"""Writing a letter: every part of it is typed, printed, moved, taken out and put back."""

import datetime
import re

import pytest
from django.urls import reverse

from casestudies.models import CaseStudy
from letters.blocks import blocks_of
from letters.citing import cite
from letters.models import Letter
from letters.sheet import sheet_for
from letters.tiers import TierParagraph
from members.work import Activity
from partnerships.models import Post, Recipient
from principles.models import Finding
from publicbodies.models import PublicBody

from .writing import activity_of, example, form_of, letter_to, save, texts, three_recipients

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def recipients(harbourside):
    return three_recipients(harbourside)


@pytest.fixture
def letter(harbourside, recipients):
    return letter_to(harbourside, recipients)


@pytest.fixture
def activity(harbourside):
    return activity_of(harbourside)


def test_saving_the_page_as_it_is_changes_nothing(member_client, letter, activity):
    before = texts(letter)
    values = {field.name: getattr(letter, field.name) for field in Letter._meta.concrete_fields}
    response, letter = save(member_client, letter)
    assert response.status_code == 302
    assert {name for name, value in values.items() if getattr(letter, name) != value} == set()
    assert texts(letter) == before


def test_every_part_is_printed_where_it_belongs(member_client, letter, recipients, harbourside):
    friend = Recipient.objects.create(
        organisation=harbourside, body=recipients[0].body, post=Post.CHIEF_EXECUTIVE, name="Sam Patel"
    )
    _, letter = save(
        member_client,
        letter,
        meeting_dates="Tuesday 20 January\n\n  Friday 23 January  ",
        contact="Kit Lane on 01632 960124",
        ask_0_text="A named lead\nfor the Covenant",
        ask_1_text="",
        co_signatories="Harbourside Food Alliance & friends",
        enclosures="One page on our sector",
        copies_to="The chair of scrutiny",
        copied_to=[friend.pk],
        paragraph_0_text="First of mine:\n- one <b>\n- two",
        paragraph_0_place="after-examples",
    )
    county, district, board = texts(letter)
    for said in (county, district, board):
        days = "These days would suit us for a meeting: Tuesday 20 January Friday 23 January"
        assert days in said
        assert "For questions, speak to Kit Lane on 01632 960124." in said
        assert "A named lead for the Covenant" in said
        assert said.index("4 councils") < said.index("First of mine: one <b> two") < said.index("I hope that")
        assert said.endswith(
            "Harbourside Food Alliance & friends One page on our sector "
            "Sam Patel, Chief Executive, Suffolk County Council The chair of scrutiny"
        )
    assert "I am writing to Babergh District Council and NHS Norfolk and Suffolk" in county
    assert "I am writing to Suffolk County Council and NHS Norfolk and Suffolk" in district
    assert "due to end on 31 March 2028" in county
    assert "due to end" not in board
    _, letter = save(member_client, letter, "names_other_recipients")
    assert "I am writing to" not in texts(letter)[0]


def test_a_paragraph_for_a_tier_stands_only_in_its_letters(member_client, letter):
    offered = TierParagraph.objects.get(tier="district").text
    assert form_of(member_client, letter)["tier_district_text"] == offered
    _, letter = save(
        member_client, letter, tier_district_chosen="on", tier_district_text="Housing: see [name of plan]."
    )
    county, district, board = texts(letter)
    assert "Housing: see" in district
    assert "Housing: see" not in county + board
    page = member_client.get(letter.get_absolute_url())
    assert '#id_tier_district_text">District councils: name of plan</a>' in page.text
    response, letter = save(member_client, letter, tier_district_chosen="on", tier_district_text=" ")
    assert "Write what you say to “District councils”, or untick it" in response.text
    assert "<title>Error: " in response.text


def test_a_notice_of_change_is_edited_or_left_out_for_one_body(member_client, letter):
    _, letter = save(
        member_client, letter, "notice_suffolk_chosen", notice_babergh_text="Your council ends in 2028."
    )
    assert set(letter.change_notices) == {"suffolk", "babergh"}
    county, district, _ = texts(letter)
    assert "due to end" not in county
    assert "carry over" not in county
    assert "Your council ends in 2028. What we agree now should outlast" in district
    _, letter = save(member_client, letter, notice_suffolk_chosen="on")
    PublicBody.objects.filter(slug="suffolk").update(change_note="It ends a year later.")
    assert "It ends a year later." in texts(letter)[0]  # what was not edited follows the directory


def test_a_body_with_a_last_day_and_no_note_gets_a_notice(letter):
    PublicBody.objects.filter(slug="suffolk").update(change_note="")
    assert "Suffolk County Council is due to end on 31 March 2028." in texts(letter)[0]


def test_asks_and_paragraphs_are_moved_added_and_taken_out(member_client, letter):
    _, letter = save(member_client, letter, ask_0_text="One", ask_1_text="Two", ask_2_text="Three")
    response, letter = save(member_client, letter, move="ask-2-up")
    assert letter.further_asks.splitlines() == ["One", "Three", "Two"]
    assert response.url.endswith("#ask-1-up")
    response, letter = save(member_client, letter, move="ask-1-up")
    assert letter.further_asks.splitlines() == ["Three", "One", "Two"]
    assert response.url.endswith("#ask-0-down")
    assert 'id="ask-0-down"' in member_client.get(letter.get_absolute_url()).text
    response, letter = save(member_client, letter, ask_1_text="", add="ask")
    assert letter.further_asks.splitlines() == ["Three", "Two"]
    assert response.url.endswith("#id_ask_2_text")
    for nonsense in ("ask-9-up", "ask-0-up", "ask--1-up", "wording-0-up", "x"):
        _, letter = save(member_client, letter, move=nonsense)
        assert letter.further_asks.splitlines() == ["Three", "Two"]
    for number, place in enumerate(("before-close", "before-asks", "before-close")):
        words = {f"paragraph_{number}_text": f"Own {number}", f"paragraph_{number}_place": place}
        _, letter = save(member_client, letter, **words)
    response, letter = save(member_client, letter, move="paragraph-2-up")
    assert response.url.endswith("#paragraph-0-down")
    said = texts(letter)[0]
    assert said.index("Own 1") < said.index("So besides") < said.index("4 councils") < said.index("Own 2")
    assert said.index("Own 2") < said.index("Own 0") < said.index("I hope that")


def test_a_pause_in_typing_offers_what_can_be_done_with_a_row_by_now(member_client, letter):
    """Rows that were ticked or written can be moved, and changed wording put back, without a new page."""
    buttons = re.compile(r'id="((?:ask|example)-[\w-]+-(?:up|down))"|(name="restore" value="\d+")')
    assert buttons.findall(member_client.get(letter.get_absolute_url()).text) == []
    typed = {"ask_0_text": "One", "example_1_text": "Mine: 7 groups.", "wording_1_text": "In our words."}
    page = form_of(member_client, letter) | typed
    answer = member_client.post(letter.get_absolute_url(), page, headers={"X-Live": "1"}).text
    assert buttons.findall(answer) == [
        ("example-LA14-down", ""), ("example-own-1-up", ""), ("", 'name="restore" value="1"'),
    ]  # fmt: skip
    assert 'data-live-part="buttons-ask-0"' in answer


def test_an_activity_is_offered_reworded_and_the_wording_kept_if_wanted(
    member_client, letter, activity, other_organisation
):
    letter.examples.append(example("LA20", "We coordinate [name of alliance]."))
    letter.save()
    page = form_of(member_client, letter)
    assert page["example_0_text"] == activity.letter_wording
    assert "We coordinate [name of alliance]." not in page.values()  # the idea has become the activity
    response, letter = save(
        member_client, letter, example_0_chosen="on", example_0_text="We join 40 projects."
    )
    assert "We join 40 projects." in texts(letter)[0]
    activity.refresh_from_db()
    assert activity.letter_wording == "We bring 38 food projects together."
    too_long = "word " * 300
    response, letter = save(member_client, letter, example_0_text=too_long, example_0_keep="on")
    assert "to 1,000 characters or fewer to keep it with the activity" in response.text
    _, letter = save(member_client, letter, example_0_keep="on")
    activity.refresh_from_db()
    assert activity.letter_wording == "We join 40 projects."
    _, letter = save(member_client, letter, "example_0_chosen")
    activity.last_on = datetime.date(2026, 1, 1)
    activity.save()
    assert activity.name not in str(form_of(member_client, letter))
    # A reference to somebody else's activity, sent by hand, is not followed.
    stranger = Activity.objects.create(
        organisation=other_organisation, name="Theirs", letter_wording="Secret", function=activity.function,
        first_principle=activity.first_principle,
    )  # fmt: skip
    _, letter = save(
        member_client, letter, example_0_ref=f"activity:{stranger.pk}", example_0_chosen="on",
        example_0_keep="on", example_0_text="Taken",
    )  # fmt: skip
    stranger.refresh_from_db()
    assert stranger.letter_wording == "Secret"
    assert "Secret" not in str(letter.examples)


def test_own_examples_are_added_moved_and_taken_out(member_client, letter):
    response, letter = save(member_client, letter, example_1_text="Mine: 7 groups.", add="example")
    assert response.url.endswith("#id_example_own-2_text")
    _, letter = save(member_client, letter, example_2_text="Mine: 7 groups.")  # the same words twice
    assert texts(letter)[0].count("Mine: 7 groups.") == 2
    response, letter = save(member_client, letter, move="example-1-up")
    assert letter.chosen_examples[0] == "Mine: 7 groups."
    assert response.url.endswith("#example-own-1-down")
    _, letter = save(member_client, letter, example_0_text="")
    assert texts(letter)[0].count("Mine: 7 groups.") == 1


def test_examples_find_their_rows_when_somebody_else_added_one(member_client, colleague_client, letter):
    mine = form_of(member_client, letter)
    letter.examples.insert(0, example("LA99", "Theirs"))
    letter.save()
    data = mine | {"example_0_text": "Mine, and nobody else's", "example_0_chosen": "on"}
    member_client.post(letter.get_absolute_url(), data)
    letter.refresh_from_db()
    assert {row["ref"]: row["text"] for row in letter.examples} == {
        "LA14": "Mine, and nobody else's",
        "LA99": "Theirs",
    }


def test_findings_and_a_case_study_are_added_changed_and_taken_out(member_client, letter):
    finding, other = Finding.objects.filter(ref__in=["E4", "E5"])
    first, second = CaseStudy.objects.published()[:2]
    cite(letter, [other])
    _, letter = save(member_client, letter, findings=[finding.ref], case_study=first.slug)
    said = texts(letter)[0]
    for row in (finding, other):
        assert row.text.rstrip(".") in said
        assert row.source.publisher in said
    assert first.letter_sentence.split("[")[0] in said
    # The page sends what it sent before until it is loaded again: that adds nothing and takes nothing out.
    again = {"revision": letter.revision, "findings": [finding.ref], "case_study": first.slug}
    _, letter = save(member_client, letter, **again)
    assert letter.citations.count() == 3
    kept = letter.citations.get(reference="E4")
    _, letter = save(
        member_client, letter, f"cited_{letter.citations.get(reference='E5').pk}", case_study=second.slug
    )
    assert {row.reference for row in letter.citations.all()} == {"E4", second.slug}
    assert kept in letter.citations.all()
    response, letter = save(member_client, letter, findings=["E99"], case_study="nowhere")
    assert "Select findings from the list" in response.text
    assert "Select a case study from the list" in response.text


ANSWER = "Answer by [reply by date]. {Ring [phone].} Ask [name of office]."


def test_standard_wording_is_changed_left_out_and_put_back(member_client, letter, harbourside):
    blocks = blocks_of(letter.template_version.compiled())
    intro = next(block for block in blocks if "we would welcome:" in block.text)
    four = next(block for block in blocks if block.text.startswith("- Recognition"))
    reply = next(block for block in blocks if "[reply by date]" in block.text)
    original = texts(letter)[0]
    response, letter = save(
        member_client,
        letter,
        **{
            f"wording_{intro.number}_text": "In [place] we ask for **this**:",
            f"wording_{four.number}_text": "",
            f"wording_{reply.number}_text": ANSWER,
        },
    )
    said = texts(letter)[0]
    assert "Recognition" not in said
    assert "Answer by 2 February 2026. Ring 01632 960101. Ask [name of office] ." in said
    assert "In Harbourside we ask" not in said  # nothing follows it: no further ask was written
    page = member_client.get(letter.get_absolute_url()).text
    assert f'#id_wording_{reply.number}_text">Name of office</a>' in page
    _, letter = save(member_client, letter, ask_0_text="A lead")
    assert "In Harbourside we ask for **this**: A lead" in texts(letter)[0]
    harbourside.phone = ""
    harbourside.save()
    assert "Answer by 2 February 2026. Ask [name of office] ." in texts(letter)[0]
    for block in (intro, four, reply):
        response, letter = save(member_client, letter, restore=block.number)
        assert response.url.endswith(f"#id_wording_{block.number}_text")
    assert letter.own_wording == {}
    _, letter = save(member_client, letter, ask_0_text="")
    assert texts(letter)[0] == original


def test_a_heading_in_other_words_stays_a_heading(member_client, harbourside):
    letter = letter_to(harbourside, [], "sector")
    heading = next(b for b in blocks_of(letter.template_version.compiled()) if b.is_heading)
    _, letter = save(member_client, letter, **{f"wording_{heading.number}_text": "# Four\nideas & more"})
    letter = Letter.objects.for_page().get(pk=letter.pk)
    assert "<h2># Four ideas &amp; more</h2>" in sheet_for(letter.copies.get()).body


def test_what_a_letter_does_not_print_is_not_asked_for(member_client, harbourside, recipients):
    page = form_of(member_client, letter_to(harbourside, recipients, "thank-you"))
    names = " ".join(page)
    assert "ask_0_text" in page
    assert "contact" in page
    for absent in ("example_", "findings", "case_study", "tier_", "notice_", "meeting_dates"):
        assert absent not in names
    sector = " ".join(form_of(member_client, letter_to(harbourside, [], "sector")))
    assert "paragraph_0_text" in sector
    for absent in ("main_ask", "ask_0", "reply_by_on", "copies_to", "copied_to"):
        assert absent not in sector


def test_what_another_member_lists_cannot_get_a_copy(member_client, letter, other_organisation):
    body = PublicBody.objects.get(slug="suffolk")
    theirs = Recipient.objects.create(
        organisation=other_organisation, body=body, post=Post.LEADER, name="X Y"
    )
    mine = Recipient.objects.create(
        organisation=letter.organisation, body=body, post=Post.LEADER, name="Sam Patel"
    )
    response, letter = save(member_client, letter, copied_to=[theirs.pk])
    assert "Select people from the list" in response.text
    _, letter = save(member_client, letter, copied_to=[mine.pk])
    assert [*letter.copied_to.all()] == [mine]


def test_the_page_of_a_letter_to_many_takes_a_fixed_number_of_queries(
    member_client, letter, activity, django_assert_max_num_queries
):
    url = reverse("letters:edit", args=[letter.pk])
    with django_assert_max_num_queries(34):
        member_client.get(url)
