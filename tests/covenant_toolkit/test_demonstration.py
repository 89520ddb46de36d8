"""What a newcomer signs in with, and the letters of the invented member."""

import re
from io import BytesIO, StringIO

import page
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client, override_settings
from django.utils import timezone
from docx import Document

from covenant_toolkit import demonstration
from covenant_toolkit.progress import progress
from letters.models import Letter, LetterTemplateVersion
from members.feedback import Feedback
from members.feedback_counts import feedback_sections
from members.models import User
from partnerships.models import Agreement, AgreementVersion, Meeting, Poll, PollAnswer, Promise
from partnerships.stages import needs_of
from tests.documents.renderer import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture(autouse=True)
def _with_debug_on(settings):
    """Django's tests run with debug off; the demonstration is only made with debug on."""
    settings.DEBUG = True


@pytest.fixture
def printed():
    out = StringIO()
    call_command("make_demonstration", stdout=out)
    return out.getvalue()


def test_the_printed_password_signs_the_member_in(printed):
    password = re.search(rf"{demonstration.MEMBER}\s+password (\S+)", printed)[1]
    browser = Client()
    response = browser.post("/accounts/login/", {"login": demonstration.MEMBER, "password": password})
    assert response.url == "/organisation/"
    assert "Harbourside Voluntary Action" in browser.get("/organisation/").text


def test_the_printed_six_digits_let_the_curator_in(printed):
    password = re.search(rf"{demonstration.CURATOR}\s+password (\S+)", printed)[1]
    digits = re.search(r"six digits now (\d{6})", printed)[1]
    browser = Client()
    response = browser.post("/accounts/login/", {"login": demonstration.CURATOR, "password": password})
    assert "2fa" in response.url
    assert browser.post(response.url, {"code": digits}).url == "/admin/"
    assert browser.get("/admin/casestudies/casestudy/").status_code == 200


def test_a_second_start_changes_passwords_and_nothing_else(printed):
    before = User.objects.count(), Letter.objects.count()
    secret = re.search(r"secret (\w+)", printed)[1]
    again = StringIO()
    call_command("make_demonstration", stdout=again)
    assert (User.objects.count(), Letter.objects.count()) == before
    assert secret in again.getvalue()
    assert re.search(r"password (\S+)", printed)[1] != re.search(r"password (\S+)", again.getvalue())[1]


def test_its_curator_publishes_the_letters_that_ship_as_drafts(printed):
    published = LetterTemplateVersion.objects.filter(published_by__email=demonstration.CURATOR)
    assert {version.template.slug for version in published} == {
        "health-system", "reorganisation", "cut-proposed", "new-leader",
    }  # fmt: skip
    assert not LetterTemplateVersion.objects.filter(published_at=None).exists()
    call_command("load_content", stdout=StringIO())
    assert not LetterTemplateVersion.objects.filter(published_at=None).exists()


def test_it_shows_a_meeting_to_come_and_one_held_with_two_promises(printed):
    planned, held = Meeting.objects.filter(is_review=False)
    assert (planned.is_planned, held.is_held) == (True, True)
    assert {promise.side for promise in Promise.objects.filter(meeting=held)} == {"ours", "theirs"}
    assert held.contact.get_absolute_url()


def test_it_shows_a_draft_with_comments_and_polls_of_both_sides(printed):
    version = AgreementVersion.objects.get()
    assert version.agreement.stage == "draft"
    assert {comment.section for comment in version.comments.all()} == {"money", "voice"}
    closed, now = Poll.objects.order_by("opened_on")
    assert (closed.is_open, now.is_open) == (False, True)
    assert now.agreement.is_in_force
    assert {answer.side for answer in PollAnswer.objects.filter(poll=now)} == {"ours", "theirs"}
    call_command("make_demonstration", stdout=StringIO())
    assert (AgreementVersion.objects.count(), Poll.objects.count()) == (1, 2)


def test_it_shows_a_reviewed_agreement_with_a_plan_and_the_next_review(printed):
    planned, held = Meeting.objects.filter(is_review=True)
    assert (planned.is_planned, held.is_held, planned.agreement) == (True, True, held.agreement)
    plan = held.agreement.plans.get()
    assert plan.tally == "2 of 5 promises kept"


def test_navca_s_pages_of_numbers_have_something_to_show(printed):
    shown = [
        (table.title, label)
        for section in (*progress(), *feedback_sections())
        for table in section.tables
        for label, number in table.rows
        if number
    ]
    assert {("By stage", "Draft"), ("By theme", "Short or unsteady money")} <= {*shown}
    assert {("By situation", "A first letter on the Covenant"), ("Days to an answer", "Any body")} <= {*shown}
    assert Feedback.objects.waiting().from_the_public().exists()


def test_it_shows_one_agreement_in_draft_and_one_that_is_kept(printed):
    harbourside = Agreement.objects.filter(organisation__slug="harbourside-voluntary-action")
    kept, draft = harbourside.order_by("stage")
    assert (kept.stage, draft.stage) == ("action-plan", "draft")
    assert {lead.side for lead in kept.leads.all()} == {"ours", "theirs"}
    assert kept.notice_clauses.count() == 2
    assert kept.successes.filter(for_a_story=True).exists()
    assert kept.promises.filter(plan__isnull=False).exists()
    # Each stage has what it needs.
    for agreement in (kept, draft):
        assert needs_of(agreement.stage, agreement.facts(timezone.localdate())) == []


def test_a_chosen_password_is_used(monkeypatch):
    monkeypatch.setenv("COVENANT_DEMO_PASSWORD", "correct horse battery")
    assert {person.password for person in demonstration.make()} == {"correct horse battery"}


def test_a_public_site_has_no_demonstration():
    with override_settings(DEBUG=False), pytest.raises(ImproperlyConfigured):
        demonstration.make()


def test_letters_without_a_demonstration_say_what_to_do(tmp_path):
    with pytest.raises(CommandError, match="make_demonstration"):
        call_command("demo_letters", str(tmp_path))


@pytest.mark.long
def test_the_whole_patch_gets_correct_accessible_letters(printed, tmp_path):
    out = StringIO()
    call_command("demo_letters", str(tmp_path), stdout=out)
    recipients = demonstration.RECIPIENTS
    assert len(out.getvalue().splitlines()) == 2 * len(recipients)
    texts = {pdf.name: text_of(pdf.read_bytes()) for pdf in sorted(tmp_path.glob("*.pdf"))}
    assert len(texts) == len(recipients)
    assert [name for name, text in texts.items() if "[" in text] == []
    # They differ in address and greeting alone, so the first and the last stand for all.
    for name in (min(texts), max(texts)):
        report = page.validate_pdf(str(tmp_path / name), profile="ua1")
        assert report.is_compliant, report
    text = next(text for name, text in texts.items() if "ipswich" in name)
    assert "Councillor Piotr Łódzki" in text
    assert "Dear Councillor Łódzki" in text
    word = next(tmp_path.glob("*west-suffolk*.docx"))
    paragraphs = [paragraph.text for paragraph in Document(BytesIO(word.read_bytes())).paragraphs]
    assert "Dear Leader" in paragraphs
    assert "Yours faithfully" in paragraphs
