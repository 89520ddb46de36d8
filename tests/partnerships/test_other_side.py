"""The other side's view of the benchmark: by a private link, beside ours, and the gap is the agenda."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from members.benchmark import benchmark_of
from members.function_notes import FunctionNote
from partnerships.due import due
from partnerships.models import OtherSideView, OwnBody, PrivateLink, Seen, ViewLine, ViewSign
from partnerships.other_side import SeenSign, marked, side_by_side, view_of
from principles.models import LCSIFunction, Principle, ProgressSign, SignKind, Source
from publicbodies.models import PublicBody
from tests.members.test_benchmark import DAY, count
from tests.members.test_work import make_activity

pytestmark = pytest.mark.django_db

PAGE = reverse("benchmark")
NEW = reverse("partnerships:view-link-new")
CLOSED = "This link does not open anything any more"


def words(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page.text).split())


@pytest.fixture
def work(harbourside):
    """An activity of ours that is counted."""
    record = count(today=True)
    record.activity = make_activity(harbourside)
    record.save()
    return record.activity


def made(client, **form):
    """What follows when the member makes a link, with the page it was made on."""
    page = client.get(NEW, {"body": "suffolk"}).text
    hidden = dict(re.findall(r'name="(key|until)" value="([^"]+)"', page))
    return client.post(NEW, {**hidden, "with_body": "suffolk", "who": "Head of  Communities", **form})


def address_in(page):
    return re.search(r"http://testserver(/shared/[\w-]{43}/)", page.text)[1]


@pytest.fixture
def address(member_client, suffolk, work):
    return address_in(made(member_client))


@pytest.fixture
def officer():
    return Client(enforce_csrf_checks=True)


ANSWER = {
    "rung-convening": "1", "important-convening": "very", "seen-convening": "no",
    "would_help-convening": "Ask us in May", "rung-advocacy": "0",
}  # fmt: skip


# Making the link


def test_a_link_names_the_body_and_shows_its_address_once(member_client, suffolk, member):
    page = made(member_client)
    assert address_in(page)
    assert "Back to the benchmark" in page.text
    row = PrivateLink.objects.get()
    assert (row.body, row.who, row.made_by, row.shows_ours) == (suffolk, "Head of Communities", member, False)
    page = member_client.get(PAGE)
    assert "Asked, not answered yet Head of Communities at Suffolk County Council" in words(page)
    assert "At Suffolk County Council" in words(member_client.get(row.get_absolute_url()))


def test_the_page_of_a_body_leads_to_asking_it(member_client, suffolk):
    page = member_client.get(reverse("partnerships:body", args=["suffolk"]))
    href = re.search(r'href="([^"]+)">Ask how they see it<', page.text)[1].replace("&amp;", "&")
    assert '<option value="suffolk" selected' in member_client.get(href).text
    PublicBody.objects.filter(pk=suffolk.pk).update(last_on=timezone.localdate() - timedelta(days=1))
    ended = member_client.get(reverse("partnerships:body", args=["suffolk"])).text
    assert "Ask how they see it" not in ended


def test_a_link_needs_a_body_that_the_member_has_to_do_with(member_client, suffolk, other_organisation):
    theirs = OwnBody.objects.create(organisation=other_organisation, name="Theirs", kind="funder")
    for key in ("", "kent", f"own-{theirs.pk}"):
        assert "Select a body" in made(member_client, with_body=key).text
    assert not PrivateLink.objects.exists()


# Answering


def test_somebody_without_an_account_answers_sees_it_changes_it_and_takes_it_back(officer, address):
    page = officer.get(address)
    assert page.status_code == 200
    assert not officer.cookies
    assert "<script" not in page.text
    assert "This link is for Head of Communities at Suffolk County Council" in words(page)

    answer = officer.post(address, ANSWER)
    assert answer.url == f"{address}?done=saved"
    line = ViewLine.objects.get(function__slug="convening")
    assert (line.rung, line.important, line.seen, line.would_help) == (1, "very", "no", "Ask us in May")
    assert ViewLine.objects.count() == 2  # of the others nothing was said

    page = officer.get(address).text
    assert "What is stored stands in the form" in page
    assert '<option value="1" selected>1. They do it</option>' in page
    assert "Ask us in May" in page

    officer.post(address, ANSWER | {"rung-convening": "3", "rung-advocacy": ""})
    assert list(ViewLine.objects.values_list("function__slug", "rung")) == [("convening", 3)]
    assert OtherSideView.objects.count() == 1

    officer.post(address, {"delete": "1"})
    assert not OtherSideView.objects.exists()
    assert not ViewLine.objects.exists()
    assert "What is stored" not in officer.get(address).text


def test_nothing_and_nonsense_are_said(officer, address):
    assert "Answer at least one question" in officer.post(address, {"x": ""}).text
    assert "Select one of the answers" in officer.post(address, {"rung-convening": "6"}).text
    long = officer.post(address, {"would_help-convening": "a" * 5_000})
    assert "Shorten this" in long.text
    assert not OtherSideView.objects.exists()


@pytest.mark.parametrize("end", ["revoked", "renewed", "lapsed", "guessed"])
def test_an_address_that_opens_nothing_takes_nothing(officer, member_client, address, harbourside, end):
    row = PrivateLink.objects.get()
    if end == "revoked":
        member_client.post(reverse("partnerships:link-revoke", args=[row.pk]))
    elif end == "renewed":
        member_client.post(reverse("partnerships:link-renew", args=[row.pk]))
    elif end == "lapsed":
        harbourside.membership_ends_on = DAY.replace(year=2020)
        harbourside.save()
    else:
        address = address[:-3] + "aa/"
    for page in (officer.get(address), officer.post(address, ANSWER)):
        assert (page.status_code, CLOSED in page.text) == (404, True)
    assert not OtherSideView.objects.exists()


def test_they_see_our_lines_only_when_asked_to_and_what_is_weak_only_when_ticked(
    officer, member_client, suffolk, work, harbourside
):
    FunctionNote.objects.create(
        organisation=harbourside, function=work.function, weak="Nobody knows us",
        not_reaching="Young carers", not_reaching_may_be_shown=True,
    )  # fmt: skip
    hidden = officer.get(address_in(made(member_client)))
    shown = officer.get(address_in(made(member_client, shows_ours="on")))
    assert "Convening: rung 2 of 5, we count it; strongest evidence: 212 groups advised" in words(shown)
    assert "Young carers" in shown.text
    for text in ("212 groups", "Young carers", "Food alliance", "Nobody knows us"):
        assert text not in hidden.text
    assert "Nobody knows us" not in shown.text


# The official signs


@pytest.fixture
def signs(db):
    """As a curator enters them."""
    principle, source = Principle.objects.get(number=1), Source.objects.all()[0]
    return [
        ProgressSign.objects.create(principle=principle, kind=kind, text=text, source=source, order=1)
        for kind, text in ((SignKind.PROGRESS, "Advice is asked early"), (SignKind.WARNING, "Silence"))
    ]


def test_signs_are_asked_only_where_a_curator_entered_them(officer, address, member_client):
    assert "How you work together" not in officer.get(address).text
    source = Source.objects.all()[0]
    sign = ProgressSign.objects.create(
        principle=Principle.objects.get(number=1), kind=SignKind.WARNING, text="Silence", source=source
    )
    page = words(officer.get(address))
    assert f"Warning sign, from {source.title}" in page
    officer.post(address, {f"sign-{sign.pk}": "often"})
    assert ViewSign.objects.get().seen == Seen.OFTEN
    assert "Silence (Warning sign, Recognition &amp; value) Yes, often: to talk about" in words(
        member_client.get(PAGE)
    )


@pytest.mark.one_database
def test_a_sign_is_good_or_to_talk_about_in_words(signs):
    found = {
        (sign.kind, seen): "good" if each.is_good else "talk" if each.needs_talk else ""
        for sign in signs
        for seen in Seen
        for each in [SeenSign(sign, seen)]
    }
    assert found == {
        ("progress", "often"): "good", ("progress", "sometimes"): "", ("progress", "no"): "talk",
        ("warning", "often"): "talk", ("warning", "sometimes"): "talk", ("warning", "no"): "good",
    }  # fmt: skip


# Side by side


def test_the_gap_is_the_agenda(officer, address, member_client, other_client, harbourside, suffolk):
    officer.post(address, ANSWER)
    page = words(member_client.get(PAGE))
    assert "The gap is the agenda" in page
    assert (
        "Convening. Your records stand at “We count it”, they put you at “We do it”. They do not see it "
        "happening. It is very important to them. What would help, they say: “Ask us in May”" in page
    )
    assert "The same on both sides: Advocacy." in page
    assert "◆ Suffolk County Council puts you at “We do it”" in page
    assert "◆ Suffolk County Council says that it is not yours here" in page
    assert "Asked, not answered yet" not in page
    assert "Ask us in May" not in other_client.get(PAGE).text

    benchmark = benchmark_of(harbourside, DAY)
    (answer,) = side_by_side(benchmark)
    assert [row.ours.function.slug for row in answer.gap] == ["convening"]
    line = next(each for each in marked(benchmark, [answer]) if each.line.function.slug == "convening")
    assert [step.put_here_by for step in line.steps] == [[suffolk.official_name], [], [], [], []]
    assert view_of(harbourside, suffolk) == answer.view
    assert view_of(harbourside, PublicBody.objects.get(slug="kent")) is None


def test_what_was_said_does_not_move_our_line(officer, address, harbourside):
    before = [line.rung for line in benchmark_of(harbourside, DAY).lines]
    officer.post(
        address, {f"rung-{slug}": "5" for slug in LCSIFunction.objects.values_list("slug", flat=True)}
    )
    assert [line.rung for line in benchmark_of(harbourside, DAY).lines] == before


def test_the_answer_stays_when_the_link_is_ended(officer, address, member_client):
    officer.post(address, ANSWER)
    member_client.post(reverse("partnerships:link-revoke", args=[PrivateLink.objects.get().pk]))
    assert "Ask us in May" in member_client.get(PAGE).text


def test_what_is_new_waits_for_a_look_and_can_be_deleted(officer, address, member_client, harbourside):
    today = timezone.localdate()
    officer.post(address, ANSWER)
    line = "Look at how Suffolk County Council sees your work"
    assert [row.text for row in due(harbourside, today) if "your work" in row.text] == [line]
    assert not [row for row in due(harbourside, today + timedelta(days=40)) if row.text == line]

    delete = reverse("partnerships:view-delete", args=[OtherSideView.objects.get().pk])
    assert delete in member_client.get(PAGE).text
    member_client.post(delete)
    assert not OtherSideView.objects.exists()
    assert officer.get(address).status_code == 200


def test_a_lapsed_member_reads_its_benchmark_and_changes_nothing(
    officer, address, member_client, harbourside
):
    officer.post(address, ANSWER)
    harbourside.membership_ends_on = DAY.replace(year=2020)
    harbourside.save()
    page = member_client.get(PAGE).text
    assert "Ask us in May" in page
    assert NEW not in page
    assert reverse("members:function-note", args=["convening"]) not in page
    note = reverse("members:function-note", args=["convening"])
    assert member_client.post(note, {"weak": "x"}).status_code == 403


def test_navca_learns_from_no_refused_deletion_who_said_what(officer, address, curator_client, suffolk):
    source = Source.objects.all()[0]
    sign = ProgressSign.objects.create(
        principle=Principle.objects.get(number=1), kind=SignKind.WARNING, text="Silence", source=source
    )
    officer.post(address, ANSWER | {f"sign-{sign.pk}": "often"})
    for row in (sign, suffolk, LCSIFunction.objects.get(slug="convening"), sign.principle):
        label = row._meta.label_lower.replace(".", "/")
        page = curator_client.get(f"/admin/{label}/{row.pk}/delete/")
        assert "Head of Communities" not in page.text
        assert "Ask us in May" not in page.text
        curator_client.post(f"/admin/{label}/{row.pk}/delete/", {"post": "yes"})
        assert type(row).objects.filter(pk=row.pk).exists()
