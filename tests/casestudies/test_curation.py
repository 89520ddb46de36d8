"""NAVCA's desk for case studies: from a draft to the site and off it again, and what needs a look."""

import datetime

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casestudies.models import CaseStudy, Figure, FunctionTag, Status
from members.models import User
from principles.models import Source
from search import index

from .admin_form import address, opened, with_function

pytestmark = pytest.mark.django_db

LIST = "/admin/casestudies/casestudy/"


@pytest.fixture
def draft(make, principles, functions):
    return make("one", principles[:1], functions[:1], status=Status.DRAFT, published_on=None)


def act(client, action, *studies):
    keys = [study.pk for study in studies]
    return client.post(LIST, {"action": action, "_selected_action": keys}, follow=True).text


def now(study):
    return CaseStudy.objects.get(pk=study.pk)


# From a draft to the site


def test_every_step_is_taken_from_the_list_and_kept_with_its_person(curator_client, client, draft):
    CaseStudy.objects.filter(pk=draft.pk).update(theme="Walruses")
    assert "is in review" in act(curator_client, "in_review", draft)
    assert "is published" in act(curator_client, "published", draft)
    assert now(draft).published_on == timezone.localdate()
    assert client.get(draft.get_absolute_url()).status_code == 200
    assert index.ask("walruses").count == 1
    assert "is withdrawn" in act(curator_client, "withdrawn", draft)
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert index.ask("walruses").count == 0
    so_far = curator_client.get(address(draft)).text
    for words in ("Draft", "In review", "Published", "Withdrawn"):
        assert f"{words}, {timezone.localdate():%-d %B %Y}" in so_far
    assert so_far.count("Chris Curator<br>") == 2
    since = f"since {timezone.localdate():%-d %b %Y}, Chris Curator"
    now(draft).save()  # a save that is no step
    assert f'Withdrawn<br><span class="quiet">{since}</span>' in curator_client.get(LIST).text


@pytest.mark.one_database
def test_what_readers_see_is_withdrawn_before_it_is_a_draft_again(curator_client, draft):
    draft.move_to(Status.PUBLISHED)
    assert "was not a draft again. It is published." in act(curator_client, "draft", draft)
    assert 'value="draft"' not in curator_client.get(address(draft)).text
    page = curator_client.post(address(draft, "delete"), {"post": "yes"}).text
    assert "Nothing was deleted." in page
    assert "Readers see it on the site" in page
    assert "Withdraw it: readers no longer see it" in page
    assert now(draft)
    draft.move_to(Status.WITHDRAWN)
    assert "is a draft again" in act(curator_client, "draft", draft)


def without_source(study):
    CaseStudy.objects.filter(pk=study.pk).update(source=None)
    return "Name its source."


def without_principle(study):
    study.principles.clear()
    return "Choose a principle."


def without_function(study):
    study.function_tags.all().delete()
    return "Tag a function."


def without_consent(study):
    CaseStudy.objects.filter(pk=study.pk).update(told_by_member=True)
    return "A member told it and has not agreed to its publication."


def with_consent_withdrawn(study):
    day = datetime.date(2026, 2, 1)
    CaseStudy.objects.filter(pk=study.pk).update(
        told_by_member=True, consent_on=day, consent_withdrawn_on=day
    )
    return "The member who told it has withdrawn its consent."


LACKS = [without_source, without_principle, without_function, without_consent, with_consent_withdrawn]


@pytest.mark.one_database
@pytest.mark.parametrize("lack", LACKS, ids=lambda lack: lack.__name__)
def test_publishing_is_refused_with_the_reason_by_the_action_and_by_the_form(curator_client, draft, lack):
    reason = lack(draft)
    said = act(curator_client, "published", draft)
    assert "“Title of one” was not published." in said
    assert reason in said
    fields = opened(curator_client, draft) | {"status": Status.PUBLISHED, "summary": "Typed just now."}
    page = curator_client.post(address(draft), fields)
    assert page.status_code == 200
    assert reason in page.text
    assert "Typed just now." in page.text
    assert now(draft).status == Status.DRAFT
    assert now(draft).summary == "A summary."


@pytest.mark.one_database
def test_the_form_publishes_what_is_complete_and_fills_in_the_day(curator_client, draft, functions):
    without_function(draft)
    fields = with_function(opened(curator_client, draft), functions[2]) | {"status": Status.PUBLISHED}
    assert curator_client.post(address(draft), fields).status_code == 302
    assert now(draft).is_published
    assert now(draft).published_on == timezone.localdate()


@pytest.mark.one_database
def test_a_published_study_keeps_what_it_needs(curator_client, draft, functions):
    draft.move_to(Status.PUBLISHED)
    fields = opened(curator_client, draft)
    assert "Name its source." in curator_client.post(address(draft), fields | {"source": ""}).text
    without = fields | {"function_tags-0-DELETE": "on"}
    assert "Tag a function." in curator_client.post(address(draft), without).text
    tag = draft.function_tags.get()
    deletion = reverse("admin:casestudies_functiontag_delete", args=[tag.pk])
    needs_one = f"“{draft}” is published, and a published case study needs a function"
    assert needs_one in curator_client.post(deletion, {"post": "yes"}).text
    other = FunctionTag.objects.create(case_study=draft, function=functions[3])
    both = {"action": "delete_selected", "_selected_action": [tag.pk, other.pk], "post": "yes"}
    tags = reverse("admin:casestudies_functiontag_changelist")
    assert needs_one in curator_client.post(tags, both).text
    assert now(draft).function_tags.count() == 2
    curator_client.post(reverse("admin:casestudies_functiontag_delete", args=[other.pk]), {"post": "yes"})
    assert now(draft).function_tags.get() == tag
    # Together with being withdrawn it may go.
    assert curator_client.post(address(draft), without | {"status": Status.WITHDRAWN}).status_code == 302


@pytest.mark.one_database
def test_a_story_whose_words_change_leaves_the_site_until_its_member_agrees_again(curator_client, draft):
    draft.told_by_member = draft.from_story = True
    draft.give_consent()
    draft.move_to(Status.PUBLISHED)
    fields = opened(curator_client, draft) | {"summary": "Other words."}
    said = curator_client.post(address(draft), fields, follow=True).text
    assert "Saved and withdrawn: readers do not see it now." in said
    assert "Its words have changed since the member agreed." in said
    assert now(draft).summary == "Other words."
    draft = now(draft)
    again = opened(curator_client, draft) | {"status": Status.PUBLISHED}
    assert (
        "Saved, but not published. Its words" in curator_client.post(address(draft), again, follow=True).text
    )
    assert now(draft).status == Status.WITHDRAWN
    draft.give_consent()
    draft.move_to(Status.PUBLISHED)
    draft.withdraw_consent()
    assert now(draft).status == Status.WITHDRAWN


@pytest.mark.one_database
def test_it_leaves_the_site_whichever_page_its_words_are_changed_on(curator_client, draft):
    source = Source.objects.create(slug="a-survey", publisher="A member", title="A survey")
    figure = Figure.objects.create(
        case_study=draft, slug="buses", value="7", meaning="Buses.", as_of="2026", source=source
    )
    draft.told_by_member = draft.from_story = True
    version = figure.history.get().pk
    other = {"publisher": "A member", "title": "A count", "slug": "a-survey"}
    more = {
        "case_study": draft.pk, "slug": "buses", "value": "9", "meaning": "Buses.", "as_of": "2026",
        "source": source.pk, "order": 0, "provenance": "ours",
    }  # fmt: skip
    for name, key, sent in (
        ("figure_change", [figure.pk], more),
        ("figure_simple_history", [figure.pk, version], {}),
        ("source_change", [source.pk], other),
        ("figure_delete", [figure.pk], {"post": "yes"}),
    ):
        draft.give_consent()
        draft.move_to(Status.PUBLISHED)
        room = "principles" if name.startswith("source") else "casestudies"
        said = curator_client.post(reverse(f"admin:{room}_{name}", args=key), sent, follow=True).text
        assert "Its words have changed since the member agreed." in said, name
        draft = now(draft)
        assert draft.status == Status.WITHDRAWN, name


# The preview


@pytest.mark.one_database
def test_staff_see_an_unpublished_study_as_readers_would(client, member_client, curator_client, draft):
    preview = address(draft, "preview")
    page = curator_client.get(preview)
    assert "Preview: not published." in page.text
    assert "What they did." in page.text
    assert '<meta name="robots" content="noindex">' in page.text
    assert page["X-Robots-Tag"] == "noindex"
    for visitor in (client, member_client):
        assert visitor.get(preview).status_code == 302
        assert visitor.get(draft.get_absolute_url()).status_code == 404
    assert preview in curator_client.get(address(draft)).text
    saved = curator_client.post(address(draft), opened(curator_client, draft) | {"_preview": "1"})
    assert saved.url == preview
    without_source(draft)
    assert "No source yet" in curator_client.get(preview).text
    draft = now(draft)
    draft.source = Source.objects.first()
    draft.save()
    draft.move_to(Status.PUBLISHED)
    assert "Preview: not published" not in curator_client.get(preview).text
    assert "noindex" not in client.get(draft.get_absolute_url()).text


# Two curators


@pytest.fixture
def second_client(db):
    user = User.objects.create_superuser("kim@navca.example.org", "a long password", name="Kim Curator")
    TOTP.activate(user, generate_totp_secret())
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def figure(draft):
    return Figure.objects.create(
        case_study=draft, slug="f", value="1", meaning="One.", as_of="2026", source=draft.source
    )


def test_who_saves_second_is_told_and_loses_no_word(curator_client, second_client, draft, figure, principles):
    mine = opened(curator_client, draft)
    theirs = opened(second_client, draft)
    changed = {
        "summary": "Kim’s summary.",
        "period": "2024 to 2029",
        "principles": [str(principles[3].pk)],
        "figures-0-value": "22",
    }
    assert second_client.post(address(draft), theirs | changed).status_code == 302
    page = curator_client.post(address(draft), mine | {"summary": "My summary.", "theme": "Food"})
    assert page.status_code == 200
    assert "Kim Curator saved this page at" in page.text
    assert "You both changed: Summary." in page.text
    assert "Kim’s </ins>" in page.text
    assert now(draft).summary == "Kim’s summary."
    # My words and, where only the other wrote, theirs.
    form = page.context["adminform"].form
    assert form["summary"].value() == "My summary."
    assert form["theme"].value() == "Food"
    assert form["period"].value() == "2024 to 2029"
    again = dict(page.wsgi_request.POST.lists())
    again["_opened_at"] = page.context["opened_at"]
    assert curator_client.post(address(draft), again).status_code == 302
    study = now(draft)
    assert (study.summary, study.theme, study.period) == ("My summary.", "Food", "2024 to 2029")
    assert [row.pk for row in study.principles.all()] == [principles[3].pk]
    assert study.figures.get().value == "22"


def test_a_part_that_another_removed_or_added_does_not_come_back_or_go(
    curator_client, second_client, draft, figure
):
    mine = opened(curator_client, draft)
    theirs = opened(second_client, draft)
    number = theirs["partners-TOTAL_FORMS"]
    partner = f"partners-{number}"
    added = {"figures-0-DELETE": "on", "partners-TOTAL_FORMS": number + 1, f"{partner}-name": "New friend",
             f"{partner}-order": 0}  # fmt: skip
    assert second_client.post(address(draft), theirs | added).status_code == 302
    page = curator_client.post(address(draft), mine | {"theme": "Food"})
    assert "Figure “1” removed" in page.text
    assert "Partner “New friend” added" in page.text
    again = dict(page.wsgi_request.POST.lists()) | {"_opened_at": page.context["opened_at"]}
    assert curator_client.post(address(draft), again).status_code == 302
    assert not now(draft).figures.exists()
    assert now(draft).partners.get().name == "New friend"
    assert now(draft).theme == "Food"


@pytest.mark.one_database
def test_who_saves_alone_is_not_disturbed(curator_client, draft):
    fields = opened(curator_client, draft)
    assert curator_client.post(address(draft), fields | {"theme": "Food"}).status_code == 302
    assert curator_client.post(address(draft), opened(curator_client, draft)).status_code == 302
    for odd in ("yesterday", "2026-13-45T99:00", "2026-01-01T10:00", ""):
        assert curator_client.post(address(draft), fields | {"_opened_at": odd}).status_code == 302
    broken = opened(curator_client, draft) | {"title": ""}
    page = curator_client.post(address(draft), broken)
    assert page.context["opened_at"] == broken["_opened_at"]


# Odd input


@pytest.mark.one_database
def test_five_thousand_words_are_kept(curator_client, draft):
    words = " ".join(f"word{number}" for number in range(5_000))
    assert (
        curator_client.post(
            address(draft), opened(curator_client, draft) | {"what_they_did": words}
        ).status_code
        == 302
    )
    assert now(draft).what_they_did == words
    assert "word4999" in curator_client.get(address(draft, "preview")).text


@pytest.mark.one_database
def test_what_readers_will_not_see_of_a_dated_update_is_said(curator_client, draft):
    """An update is written among the other parts of the page, and is Markdown like the story."""
    update = {"happened_on": "01/02/2026", "text": "![A hedge](x.png) [b](ftp://b)", "slug": "u",
              "source": draft.source_id}  # fmt: skip
    fields = opened(curator_client, draft) | {"updates-TOTAL_FORMS": 1}
    fields |= {f"updates-0-{name}": value for name, value in update.items()}
    said = curator_client.post(address(draft), fields, follow=True).text
    assert "Case study update, text: The picture “A hedge” is left out." in said
    assert "“b” is no longer a link" in said
    again = curator_client.post(address(draft), opened(curator_client, draft), follow=True).text
    assert "is left out" not in again
    row = draft.updates.get()
    alone = reverse("admin:casestudies_casestudyupdate_change", args=[row.pk])
    form = curator_client.get(alone).context["adminform"].form
    data = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    said = curator_client.post(alone, data | {"text": "<b>x</b>"}, follow=True).text
    assert "Text: The HTML “&lt;b&gt;” is shown as it was typed." in said


ATTACK = '"><script>alert(1)</script><img src=x onerror=alert(1)>[x](javascript:alert(1))'


@pytest.mark.one_database
def test_scripts_and_odd_links_in_every_field_end_as_text(curator_client, client, draft):
    fields = opened(curator_client, draft)
    page = curator_client.get(address(draft)).context["adminform"].form
    typed = {
        name: ATTACK[: field.max_length] if field.max_length else ATTACK
        for name, field in page.fields.items()
        if type(field).__name__ == "CharField" and name != "slug"
    }
    number = fields["figures-TOTAL_FORMS"]
    figure = {"value": ATTACK[:40], "unit": ATTACK[:80], "meaning": ATTACK, "as_of": ATTACK[:60], "slug": "f",
              "source": draft.source_id, "order": 0}  # fmt: skip
    update = {"happened_on": "01/02/2026", "when": ATTACK[:60], "text": ATTACK, "slug": "u",
              "source": draft.source_id}  # fmt: skip
    partner = {"name": ATTACK, "part": ATTACK, "order": 0}
    for prefix, part in (("figures", figure), ("updates", update), ("partners", partner)):
        typed |= {
            f"{prefix}-TOTAL_FORMS": number + 1,
            **{f"{prefix}-0-{name}": v for name, v in part.items()},
        }
    typed["status"] = Status.PUBLISHED
    saved = curator_client.post(address(draft), fields | typed)
    assert saved.status_code == 302, saved.context["errors"]
    assert len(typed) > 25
    for visitor, url in (
        (client, draft.get_absolute_url()), (client, "/case-studies/"), (curator_client, LIST),
        (curator_client, address(draft)), (curator_client, address(draft, "history")),
    ):  # fmt: skip
        page = visitor.get(url).text
        assert "<script>alert" not in page, url
        assert "<img src=x" not in page, url
        assert 'href="javascript' not in page, url
        assert "&lt;script&gt;alert" in page, url
