"""What members and strangers tell NAVCA: sent, read, counted under a theme, taken back."""

import csv
import io

import pytest
from django.contrib.admin.models import LogEntry
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from members.feedback import Feedback, FeedbackKind, FeedbackState, FeedbackTheme, MayQuote
from members.models import Membership, Organisation
from principles.models import Principle
from publicbodies.models import PublicBody

pytestmark = pytest.mark.django_db

PAGE, OURS = reverse("feedback"), reverse("members:feedback")
QUEUE = reverse("admin:members_feedback_changelist")
FILLED = {"kind": "barrier", "text": "They told us a week before the grant ended.", "may_quote": "unnamed"}


@pytest.fixture(autouse=True)
def _nobody_has_sent_much():
    cache.clear()


@pytest.fixture
def message(harbourside, member):
    return Feedback.objects.create(
        organisation=harbourside, sent_by=member, kind=FeedbackKind.BARRIER, text="A week’s notice"
    )


@pytest.fixture
def strange_message(db):
    return Feedback.objects.create(kind=FeedbackKind.TOOLKIT, text="A dead link", email="a@example.org")


def change(client, row, **fields):
    return client.post(
        reverse("admin:members_feedback_change", args=[row.pk]), {"themes": [], "note": ""} | fields
    )


# The member


def test_a_member_sends_what_it_chose_and_sees_it_below(member_client, harbourside, colleague_client):
    harbourside.patch.add(PublicBody.objects.get(slug="suffolk"))
    form = member_client.get(f"{PAGE}?principle=transparency-and-data").context["form"]
    assert form["principle"].value() == Principle.objects.get(number=4).pk
    assert (form["place"].value(), form["region"].value()) == ("Harbourside", "east-of-england")
    more = {
        "principle": Principle.objects.get(number=4).pk, "body_kind": "other", "place": " Harbour\u202eside ",
        "region": "east-of-england",
    }  # fmt: skip
    page = member_client.post(OURS, FILLED | more, follow=True)
    assert page.request["PATH_INFO"] == PAGE
    row = Feedback.objects.get()
    assert (row.organisation, row.place, row.may_quote, row.state) == (
        harbourside, "Harbourside", MayQuote.UNNAMED, FeedbackState.NEW,
    )  # fmt: skip
    for seen in (page.text, colleague_client.get(PAGE).text):
        assert row.text in seen
        assert "Not read yet" in seen
        assert "Sam Member" in seen


def test_a_second_press_of_the_button_sends_nothing_more(member_client):
    for _ in range(2):
        member_client.post(OURS, FILLED)
    assert Feedback.objects.count() == 1


def test_what_is_missing_is_said_and_nothing_typed_is_lost(member_client):
    words = "word " * 5_000
    page = member_client.post(OURS, {"text": words})
    for said in ("Choose what it is about", "Choose whether NAVCA may quote you",
                 "Shorten this to 5,000 characters or fewer"):  # fmt: skip
        assert page.text.count(said) == 2  # in the summary and beside the field
    assert words.strip() in page.text
    page = member_client.post(OURS, FILLED | {"text": " \n\u200b"[:2]})
    assert "Enter what you want to tell NAVCA" in page.text
    assert not Feedback.objects.exists()


def test_scripts_and_broken_numbers_stay_text(member_client):
    text = "<script>alert(1)</script> =cmd() [a](javascript:alert(1))"
    assert member_client.post(OURS, FILLED | {"text": text, "principle": "9" * 40}).status_code == 200
    page = member_client.post(OURS, FILLED | {"text": text}, follow=True)
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert" in page.text


def test_who_was_signed_out_while_writing_keeps_the_words(client):
    page = client.post(OURS, FILLED)
    assert page.status_code == 401
    assert FILLED["text"] in page.text
    assert not Feedback.objects.exists()


def test_a_member_takes_it_back(member_client, curator_client, message):
    change(curator_client, message, note="Ask them more")
    assert LogEntry.objects.filter(object_id=str(message.pk)).exists()
    address = reverse("members:feedback-withdraw", args=[message.pk])
    assert "NAVCA has read it already" in member_client.get(address).text
    assert Feedback.objects.exists()
    page = member_client.post(address, follow=True)
    assert "Nothing yet" in page.text
    assert not Feedback.objects.exists()
    assert not LogEntry.objects.filter(object_id=str(message.pk)).exists()


def test_one_organisation_sees_nothing_of_another(member_client, other_client, message):
    assert message.text in member_client.get(PAGE).text
    assert message.text not in other_client.get(PAGE).text


def test_somebody_with_two_organisations_says_for_which(member_client, member, harbourside):
    second = Organisation.objects.create(name="Second", slug="second")
    Membership.objects.create(user=member, organisation=second)
    assert "form" not in (member_client.get(PAGE).context or {})
    page = member_client.get(f"{PAGE}?organisation=second")
    assert page.context["organisation"] == second
    member_client.post(OURS, FILLED | {"organisation": "second"})
    assert Feedback.objects.get().organisation == second


@pytest.mark.parametrize("count", [1, 30])
def test_the_page_asks_as_much_for_one_as_for_many(
    member_client, harbourside, member, count, django_assert_max_num_queries
):
    theme = FeedbackTheme.objects.first()
    for number in range(count):
        row = Feedback.objects.create(
            organisation=harbourside, sent_by=member, text=f"{number}", kind="barrier"
        )
        row.themes.add(theme)
    with django_assert_max_num_queries(16):
        member_client.get(PAGE)


# A stranger


def test_a_stranger_needs_no_account(client):
    assert FILLED["text"] not in client.get(PAGE).text
    page = client.post(PAGE, {"kind": "toolkit", "text": "A dead link", "email": ""}, follow=True)
    assert "NAVCA has your message" in page.text
    row = Feedback.objects.get()
    assert (row.organisation, row.sent_by, row.text, row.may_quote) == (None, None, "A dead link", "no")


def test_the_trap_is_hidden_from_everybody_and_catches_machines(client):
    page = client.get(PAGE).text
    before = page.partition('name="anything_else"')[0]
    assert before.rpartition("<div hidden>")[2].count("</div>") < 2
    assert 'name="principle"' not in page
    page = client.post(PAGE, {"kind": "toolkit", "text": "Buy", "anything_else": "http://x"}, follow=True)
    assert "NAVCA has your message" in page.text
    assert not Feedback.objects.exists()


def test_a_stranger_who_sends_too_much_is_slowed_down(client):
    sent = [client.post(PAGE, {"kind": "toolkit", "text": f"Number {each}"}).status_code for each in range(7)]
    assert sent == [302] * 5 + [429] * 2
    assert Feedback.objects.count() == 5


def test_a_wrong_address_is_said_in_words(client):
    page = client.post(PAGE, {"kind": "toolkit", "text": "Hello", "email": "nobody"})
    assert page.text.count("Enter an email address in the correct format") == 2


@pytest.mark.one_database
def test_every_page_leads_here(client):
    for address in ("/", "/principles/recognition-and-value/", "/functions/convening/", "/guide/equity/",
                    "/case-studies/calderdale/", "/evidence/"):  # fmt: skip
        page = client.get(address).text
        assert "Tell NAVCA what helps or hinders" in page.partition("<footer")[2]
        if address != "/":
            assert "Tell NAVCA what helps or hinders" in page.partition("<footer")[0]
    assert f"{PAGE}?principle=recognition-and-value" in client.get("/principles/recognition-and-value/").text


# NAVCA's queue


def test_the_curator_reads_and_sorts_and_never_changes_the_words(curator_client, member_client, message):
    page = curator_client.get(QUEUE).text
    assert "A week’s notice" in page
    assert "Voluntary Action Harbourside" in page
    theme = FeedbackTheme.objects.get(slug="short-money")
    change(curator_client, message, text="Something else", may_quote="named", note="Ring them")
    message.refresh_from_db()
    assert (message.text, message.may_quote, message.state) == ("A week’s notice", "no", FeedbackState.READ)
    assert message.note == "Ring them"
    change(curator_client, message, themes=[theme.pk])
    message.refresh_from_db()
    assert message.state == FeedbackState.THEMED
    page = member_client.get(PAGE).text
    assert "Read by NAVCA" in page
    assert "Short or unsteady money" in page
    assert "Ring them" not in page


def test_a_theme_for_many_at_once(curator_client, message, strange_message):
    theme = FeedbackTheme.objects.get(slug="trust")
    chosen = {"action": "give_theme", "_selected_action": [message.pk, strange_message.pk]}
    page = curator_client.post(QUEUE, chosen | {"theme": ""}, follow=True)
    assert "Choose a theme beside the action first" in page.text
    assert not theme.feedback.exists()
    page = curator_client.post(QUEUE, chosen | {"theme": theme.pk}, follow=True)
    assert "2 under “Trust”" in page.text
    assert theme.feedback.count() == 2
    assert not Feedback.objects.waiting().exists()
    assert curator_client.post(QUEUE, chosen | {"theme": "x'"}).status_code == 302


def test_a_member_s_message_is_not_navca_s_to_delete(curator_client, message, strange_message):
    chosen = {"action": "delete_from_the_public", "_selected_action": [message.pk, strange_message.pk]}
    page = curator_client.post(QUEUE, chosen, follow=True)
    assert "1 deleted" in page.text
    assert "1 left" in page.text
    assert [*Feedback.objects.all()] == [message]
    assert "delete_selected" not in curator_client.get(QUEUE).text
    deletion = reverse("admin:members_feedback_delete", args=[message.pk])
    assert "Only the member takes it back" in curator_client.post(deletion, {"post": "yes"}).text
    assert Feedback.objects.exists()


def test_a_theme_in_use_stays(curator_client, message):
    used, unused = FeedbackTheme.objects.get(slug="trust"), FeedbackTheme.objects.get(slug="time")
    used.feedback.add(message)
    themes = reverse("admin:members_feedbacktheme_changelist")
    for theme in (used, unused):
        address = reverse("admin:members_feedbacktheme_delete", args=[theme.pk])
        one = curator_client.post(address, {"post": "yes"})
        chosen = {"action": "delete_selected", "_selected_action": [theme.pk], "post": "yes"}
        for answer in (one, curator_client.post(themes, chosen)):
            assert ("1 message stands under it" in answer.text) == (theme == used)
    assert FeedbackTheme.objects.filter(pk=used.pk).exists()
    assert not FeedbackTheme.objects.filter(pk=unused.pk).exists()
    page = curator_client.get(themes).text
    assert [row.partition("</td>")[0].count("True") for row in page.split("field-is_used")[1:]].count(1) == 1


def test_the_chosen_messages_as_a_table_that_no_formula_leaves(curator_client, message, strange_message):
    message.themes.add(FeedbackTheme.objects.get(slug="trust"))
    Feedback.objects.filter(pk=message.pk).update(text='=HYPERLINK("x")\n“two” lines', place="-1+1")
    chosen = {"action": "download", "_selected_action": [message.pk, strange_message.pk]}
    table = curator_client.post(QUEUE, chosen).content.decode("utf-8-sig")
    rows = {row["Kind"]: row for row in csv.DictReader(io.StringIO(table))}
    found = rows["Something that gets in the way"]
    assert found["Words"] == '\'=HYPERLINK("x")\n“two” lines'
    assert found["Place"] == "'-1+1"
    assert (found["Sent by"], found["Themes"]) == ("Voluntary Action Harbourside", "Trust")
    assert found["Sent"] == f"{timezone.localdate():%Y-%m-%d}"
    assert "a@example.org" not in table


@pytest.mark.parametrize("count", [2, 60])
def test_the_queue_asks_as_much_for_two_as_for_many(
    curator_client, harbourside, count, django_assert_max_num_queries
):
    theme, principle = FeedbackTheme.objects.first(), Principle.objects.first()
    Feedback.objects.bulk_create(
        Feedback(organisation=harbourside, kind="barrier", text=f"{number}", principle=principle)
        for number in range(count)
    )
    theme.feedback.add(*Feedback.objects.all())
    with django_assert_max_num_queries(16):
        curator_client.get(QUEUE)
