"""Letter templates: their versions, what a draft takes from them, and the choice between them."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from documents.comparing import compare
from letters.models import Letter, LetterTemplate, LetterTemplateVersion
from partnerships.models import Post, Recipient
from publicbodies.models import PublicBody

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

DRAFTS = {"health-system", "reorganisation", "cut-proposed", "new-leader"}


@pytest.fixture
def template():
    return LetterTemplate.objects.get(slug="public-body")


@pytest.fixture
def leader(harbourside):
    body = PublicBody.objects.get(slug="suffolk")
    return Recipient.objects.create(organisation=harbourside, body=body, post=Post.LEADER, name="Jo Ash")


def written(client, slug, leader, **query):
    client.post(reverse("letters:new"), {"template": slug, "to": [leader.pk]} | query)
    return Letter.objects.latest("created_at")


# The shipped letters


def test_a_reminder_and_a_thank_you_ship_beside_the_first_two_and_four_wait_for_a_curator():
    in_use = set(LetterTemplate.objects.in_use().values_list("slug", flat=True))
    assert in_use == {"public-body", "sector", "chaser", "thank-you"}
    assert set(LetterTemplate.objects.values_list("slug", flat=True)) == in_use | DRAFTS


def test_every_shipped_letter_can_be_published_and_advises_its_writer(curator):
    for version in LetterTemplateVersion.objects.select_related("template"):
        version.publish(curator)
        assert version.template.timing
        assert version.template.suggested_findings.count() <= 3
        if version.template.audience == "public-body":
            assert version.main_ask
            assert {"main ask", "reply by date"} <= version.compiled().fields
    assert LetterTemplate.objects.get(slug="chaser").timing_in_days == "15 working days after the last letter"
    assert LetterTemplate.objects.get(slug="sector").timing_in_days == ""


# Versions


def test_a_version_is_published_once_by_somebody_and_never_changes_again(template, curator, member):
    before = template.current_version.number
    draft = template.new_version(template.current_version.words | {"subject": "New words"})
    assert draft.number == before + 1
    assert template.current_version.number == before
    draft.publish(curator)
    published_at = draft.published_at
    draft.publish(member)
    assert (draft.published_by, draft.published_at) == (curator, published_at)
    assert template.current_version == draft
    for name, value in {"body": "Changed", "notes": "Changed", "published_at": None, "number": 7}.items():
        changed = LetterTemplateVersion.objects.get(pk=draft.pk)
        setattr(changed, name, value)
        with pytest.raises(ValidationError, match="never changes"):
            changed.save()


def test_the_same_words_make_one_draft_however_often_they_are_copied(template):
    words, number = template.current_version.words, template.current_version.number
    assert template.new_version(words) == template.new_version(words)
    assert template.new_version(words | {"subject": "Other"}).number == number + 2


@pytest.mark.parametrize(
    ("words", "name", "said"),
    [
        ({"body": "One.\n\nTwo [plaice]."}, "body", "Line 3: [plaice] is not a field of a letter."),
        ({"body": "See [this](https://x.org/[place])."}, "body", "inside the address of a link"),
        ({"body": "x" * 20_001}, "body", "Shorten the letter to 20,000 characters or fewer."),
        ({"subject": "For [plaice]"}, "subject", "[plaice] is not a field"),
        ({"subject": "x" * 201}, "subject", "Shorten the subject to 200 characters or fewer."),
        ({"main_ask": "x" * 6_001}, "main_ask", "Shorten this to 6,000 characters or fewer"),
        ({"main_ask": "Meet us."}, "main_ask", "This would not be printed. Write [main ask] in the body"),
        ({"sign_off": "Yours, [Name]"}, "sign_off", "Take the square brackets out."),
        ({"greeting": "Dear colleagues"}, "greeting", "Leave this empty"),
    ],
)
def test_words_that_could_not_be_printed_are_refused_with_what_to_do(template, words, name, said):
    version = LetterTemplateVersion(template=template, **({"subject": "S", "body": "B", "number": 9} | words))
    with pytest.raises(ValidationError) as refusal:
        version.full_clean()
    assert said in " ".join(refusal.value.message_dict[name])


def test_days_of_a_timing_rule_need_what_they_are_counted_from(template):
    template.timing_days = 15
    with pytest.raises(ValidationError, match="what they are counted from"):
        template.full_clean()


# What a draft takes


def test_a_letter_begins_with_the_findings_the_template_suggests(member_client, leader, template):
    letter = written(member_client, "public-body", leader)
    suggested = set(template.suggested_findings.values_list("ref", flat=True))
    assert {citation.reference for citation in letter.citations.all()} == suggested
    brought = written(member_client, "public-body", leader, finding="E4")
    assert [citation.reference for citation in brought.citations.all()] == ["E4"]


def test_a_reminder_has_no_examples_and_names_what_only_the_member_knows(member_client, leader):
    letter = written(member_client, "chaser", leader)
    assert letter.examples == []
    assert not letter.citations.exists()
    page = member_client.get(letter.get_absolute_url()).text
    assert "Date of your first letter" in page
    assert "15 working days after the last letter" in page
    assert "in the same words" in page


def test_an_archived_template_is_offered_no_more_and_its_drafts_keep_their_words(
    member_client, leader, template
):
    letter = written(member_client, "public-body", leader)
    before = member_client.get(reverse("letters:preview", args=[letter.pk])).text
    template.is_archived = True
    template.save()
    template.new_version({"subject": "Later words", "body": "Later."}).publish()
    assert member_client.get(reverse("letters:preview", args=[letter.pk])).text == before
    assert 'value="public-body"' not in member_client.get(reverse("letters:new")).text
    response = member_client.post(reverse("letters:new"), {"template": "public-body", "to": [leader.pk]})
    assert "Select which letter" in response.text


# The choice


def test_two_letters_come_first_and_the_others_are_folded_away_by_situation(member_client, leader, curator):
    for version in LetterTemplateVersion.objects.filter(published_at=None):
        version.publish(curator)
    page = member_client.get(reverse("letters:new")).text
    first, others = page.split('<details class="more">')
    assert first.count('name="template"') == 2
    assert first.count("checked") == 1
    assert others.count('name="template"') == 6
    order = ["To the health system", "When councils", "When a grant", "After a letter"]
    assert sorted(order, key=others.index) == order
    chosen = member_client.get(reverse("letters:new"), {"template": "chaser"}).text
    assert '<details class="more" open>' in chosen
    assert 'value="chaser" checked' in chosen


# Comparing


def words_of(older, newer):
    return [
        [(stretch.text, "-" if stretch.removed else "+" if stretch.added else "=") for stretch in p.stretches]
        or p.unchanged
        for p in compare(older, newer)
    ]


def test_a_comparison_shows_words_paragraph_by_paragraph():
    assert words_of("Same.\n\nA red bus.", "Same.\n\nA green bus.\n\nMore.") == [
        1,
        [("A ", "="), ("red ", "-"), ("green ", "+"), ("bus.", "=")],
        [("More.", "+")],
    ]
    assert words_of("A bus.", "A bus. And more.") == [[("A bus. ", "="), ("And more.", "+")]]
    assert words_of("Gone.\n\nKept.", "Kept.") == [[("Gone.", "-")], 1]
    assert words_of("Same.\r\n\r\nToo.", "Same.\n\nToo.") == [2]
    assert words_of("", "") == []
