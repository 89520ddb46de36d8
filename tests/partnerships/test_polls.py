"""The poll of both sides by private link: answered, changed, taken back, compared with the last one."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from partnerships.models import HowOften, Poll, PollAnswer, Side
from partnerships.poll_results import results
from tests.interleaving import before_the_lock

from .drafts import agreement_of, link_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement(harbourside):
    return agreement_of(harbourside)


@pytest.fixture
def poll(agreement):
    return Poll.objects.create(agreement=agreement)


def answered(client, path, **more):
    return client.post(path, {"listened_early": 4, "works_well": "We talk every month"} | more)


def test_a_poll_is_begun_once_and_closed(member_client, agreement):
    new = reverse("partnerships:poll-new", args=[agreement.pk])
    page = member_client.post(new, follow=True).text
    assert "Make a link for each person" in page
    assert "A poll is open already" in member_client.post(new, follow=True).text
    poll = Poll.objects.get()
    assert f"?poll={poll.pk}" in page
    close = reverse("partnerships:poll-close", args=[poll.pk])
    assert "Closed: Poll of" in member_client.post(close, follow=True).text
    member_client.post(new)
    assert Poll.objects.count() == 2
    # There is no link to a closed poll.
    url = reverse("partnerships:link-new", args=[agreement.pk])
    assert member_client.get(f"{url}?poll={poll.pk}").status_code == 404


def test_a_member_makes_a_link_to_the_poll_for_either_side(member_client, client, agreement, poll):
    url = f"{reverse('partnerships:link-new', args=[agreement.pk])}?poll={poll.pk}"
    key = re.search(r'name="key" value="([^"]+)"', member_client.get(url).text)[1]
    day = timezone.localdate() + datetime.timedelta(days=20)
    page = member_client.post(url, {"key": key, "who": "Food alliance", "side": "ours", "until": str(day)})
    path = re.search(r"http://testserver(/shared/\S+?/)", page.text)[1]
    answered(client, path)
    assert PollAnswer.objects.get().side == Side.OURS


def test_five_questions_in_words_and_two_open_ones(client, poll):
    _, path = link_to(poll)
    page = client.get(path)
    assert page.text.count('type="radio"') == 5 * 6  # five answers, and none
    for label in HowOften.labels:
        assert page.text.count(label) == 5
    assert "without who gave which" in page.text
    assert "<script" not in page.text
    assert page.headers["Referrer-Policy"] == "no-referrer"
    for secret in ("/agreements/", "hello@harbourside"):
        assert secret not in page.text


def test_answers_can_be_changed_and_taken_back_by_who_gave_them(client, poll):
    _, path = link_to(poll)
    assert answered(client, path).url == f"{path}?done=saved"
    answer = PollAnswer.objects.get()
    assert (answer.listened_early, answer.told_reasons, answer.side) == (4, None, Side.THEIRS)
    page = client.get(path).text
    assert "We talk every month" in page
    assert re.search(r'value="4"[^>]*checked', page)
    answered(client, path, listened_early=2)
    assert PollAnswer.objects.get().listened_early == 2
    _, other = link_to(poll, who="Another")
    client.post(other, {"delete": "1"})
    assert PollAnswer.objects.count() == 1
    client.post(path, {"delete": "1"})
    assert not PollAnswer.objects.exists()


def test_two_clicks_at_the_same_moment_are_one_answer(client, poll, settings):
    settings.ACCOUNT_RATE_LIMITS = {}  # so that the first transaction is the answer's own
    row, path = link_to(poll)

    def first_click():
        PollAnswer.objects.create(poll=poll, link=row, side=row.side, listened_early=HowOften.SELDOM)

    with before_the_lock(first_click):
        assert client.post(path, {"listened_early": "5"}).status_code == 302
    assert PollAnswer.objects.get().listened_early == HowOften.ALWAYS


def test_nothing_said_is_not_kept(client, poll):
    _, path = link_to(poll)
    assert "Answer at least one question" in client.post(path, {}).text
    assert "Select one of the answers" in client.post(path, {"told_reasons": "9"}).text
    assert not PollAnswer.objects.exists()


def test_a_closed_poll_takes_no_answer_but_gives_one_back(client, poll):
    _, path = link_to(poll)
    answered(client, path)
    poll.closed_on = timezone.localdate()
    poll.save()
    assert "You can still take them back" in client.get(path).text
    answered(client, path, listened_early=1)
    assert PollAnswer.objects.get().listened_early == 4
    client.post(path, {"delete": "1"})
    assert not PollAnswer.objects.exists()


def test_a_revoked_link_answers_nothing(client, poll):
    row, path = link_to(poll)
    row.revoke()
    assert answered(client, path).status_code == 404
    assert not PollAnswer.objects.exists()


def answer(poll, side, who, **values):
    row, _ = link_to(poll, who=who, side=side)
    return PollAnswer.objects.create(poll=poll, link=row, side=side, **values)


def test_the_member_sees_both_sides_and_what_changed(member_client, agreement, poll):
    answer(poll, Side.OURS, "Food alliance", kept_promises=2, can_disagree=3)
    answer(poll, Side.THEIRS, "Head", kept_promises=4)
    poll.opened_on, poll.closed_on = datetime.date(2025, 3, 2), datetime.date(2025, 4, 1)
    poll.save()
    now = Poll.objects.create(agreement=agreement)
    for number, who in enumerate(("Carers", "Youth club", "Food alliance")):
        answer(now, Side.OURS, who, kept_promises=[4, 4, 3][number], works_well=f"{who[::-1]} <b>")
    answer(now, Side.THEIRS, "Head", kept_promises=4, can_disagree=1)
    latest, earlier = results(agreement)
    kept = latest.questions[2]
    assert kept.ours.counts == [("Mostly", 2), ("About half the time", 1)]
    assert kept.ours.change == "more often than before"
    assert kept.theirs.counts == [("Mostly", 1)]
    assert kept.theirs.change == "about as before"
    disagree = latest.questions[3]
    assert (disagree.ours.counts, disagree.ours.change) == ([], "")
    assert disagree.theirs.change == ""  # they had not answered it before
    assert all(not question.ours.change for question in earlier.questions)
    page = member_client.get(agreement.get_absolute_url()).text
    assert "3 of our side and 1 of their side answered" in " ".join(page.split())
    assert "Compared with 2 March 2025" in page
    # By side and never by name; their words as words.
    shown = page.partition('id="polls"')[2].partition('id="links"')[0]
    assert "Youth club" not in shown
    assert "sreraC &lt;b&gt;" in shown


def test_another_member_sees_and_closes_nothing(other_client, agreement, poll):
    assert other_client.post(reverse("partnerships:poll-close", args=[poll.pk])).status_code == 404
    assert other_client.post(reverse("partnerships:poll-new", args=[agreement.pk])).status_code == 404
    poll.refresh_from_db()
    assert poll.is_open
