"""NAVCA's pages of numbers: what consenting members did, and what members have told it."""

import csv
import datetime
import io
from itertools import count

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casestudies.models import AgreementKind, SuccessFactor
from covenant_toolkit.progress import progress
from letters.models import Letter, LetterTemplate
from members.feedback import Feedback, FeedbackTheme
from members.feedback_counts import feedback_sections
from members.models import Organisation, User
from partnerships.models import (
    Agreement,
    AgreementStage,
    Contact,
    ContactKind,
    FactorTick,
    OwnBody,
    OwnBodyKind,
    Party,
    Post,
    Recipient,
    Side,
)
from principles.models import Principle
from publicbodies.models import PublicBody

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
NUMBERS = count()


def members(many, *, counted=True, **fields):
    """New organisations that have, or have not, agreed to be counted."""
    return [
        Organisation.objects.create(
            name=f"Secret {number}", slug=f"secret-{number}", may_be_counted=counted, **fields
        )
        for number in (next(NUMBERS) for _ in range(many))
    ]


def send(owner, slug="suffolk", days=None, template="public-body", **fields):
    """A letter of the toolkit that was sent, and answered after so many days."""
    body = PublicBody.objects.get(slug=slug)
    recipient, _ = Recipient.objects.get_or_create(organisation=owner, body=body, post=Post.usual_at(body))
    version = LetterTemplate.objects.get(slug=template).versions.first()
    letter = Letter.objects.create(organisation=owner, template_version=version)
    answer = {"outcome": "open"}
    if days is not None:
        answer = {"outcome": "replied", "outcome_on": TODAY}
    return Contact.objects.create(
        organisation=owner, recipient=recipient, kind=ContactKind.LETTER, route="post",
        letter_reference=letter.pk, letter_version=1,
        **{"happened_on": TODAY - datetime.timedelta(days=days or 0)} | answer | fields,
    )  # fmt: skip


def shown(sections, title):
    """The numbers of a table, without the noughts, with its total."""
    table = next(table for section in sections for table in section.tables if table.title == title)
    found = {label: number for label, number in table.rows if number != 0}
    return found | ({"All": table.total} if table.adds_up else {})


def tell(owner, many=1, themes=(), **fields):
    for _ in range(many):
        row = Feedback.objects.create(
            organisation=owner, **{"kind": "barrier", "text": "Hidden words"} | fields
        )
        row.themes.set(FeedbackTheme.objects.filter(slug__in=themes))


def read(client, name):
    return list(csv.DictReader(io.StringIO(client.get(reverse(name)).content.decode("utf-8-sig"))))


# Progress


def test_letters_of_consenting_members_by_situation_body_and_what_came_of_them():
    for number, owner in enumerate(members(6)):
        send(owner, days=10 + number)
        send(owner, "norfolk-and-suffolk-icb", template="health-system")
    for owner in members(9, counted=False):
        send(owner, days=1)
    found = progress()
    assert shown(found, "By situation") == {
        "A first letter on the Covenant": 6, "To the health system": 6, "All": 12
    }  # fmt: skip
    letters = found[1]
    assert shown([letters], "By kind of body") == {
        "County council": 6, "Integrated care board": 6, "All": 12
    }  # fmt: skip
    assert shown(found, "By what came of them") == {"Waiting for a reply": 6, "Replied": 6, "All": 12}


def test_the_median_needs_five_members_and_not_five_answers():
    owners = members(5)
    for number, owner in enumerate(owners[:4]):
        for _ in range(3):
            send(owner, "suffolk" if number else "ipswich", days=10 * number)
    assert shown(progress(), "Days to an answer")["Any body"] is None
    send(owners[4], days=90)
    found = shown(progress(), "Days to an answer")
    assert found["Any body"] == 20
    assert found.keys() == {"Any body"}  # of the county council's, four members have an answer


def test_an_acknowledgement_is_no_answer_and_a_refusal_is_one():
    for owner in members(5):
        send(owner, outcome="declined", outcome_on=TODAY, happened_on=TODAY - datetime.timedelta(days=7))
        send(owner, outcome="acknowledged", outcome_on=TODAY, happened_on=TODAY - datetime.timedelta(days=1))
    assert shown(progress(), "Days to an answer")["Any body"] == 7


def test_meetings_and_letters_to_bodies_of_their_own():
    for owner in members(5):
        trust = OwnBody.objects.create(organisation=owner, name="Trust", kind=OwnBodyKind.NHS_TRUST)
        Contact.objects.create(organisation=owner, own_body=trust, kind=ContactKind.MEETING)
        Contact.objects.create(
            organisation=owner, own_body=trust, kind=ContactKind.LETTER, route="email", outcome="open"
        )
    found = progress()
    assert shown([found[2]], "By kind of body") == {"NHS trust": 5, "All": 5}
    assert shown(found, "By situation") == {"Not written with the toolkit": 5, "All": 5}


def test_members_by_profile():
    full = dict.fromkeys(Organisation.LETTER_DETAILS, "x") | {"sector_term": "VCS"}
    full.pop("name")
    members(5, **full)
    members(7)
    assert shown(progress(), "By profile") == {
        "All 10 details that letters use": 5, "The name alone": 7, "All": 12
    }  # fmt: skip


@pytest.fixture
def agree():
    def agree(owner, slug="suffolk", stage=AgreementStage.DRAFT, **fields):
        agreement = Agreement.objects.create(
            organisation=owner, kind=AgreementKind.COMPACT, name="Hidden accord", stage=stage, **fields
        )
        body = PublicBody.objects.get(slug=slug)
        Party.objects.create(agreement=agreement, side=Side.THEIRS, body=body)
        return agreement

    return agree


def test_agreements_that_are_kept_and_areas_at_risk(agree):
    signed = {"stage": AgreementStage.SIGNED, "signed_on": TODAY}
    for owner in members(8):
        agreement = agree(owner, **signed)
        for factor in SuccessFactor.objects.all():
            FactorTick.objects.create(agreement=agreement, factor=factor, holds=True, reason="x")
    for owner in members(6):
        agree(
            owner, "calderdale", stage=AgreementStage.SIGNED, signed_on=TODAY - datetime.timedelta(days=800)
        )
    found = progress()
    assert PublicBody.objects.get(slug="suffolk").is_changing
    assert shown(found, "Agreements at risk") == {
        "Going on, with a public body that ends": 8, "All others": 6, "All": 14
    }  # fmt: skip
    assert shown(found, "Areas at risk") == {"Public bodies that end, with an agreement going on": 1}
    assert shown(found, "By success factors that hold") == {
        "All 4 success factors": 8, "None yet": 6, "All": 14
    }  # fmt: skip


def test_a_part_says_nothing_of_the_stages_that_are_hidden(agree):
    """7 of 8 that go on are at risk: with the total of the stages that would tell how many are hidden."""
    for owner in members(6):
        agree(owner)
    for owner in members(2):
        agree(owner, stage=AgreementStage.IDEA)
    for owner in members(7):
        agree(owner, "calderdale", stage=AgreementStage.STOPPED, stop_reason="ours", ended_on=TODAY)
    found = progress()
    assert shown(found, "By stage") == {
        "Idea": None, "Draft": None, "Stopped before it was signed": 7, "All": 15
    }  # fmt: skip
    assert shown(found, "Agreements at risk") == {
        "Going on, with a public body that ends": None, "All others": None, "All": 15
    }  # fmt: skip
    assert shown(found, "Areas at risk") == {"Public bodies that end, with an agreement going on": None}


def test_the_page_and_its_file_say_the_same_and_name_nobody(curator_client, agree):
    for owner in members(7):
        send(owner, days=3)
        agree(owner)
    for owner in members(2):
        send(owner, "norfolk-and-suffolk-icb")
    page = curator_client.get(reverse("progress")).text
    rows = read(curator_client, "progress-csv")
    told = {(row["About"], row["Counted"], row["Which"]): row["Number"] for row in rows}
    for section in progress():
        for table in section.tables:
            for label, number in table.rows:
                said = told[section.title, table.title, label]
                assert said.startswith("hidden: ") if number is None else said == str(number)
    assert told["Letters sent", "By kind of body", "County council"].startswith("hidden")
    assert told["Letters sent", "By kind of body", "All"] == "9"
    for secret in ("Secret", "Hidden accord", "secret-"):
        assert secret not in page
        assert secret not in str(rows)
    assert "hidden" in page
    assert "<svg" in page.partition('id="content-main"')[2]
    assert reverse("progress") in curator_client.get(reverse("admin:index")).text


@pytest.mark.parametrize("many", [1, 50])
def test_it_asks_as_much_for_few_as_for_many(many, agree, django_assert_max_num_queries):
    for owner in members(6):
        for _ in range(many // 6 + 1):
            agree(owner)
        send(owner)
    with django_assert_max_num_queries(20):
        progress()


# Feedback


def test_messages_count_and_organisations_decide():
    loud = members(1)[0]
    tell(loud, 40, kind="opportunity")
    for owner in members(5):
        tell(owner, 2, kind="working", region="london", principle=Principle.objects.get(number=1))
    found = feedback_sections()
    assert shown(found, "By kind") == {
        "Something that works well": None, "A chance worth taking": None, "All": 50
    }  # fmt: skip
    tell(loud, 1, kind="working")
    for owner in members(5):
        tell(owner, 1, kind="opportunity")
    assert shown(feedback_sections(), "By kind") == {
        "Something that works well": 11, "A chance worth taking": 45, "All": 56
    }  # fmt: skip


def test_each_list_and_the_month_it_came_in():
    for owner in members(5):
        tell(owner, region="london", body_kind="icb", principle=Principle.objects.get(number=1))
        tell(owner, sent_at=timezone.now() - datetime.timedelta(days=600))
    found = feedback_sections()
    assert shown(found, "By region") == {"London": 5, "None in particular": 5, "All": 10}
    assert shown(found, "By principle") == {
        "1. Recognition & value": 5, "None in particular": 5, "All": 10
    }  # fmt: skip
    assert shown([found[0]], "By kind of body") == {
        "Integrated care board": 5, "None in particular": 5, "All": 10
    }  # fmt: skip
    assert shown(found, "By month") == {f"{TODAY:%B %Y}": 5, "Earlier": 5, "All": 10}


def test_themes_overlap_and_have_no_total():
    for owner in members(5):
        tell(owner, themes=["trust", "short-money"])
    tell(members(1)[0], themes=["time"])
    assert shown(feedback_sections(), "By theme") == {
        "Trust": 5, "Short or unsteady money": 5, "Time": None
    }  # fmt: skip


def test_who_has_no_account_stands_apart():
    for owner in members(5):
        tell(owner)
    tell(None, 6, kind="toolkit")
    found = feedback_sections()
    assert shown(found, "By kind") == {"Something that gets in the way": 5, "All": 5}
    assert shown(found, "Without an account, by kind") == {"About this toolkit itself": 6, "All": 6}


def test_fewer_than_five_say_nothing_yet(curator_client):
    for owner in members(4):
        tell(owner)
    page = curator_client.get(reverse("feedback-counts")).text
    assert "fewer than five members have told NAVCA something" in page
    assert "<table" not in page.partition('id="content-main"')[2]


def test_no_name_of_a_theme_acts_as_a_formula_in_the_file(curator_client):
    FeedbackTheme.objects.create(slug="evil", kind="barrier", name="=cmd()", order=99)
    for owner in members(5):
        tell(owner, themes=["evil"])
    rows = read(curator_client, "feedback-counts-csv")
    assert [row["Number"] for row in rows if row["Which"] == "'=cmd()"] == ["5"]
    assert {row["Number"] for row in rows if row["Which"] == "All"} == {
        "5",
        "hidden: fewer than 5 members, or a neighbour of such a number",
    }
    assert "Hidden words" not in str(rows)


def test_staff_who_may_not_read_messages_see_no_numbers_of_them(db):
    user = User.objects.create_user("bodies@navca.example.org", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="see_counts"))
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    TOTP.activate(user, generate_totp_secret())
    client = Client()
    client.force_login(user)
    assert client.get(reverse("feedback-counts")).status_code == 403
    assert client.get(reverse("feedback-counts-csv")).status_code == 403
    assert "Feedback in numbers" not in client.get(reverse("progress")).text


@pytest.mark.one_database
def test_five_thousand_messages_take_as_many_queries_as_five(django_assert_max_num_queries):
    owners = members(6)
    theme = FeedbackTheme.objects.first()
    Feedback.objects.bulk_create(
        Feedback(organisation=owners[number % 6], kind="barrier", text="x") for number in range(5_000)
    )
    pks = Feedback.objects.values_list("pk", flat=True)
    Feedback.themes.through.objects.bulk_create(
        Feedback.themes.through(feedback_id=pk, feedbacktheme_id=theme.pk) for pk in pks
    )
    with django_assert_max_num_queries(6):
        assert shown(feedback_sections(), "By theme") == {theme.name: 5_000}
