"""Writing a letter: every part of it is typed, printed, moved, taken out and put back."""

import datetime
import html
import re
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils.html import strip_tags
from docx import Document
from pypdf import PdfReader

from casestudies.models import CaseStudy
from letters.advice import estimated_pages
from letters.blocks import blocks_of
from letters.citing import cite
from letters.election_periods import PreElectionPeriod
from letters.files import KINDS, make
from letters.models import Letter, LetterCopy, LetterTemplate, StarterExample
from letters.sheet import sheet_for
from letters.tiers import TierParagraph
from members.work import Activity
from partnerships.models import OwnBody, OwnBodyKind, Post, Recipient
from principles.models import Finding, LCSIFunction, Principle
from publicbodies.models import BodyKind, PublicBody
from tests.documents.renderer import pieces

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def recipients(harbourside):
    """A county that ends, a district of it and a health board that stays; the district's leader is named."""
    slugs = ("suffolk", "babergh", "norfolk-and-suffolk-icb")
    bodies = {body.slug: body for body in PublicBody.objects.filter(slug__in=slugs)}
    return [
        Recipient.objects.create(
            organisation=harbourside,
            body=bodies[slug],
            post=Post.usual_at(bodies[slug]),
            name="Jo Ferris" if slug == "babergh" else "",
        )
        for slug in slugs
    ]


def letter_to(organisation, recipients, template="public-body", **values):
    version = LetterTemplate.objects.get(slug=template).versions.order_by("-number").first()
    letter = Letter.objects.create(
        organisation=organisation,
        template_version=version,
        **{
            "dated_on": datetime.date(2026, 1, 12),
            "reply_by_on": datetime.date(2026, 2, 2),
            "main_ask": "Meet us for an hour.",
            "examples": [example("LA14", "We wrote a compact with 4 councils.", chosen=True)],
        }
        | values,
    )
    LetterCopy.objects.bulk_create(LetterCopy(letter=letter, recipient=each) for each in recipients or [None])
    return letter


def example(ref, text, *, chosen=False):
    return {"ref": ref, "title": f"Idea {ref}", "text": text, "chosen": chosen}


@pytest.fixture
def letter(harbourside, recipients):
    return letter_to(harbourside, recipients)


def form_of(client, letter):
    """What a browser would send back of the page as it stands."""
    page = client.get(letter.get_absolute_url()).text
    form = page[page.index('<form method="post" id="letter"') : page.index('<section class="pane"')]
    data = {}
    for tag in re.findall(r"<input [^>]+>", form):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        is_box = attributes.get("type") == "checkbox"
        if "name" in attributes and (not is_box or re.search(r"\bchecked\b", tag)):
            data.setdefault(attributes["name"], []).append(
                unescaped(attributes.get("value", "on" if is_box else ""))
            )
    for name, words in re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>([^<]*)</textarea>', form):
        data[name] = unescaped(words).removeprefix("\n")
    for name, options in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.findall(r'<option value="([^"]*)" selected', options)
        data[name] = chosen[0] if chosen else ""
    return data


def unescaped(text):
    return html.unescape(text)


def save(client, letter, *without, **changed):
    """Send the page back with these changes, and return the answer and the letter as it is then."""
    data = {name: value for name, value in form_of(client, letter).items() if name not in without}
    response = client.post(letter.get_absolute_url(), data | {"preview": "1"} | changed)
    letter = Letter.objects.for_page().get(pk=letter.pk)
    return response, letter


def texts(letter):
    """What each recipient's letter says, as plain text."""
    letter = Letter.objects.for_page().get(pk=letter.pk)
    said = []
    for copy in letter.copies.all():
        copy.letter = letter
        sheet = sheet_for(copy)
        after = [*sheet.co_signatories, *sheet.enclosures, *sheet.cc]
        said.append(unescaped(" ".join([*re.sub("<[^>]*>", " ", sheet.body).split(), *after])))
    return said


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


@pytest.fixture
def activity(harbourside):
    return Activity.objects.create(
        organisation=harbourside,
        name="Food alliance",
        letter_wording="We bring 38 food projects together.",
        function=LCSIFunction.objects.get(ref="F1"),
        first_principle=Principle.objects.get(number=1),
        idea=StarterExample.objects.get(ref="LA20").slug,
    )


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


@pytest.mark.parametrize("count", [0, 1, 3])
@pytest.mark.parametrize("slug", ["public-body", "health-system", "reorganisation", "new-leader", "chaser"])
def test_edge_E20_none_one_and_many_leave_no_hole(harbourside, recipients, slug, count):
    lines = "\n".join(f"Line {number}" for number in range(count))
    letter = letter_to(
        harbourside,
        recipients,
        slug,
        further_asks=lines,
        meeting_dates=lines,
        enclosures=lines,
        copies_to=lines,
        co_signatories=lines,
        contact="Kit" if count else "",
        tier_paragraphs={"district": {"chosen": bool(count), "text": "Yours: housing."}},
        own_paragraphs=[{"place": "before-close", "text": " "}] * count,
        names_other_recipients=bool(count),
    )
    letter = Letter.objects.for_page().get(pk=letter.pk)
    for copy in letter.copies.all():
        copy.letter = letter
        sheet = sheet_for(copy)
        assert not re.search(r"<(p|li|ul|h2)>\s*</\1>", sheet.body)
        assert not re.search(r":\s*</p>\s*(<p>|<h2>|$)", sheet.body), "an introduction without its list"
        assert not re.search(r"[^\S\n]{2}| [.,]|\(\)|\{|\}", strip_tags(sheet.body))
        assert not sheet.problems


PAGES = {
    "public-body": 2, "health-system": 2, "reorganisation": 2, "cut-proposed": 2, "new-leader": 2,
    "chaser": 1, "thank-you": 1,
}  # fmt: skip


@pytest.mark.parametrize("slug", PAGES)
def test_a_full_letter_asks_first_names_a_day_and_keeps_to_its_length(harbourside, recipients, slug):
    """With what a busy member puts in: three examples, the findings suggested, two days, a named contact."""
    version = LetterTemplate.objects.get(slug=slug).versions.order_by("-number").first()
    work = "We met all 12 parish groups on the health board and told them what carers see every single day."
    main_ask, further_asks = (
        re.sub(r"\[(?!place\])[^\]]*\]", "1 May", words) for words in (version.main_ask, version.further_asks)
    )
    letter = letter_to(
        harbourside, recipients, slug, main_ask=main_ask, further_asks=further_asks,
        meeting_dates="Tuesday 20 January\nThursday 22 January, in the morning",
        contact="Kit Lane on 01632 960124",
        examples=[example(f"own:{n}", work, chosen=True) for n in (1, 2, 3)],
    )  # fmt: skip
    cite(letter, version.template.suggested_findings.all())
    sheet = sheet_for(Letter.objects.for_page().get(pk=letter.pk).copies.first())
    words = strip_tags(sheet.body).split()
    opening = " ".join(words[: max(70, len(words) // 3)])
    assert version.main_ask.split("[")[0].split(".")[0] in opening
    assert "by 2 February 2026" in opening
    assert "Kit Lane on 01632 960124" in opening
    assert len(PdfReader(BytesIO(make(sheet, KINDS["pdf"]))).pages) == PAGES[slug]
    assert estimated_pages(sheet) <= 2


def test_advice_is_quiet_and_never_a_block(member_client, letter, time_machine):
    time_machine.move_to(datetime.datetime(2026, 1, 12, 9, tzinfo=datetime.UTC))
    member_client.force_login(letter.organisation.people.first())
    page = member_client.get(letter.get_absolute_url()).text
    assert 'class="advice"' not in page
    letter.main_ask = "Meet us? And give us a grant?"
    letter.further_asks = "a\nb\nc\nd"
    letter.reply_by_on = datetime.date(2026, 1, 31)
    letter.examples = [example(f"own:{n}", "We help. " * 80, chosen=True) for n in range(1, 6)]
    letter.save()
    page = member_client.get(letter.get_absolute_url()).text
    for advice in (
        "Ask for one thing first",
        "More than three further asks",
        "31 January 2026 is a Saturday",
        "More than four examples",
        "No example has a number",
        "pages, going by the number of words",
    ):
        assert advice in page
    assert "No gaps left" in member_client.get(letter.get_download_url()).text
    letter.reply_by_on = datetime.date(2026, 1, 9)
    letter.save()
    assert "9 January 2026 is over" in member_client.get(letter.get_absolute_url()).text


@pytest.mark.parametrize(
    ("dated_on", "said"),
    [
        ("2027-03-24", ""),
        ("2027-03-25", "Councils that hold elections on 6 May 2027"),
        ("2027-05-06", "Councils that hold elections on 6 May 2027"),
        ("2027-05-07", ""),
        (
            "2028-04-01",
            "for the Suffolk elections runs from 27 March 2028 to 4 May 2028 and concerns Suffolk.",
        ),
    ],
)
def test_S7_a_letter_before_an_election_says_so_and_leaves_the_decision(
    member_client, letter, dated_on, said, time_machine
):
    """The general weeks where NAVCA's table is silent, and its row where there is one."""
    period = PreElectionPeriod.objects.create(
        name="the Suffolk elections",
        first_on="2028-03-27",
        polling_on="2028-05-04",
        source="The council’s notice of election",
        checked_on="2026-11-22",
    )
    period.bodies.add(PublicBody.objects.get(slug="suffolk"))
    time_machine.move_to(datetime.datetime(2026, 11, 22, 9, tzinfo=datetime.UTC))
    member_client.force_login(letter.organisation.people.first())
    letter.dated_on = datetime.date.fromisoformat(dated_on)
    letter.reply_by_on = letter.dated_on
    letter.save()
    for url in (letter.get_absolute_url(), letter.get_download_url()):
        page = member_client.get(url).text
        assert ("the decision is yours" in page) is bool(said)
        assert said in page
    LetterCopy.objects.exclude(recipient__body__kind=BodyKind.ICB).delete()
    assert "the decision is yours" not in member_client.get(letter.get_absolute_url()).text


def test_a_period_binds_kinds_and_regions():
    county, board = (PublicBody.objects.get(slug=s) for s in ("suffolk", "norfolk-and-suffolk-icb"))
    everybody = PreElectionPeriod(name="x", first_on="2028-03-27", polling_on="2028-05-04")
    everybody.checked_on = datetime.date(2026, 11, 22)
    everybody.save()
    assert everybody.concerns(county)
    assert not everybody.concerns(board)
    everybody.kinds = ["county"]
    assert everybody.concerns(county)
    everybody.regions = ["london"]
    assert not everybody.concerns(county)
    everybody.bodies.add(county)
    assert everybody.concerns(county)


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


@pytest.mark.one_database
def test_S8_long_names_and_long_words_are_printed_as_typed(member_client, harbourside, activity):
    """A name of 90 letters with an ampersand, an apostrophe and a circumflex; an example of 300 words."""
    name = "St Mary’s & Tŷ Coed Joint Committee for the Wards of North, South and Upper Harbourside-on-Sea"
    body = OwnBody.objects.create(organisation=harbourside, name=name, kind=OwnBodyKind.OTHER)
    chair = Recipient.objects.create(
        organisation=harbourside, own_body=body, post=Post.OTHER, other_post="Chair", name="Siân O’Brien",
        address="Harbourside\nZZ1 1AA",
    )  # fmt: skip
    other = Recipient.objects.create(
        organisation=harbourside, body=PublicBody.objects.get(slug="babergh"), post=Post.LEADER
    )
    letter = letter_to(harbourside, [chair, other], further_asks="One\nTwo")
    long_example = " ".join(f"Group {number} & O'Brien's club," for number in range(60))
    assert len(long_example.split()) == 300
    typed = {
        "example_1_text": long_example,
        "meeting_dates": "Tuesday 20 January",
        "contact": "Kit **Lane** on 01632 960124",
        "co_signatories": "Ŵern Friends <of> 'x'",
        "enclosures": "{{ user }} on a page",
        "copies_to": "=The chair; of scrutiny",
        "paragraph_0_text": "A paragraph [place] of mine & yours.",
    }
    response, letter = save(member_client, letter, **typed)
    assert response.status_code == 302
    sheet = sheet_for(letter.copies.first())
    assert sheet.is_complete, (sheet.gaps, sheet.problems)
    made = make(sheet, KINDS["pdf"])
    pdf = PdfReader(BytesIO(made))
    # Each line of the address is printed, inside the envelope's window.
    address = [piece for piece in pieces(made) if piece.x < 110 and piece.baseline < 95]
    assert [piece.text for piece in address] == list(sheet.address_lines)
    for piece in address:
        assert 46 <= piece.top < piece.bottom <= 79
        assert 24.9 <= piece.x < piece.right <= 100
    word = Document(BytesIO(make(sheet, KINDS["word"])))
    printed = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    written = " ".join(" ".join(paragraph.text for paragraph in word.paragraphs).split())
    for text in (printed, written):
        for words in typed.values():
            as_read = words.replace("[place]", "Harbourside")
            assert as_read.split()[0] in text
            if words is not long_example:
                assert as_read in text
        assert "I am writing to Babergh District Council as well." in text
    assert long_example in written
    assert len(pdf.pages) == estimated_pages(sheet)
