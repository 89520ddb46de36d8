"""Choose, edit, check and download, as a member does it."""

import datetime
import re
from io import BytesIO

import pytest
from django.urls import reverse
from docx import Document

from letters import citing
from letters.models import Citation, Letter, LetterCopy
from partnerships.models import Post, Recipient
from principles.models import Finding, Source
from publicbodies.models import PublicBody
from tests.documents.renderer import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def leader(harbourside, suffolk):
    return Recipient.objects.create(
        organisation=harbourside, body=suffolk, post=Post.LEADER, style="Councillor", name="Rowan Ashdown",
        address="1 Invented Street\nIpswich\nzz1 1aa",
    )  # fmt: skip


@pytest.fixture
def draft(member_client, leader):
    response = member_client.post(reverse("letters:new"), {"template": "public-body", "to": [leader.pk]})
    return Letter.objects.get(pk=re.search(r"[0-9a-f-]{36}", response.url)[0])


def words(letter, **changed):
    """What the edit form posts for a finished letter."""
    form = {
        "dated_on": "12 January 2026",
        "reply_by_on": "2 February 2026",
        "main_ask": "We ask you to meet us and four local groups in February.",
        "ask_0_text": "A named lead for the Covenant.",
        "signer_name": "Amina Yusuf",
        "signer_role": "Chief executive",
        "revision": letter.revision,
        "example_0_chosen": "on",
        "example_0_text": "We drew up a compact with four councils & the NHS, reviewed each spring.",
    }
    for index, example in enumerate(letter.examples[1:], 1):
        form[f"example_{index}_text"] = example["text"]
    return form | changed


def make_ready(client, letter):
    letter.refresh_from_db()
    client.post(reverse("letters:ready", args=[letter.pk]), {"revision": letter.revision})


def test_choosing_a_council_makes_a_draft_with_one_copy(draft, leader):
    assert [copy.recipient for copy in draft.copies.all()] == [leader]
    assert draft.main_ask == draft.template_version.main_ask
    assert len(draft.examples) == 8


def test_a_body_without_a_recipient_gets_its_usual_post(member_client, harbourside):
    icb = PublicBody.objects.get(slug="norfolk-and-suffolk-icb")
    harbourside.patch.add(icb)
    member_client.post(reverse("letters:new"), {"template": "public-body", "bodies": [icb.slug]})
    assert LetterCopy.objects.get().recipient.post == Post.ICB_CHAIR


def test_nobody_ticked_is_said_in_words_and_makes_nothing(member_client, suffolk):
    response = member_client.post(reverse("letters:new"), {"template": "public-body"})
    assert "Select who it is to" in response.text
    assert not Letter.objects.exists()


def test_the_letter_to_the_sector_needs_nobody(member_client):
    member_client.post(reverse("letters:new"), {"template": "sector"})
    assert LetterCopy.objects.get().recipient is None


def test_a_finding_and_a_case_study_are_carried_along(member_client, leader):
    page = member_client.get(reverse("letters:new") + "?finding=E4&case=calderdale")
    assert 'name="finding" value="E4"' in page.text
    member_client.post(
        reverse("letters:new"),
        {"template": "public-body", "to": [leader.pk], "finding": "E4", "case": "calderdale"},
    )
    letter = Letter.objects.get()
    assert {(citation.kind, citation.reference) for citation in letter.citations.all()} == {
        ("finding", "E4"), ("case-study", "calderdale"),
    }  # fmt: skip


def test_an_unticked_finding_leaves_the_letter(member_client, draft):
    kept = Citation.objects.create(letter=draft, kind="finding", reference="E1", revision=1)
    Citation.objects.create(letter=draft, kind="finding", reference="E4", revision=1)
    member_client.post(draft.get_absolute_url(), words(draft) | {f"cited_{kept.pk}": "on"})
    assert [citation.reference for citation in draft.citations.all()] == ["E1"]


def test_a_finding_is_printed_with_its_source(member_client, draft):
    row = Citation.objects.create(letter=draft, kind="finding", reference="E4", revision=1)
    member_client.post(draft.get_absolute_url(), words(draft) | {f"cited_{row.pk}": "on"})
    text = member_client.get(reverse("letters:preview", args=[draft.pk])).text
    finding = Finding.objects.get(ref="E4")
    assert finding.text.rstrip(".") in text
    assert finding.source.publisher in text


def test_findings_of_one_source_name_it_once(member_client, draft):
    other = Source.objects.create(slug="other", title="Another study", publisher="A university")
    Finding.objects.filter(ref="E6").update(source=other)
    citing.cite(draft, Finding.objects.filter(ref__in=["E1", "E4"]))
    text = member_client.get(reverse("letters:preview", args=[draft.pk])).text
    sources = re.findall(r"<li>[^<]*[^<]\(([^()]*)\)\.</li>", text)
    report = "Local Civil Society Infrastructure: final report"
    dcms = f"{report}, Department for Culture, Media and Sport, July 2025"
    assert sources == [dcms, "Another study, A university", dcms, "same source"]


def test_a_stranger_lands_back_with_the_finding_kept(client):
    response = client.get(reverse("letters:new") + "?finding=E4")
    assert response.url == reverse("account_login") + "?next=/letters/new/%3Ffinding%3DE4"


def test_a_new_draft_names_its_gaps_and_links_to_them(member_client, draft):
    response = member_client.get(draft.get_download_url())
    assert f"{draft.get_absolute_url()}#examples" in response.text
    assert f"{draft.get_absolute_url()}#id_reply_by_on" in response.text


@pytest.mark.parametrize("kind", ["pdf", "word", "large-print"])
def test_a_letter_with_gaps_never_leaves(member_client, draft, kind):
    response = member_client.get(reverse("letters:download-file", args=[draft.pk, kind]))
    assert response.status_code == 302
    assert response.url == draft.get_download_url()


@pytest.mark.one_database
def test_a_draft_may_be_taken_away_with_its_gaps(member_client, draft):
    response = member_client.get(reverse("letters:download-file", args=[draft.pk, "draft-pdf"]))
    assert response.headers["Content-Type"] == "application/pdf"
    assert "[" in text_of(response.content)


@pytest.mark.one_database
def test_the_finished_letter_as_pdf_and_word_says_what_was_typed(member_client, draft):
    response = member_client.post(draft.get_absolute_url(), words(draft))
    assert response.url == draft.get_download_url()
    assert "No gaps left" in member_client.get(draft.get_download_url()).text
    make_ready(member_client, draft)
    pdf = member_client.get(reverse("letters:download-file", args=[draft.pk, "pdf"]), follow=True)
    text = text_of(pdf.content)
    for expected in (
        "Councillor Rowan Ashdown", "Suffolk County Council", "ZZ1 1AA", "12 January 2026", "2 February 2026",
        "Dear Councillor Ashdown", "meet us and four local groups in February",
        "compact with four councils & the NHS",
        "Yours sincerely", "Amina Yusuf", "Chief executive", "Voluntary Action Harbourside",
    ):  # fmt: skip
        assert expected in text
    assert "to-suffolk-county-council.pdf" in pdf.headers["Content-Disposition"]
    word = member_client.get(reverse("letters:download-file", args=[draft.pk, "word"]), follow=True)
    paragraphs = "\n".join(paragraph.text for paragraph in Document(BytesIO(word.content)).paragraphs)
    assert "compact with four councils & the NHS" in paragraphs
    assert "Dear Councillor Ashdown" in paragraphs


def test_an_unfilled_bracket_in_an_example_is_a_gap(member_client, draft):
    member_client.post(draft.get_absolute_url(), words(draft, example_0_text="We sit on [name of board]."))
    page = member_client.get(draft.get_download_url())
    assert "Name of board" in page.text
    assert f"{draft.get_absolute_url()}#id_example_LA14_text" in page.text


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"dated_on": "31 February 2026"}, "Enter a real date, like 12 January 2026"),
        ({"dated_on": ""}, "Enter a date, like 12 January 2026"),
        ({"example_0_text": "  "}, "or untick it"),
    ],
)
def test_what_cannot_be_used_is_said_and_the_rest_is_saved(member_client, draft, changed, said):
    response = member_client.post(draft.get_absolute_url(), words(draft, **changed))
    assert said in response.text
    assert "four local groups in February" in response.text
    draft.refresh_from_db()
    assert "four local groups in February" in draft.main_ask


def test_two_people_never_overwrite_each_other(member_client, colleague_client, draft):
    colleague_client.post(draft.get_absolute_url(), words(draft, main_ask="The colleague's ask."))
    response = member_client.post(draft.get_absolute_url(), words(draft, main_ask="The member's ask."))
    assert "changed this letter at" in response.text
    assert "The member&#x27;s ask." in response.text
    draft.refresh_from_db()
    assert draft.main_ask == "The colleague's ask."
    again = words(draft, main_ask="The member's ask.", revision=draft.revision)
    member_client.post(draft.get_absolute_url(), again)
    draft.refresh_from_db()
    assert draft.main_ask == "The member's ask."


def test_an_address_too_wide_for_the_window_is_refused_by_name(member_client, draft, leader):
    member_client.post(draft.get_absolute_url(), words(draft))
    leader.address = "W" * 70 + "\nIpswich\nZZ1 1AA"
    leader.save()
    page = member_client.get(draft.get_download_url())
    assert "too wide for the window" in page.text
    assert member_client.get(reverse("letters:download-file", args=[draft.pk, "pdf"])).status_code == 302


def test_edge_E53_what_no_typeface_can_draw_is_named(member_client, draft):
    member_client.post(draft.get_absolute_url(), words(draft, main_ask="Meet us at the 😀 café."))
    page = member_client.get(draft.get_download_url())
    assert "The PDF cannot show 😀" in page.text
    make_ready(member_client, draft)
    pdf = member_client.get(reverse("letters:download-file", args=[draft.pk, "pdf"]), follow=True)
    assert pdf.headers["Content-Type"] == "application/pdf"


def test_edge_E92_a_copy_of_another_letter_is_not_found(member_client, draft, other_organisation):
    other_copy = LetterCopy.objects.create(letter=Letter.objects.create(
        organisation=other_organisation, template_version=draft.template_version))  # fmt: skip
    for name in ("letters:preview", "letters:edit"):
        assert member_client.get(reverse(name, args=[draft.pk]), {"to": other_copy.pk}).status_code == 404


def test_a_recipient_of_another_member_cannot_be_ticked(member_client, other_organisation, suffolk):
    theirs = Recipient.objects.create(
        organisation=other_organisation, body=suffolk, post=Post.LEADER, name="X Y"
    )
    response = member_client.post(reverse("letters:new"), {"template": "public-body", "to": [theirs.pk]})
    assert "Select people from the list" in response.text
    assert not Letter.objects.exists()


def test_another_members_organisation_cannot_be_named(member_client, other_organisation):
    data = {"template": "sector", "organisation": other_organisation.slug}
    assert member_client.post(reverse("letters:new"), data).status_code == 404


def test_deleting_asks_by_post_only(member_client, draft):
    assert member_client.get(reverse("letters:delete", args=[draft.pk])).status_code == 405
    member_client.post(reverse("letters:delete", args=[draft.pk]))
    assert not Letter.objects.exists()


def test_a_body_past_its_last_day_is_not_offered(member_client, suffolk, leader, time_machine):
    time_machine.move_to(datetime.datetime(2028, 3, 31, 22, tzinfo=datetime.UTC))
    member_client.force_login(leader.organisation.people.first())
    assert "Rowan Ashdown" in member_client.get(reverse("letters:new")).text
    time_machine.move_to(datetime.datetime(2028, 4, 1, 1, tzinfo=datetime.UTC))
    assert "Rowan Ashdown" not in member_client.get(reverse("letters:new")).text


def test_pages_take_a_fixed_number_of_queries(
    member_client, draft, leader, harbourside, django_assert_max_num_queries
):
    for index in range(12):
        recipient = Recipient.objects.create(
            organisation=harbourside, body=leader.body, post=Post.CHIEF_EXECUTIVE, name=f"Person {index}"
        )
        LetterCopy.objects.create(letter=draft, recipient=recipient)
    for url in (draft.get_absolute_url(), draft.get_download_url()):
        with django_assert_max_num_queries(24):
            member_client.get(url)
    with django_assert_max_num_queries(12):
        member_client.get(reverse("letters:letters"))
