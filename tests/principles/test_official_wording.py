"""Official wording pasted over ours: the text, where it is from, who read it, and what it was before."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from briefings.models import TierPriority
from casestudies.models import CaseStudy
from letters.changed_facts import changed_facts, printed
from letters.citing import cite, reference_of
from letters.models import Letter, LetterCopy, LetterTemplate, LetterVersion
from partnerships.models import Post, Recipient
from principles.models import Expectation, Finding, GlossaryTerm, GuidePage, Principle, PrinciplePoint, Source
from publicbodies.models import PublicBody

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def page(model, name, *args):
    return reverse(f"admin:principles_{model._meta.model_name}_{name}", args=args)


@pytest.fixture
def covenant():
    return Source.objects.create(slug="official", publisher="HM Government", title="Civil Society Covenant")


def sent(covenant, **more):
    return {
        "text": "text",
        "words": "The very words of the Covenant.",
        "source": covenant.pk,
        "licence": "Contains public sector information licensed under the Open Government Licence v3.0.",
        "reviewed_on": "2026-11-20",
    } | more


def test_it_replaces_the_words_and_says_from_where_they_are(curator_client, curator, client, covenant):
    finding = Finding.objects.get(ref="E4")
    ours, url = finding.text, page(Finding, "official_wording", finding.pk)
    assert f'href="{url}"' in curator_client.get(page(Finding, "change", finding.pk)).text
    form = curator_client.get(url)
    assert ours in form.text
    answer = curator_client.post(url, sent(covenant, seen=form.context["form"]["seen"].value()), follow=True)
    assert "has the official wording now" in answer.text
    finding.refresh_from_db()
    assert (finding.text, finding.provenance, finding.source) == (
        "The very words of the Covenant.", "official", covenant,
    )  # fmt: skip
    assert finding.reviewed_on == datetime.date(2026, 11, 20)
    assert not finding.needs_checking
    assert finding.is_reviewed
    assert finding.history.first().history_user == curator
    read = client.get(reverse("principles:evidence")).text
    assert "The very words of the Covenant." in read
    assert "Open Government Licence v3.0" in read
    found = client.get(reverse("search"), {"q": "very words of the covenant"}).text
    assert "E4" in found or finding.title in found
    history = curator_client.get(page(Finding, "history", finding.pk)).text
    assert "Official wording put in place of ours" in history
    version = curator_client.get(
        page(Finding, "simple_history", finding.pk, finding.history.first().history_id)
    )
    assert "Removed: " in version.text


def test_one_can_go_back_to_our_words(curator_client, covenant):
    point = PrinciplePoint.objects.first()
    ours, before = point.text, point.history.first()
    curator_client.post(page(PrinciplePoint, "official_wording", point.pk), sent(covenant))
    point.refresh_from_db()
    assert point.is_official
    assert point.editors_note.startswith("HM Government: Civil Society Covenant. Contains public sector")
    listed = curator_client.get(page(PrinciplePoint, "history", point.pk)).context["page_obj"]
    curator_client.post(page(PrinciplePoint, "simple_history", point.pk, listed[-1].key))
    point.refresh_from_db()
    assert (point.text, point.provenance) == (ours, before.provenance)


def test_a_principle_has_a_choice_and_markdown_is_answered_for(curator_client, covenant):
    principle = Principle.objects.get(number=1)
    summary, url = principle.summary, page(Principle, "official_wording", principle.pk)
    assert "What it replaces" in curator_client.get(url).text
    words = "## The words\n\n<script>alert(1)</script> [x](javascript:alert)"
    answer = curator_client.post(url, sent(covenant, text="explanation", words=words), follow=True)
    principle.refresh_from_db()
    assert (principle.explanation, principle.summary) == (words, summary)
    assert answer.text.count('<li class="warning">') >= 2
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"words": " "}, "Paste the official wording"),
        ({"source": ""}, "Choose the source of the words"),
        ({"licence": ""}, "Enter the licence"),
        ({"reviewed_on": ""}, "Enter the day on which you compared"),
        ({"reviewed_on": "2099-01-01"}, "Enter today or a day before it"),
        ({"words": "x" * 301}, "Shorten it to 300 characters or fewer: it has 301"),
        ({"seen": "0123"}, "Somebody changed this text meanwhile"),
        ({"text": "side"}, "Correct what is marked below"),
    ],
)
def test_what_is_not_complete_changes_nothing(curator_client, covenant, change, said):
    row = Expectation.objects.first()
    before = row.history.count()
    answer = curator_client.post(page(Expectation, "official_wording", row.pk), sent(covenant, **change))
    assert said in answer.text
    stored = Expectation.objects.get(pk=row.pk)
    assert (stored.text, stored.provenance, stored.history.count()) == (row.text, row.provenance, before)


def test_every_text_of_the_covenant_can_be_replaced(curator_client, covenant):
    for model, name in ((GlossaryTerm, "definition"), (GuidePage, "body"), (Expectation, "text")):
        row = model.objects.first()
        curator_client.post(page(model, "official_wording", row.pk), sent(covenant, text=name))
        row.refresh_from_db()
        assert getattr(row, name) == "The very words of the Covenant."
        assert row.is_official


def test_who_may_not_change_it_sees_no_way(client, member_client):
    url = page(Finding, "official_wording", Finding.objects.first().pk)
    for visitor in (client, member_client):
        assert visitor.get(url).status_code == 302
    assert not Finding.objects.filter(provenance="official", text="x").exists()


# A changed fact is noticed where it was cited


@pytest.fixture
def version(harbourside):
    """A letter that was made ready with finding E4 and the case study of Calderdale."""
    template = LetterTemplate.objects.get(slug="public-body").current_version
    letter = Letter.objects.create(organisation=harbourside, template_version=template)
    facts = [
        ("finding", Finding.objects.get(ref="E4")),
        ("case-study", CaseStudy.objects.get(slug="calderdale")),
    ]
    cited = [
        {
            "kind": kind,
            "reference": reference_of(fact),
            "revision": 1,
            "title": str(fact),
            "text": printed(fact),
        }
        for kind, fact in facts
    ]
    return LetterVersion.objects.create(
        letter=letter, number=1, revision=1, words={}, template_version=template, cited=cited
    )


def changed(version):
    return [(fact.kind, fact.reference) for fact in changed_facts([version])[version.pk]]


def test_official_wording_is_noticed_in_letters_that_quoted_ours(curator_client, covenant, version):
    assert changed(version) == []
    finding = Finding.objects.get(ref="E4")
    curator_client.post(page(Finding, "official_wording", finding.pk), sent(covenant))
    assert changed(version) == [("finding", "E4")]


def test_a_corrected_day_of_a_source_is_noticed(version):
    source = Finding.objects.get(ref="E4").source
    source.published_on, source.published_note = timezone.localdate(), ""
    source.save()
    assert ("finding", "E4") in changed(version)


def test_a_withdrawn_or_deleted_fact_is_noticed(version):
    CaseStudy.objects.filter(slug="calderdale").update(status="withdrawn")
    assert changed(version) == [("case-study", "calderdale")]
    TierPriority.objects.filter(finding__ref="E4").delete()
    Finding.objects.filter(ref="E4").delete()
    assert changed(version) == [("finding", "E4"), ("case-study", "calderdale")]


def test_a_draft_says_so_until_somebody_has_seen_the_new_words(
    curator_client, member_client, covenant, harbourside
):
    template = LetterTemplate.objects.get(slug="public-body").current_version
    letter = Letter.objects.create(organisation=harbourside, template_version=template)
    body = PublicBody.objects.get(slug="ipswich")
    leader = Recipient.objects.create(organisation=harbourside, body=body, post=Post.LEADER)
    LetterCopy.objects.create(letter=letter, recipient=leader)
    finding = Finding.objects.get(ref="E4")
    cite(letter, [finding])
    said = "was changed since you chose it. Your letter says it in the new words."
    assert said not in member_client.get(letter.get_absolute_url()).text
    curator_client.post(page(Finding, "official_wording", finding.pk), sent(covenant))
    assert said in member_client.get(letter.get_absolute_url()).text
    dashboard = reverse("dashboard")
    assert "cites was changed" in member_client.get(dashboard).text
    form = member_client.get(letter.get_absolute_url()).context["form"]
    data = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    citation = letter.citations.get()
    data |= {f"seen_{citation.pk}": "on", f"cited_{citation.pk}": "on"}
    member_client.post(letter.get_absolute_url(), data)
    citation.refresh_from_db()
    assert citation.revision == Finding.objects.get(ref="E4").revision
    assert said not in member_client.get(letter.get_absolute_url()).text
    assert "cites was changed" not in member_client.get(dashboard).text
