"""Every page in a real browser: accessible, inside a phone's width, light and dark, from our server only."""

import datetime
from collections import Counter
from urllib.parse import urljoin, urlsplit

import pytest
from django.template import loader
from django.test import RequestFactory
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from playwright.sync_api import Error

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

from .looks import ALL_LOOKS, EVERY_LOOK, LOOKS, OF_A_WALK, QUESTIONS, complaints, look_at, shorten

# A page made from many rows looks the same for each: this many of a kind are enough.
OF_A_KIND = 3 if EVERY_LOOK else 1
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


def is_private(path):
    """Whether the page at a path asks for a sign-in; the stranger's walk has seen the others."""
    return getattr(resolve(path).func, "login_required", True)


def opened(page, path):
    """The answer at a path; None when it is a file, which the browser keeps instead of showing it."""
    try:
        answer = page.goto(path)
    except Error as problem:
        if "Download is starting" not in problem.message:
            raise
        return None
    return answer if "text/html" in answer.headers.get("content-type", "") else None


def walk(page, axe, *starts, private_only=False):
    """Follow every link from the starts, a few pages of each kind, and return (kinds seen, complaints)."""
    page.add_init_script(QUESTIONS)
    waiting, seen, counts, found = list(starts), set(starts), Counter(), []
    files = set()  # the names of addresses that answer with a file, which takes long to make
    while waiting:
        path = waiting.pop(0)
        name = kind(path)
        if (
            name is None
            or name in files
            or counts[name] >= OF_A_KIND
            or (private_only and not is_private(path))
        ):
            continue
        answer = opened(page, path)
        if answer is None:
            files.add(name)
            continue
        if answer.request.redirected_from:
            arrived = urlsplit(page.url).path
            name = kind(arrived)
            if name is None or arrived in seen or (private_only and not is_private(arrived)):
                continue
            seen.add(arrived)
        if answer.status >= 400:
            found.append(f"{path}: {answer.status}")
        counts[name] += 1
        links = page.eval_on_selector_all("a[href]:not([download])", "all => all.map(each => each.href)")
        shorten(page)
        found += look_at(page, axe, [OF_A_WALK[len(counts) % len(OF_A_WALK)]], focus=True)
        for link in links:
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


@pytest.mark.everywhere
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


def test_the_page_with_words_that_could_not_be_stored(page, axe):
    words = [
        ("main_ask", "Words that were typed with care. " * 9, "What you ask for first"),
        ("place", "x" * 90, "Place"),
    ]
    context = {"kept_fields": words, "action": "/letters/new/", "had_file": True}
    html = loader.render_to_string("503_full.html", context, RequestFactory().post("/letters/new/"))
    page.route(
        "**/looked-at/",
        lambda route, _: route.fulfill(status=503, content_type="text/html; charset=utf-8", body=html),
    )
    page.goto("/looked-at/")
    assert complaints(page, axe) == []


@pytest.fixture
def seeded(monkeypatch):
    """Barriers put in by a test: the ledger of what is wrong with the site does not hear of them."""
    monkeypatch.delenv("COVENANT_LOOKED_AT", raising=False)


def test_a_barrier_is_noticed_in_every_look(page, axe, seeded):
    page.goto("/")
    page.evaluate("""
        const add = (name, words, style = {}) => {
            const element = document.createElement(name)
            element.textContent = words
            Object.assign(element.style, style)
            document.querySelector("main").append(element)
            return element
        }
        add("p", "Pale words", {color: "#777", background: "#888"})
        add("p", "Cut words", {width: "7em", height: "1em", overflow: "hidden"})
        add("p", "Tight words", {width: "max-content", maxWidth: "5.2em", whiteSpace: "nowrap"})
        add("button", "No ring and no edge", {outline: "none", border: "none"})
        const hidden = add("button", "Covered", {position: "absolute", top: 0, left: 0})
        add("p", "Bar", {position: "fixed", inset: "0 0 auto 0", height: "99%"}).className = "bar"
        add("p", "Moves", {transition: "color 2s"})
        const picture = add("img", "")
        picture.src = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA="
    """)
    found = look_at(page, axe, LOOKS, focus=True)

    def looks_with(words):
        return len({each.split(":")[0] for each in found if words in each})

    looks = ALL_LOOKS if EVERY_LOOK else LOOKS
    assert looks_with("color-contrast-enhanced") == looks_with("image-alt") == len(looks)
    widths = len({size["width"] for size, _ in looks})
    assert looks_with(" cut off below: p “Cut words”") >= widths
    assert looks_with("with text spacing, runs out of its box: p “Tight words”") == widths
    for words in ("no ring: button “No ring", "no edge: button “No ring", "covered: button", "would move: p"):
        assert looks_with(words) >= 1, words


def test_a_page_too_wide_is_noticed(page, axe, seeded):
    page.goto("/")
    page.evaluate("document.querySelector('h1').style.minWidth = '330px'")
    assert "px too wide: h1" in complaints(page, axe, LOOKS[1:])[0]


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
