"""What may not be deleted at NAVCA's desk: why it stays, in words and numbers, and what to do instead."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.db.models.signals import post_save

from casestudies.models import CaseStudy, Status, SuccessFactor
from letters.models import Citation, CitationKind, Letter, LetterTemplate, LetterVersion, StarterExample
from members.models import Organisation, Standing, User
from members.stories import Story
from members.work import Activity
from partnerships.models import Contact, ContactKind, Post, Recipient
from principles.models import Finding, LCSIFunction, Principle, Source, StartingPoint
from publicbodies.models import PublicBody

from .test_desk import address
from .whole_member import whole_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def letters(harbourside, other_organisation):
    """Three letters of members that cite finding E4 and a case study."""
    version = LetterTemplate.objects.get(slug="public-body").current_version
    rows = [
        Letter.objects.create(organisation=organisation, template_version=version, main_ask="A secret letter")
        for organisation in (harbourside, harbourside, other_organisation)
    ]
    for letter in rows:
        letter.citations.create(kind=CitationKind.FINDING, reference="E4", revision=1)
        letter.citations.create(kind=CitationKind.CASE_STUDY, reference="calderdale", revision=1)
    return rows


def refusals(client, row):
    """What the page of one row, and that of several, say; both when asked and when sent."""
    one, many = address(type(row), "delete", row.pk), address(type(row), "changelist")
    chosen = {"action": "delete_selected", "_selected_action": [row.pk]}
    yield client.get(one)
    yield client.post(one, {"post": "yes"})
    yield client.post(many, chosen)
    yield client.post(many, {**chosen, "post": "yes"})
    assert type(row)._base_manager.filter(pk=row.pk).exists()


def test_a_cited_finding_is_refused_with_the_number_of_letters_only(curator_client, letters):
    finding = Finding.objects.get(ref="E4")
    for answer in refusals(curator_client, finding):
        assert "3 letters of members cite it" in answer.text
        assert "secret letter" not in answer.text
        assert "Harbourside" not in answer.text


def test_a_cited_case_study_is_refused(curator_client, letters):
    study = CaseStudy.objects.get(slug="calderdale")
    study.status = Status.WITHDRAWN
    study.save()
    for answer in refusals(curator_client, study):
        assert "3 letters of members cite it" in answer.text


def test_a_finding_that_only_a_sent_letter_cites_is_refused_too(curator_client, letters):
    """What a letter was made ready with counts, also when its draft cites something else by now."""
    Citation.objects.all().delete()
    LetterVersion.objects.create(
        letter=letters[0], number=1, revision=1, words={}, template_version=letters[0].template_version,
        cited=[{"kind": "finding", "reference": "E4", "title": "T", "text": "W"}],
    )  # fmt: skip
    for answer in refusals(curator_client, Finding.objects.get(ref="E4")):
        assert "1 letter of a member cites it" in answer.text


def test_what_members_tag_their_work_with_is_refused_with_numbers(curator_client, harbourside):
    principle, function = Principle.objects.get(number=1), LCSIFunction.objects.first()
    activity = {"organisation": harbourside, "name": "A secret activity", "function": function}
    Activity.objects.create(**activity, first_principle=principle)
    start, body = StartingPoint.objects.first(), PublicBody.objects.first()
    Standing.objects.create(organisation=harbourside, body=body, start=start)
    for row in (principle, function):
        for answer in refusals(curator_client, row):
            assert "1 activity of members" in answer.text
            assert "secret" not in answer.text
    for answer in refusals(curator_client, start):
        assert "1 standing of members" in answer.text
        assert body.short_name not in answer.text


def test_public_rows_that_use_it_are_named(curator_client):
    finding = Finding.objects.select_related("source").first()
    for answer in refusals(curator_client, finding.source):
        assert f"Finding “{finding.ref}: " in answer.text
    factor = SuccessFactor.objects.filter(case_studies__isnull=False).first()
    for answer in refusals(curator_client, factor):
        assert f"Case study “{factor.case_studies.first()}”" in answer.text
    template = LetterTemplate.objects.filter(suggested_findings__isnull=False).first()
    for answer in refusals(curator_client, template.suggested_findings.first()):
        assert f"Letter template “{template}”" in answer.text


def test_an_idea_that_was_taken_up_is_refused(curator_client, harbourside, letters):
    example = StarterExample.objects.first()
    letters[0].examples = [{"ref": example.ref, "title": "T", "text": "X", "chosen": True}]
    letters[0].save()
    for answer in refusals(curator_client, example):
        assert "1 letter of a member lists it" in answer.text


def test_what_nothing_uses_is_deleted(curator_client):
    source = Source.objects.create(slug="unused", publisher="P", title="T")
    curator_client.post(address(Source, "delete", source.pk), {"post": "yes"})
    assert not Source.objects.filter(pk=source.pk).exists()
    finding = Finding.objects.create(ref="E99", title="T", text="W", source=Source.objects.first(), order=99)
    chosen = {"action": "delete_selected", "_selected_action": [finding.pk], "post": "yes"}
    curator_client.post(address(Finding, "changelist"), chosen)
    assert not Finding.objects.filter(pk=finding.pk).exists()


def test_one_row_in_use_keeps_all_that_were_chosen_with_it(curator_client, letters):
    rows = list(Finding.objects.all())
    chosen = {"action": "delete_selected", "_selected_action": [row.pk for row in rows], "post": "yes"}
    answer = curator_client.post(address(Finding, "changelist"), chosen)
    assert "3 letters of members cite it" in answer.text
    assert Finding.objects.count() == len(rows)
    assert Group.objects.exists()


@pytest.fixture
def taken_meanwhile():
    """A source that somebody begins to use after the question, and before it is gone."""
    source = Source.objects.create(slug="unused", publisher="P", title="T")

    def begin(**_):
        Finding.objects.filter(ref="E4").update(source=source)

    post_save.connect(begin, sender=LogEntry)
    yield source
    post_save.disconnect(begin, sender=LogEntry)


def test_who_begins_to_use_it_in_between_loses_nothing(curator_client, taken_meanwhile):
    one, many = address(Source, "delete", taken_meanwhile.pk), address(Source, "changelist")
    chosen = {"action": "delete_selected", "_selected_action": [taken_meanwhile.pk], "post": "yes"}
    assert curator_client.post(one, {"post": "yes"}).url == one
    said = curator_client.post(many, chosen, follow=True).text
    assert "Nothing was deleted: somebody has just begun to use one of them." in said
    assert Source.objects.filter(pk=taken_meanwhile.pk).exists()


# What a story names


@pytest.mark.parametrize("is_sent", [False, True])
def test_what_a_story_names_is_refused_with_the_number_of_stories(curator_client, harbourside, is_sent):
    """As it is being written, and as it was sent."""
    rows = Principle.objects.last(), LCSIFunction.objects.last(), SuccessFactor.objects.last()
    SuccessFactor.case_studies.rel.through.objects.filter(success_factor=rows[2]).delete()
    words = {
        name: [row.slug]
        for name, row in zip(("principles", "functions", "success_factors"), rows, strict=True)
    }
    for title in ("A secret story", "Another"):
        story = {"sent_words": words} if is_sent else words
        Story.objects.create(organisation=harbourside, title=title, **story)
    for row in rows:
        for answer in refusals(curator_client, row):
            assert "2 stories of members name it" in answer.text
            assert "secret" not in answer.text
            assert "Harbourside" not in answer.text
    other = SuccessFactor.objects.first()
    page = curator_client.get(address(SuccessFactor, "delete", other.pk)).text
    assert "name it" not in page


# What always stays


def test_a_body_stays_and_only_the_number_of_its_members_is_said(curator_client):
    """Fewer than five might be one: what it does with the body stays its own."""
    body = PublicBody.objects.get(slug="suffolk")
    whole_member("zqxv")
    for answer in refusals(curator_client, body):
        assert "Bodies stay, also when they have ended" in answer.text
        assert "enter its last day and who follows it" in answer.text
        assert "zqxv" not in answer.text
        for kind in ("letter", "contact", "meeting", "recipient", "agreement", "promise", "activit"):
            assert f"1 {kind}" not in answer.text.lower()
    page = curator_client.get(address(PublicBody, "delete", body.pk)).text
    assert "used by fewer than 5 members, or by none" in page
    assert "Public body “" in page  # the districts of the county, which are public
    for number in range(4):
        one = Organisation.objects.create(name=f"O {number}", slug=f"o-{number}")
        if number < 2:
            one.patch.add(body)
        else:
            recipient = Recipient.objects.create(organisation=one, body=body, post=Post.usual_at(body))
            Contact.objects.create(
                organisation=one, recipient=recipient, body=body, kind=ContactKind.CALL, person="A secret"
            )
    page = curator_client.get(address(PublicBody, "delete", body.pk)).text
    assert "5 members use it" in page
    assert "secret" not in page
    # Of several together no number is said: that of one would follow.
    rows = [body.pk, PublicBody.objects.exclude(pk=body.pk).first().pk]
    chosen = {"action": "delete_selected", "_selected_action": rows}
    assert "members use" not in curator_client.post(address(PublicBody, "changelist"), chosen).text


@pytest.mark.one_database
def test_members_and_people_stay_and_the_page_says_what_to_do(curator_client, harbourside, member):
    for answer in refusals(curator_client, harbourside):
        assert "Its letters, contacts and work are its own" in answer.text
        assert "Enter the last day of its NAVCA membership" in answer.text
    for answer in refusals(curator_client, member):
        assert "Take the tick from “active”" in answer.text
        assert str(harbourside) not in answer.text
    assert User.objects.filter(pk=member.pk).exists()


def test_a_template_stays_with_the_number_of_letters_and_a_draft_goes(curator_client, letters):
    template = LetterTemplate.objects.get(slug="public-body")
    version = template.current_version
    draft = template.new_version(version.words)
    published = template.versions.filter(published_at__isnull=False).count()
    for row, number in ((template, published), (version, 1)):
        for answer in refusals(curator_client, row):
            assert f"{number} version{' is' if number == 1 else 's are'} published" in answer.text
            assert "3 letters of members were written from it" in answer.text
            assert "rchive" in answer.text.partition("What to do instead")[2]
            assert "secret" not in answer.text
    assert curator_client.post(address(type(draft), "delete", draft.pk), {"post": "yes"}).status_code == 302
    unused = LetterTemplate.objects.create(slug="new", title="New", audience=template.audience)
    unused.new_version(version.words)
    chosen = {"action": "delete_selected", "_selected_action": [unused.pk], "post": "yes"}
    curator_client.post(address(LetterTemplate, "changelist"), chosen)
    assert not LetterTemplate.objects.filter(slug="new").exists()
