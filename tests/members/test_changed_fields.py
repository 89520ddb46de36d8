"""Two colleagues with one form open: nobody's words are replaced unseen."""

import json

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import get_resolver, reverse
from django.utils import timezone
from django.utils.formats import date_format

from casestudies.models import SuccessFactor
from members.changed_fields import OPENED_WITH, MergingForm
from members.forms import PlainForm
from members.work import Activity
from partnerships.models import Agreement, FactorTick, Lead, Side
from principles.merging import posted
from publicbodies.models import PublicBody

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def opened(client, url):
    """What a browser would send back of a page as it stands."""
    return as_sent(client.get(url))


def as_sent(page):
    form = page.context["form"]
    assert f'name="{OPENED_WITH}"' in page.text  # a field that no page draws would protect nobody
    held = {name: posted(field, form[name].value()) for name, field in form.fields.items()}
    return {name: value for name, value in held.items() if value not in (False, None)}


@pytest.fixture
def activity(harbourside, content):
    harbourside.patch.add(PublicBody.objects.get(slug="calderdale"))
    return Activity.objects.create(
        organisation=harbourside,
        name="Food network",
        function_id=1,
        first_principle_id=1,
        stage="running",
        partners="A church",
    )


@pytest.fixture
def url(activity):
    return reverse("members:activity-change", args=[activity.pk])


def test_each_keeps_what_only_one_of_them_changed(member_client, colleague_client, activity, url):
    mine, theirs = opened(member_client, url), opened(colleague_client, url)
    body = str(activity.organisation.patch.first().pk)
    colleague_client.post(url, theirs | {"first_on": "1 May 2026", "bodies": [body], "second_principle": "2"})
    member_client.post(url, mine | {"partners": "A church and a school"})
    activity.refresh_from_db()
    assert (str(activity.first_on), activity.partners) == ("2026-05-01", "A church and a school")
    assert activity.second_principle_id == 2
    assert [str(row.pk) for row in activity.bodies.all()] == [body]


def test_what_both_changed_is_shown_and_replaced_only_when_sent_again(
    member_client, colleague_client, activity, url
):
    mine, theirs = opened(member_client, url), opened(colleague_client, url)
    colleague_client.post(
        url,
        theirs | {"name": "Food <b>alliance</b>", "first_on": "1 May 2026", "function": "2", "partners": ""},
    )
    mine |= {"name": "Food circle", "first_on": "2 May 2026", "function": "3", "partners": "A school"}
    page = member_client.post(url, mine)
    said = {name: errors[0].split(" Save again")[0] for name, errors in page.context["form"].errors.items()}
    said = {
        name: tuple(words.split(": changed after you opened the page. It says "))
        for name, words in said.items()
    }
    function = page.context["form"].fields["function"].queryset.get(pk=2)
    assert said == {
        "name": ("Short name", "“Food <b>alliance</b>” now."),
        "first_on": ("First day", "“1 May 2026” now."),
        "function": ("Function", f"“{function}” now."),
        "partners": ("Other partners", "nothing now."),
    }
    assert "<b>alliance" not in page.text
    sent = as_sent(page)
    assert (sent["name"], sent["partners"]) == ("Food circle", "A school")  # what was typed stands there
    activity.refresh_from_db()
    assert activity.name == "Food <b>alliance</b>"
    assert member_client.post(url, sent).status_code == 302
    activity.refresh_from_db()
    assert (activity.name, str(activity.first_on), activity.function_id) == ("Food circle", "2026-05-02", 3)


def test_a_tick_on_the_profile_stays_with_what_else_was_changed(member_client, colleague_client, harbourside):
    url = reverse("members:profile")
    mine, theirs = opened(member_client, url), opened(colleague_client, url)
    colleague_client.post(url, theirs | {"may_be_counted": "on"})
    member_client.post(url, mine | {"phone": "01632 960001"})
    harbourside.refresh_from_db()
    assert (harbourside.may_be_counted, harbourside.phone) == (True, "01632 960001")
    page = member_client.post(url, mine | {"large_print": "on", "phone": "01632 960002"})
    assert "It says “01632 960001” now" in page.context["form"].errors["phone"][0]


def test_a_note_that_a_colleague_began_meanwhile_keeps_its_words(
    member_client, colleague_client, harbourside
):
    url = reverse("members:function-note", args=["advocacy"])
    mine, theirs = opened(member_client, url), opened(colleague_client, url)
    colleague_client.post(url, theirs | {"weak": "Advocacy is not measured"})
    assert member_client.post(url, mine | {"not_reaching": "Roma families"}).status_code == 302
    note = harbourside.function_notes.get()
    assert (note.weak, note.not_reaching) == ("Advocacy is not measured", "Roma families")


def test_the_four_factors_of_an_agreement_are_told_apart(
    member_client, colleague_client, harbourside, content
):
    agreement = Agreement.objects.create(organisation=harbourside, kind="compact", name="A compact")
    url = reverse("partnerships:agreement-factors", args=[agreement.pk])
    first, second = SuccessFactor.objects.all()[:2]
    mine, theirs = opened(member_client, url), opened(colleague_client, url)
    colleague_client.post(url, theirs | {f"holds_{first.slug}": "on", f"reason_{first.slug}": "They meet"})
    member_client.post(url, mine | {f"reason_{second.slug}": "Not yet"})
    assert dict(FactorTick.objects.exclude(reason="").values_list("factor__slug", "reason")) == {
        first.slug: "They meet",
        second.slug: "Not yet",
    }
    assert FactorTick.objects.get(factor=first).holds


def test_the_last_day_of_a_lead_is_a_colleagues_word_too(member_client, colleague_client, harbourside):
    agreement = Agreement.objects.create(organisation=harbourside, kind="compact", name="A compact")
    lead = Lead.objects.create(agreement=agreement, side=Side.OURS, post="Chief officer")
    url = reverse("partnerships:lead-leaves", args=[lead.pk])
    mine, theirs = opened(member_client, url), opened(colleague_client, url)
    assert mine["left_on"] == date_format(timezone.localdate(), "j F Y")  # proposed, and stored by nobody yet
    colleague_client.post(url, theirs | {"left_on": "1 March 2027", "nobody_follows": "on"})
    page = member_client.post(url, mine)
    assert "It says “1 March 2027” now" in page.context["form"].errors["left_on"][0]
    assert member_client.post(url, as_sent(page)).status_code == 302
    lead.refresh_from_db()
    assert (lead.left_on, lead.nobody_follows) == (timezone.localdate(), True)


def test_a_colleagues_file_is_not_replaced_or_taken_away_unseen(member_client, colleague_client, harbourside):
    agreement = Agreement.objects.create(organisation=harbourside, kind="compact", name="A compact")
    url = reverse("partnerships:agreement-change", args=[agreement.pk])

    def sent(client, page, **more):
        answer = client.post(url, page | more)
        agreement.refresh_from_db()
        return answer

    mine, theirs = opened(member_client, url), opened(colleague_client, url)
    sent(colleague_client, theirs, document=SimpleUploadedFile("theirs.pdf", PDF))
    page = sent(member_client, mine, document=SimpleUploadedFile("mine.pdf", PDF))
    [error] = page.context["form"].errors["document"]
    assert error == (
        "The document: changed after you opened the page. Look at it, then choose once more what to do"
    )
    assert agreement.document_name == "theirs.pdf"
    assert agreement.document.name not in page.text  # the name in the storage is nobody's to know
    # Whoever changes something else keeps it; taking it away unseen is refused as well.
    sent(member_client, mine, purpose="To meet.")
    assert agreement.document_name == "theirs.pdf"
    assert "document" in sent(member_client, mine, **{"document-clear": "on"}).context["form"].errors
    sent(member_client, as_sent(page), document=SimpleUploadedFile("mine.pdf", PDF))
    assert (agreement.document_name, agreement.purpose) == ("mine.pdf", "To meet.")


@pytest.mark.parametrize(
    "nonsense",
    ["", "{", "[]", "7", "[" * 5_000, json.dumps({"name": ["x"], "bodies": True, "function": {"a": 1}})],
)
def test_a_page_that_says_nothing_of_how_it_was_opened_is_saved_as_it_was_sent(
    member_client, activity, url, nonsense
):
    answer = opened(member_client, url) | {"name": "Food circle", OPENED_WITH: nonsense}
    assert member_client.post(url, answer).status_code == 302
    activity.refresh_from_db()
    assert activity.name == "Food circle"


# These make rows, tell of collisions in another way, or belong to one person.
OTHERWISE = {
    "AccessRequestForm", "AgreementTextForm", "CommentForm", "FeedbackForm", "InvitationForm", "LetterForm",
    "NewOrganisationForm", "PictureForm", "PollForm", "PromiseRow", "PublicFeedbackForm", "StoryForm",
    "WeeklyEmailForm",
}  # fmt: skip


def test_every_form_that_changes_a_row_of_an_organisation_notices_a_colleague():
    assert get_resolver().url_patterns  # so that every form is there
    assert {form.__name__ for form in _below(PlainForm) if not issubclass(form, MergingForm)} == OTHERWISE


def _below(base):
    for form in base.__subclasses__():
        if issubclass(form, forms.ModelForm):
            yield form
        yield from _below(form)
