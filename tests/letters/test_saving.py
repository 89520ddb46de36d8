"""What is typed is saved, and is never lost or put over words somebody has not seen."""

import html
import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from covenant_toolkit.errors import busy
from letters.models import Letter, LetterTemplate
from partnerships.models import Post, Recipient
from publicbodies.models import BodyKind, PublicBody
from tests.interleaving import before_the_lock

from .drafts import letter_to

pytestmark = pytest.mark.django_db
LIVE = {"X-Live": "1"}


@pytest.fixture
def draft(harbourside):
    bodies = PublicBody.objects.filter(slug__in=["suffolk", "ipswich", "norfolk-and-suffolk-icb"])
    return letter_to(harbourside, bodies.order_by("slug"))


def page_of(client, letter, **query):
    """What the edit page would send when nothing was typed."""
    text = client.get(letter.get_absolute_url(), query).text
    inputs = re.findall(r'<input type="hidden" name="(revision|page|turn)" value="([^"]*)"', text)
    stored = Letter.objects.get(pk=letter.pk)
    form = dict(inputs) | {
        "dated_on": f"{stored.dated_on:%d %B %Y}",
        "reply_by_on": f"{stored.reply_by_on:%d %B %Y}" if stored.reply_by_on else "",
        "main_ask": stored.main_ask,
        "further_asks": stored.further_asks.replace("\n", "\r\n"),
        "signer_name": stored.signer_name,
        "signer_role": stored.signer_role,
        "names_other_recipients": "on",
    }
    for index, example in enumerate(stored.examples):
        form[f"example_{index}_text"] = example["text"].replace("\n", "\r\n")
        if example["chosen"]:
            form[f"example_{index}_chosen"] = "on"
    return form


def type_into(client, letter, form, **typed):
    """What the script sends at a pause. The page counts its saves."""
    form |= {"turn": str(int(form["turn"]) + 1), **typed}
    return client.post(letter.get_absolute_url(), form, headers=LIVE)


def test_a_pause_saves_and_shows_the_letter(member_client, draft):
    form = page_of(member_client, draft)
    answer = type_into(member_client, draft, form, main_ask="Meet us & ten <groups>.")
    draft.refresh_from_db()
    assert draft.main_ask == "Meet us & ten <groups>."
    assert "Meet us &amp; ten &lt;groups&gt;." in answer.text
    assert re.search(r'data-say="Saved at \d\d:\d\d"', answer.text)
    assert f'data-revision="{draft.revision}"' in answer.text
    assert "<html" not in answer.text
    assert "See preview (" in answer.text


def test_saving_the_same_words_again_changes_nothing(member_client, draft):
    """A double click, a reload and a visit are no new revision: what was made ready stays ready."""
    form = page_of(member_client, draft)
    for _ in range(2):
        assert member_client.post(draft.get_absolute_url(), form).url == draft.get_download_url()
        type_into(member_client, draft, form)
    draft.refresh_from_db()
    assert draft.revision == 1
    assert draft.changed_by is None


def test_one_impossible_part_does_not_keep_the_others_from_being_saved(member_client, draft):
    too_long = "x" * 6001
    form = page_of(member_client, draft)
    answer = type_into(
        member_client, draft, form, dated_on="31 February 2026", main_ask="Two hours of your time.",
        further_asks=too_long, example_0_chosen="on", example_0_text=" ",
        example_1_chosen="on", example_1_text="Ours.",
    )  # fmt: skip
    draft.refresh_from_db()
    assert draft.main_ask == "Two hours of your time."
    assert draft.dated_on == date(2026, 1, 12)
    assert draft.further_asks == ""
    assert [example["chosen"] for example in draft.examples[:2]] == [False, True]
    said = html.unescape(re.search(r'data-say="([^"]*)"', answer.text)[1])
    assert "Not saved: Date on the letter: Enter a real date, like 12 January 2026" in said
    assert '<a href="#id_dated_on">' in answer.text
    assert "12 January 2026" in answer.text


def test_a_page_never_takes_its_own_save_for_somebody_elses(member_client, draft):
    """The answer was lost on the way, so the page still names the old revision."""
    form = page_of(member_client, draft)
    type_into(member_client, draft, form, main_ask="First.")
    assert type_into(member_client, draft, form, main_ask="First and second.").status_code == 200
    # The button sends the same page, with another save still on its way.
    late = form | {"main_ask": "Half a w"}
    form |= {"turn": "9", "main_ask": "Whole words."}
    assert member_client.post(draft.get_absolute_url(), form).status_code == 302
    assert member_client.post(draft.get_absolute_url(), late, headers=LIVE).status_code == 409
    draft.refresh_from_db()
    assert draft.main_ask == "Whole words."


def test_S9_two_people_see_each_others_words_and_choose(member_client, colleague_client, draft):
    mine, theirs = page_of(member_client, draft), page_of(colleague_client, draft)
    type_into(colleague_client, draft, theirs, main_ask="Kit’s ask.", example_0_chosen="on")
    answer = type_into(member_client, draft, mine, main_ask="Sam’s ask.")
    assert answer.status_code == 409
    assert re.search(r"Kit Colleague changed this letter\s+at \d\d:\d\d", answer.text)
    assert "Kit’s ask." in answer.text
    assert "Sam’s ask." in answer.text
    assert "Not ticked" in answer.text
    assert Letter.objects.get().main_ask == "Kit’s ask."
    # Without script: the page says the same, and the usual button still replaces nothing.
    page = member_client.post(draft.get_absolute_url(), mine)
    assert page.status_code == 409
    assert f'name="revision" value="{mine["revision"]}"' in page.text
    assert ">\nSam’s ask.</textarea>" in page.text
    assert Letter.objects.get().main_ask == "Kit’s ask."
    # Kit writes on meanwhile: what Sam was shown is not what would be replaced.
    seen = re.search(r'name="keep" value="(\d+)"', page.text)[1]
    type_into(colleague_client, draft, theirs, main_ask="Kit’s second ask.")
    assert member_client.post(draft.get_absolute_url(), mine | {"keep": seen}).status_code == 409
    seen = Letter.objects.get().revision
    kept = member_client.post(draft.get_absolute_url(), mine | {"keep": seen})
    assert kept.url.startswith(draft.get_absolute_url())
    assert Letter.objects.get().main_ask == "Sam’s ask."
    assert Letter.objects.get().changed_by.name == "Sam Member"


def test_somebody_who_is_faster_between_the_check_and_the_lock_is_not_overwritten(
    member_client, colleague_client, draft
):
    mine, theirs = page_of(member_client, draft), page_of(colleague_client, draft)
    with before_the_lock(lambda: type_into(colleague_client, draft, theirs, main_ask="Kit’s ask.")):
        answer = type_into(member_client, draft, mine, main_ask="Sam’s ask.")
    assert answer.status_code == 409
    assert "Kit’s ask." in answer.text
    assert "Sam’s ask." in answer.text
    assert Letter.objects.get().main_ask == "Kit’s ask."
    # Both typed the same, so there is nothing to choose.
    mine = page_of(member_client, draft)
    with before_the_lock(lambda: type_into(colleague_client, draft, theirs, main_ask="Our ask.")):
        assert type_into(member_client, draft, mine, main_ask="Our ask.").status_code == 200
    assert Letter.objects.get().revision == 3
    # Its recipients were changed: that counts as somebody else's words, as it does on a page opened before.
    others = {"to": [draft.copies.first().recipient_id]}
    recipients = reverse("letters:recipients", args=[draft.pk])
    mine = page_of(member_client, draft)
    with before_the_lock(lambda: colleague_client.post(recipients, others)):
        assert type_into(member_client, draft, mine, main_ask="Sam’s ask.").status_code == 409
    assert (Letter.objects.get().main_ask, draft.copies.count()) == ("Our ask.", 1)


def test_what_goes_between_the_check_and_the_lock(member_client, draft, harbourside):
    """A person to be copied to is deleted, then the letter itself."""
    staying, going = (
        Recipient.objects.create(organisation=harbourside, body=draft.bodies[0], post=Post.LEADER, name=name)
        for name in ("Al Whitlow", "Mo Hale")
    )
    form = page_of(member_client, draft) | {"copied_to": [staying.pk, going.pk]}
    with before_the_lock(going.delete):
        assert type_into(member_client, draft, form).status_code == 200
    assert [*draft.copied_to.all()] == [staying]
    with before_the_lock(Letter.objects.all().delete):
        assert type_into(member_client, draft, form, main_ask="Typed with care.").status_code == 404


def test_two_tabs_of_one_person_are_two_pages(member_client, draft):
    one, two = page_of(member_client, draft), page_of(member_client, draft)
    type_into(member_client, draft, one, main_ask="One.")
    answer = type_into(member_client, draft, two, main_ask="Two.")
    assert "You changed this letter in another tab" in answer.text


def test_two_who_typed_the_same_have_nothing_to_choose(member_client, colleague_client, draft):
    mine, theirs = page_of(member_client, draft), page_of(colleague_client, draft)
    type_into(colleague_client, draft, theirs, main_ask="Our ask.")
    assert type_into(member_client, draft, mine, main_ask="Our ask.").status_code == 200


@pytest.mark.parametrize("said", [{"revision": "x", "page": "y" * 99, "turn": "-1", "keep": "9" * 30}, {}])
def test_a_page_that_says_nothing_of_use_replaces_nothing(member_client, draft, said):
    form = {key: value for key, value in page_of(member_client, draft).items() if key not in said or said}
    form = form | {"revision": "", "page": "", "turn": ""} | said | {"main_ask": "Mine."}
    assert member_client.post(draft.get_absolute_url(), form).status_code == 409
    assert Letter.objects.get().main_ask == "Meet us in spring."


def test_the_recipient_shown_is_the_one_chosen(member_client, draft):
    last = draft.copies.last()
    form = page_of(member_client, draft)
    answer = type_into(member_client, draft, form, to=str(last.pk))
    assert f"Dear {last.recipient.name}" in answer.text
    # Without script the choice saves, too, and the page comes back with it.
    choice = member_client.post(
        draft.get_absolute_url(), form | {"to": str(last.pk), "preview": "1", "main_ask": "Kept."}
    )
    assert f"to={last.pk}" in choice.url
    assert Letter.objects.get().main_ask == "Kept."
    # Somebody takes the recipient out meanwhile: the words are saved all the same.
    answer = type_into(member_client, draft, form, to="999999", main_ask="Still kept.")
    assert answer.status_code == 200
    assert Letter.objects.get().main_ask == "Still kept."


def test_however_many_recipients_a_pause_asks_the_database_as_often(member_client, harbourside):
    councils = PublicBody.objects.filter(kind=BodyKind.DISTRICT).order_by("slug")
    asked = {}
    for number in (3, 40):
        Letter.objects.all().delete()
        Recipient.objects.all().delete()
        letter = letter_to(harbourside, councils[:number])
        form = page_of(member_client, letter)
        with CaptureQueriesContext(connection) as queries:
            answer = type_into(member_client, letter, form, main_ask="Let [name of board] meet us.")
        asked[number] = len(queries)
        assert "Name of board" in answer.text
    assert asked[3] == asked[40]
    assert asked[40] <= 25
    # Few of them while the letter is locked, since nobody else writes on SQLite meanwhile.
    steps = [query["sql"].split()[0] for query in queries]
    locked = steps[steps.index("SAVEPOINT") : len(steps) - steps[::-1].index("RELEASE")]
    assert locked == ["SAVEPOINT", "SELECT", "SELECT", "SAVEPOINT", "UPDATE", "RELEASE", "RELEASE"]


def test_a_gap_that_only_another_recipient_has_is_named(member_client, harbourside):
    """The health body is shown. The district will change, and its paragraph holds what is not filled."""
    version = LetterTemplate.objects.get(slug="public-body").versions.create(
        subject="Hello", body="{You will change: [change notice] Answer by [reply by date].}\n\n[main ask]"
    )
    version.publish()
    staying = PublicBody.objects.get(slug="norfolk-and-suffolk-icb")
    changing = PublicBody.objects.get(slug="ipswich")
    assert changing.change_note
    assert not staying.change_note
    letter = letter_to(harbourside, [staying, changing])
    letter.template_version = version
    letter.save()
    answer = type_into(member_client, letter, page_of(member_client, letter), main_ask="Meet us.")
    assert "Reply by" in re.sub(r"<article.*", "", answer.text, flags=re.S)


def test_signed_out_while_typing(draft, member_client):
    form = page_of(member_client, draft)
    member_client.logout()
    answer = type_into(member_client, draft, form, main_ask="Typed with care.")
    assert answer.status_code == 401
    assert "Sign in again in a new tab" in answer.text
    assert len(answer.content) < 200
    page = member_client.post(draft.get_absolute_url(), form)
    assert page.status_code == 401
    assert "Typed with care." in page.text
    assert reverse("account_login") in page.text
    assert ">What you ask for first</label>" in page.text
    assert ">Date on the letter</label>" in page.text  # as this form says it, and no other
    assert ">revision</label>" not in page.text


def test_a_busy_site_says_so_in_a_sentence(rf):
    request = rf.post("/letters/x/", {"main_ask": "Typed with care."}, headers=LIVE)
    request.resolver_match = None
    answer = busy(request)
    assert answer.status_code == 503
    assert "choose Try again" in answer.text
    assert answer.headers["Content-Type"].startswith("text/plain")


def test_a_new_token_after_signing_in_elsewhere(member, draft):
    """Signing in in another tab makes a new token; the page gets it and sends its words again."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(member)
    form = page_of(client, draft) | {"csrfmiddlewaretoken": "of yesterday"}
    answer = type_into(client, draft, form, main_ask="Typed with care.")
    assert answer.status_code == 403
    form["csrfmiddlewaretoken"] = answer.headers["X-Live-Token"]
    assert type_into(client, draft, form).status_code == 200
    assert Letter.objects.get().main_ask == "Typed with care."
    stale = client.post(draft.get_absolute_url(), form | {"csrfmiddlewaretoken": "old", "main_ask": "More."})
    assert "You have signed in since this form was opened" in stale.text
    assert "More." in stale.text


def test_a_letter_that_a_colleague_deleted_gives_the_words_back(member_client, other_client, draft):
    form = page_of(member_client, draft)
    for client in (other_client, member_client):
        if client is member_client:
            Letter.objects.all().delete()
        assert type_into(client, draft, form, main_ask="Typed with care.").status_code == 404
        page = client.post(draft.get_absolute_url(), form)
        assert page.status_code == 404
        assert "Typed with care." in page.text
        assert "Try again" not in page.text


def test_reading_as_text_goes_from_one_recipient_to_the_next(member_client, draft):
    last = draft.copies.last()
    page = member_client.get(reverse("letters:preview", args=[draft.pk]), {"to": last.pk})
    assert f"Dear {last.recipient.name}" in page.text
    assert f"{draft.get_absolute_url()}?to={last.pk}" in page.text
    assert page.text.count("<option") == 3
