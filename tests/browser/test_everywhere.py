"""Every address of the site and every form with nothing in it, each in every look.

The addresses are read from the site map: whatever has an argument is filled in with what a member has who
has a row of every kind. `script/test` has no time for this; `script/accessibility` has.
"""

import datetime
import re

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import admin
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from playwright.sync_api import expect

from casestudies.models import CaseStudy
from letters.election_periods import PreElectionPeriod
from letters.models import FrozenCopy
from members.invitations import Invitation
from members.stories import Story, StoryStatus
from partnerships.models import OfficeAddress, PrivateLink
from publicbodies.models import PublicBody
from tests.addresses import addresses
from tests.covenant_toolkit.whole_member import whole_member
from tests.members.stories import photograph
from tests.test_access import NAMES

from . import ledger
from .looks import NARROW, QUESTIONS, complaints, prepare
from .test_admin import OF_DJANGO
from .test_pages import opened

pytestmark = [pytest.mark.everywhere, pytest.mark.usefixtures("content")]

# Whoever asks for these is signed out, or loses what the next pages are about.
NOT_ASKED = {"account_logout", "everything"}


# What a letter is at the least: the marks that make a member's texts tell apart are no HTML.
LETTER = '<body><article class="letter"><div class="l-body"><h1>Hello</h1></div></article></body>'


@pytest.fixture
def organisation(db, curator):
    row = whole_member("wyth")
    FrozenCopy.objects.update(html=LETTER, large_print_html=LETTER)
    # Then everything may be done with a story: it is written on, sent again, taken back, its name alone too.
    today = timezone.localdate()
    Story.objects.update(status=StoryStatus.CHANGES_ASKED, may_name=True, may_name_on=today)
    # What NAVCA keeps and nothing ships of.
    day = "2027-05-06"
    PreElectionPeriod.objects.create(name="May", first_on=day, polling_on=day, checked_on=day, source="S")
    OfficeAddress.objects.create(body=PublicBody.objects.first(), address="1 Test Lane\nZZ1 1ZZ")
    CaseStudy.objects.earliest("pk").pictures.create(file=photograph(), alt="A bus", width=640, height=400)
    return row


@pytest.fixture
def client_of_member(organisation):
    client = Client()
    client.force_login(organisation.people.get())
    return client


def without_argument():
    for name in NAMES:
        try:
            yield name, reverse(name)
        except NoReverseMatch:
            continue


def with_tokens(organisation):
    """Addresses with a token that is right."""
    for link in PrivateLink.objects.filter(organisation=organisation):
        address = PrivateLink.address(link.renew())
        link.save()
        yield "shared", address
    row = Invitation.objects.get(organisation=organisation)
    yield "invitation", reverse("invitation", args=[row.renew()])
    row.save()


@pytest.fixture
def sites(organisation):
    """Every address that is not the admin's, by its name."""
    found = addresses(organisation)
    Authenticator.objects.filter(user__in=organisation.people.all()).delete()  # no real one
    return [*without_argument(), *found["member"], *found["everybody"], *with_tokens(organisation)]


def answer_of(client, address):
    """How an address answers to a member who opens it."""
    response = client.get(address)
    if response.streaming:
        b"".join(response.streaming_content)
    if response.status_code == 405:
        return ledger.POST_ONLY
    if response.status_code in (301, 302):
        return ledger.ELSEWHERE
    if response.headers.get("Content-Type", "").partition(";")[0] != "text/html":
        return ledger.FILE
    return ledger.PAGE if response.status_code == 200 else ledger.REFUSED


def visited(page, axe, client, sites, but=()):
    """Look at every page among the addresses. Returns those with a form that is sent, and what is wrong."""
    page.add_init_script(QUESTIONS)
    forms, found = [], []
    for name, address in sites:
        if name in NOT_ASKED:
            continue
        answer = answer_of(client, address)
        ledger.note_address(ledger.name_of(address), answer)
        if answer not in (ledger.PAGE, ledger.REFUSED) or opened(page, address) is None:
            continue
        found += complaints(page, axe, but=but)
        if page.locator("main form[method=post]").count():
            forms.append((name, address))
    return forms, found


# The forms of a page that are answered by the same page, and have something to fill in.
FORMS = """() => [...document.querySelectorAll("main form")].filter(form =>
    form.method === "post" && new URL(form.action || location, location).pathname === location.pathname
    && [...form.elements].some(each => each.matches("input:not([type=hidden]), textarea, select")))"""
# Empty every field and send the form as a browser without rules of its own would.
SEND_EMPTY = """form => {
    for (const field of form.elements) {
        if (field.matches("[type=checkbox], [type=radio]")) field.checked = false
        else if (field.matches("textarea, select, input:not([type=hidden], [type=submit])")) field.value = ""
    }
    HTMLFormElement.prototype.submit.call(form)
}"""
# What an error is for somebody who does not see it: in the title, in one list, each a link to its field that
# says it is wrong.
UNTOLD = """() => {
    const wrong = [...document.querySelectorAll("main [aria-invalid=true]")]
    const summary = document.querySelector("main .error-summary[role=alert]")
    if (!wrong.length && !summary) return null
    const found = [], FIELD = "input, select, textarea, [tabindex]"
    if (!document.title.startsWith("Error: ")) found.push("the title does not say Error")
    // Django's admin says at the head that there are some, and each at its field.
    if (!summary && !document.querySelector(".errornote")) found.push("no list of errors")
    for (const link of summary ? summary.querySelectorAll("a") : []) {
        const field = document.getElementById(link.hash.slice(1))
        if (!field) found.push(`leads nowhere: ${link.textContent}`)
        else if (!field.matches(FIELD) && !field.querySelector(FIELD))
            found.push(`leads to no field: ${link.textContent}`)
    }
    for (const field of wrong) {
        const group = field.closest("fieldset")
        const ids = [field, group].flatMap(each => (each?.getAttribute("aria-describedby") || "").split(" "))
        const says = ids.map(id => document.getElementById(id))
        if (!says.some(each => each && each.textContent.trim())) found.push(`says no reason: ${field.name}`)
    }
    return found
}"""


def sent_empty(page, axe, forms, but=()):
    """Send every form with nothing in it, and look at what comes: errors, or what was done."""
    found = []
    for _, address in forms:
        number, count = 0, 1
        while number < count and opened(page, address) is not None:
            prepare(page)
            count = page.evaluate(f"({FORMS})().length")
            if number < count:
                with page.expect_navigation():
                    page.evaluate(f"({SEND_EMPTY})(({FORMS})()[{number}])")
                number += 1
                prepare(page)
                found += told_of_errors(page) + complaints(page, axe, but=but)
    return found


def told_of_errors(page):
    """What is missing of what somebody is told who cannot see which field is red."""
    untold = page.evaluate(UNTOLD)
    if untold is None:
        return []
    ledger.note(page.url, ledger.ERRORS, "", untold)
    return [f"{page.url}: {each}" for each in untold]


ROOMS = [
    "",
    "members",
    "partnerships",
    "letters",
    "briefings",
    "stories",
    "principles casestudies publicbodies",
]


@pytest.mark.parametrize("room", ROOMS)
def test_every_page_and_every_form_of_a_room(page, axe, sign_in, client_of_member, sites, room, heard):
    sign_in(client_of_member)
    of_room = [(name, address) for name, address in sites if name.rpartition(":")[0] in room.split(" ")]
    if room == "":
        of_room = [each for each in of_room if not each[0].startswith(("account_", "mfa_"))]
    forms, found = visited(page, axe, client_of_member, of_room)
    found += sent_empty(page, axe, [each for each in forms if not asks_only(*each)])
    heard.problems[:] = [each for each in heard.problems if not each.startswith(("4", "5"))]
    assert found == []


def asks_only(name, address):
    """Whether a page asks “are you sure?”: sent with nothing in it, its form does what it says."""
    return bool(re.search(r"delete|remove|withdraw|take-back|hand-over|leaves|revoke|renew|stop", address))


def test_every_page_of_an_account(page, axe, sign_in, client_of_member, sites, organisation, heard):
    """As somebody who is signed in just now."""
    sign_in(client_of_member)
    person = organisation.people.get()
    session = client_of_member.session
    said = {"method": "password", "at": timezone.now().timestamp() + 3600}
    session["account_authentication_methods"] = [said]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()
    of_account = [
        each for each in sites if each[0].startswith(("account_", "mfa_", "reminders", "delete-account"))
    ]
    forms, found = visited(page, axe, client_of_member, of_account)
    found += sent_empty(page, axe, [each for each in forms if not asks_only(*each)])
    heard.problems[:] = [each for each in heard.problems if not each.startswith(("4", "5"))]
    assert found == []


def test_what_moves_when_a_body_ends(page, axe, sign_in, client_of_member):
    PublicBody.objects.filter(slug="suffolk").update(last_on=datetime.date(2026, 1, 31))
    sign_in(client_of_member)
    page.goto(reverse("partnerships:body-move", args=["suffolk"]))
    expect(page.get_by_role("button", name=re.compile("^Move"))).to_be_visible()
    assert complaints(page, axe) == []


def test_every_page_and_form_of_a_stranger(page, axe, client, sites, heard):
    forms, found = visited(page, axe, client, sites)
    found += sent_empty(page, axe, forms)
    heard.problems[:] = [each for each in heard.problems if not each.startswith(("4", "5"))]
    assert found == []


def of_admin(organisation):
    """A list, an empty form, a filled one, a history and a deletion of everything in NAVCA's workplace."""
    yield from (
        (name, address) for name, address in addresses(organisation)["admin"] if "_picture" not in name
    )
    yield "admin:index", reverse("admin:index")
    for model in admin.site._registry:
        for page in ("changelist", "add"):
            name = f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}"
            yield name, reverse(name)


@pytest.mark.parametrize("part", range(4))
def test_every_page_of_navcas_desk(page, axe, sign_in, curator_client, organisation, heard, part):
    sign_in(curator_client)
    every = list(of_admin(organisation))[part::4]
    # Where select2 offers long lists, axe finds select2's own faults.
    but = (*OF_DJANGO, "select2", ".related-widget-wrapper")
    forms, found = visited(page, axe, curator_client, every, but)
    found += sent_empty(page, axe, [each for each in forms if each[0].endswith("_add")], but)
    heard.problems[:] = [each for each in heard.problems if not each.startswith(("4", "5"))]
    assert found == []


def test_every_page_works_without_script(chromium, live_server, client_of_member, sites):
    """Nothing is cut off, and nothing is there to press that only a script would answer."""
    profile = chromium.new_context(base_url=live_server.url, viewport=NARROW, java_script_enabled=False)
    session = client_of_member.cookies[settings.SESSION_COOKIE_NAME]
    profile.add_cookies([{"name": session.key, "value": session.value, "url": live_server.url}])
    page = profile.new_page()
    found = []
    for name, address in sites:
        # The style guide, there with debug only, shows buttons for their looks.
        if name in (*NOT_ASKED, "styleguide") or answer_of(client_of_member, address) != ledger.PAGE:
            continue
        if opened(page, address) is None:
            continue
        page.evaluate(QUESTIONS)
        dead = page.evaluate("barriers.room().concat(barriers.dead())")
        ledger.note(page.url, ledger.NO_SCRIPT, "320", dead)
        found += [f"{address}: {each}" for each in dead]
    profile.close()
    assert found == []
