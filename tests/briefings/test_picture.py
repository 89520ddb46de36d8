"""The one-page picture: one page whatever stands in it, honest, accessible, and the same in words."""

import datetime
import re
from collections import Counter

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from briefings.models import PriorityTier, TierPriority
from briefings.occasion import Occasion
from briefings.picture import ROOMS, picture_of
from briefings.picture_document import picture_html, picture_pdf, picture_text
from briefings.picture_room import rooms_to_try
from briefings.talking import talking_points
from members.function_notes import FunctionNote
from partnerships.models import LinkPurpose, OwnBody, PrivateLink
from partnerships.other_side import keep_view
from principles.models import Finding, LCSIFunction
from publicbodies.models import PublicBody
from tests.documents.renderer import assert_accessible, page_texts, renderer_warnings, text_of

from .members import DAY, activity_of, count, enormous, typical

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.one_database,
    pytest.mark.time_machine("2026-12-01T10:00Z", tick=False),
]


def tiny(organisation):
    """One activity, nothing else, and a name of one word."""
    organisation.name, organisation.place, organisation.groups_supported = "Link", "", ""
    organisation.save()
    activity_of(organisation, "Advice", "organisational-development")
    return PublicBody.objects.get(slug="norfolk-and-suffolk-icb")


@pytest.mark.parametrize("made", [tiny, typical, enormous])
def test_it_is_one_accessible_page_for_every_member(harbourside, made):
    picture = picture_of(harbourside, made(harbourside), DAY)
    with renderer_warnings() as said:
        content = picture_pdf(picture)
    assert said == []
    assert_accessible(content)
    assert len(page_texts(content)) == 1
    words = text_of(content).casefold()
    for line in picture.lines:
        assert line.function.casefold() in words
    assert "not an accreditation and not a ranking" in words
    assert not re.search(r"%|per ?cent|\b(total|scor|averag|overall|league)", words)
    if picture.weak:  # five of them: those without room are counted
        assert "(and 4 more)" in words
    for blank in ("[", "None", "…/"):
        assert blank not in text_of(content)


def test_one_that_is_too_full_is_not_laid_out_in_every_size(harbourside):
    assert rooms_to_try(picture_of(harbourside, PublicBody.objects.get(slug="suffolk"), DAY)) == [*ROOMS]
    assert len(rooms_to_try(picture_of(harbourside, enormous(harbourside), DAY))) <= 2


def test_the_same_records_give_the_same_bytes(harbourside):
    body = typical(harbourside)
    assert picture_pdf(picture_of(harbourside, body, DAY)) == picture_pdf(picture_of(harbourside, body, DAY))


def test_each_line_is_a_sentence_with_its_figure_and_note(harbourside):
    picture = picture_of(harbourside, typical(harbourside), DAY)
    said = picture_text(picture).decode().splitlines()
    assert all(line.endswith((".", "…", "”")) for line in said)
    assert (
        "Convening: rung 4 of 5, it is agreed; strongest evidence: 38 projects in touch, 2025/26 (note 1); "
        "Food partnership agreement with Suffolk County Council, January 2026 (note 3)."
    ) in said
    assert any(line.endswith("no record yet: Volunteer centre.") for line in said)
    assert any(line.endswith(": not ours here.") for line in said)
    assert "Note 3: Food partnership agreement, with Suffolk County Council, 10 January 2026." in said


def test_the_boxes_say_what_is_agreed_at_risk_and_asked(harbourside):
    suffolk = typical(harbourside)
    agreed, at_risk, asked = picture_of(harbourside, suffolk, DAY).boxes
    assert list(agreed.items) == [
        "Suffolk Compact, signed on 1 March 2025, to be renewed by 1 March 2027",
        "Food partnership agreement, until 31 May 2027",
        "Promises between us: 2 open",
    ]
    assert list(at_risk.items) == [
        "31 March 2028: Suffolk County Council ends; then Central and Eastern Suffolk, "
        "Ipswich and South Suffolk and Western Suffolk",
        "1 November 2026: your promise was due: Name a lead officer",
        "1 March 2027: Suffolk Compact is to be renewed",
        "31 May 2027: Food partnership agreement runs out",
    ]
    assert list(asked.items) == ["Meet us before Easter", "Keep the small grants panel"]
    typed = picture_of(harbourside, suffolk, DAY, ["A seat on the board"]).boxes[2]
    assert list(typed.items) == ["A seat on the board"]


def test_nothing_recorded_still_leaves_no_blank(harbourside):
    picture = picture_of(harbourside, PublicBody.objects.get(slug="ipswich"), DAY)
    assert [len(box.items) > 0 for box in picture.boxes] == [True] * 3
    assert "Nothing is in writing between us yet" in picture.boxes[0].items
    assert "the VCSE sector" in picture.boxes[2].items[0]


def test_priorities_are_those_of_the_kind_of_body(harbourside):
    def about(slug):
        found = picture_of(harbourside, PublicBody.objects.get(slug=slug), DAY).priorities
        return [row.about for row in found]

    assert about("norfolk-and-suffolk-icb")[0] == "Unfair differences in health"
    assert about("suffolk")[0] == "Keeping people well at home"
    assert about("ipswich")[0] == "Housing, planning and local decisions"
    assert about("calderdale")[0] == "Social care and public health"
    assert len(about("greater-london-authority")) == 3
    trust = OwnBody.objects.create(organisation=harbourside, name="Harbour Trust", kind="funder")
    assert picture_of(harbourside, trust, DAY).priorities[2].about == "Results that last"
    assert Counter(TierPriority.objects.values_list("tier", flat=True)) == dict.fromkeys(PriorityTier, 3)


def test_priorities_are_navcas_to_change(curator_client, member_client, harbourside):
    """In the admin, with a finding of their choice, and a new release leaves the change alone."""
    row = TierPriority.objects.get(tier="county", place=1)
    finding = Finding.objects.get(ref="E8")
    form = {
        "tier": "county", "place": 1, "about": "Fewer people on their own", "finding": finding.pk,
        "provenance": "ours", "needs_checking": "", "reviewed_on": "2026-11-30", "editors_note": "",
    }  # fmt: skip
    page = reverse("admin:briefings_tierpriority_change", args=[row.pk])
    assert curator_client.post(page, form).status_code == 302
    assert "place" in curator_client.post(page, form | {"place": 4}).context["adminform"].form.errors
    call_command("load_content", verbosity=0)
    read = papers(member_client, "briefings:picture", body="suffolk").text
    assert "<strong>Fewer people on their own</strong> (note 1)" in read
    # Who says that they are priorities, and who has looked, stands in the notes.
    by_whom = "Priorities named by the Covenant Toolkit, from what bodies of this kind answer for"
    assert f"<li>{by_whom}, reviewed by NAVCA on 30 November 2026</li>" in read
    assert read.count(f"<li>{by_whom}, not reviewed by NAVCA yet, needs checking</li>") == 1  # of two
    form |= {"provenance": "official", "editors_note": "From their own plan."}
    curator_client.post(page, form)
    read = papers(member_client, "briefings:picture", body="suffolk").text
    assert "<li>Priorities in official wording, reviewed by NAVCA on 30 November 2026. From their own" in read
    assert finding.text[20:60] in read
    # A finding that a priority rests on is not deleted unawares.
    refused = curator_client.get(reverse("admin:principles_finding_delete", args=[finding.pk]))
    assert "Fewer people on their own" in refused.text
    TierPriority.objects.all().delete()
    assert picture_of(harbourside, PublicBody.objects.get(slug="suffolk"), DAY).priorities == []


def test_what_is_weak_stays_inside_unless_it_is_ticked(harbourside):
    body = typical(harbourside)
    note = FunctionNote.objects.create(
        organisation=harbourside, function=LCSIFunction.objects.get(slug="advocacy"),
        weak="Advocacy is not measured", not_reaching="Roma families",
    )  # fmt: skip
    inside = text_of(picture_pdf(picture_of(harbourside, body, DAY)))
    assert "not measured" not in inside
    assert "Roma" not in inside
    note.weak_may_be_shown = True
    note.save()
    outside = text_of(picture_pdf(picture_of(harbourside, body, DAY)))
    assert "Advocacy is not measured" in outside
    assert "Roma" not in outside


def test_the_other_sides_mark_stands_on_the_ladders(harbourside):
    body = typical(harbourside)
    functions = {function.slug: function for function in LCSIFunction.objects.all()}
    link = PrivateLink.objects.create(
        organisation=harbourside, purpose=LinkPurpose.BENCHMARK, body=body, who="Head of Communities",
        token_hash="x", expires_at=timezone.now() + datetime.timedelta(days=9),
    )  # fmt: skip
    keep_view(link, {functions["convening"]: {"rung": 2}, functions["advocacy"]: {"rung": 0}}, {})
    picture = picture_of(harbourside, body, DAY)
    said = picture_text(picture).decode()
    assert "Convening: rung 4 of 5, it is agreed; you put us at rung 2 of 5; strongest evidence:" in said
    assert "Advocacy: not ours here; you do not see it as ours." in said
    content = picture_pdf(picture)
    assert_accessible(content)
    assert "The diamond is where you put us on 1 December 2026" in text_of(content)
    differences = talking_points(Occasion(harbourside, body, DAY)).seen_differently
    assert differences == ["Convening: Your records stand at “It is agreed”, they put you at “We count it”."]
    # Somebody at another body said this, and only that body's page shows it.
    assert "diamond" not in text_of(
        picture_pdf(picture_of(harbourside, PublicBody.objects.get(slug="ipswich"), DAY))
    )


def test_the_research_is_cited_as_commissioned_and_the_sector_by_its_name(harbourside):
    words = text_of(picture_pdf(picture_of(harbourside, typical(harbourside), DAY)))
    assert "research commissioned by DCMS, not a statement of government policy" in words
    assert "links them with the VCSE sector" in words


def test_a_quote_by_somebody_who_stays_unnamed_names_nobody(harbourside):
    from members.records import Record, RecordKind

    quote = Record(
        kind=RecordKind.QUOTE, text="It helped", source="Treasurer of the village hall",
        source_kind="groups", consent_by="The treasurer", consent_on="2026-10-01", dated_on="2026-10-01",
    )  # fmt: skip
    activity_of(harbourside, "Advice", "advocacy", [count(3, "boards"), quote])
    said = "\n".join(picture_of(harbourside, PublicBody.objects.get(slug="ipswich"), DAY).in_words)
    assert "“It helped”" in said
    assert "Treasurer" not in said
    assert "A group we support, 1 October 2026" in said


def test_values_are_text(harbourside):
    activity_of(harbourside, "<script>alert(1)</script>", "advocacy")
    picture = picture_of(harbourside, PublicBody.objects.get(slug="ipswich"), DAY, ["<b>Meet</b> us"])
    html = picture_html(picture, ROOMS[0])
    assert "<script" not in html
    assert "<b>" not in html
    assert "<script>alert(1)</script>" in text_of(picture_pdf(picture))


# The page


def papers(client, name="briefings:briefings", *args, **chosen):
    return client.get(reverse(name, args=args), chosen)


def test_it_is_read_on_a_page_and_downloaded(member_client, harbourside):
    typical(harbourside)
    page = papers(member_client, body="suffolk", day="8 December 2026")
    assert "Download the whole pack" in page.text
    assert "Meet us before Easter" in page.text
    read = papers(member_client, "briefings:picture", body="suffolk", day="8 December 2026")
    assert "what we can show, 8 December 2026" in read.text
    assert "rung 4 of 5" in read.text
    made = papers(member_client, "briefings:file", "picture", body="suffolk", day="8 December 2026")
    assert made.headers["Content-Disposition"] == (
        'attachment; filename="one-page-picture-suffolk-county-council-2026-12-08.pdf"'
    )
    assert made.headers["Cache-Control"] == "private, no-store"
    assert "8 December 2026" in text_of(made.content)


def test_without_a_body_the_form_asks_for_one(member_client, harbourside):
    assert "Show the papers" in papers(member_client).text
    assert "Select a body, or a meeting" in papers(member_client, body="", meeting="").text
    assert papers(member_client, "briefings:picture").status_code == 302


@pytest.mark.one_database
@pytest.mark.parametrize("day", ["1 January 1900", "31/12/2999"])
def test_the_first_and_the_last_day_that_are_taken_are_days(member_client, harbourside, day):
    typical(harbourside)
    for name in ("briefings:briefings", "briefings:picture", "briefings:deck"):
        assert papers(member_client, name, body="suffolk", day=day).status_code == 200
    for beyond in ("31 December 1899", "1/1/3000", "31/12/9999", "1 January 0001"):
        page = papers(member_client, body="suffolk", day=beyond).text
        assert "Enter a day from 1900 to 2999" in page
        assert f'value="{beyond}"' in page


@pytest.mark.parametrize(
    "chosen",
    [
        {"meeting": "x"},
        {"body": "own-999999999999999999999"},
        {"body": "\0"},
        {"body": "suffolk", "day": "32"},
    ],
)
def test_a_made_up_choice_is_answered(member_client, harbourside, chosen):
    page = papers(member_client, **chosen)
    assert page.status_code == 200
    assert "There is a problem" in page.text
    assert papers(member_client, "briefings:file", "pack", **chosen).status_code == 302


def test_a_colleague_of_another_member_sees_nothing_of_it(other_client, harbourside):
    typical(harbourside)
    page = papers(other_client, "briefings:picture", body="suffolk")
    assert "Food alliance" not in page.text
    assert papers(other_client, "briefings:picture", organisation="harbourside").status_code == 404


def test_an_occasion_computes_the_benchmark_once(harbourside, django_assert_max_num_queries):
    body = typical(harbourside)
    with django_assert_max_num_queries(40):
        _ = Occasion(harbourside, body, DAY).picture
