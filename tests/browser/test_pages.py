"""Every page in a real browser: accessible, inside a phone's width, light and dark, from our server only."""

import datetime
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from members.records import Record
from members.stories import new_story
from members.work import Activity
from partnerships.models import (
    Contact,
    ContactKind,
    LinkPurpose,
    Meeting,
    Outcome,
    Post,
    PrivateLink,
    Promise,
    Recipient,
    Side,
)
from partnerships.other_side import keep_view
from principles.models import LCSIFunction, Principle, ProgressSign, Source
from publicbodies.models import PublicBody

from .conftest import DESKTOP, PHONE, whole

# Each width and each scheme once: a layout and the colours are then seen. A walk takes the two pairs in
# turns, so that what all pages share is seen in all four looks.
LOOKS = [(DESKTOP, "light"), (PHONE, "dark")]
OTHER_LOOKS = [(DESKTOP, "dark"), (PHONE, "light")]
# A state of a page is looked at once, in the narrower look: the walks see its page in both.
STATE = LOOKS[1:]
# A page made from many rows looks the same for each: this many of a kind are enough.
OF_A_KIND = 1
# The pages of a meeting and of a promise.
LOG_PAGES = ("", "s", "-new", "-change", "-delete")


def kind(path):
    """The name of the page at a path; None for files, the admin and addresses that nothing answers."""
    if path.endswith((".pdf", ".docx", ".pptx")):
        return None  # a document, made on demand: it has tests of its own
    try:
        match = resolve(path)
    except Resolver404:
        return None
    return None if match.namespace == "admin" or path.startswith("/static/") else match.view_name


def complaints(page, axe, looks=LOOKS):
    """What is wrong with the page now open, in each of the looks, with every disclosure open."""
    whole(page)
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    found = []
    for size, scheme in looks:
        page.set_viewport_size(size)
        # Colours that move from one scheme to the other would be caught half-way.
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        look = f"{urlsplit(page.url).path} {size['width']} {scheme}"
        found += [f"{look}: {violation}" for violation in axe(page)]
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            found.append(f"{look}: {wide} px wider than the window")
    page.set_viewport_size(DESKTOP)
    page.emulate_media(color_scheme="light")
    return found


def is_private(path):
    """Whether the page at a path asks for a sign-in; the stranger's walk has seen the others."""
    return getattr(resolve(path).func, "login_required", True)


def walk(page, axe, *starts, private_only=False):
    """Follow every link from the starts, a few pages of each kind, and return (kinds seen, complaints)."""
    waiting, seen, counts, found = list(starts), set(starts), {}, []
    files = set()  # the names of addresses that answer with a file, which takes long to make
    while waiting:
        path = waiting.pop(0)
        name = kind(path)
        if name is None or name in files or counts.get(name, 0) >= OF_A_KIND:
            continue
        if private_only and not is_private(path):
            continue
        answer = page.request.get(path, max_redirects=0)
        if "text/html" not in answer.headers.get("content-type", "") or answer.status in (301, 302):
            if answer.status >= 400:
                found.append(f"{path}: {answer.status}")
            if answer.status == 200:
                files.add(name)
            continue
        counts[name] = counts.get(name, 0) + 1
        response = page.goto(path)
        if response.status >= 400:
            found.append(f"{path}: {response.status}")
        found += complaints(page, axe, OTHER_LOOKS if len(counts) % 2 else LOOKS)
        for link in page.eval_on_selector_all("a[href]:not([download])", "all => all.map(each => each.href)"):
            target = urlsplit(urljoin(page.url, link))
            if target.netloc == urlsplit(page.url).netloc and target.path not in seen:
                seen.add(target.path)
                waiting.append(target.path)
    return set(counts), found


def test_every_page_a_stranger_can_reach(page, axe):
    kinds, found = walk(page, axe, "/", "/accounts/login/")
    assert found == []
    assert {"home", "principle-in-practice", "accessibility", "privacy", "account_login"} <= kinds


@pytest.fixture
def record(harbourside):
    """An old record of an activity with a long name."""
    convening = LCSIFunction.objects.get(slug="convening")
    activity = Activity(organisation=harbourside, name="Food alliance " + "x" * 60, function=convening)
    activity.full_clean()
    activity.save()
    return Record.objects.create(
        activity=activity, kind="feedback", text="They come again", source="Survey", source_kind="groups",
        dated_on=datetime.date(2020, 1, 1),
    )  # fmt: skip


@pytest.fixture
def letter(harbourside, member_client):
    """A letter of the member's to two bodies of its patch, one of them by name."""
    bodies = PublicBody.objects.live_on(timezone.localdate())[:3]
    harbourside.patch.set(bodies)
    for body, style, name in zip(bodies, ("Councillor", ""), ("Jo Ferris", ""), strict=False):
        Recipient.objects.create(
            organisation=harbourside,
            body=body,
            post=Post.usual_at(body),
            style=style,
            name=name,
            address="1 Invented Street\nHarbourside\nZZ1 1AA",
        )
    chosen = {"template": "public-body", "to": [recipient.pk for recipient in harbourside.recipients.all()]}
    assert member_client.post(reverse("letters:new"), chosen).status_code == 302
    Contact.objects.create(
        organisation=harbourside, body=bodies[0], kind=ContactKind.CALL, person="x" * 160, next_step="Ring",
        outcome=Outcome.OPEN, chase_due_on=timezone.localdate(),
    )  # fmt: skip
    place = {"organisation": harbourside, "body": bodies[0]}
    today = timezone.localdate()
    meeting = Meeting.objects.create(**place, subject="Seat " + "x" * 100, meets_on=today, people="Jo\nSam")
    Promise.objects.create(
        **place, meeting=meeting, side=Side.OURS, what="Figures " + "x" * 200, due_on=today, who="x" * 160
    )
    return harbourside.letters.get()


@pytest.fixture
def story(harbourside, member):
    """A story that is being written."""
    return new_story(harbourside, member, title="Bus " + "x" * 100)


def test_every_page_a_member_can_reach(member_page, axe, letter, record, story):
    kinds, found = walk(
        member_page,
        axe,
        "/organisation/",
        "/letters/",
        "/recipients/",
        letter.get_absolute_url(),
        reverse("members:work"),
        story.get_absolute_url(),
        private_only=True,
    )
    assert found == []
    assert {"dashboard", "members:profile", "letters:new", "partnerships:recipients"} <= kinds
    assert {f"partnerships:contact{part}" for part in ("", "s", "-new", "-change")} <= kinds
    assert {f"partnerships:{name}{part}" for name in ("meeting", "promise") for part in LOG_PAGES} <= kinds
    assert {"partnerships:meeting-write-up", "partnerships:promise-settle"} <= kinds
    assert {"partnerships:partnerships", "body-with-letters", "reminders"} <= kinds
    assert {f"stories:{name}" for name in ("stories", "story", "write", "look", "send", "delete")} <= kinds
    assert {"members:work", "members:activity", "members:record", "members:record-new"} <= kinds
    assert [name for name in kinds if name.startswith("letters:")] != ["letters:new"]


def test_a_members_benchmark(member_page, axe, record):
    """Others read what it is, in the walk above."""
    organisation = record.activity.organisation
    link = PrivateLink(
        organisation=organisation, body=PublicBody.objects.get(slug="suffolk"), who="Head " + "x" * 100,
        purpose=LinkPurpose.BENCHMARK, shows_ours=True,
    )  # fmt: skip
    shared = PrivateLink.address(link.renew())
    link.save()
    source, principle = Source.objects.all()[0], Principle.objects.get(number=1)
    sign = ProgressSign.objects.create(principle=principle, kind="warning", text="Silence", source=source)
    rung = {"rung": 4, "important": "very", "seen": "no", "would_help": "x" * 300}
    keep_view(link, {record.activity.function: rung}, {sign: "often"})
    found = []
    for path in (
        reverse("benchmark"),
        reverse("members:function-note", args=["convening"]),
        reverse("partnerships:view-link-new"),
        link.get_absolute_url(),
        shared,
    ):
        assert member_page.goto(path).status == 200
        found += complaints(member_page, axe)
    assert found == []


def test_a_page_that_is_not_there(page, axe):
    assert page.goto("/there-is-no-such-page/").status == 404
    assert complaints(page, axe) == []


def test_a_barrier_is_noticed_in_every_look(page, axe):
    page.goto("/")
    page.evaluate("""
        const words = document.createElement("p")
        words.textContent = "Pale words"
        words.style.color = "#777"
        words.style.background = "#888"
        const picture = new Image(9, 9)
        picture.src = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA="
        document.querySelector("main").append(words, picture)
    """)
    found = complaints(page, axe)
    assert len([each for each in found if "color-contrast-enhanced" in each]) == len(LOOKS)
    assert len([each for each in found if "image-alt" in each]) == 2


@pytest.mark.parametrize("address", ["https://example.org/x.png", "http://127.0.0.1:9/x.png"])
def test_a_request_to_another_server_is_noticed(page, heard, address):
    page.goto("/")
    page.evaluate("address => fetch(address, {mode: 'no-cors'}).catch(() => null)", address)
    assert heard.problems
    heard.problems.clear()


def test_a_dialog_is_noticed(page, heard):
    page.goto("/")
    page.evaluate("window.alert('hello')")
    assert "hello" in heard.problems[0]
    heard.problems.clear()
