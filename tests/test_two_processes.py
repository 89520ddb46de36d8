"""Two web processes on one PostgreSQL and one folder of files are one site, and one of them may die."""

import http.client
import threading
import time

import pytest
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.files.storage import storages
from django.urls import reverse
from django.utils import timezone

from covenant_toolkit.stored_files import files_in
from letters.freezing import make_ready
from letters.models import FrozenFile, FrozenKind, Letter
from letters.preparing import content_of
from principles.models import Principle
from tests.letters.letters_to import letter_to
from tests.web_server import Server

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]

MANY = 24
LARGE = FrozenKind.LARGE_PRINT_WORD
PASSWORD = "a long password"


@pytest.fixture
def servers(own_files):
    both = [Server(own_files), Server(own_files)]
    try:
        yield [server.wait() for server in both]
    finally:
        for server in both:
            server.kill()


@pytest.mark.long
def test_two_processes_are_one_site_and_one_goes_on_alone(servers, harbourside, member, other_member):
    letter = letter_to(harbourside, *(f"Person {number}" for number in range(MANY)))
    version = make_ready(letter, revision=letter.revision, by=member)
    one, other = servers
    session = sign_in(one, member)
    saved_at_one_is_read_at_the_other(one, other, letter, session)
    an_edit_shows_at_both(one, other)
    signing_in_is_counted_for_both_together(one, other, other_member)
    prepare = reverse("letters:version-prepare", args=[letter.pk, version.number])
    both_prepare_and_nothing_is_there_twice(one, other, prepare, session)
    one_is_killed_and_the_other_goes_on(one, other, prepare, session)
    # What the one signed out of, the other knows as well.
    assert other.ask("/letters/", session=session).status == 200
    assert other.ask(reverse("account_logout"), {}, session=session).status == 302
    assert other.ask("/letters/", session=session).status == 302


def sign_in(server, person):
    """Sign in as a person does, and return the session."""
    # The tests have a hash that is quicker, which a server of its own does not take.
    person.password = PBKDF2PasswordHasher().encode(PASSWORD, "salt")
    person.save(update_fields=["password"])
    answer = server.ask(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    assert answer.status == 302, answer.text
    return answer.cookies[settings.SESSION_COOKIE_NAME]


def saved_at_one_is_read_at_the_other(one, other, letter, session):
    address = letter.get_absolute_url()
    form = {"revision": letter.revision, "page": "open at one", "turn": 1, "main_ask": "Words saved at one."}
    assert one.ask(address, form, session=session, live=True).status == 200
    assert "Words saved at one." in other.ask(address, session=session).text
    # Somebody at the other has not seen them, and loses neither these words nor their own.
    form |= {"page": "open at the other", "main_ask": "Words typed at the other."}
    refused = other.ask(address, form, session=session, live=True)
    assert refused.status == 409
    assert "Words saved at one." in refused.text
    assert Letter.objects.get(pk=letter.pk).main_ask == "Words saved at one."


def an_edit_shows_at_both(one, other):
    """Each keeps reading pages in its own memory, under the version of the content."""
    principle = Principle.objects.all()[0]
    address = principle.get_absolute_url()
    for server in (one, other):
        kept = server.ask(address)
        assert (kept.status, kept.headers["Cache-Control"]) == (200, "no-cache")
    principle.summary = "A summary that NAVCA has just edited."
    principle.save()
    assert all(principle.summary in server.ask(address).text for server in (one, other))


def signing_in_is_counted_for_both_together(one, other, person):
    """Three codes a minute for one address, whichever process is asked."""
    address, form = reverse("account_request_login_code"), {"email": person.email}
    assert [server.ask(address, form).status for server in (one, other, one)] == [302] * 3
    for server in (other, one):
        assert "Too many tries" in server.ask(address, form).text


def both_prepare_and_nothing_is_there_twice(one, other, address, session):
    together, said = threading.Barrier(2), []

    def prepare(server):
        together.wait()
        while not said or said[-1]["prepared"] < MANY:
            said.append(server.prepare(address, session))

    calls = [threading.Thread(target=prepare, args=(server,)) for server in (one, other)]
    for call in calls:
        call.start()
    for call in calls:
        call.join()
    assert not [each for each in said if each["problem"]]
    files = FrozenFile.objects.filter(kind="word")
    assert_all_are_there_once(files)
    assert len(list(files_in(storages["default"]))) == MANY


def one_is_killed_and_the_other_goes_on(one, other, address, session):
    files = FrozenFile.objects.filter(kind=LARGE)

    def until_it_dies():
        try:
            while one.prepare(address, session, LARGE)["prepared"] < MANY:
                pass
        except (OSError, http.client.HTTPException):
            return

    call = threading.Thread(target=until_it_dies, daemon=True)
    call.start()
    until = time.monotonic() + 60
    while not files.stored().exists() and time.monotonic() < until:
        time.sleep(0.01)
    one.kill()
    call.join()
    before = {file.pk: file.file.name for file in files.stored()}
    assert 1 <= len(before) < MANY
    # A minute later: what the killed one was making is free again.
    begun = files.not_stored().filter(leased_until__isnull=False)
    assert begun.count() <= 1
    begun.update(leased_until=timezone.now())
    while other.prepare(address, session, LARGE)["prepared"] < MANY:
        pass
    assert_all_are_there_once(files)
    assert before.items() <= {file.pk: file.file.name for file in files}.items()


def assert_all_are_there_once(files):
    files = list(files.all())
    names = {file.file.name for file in files}
    assert len(files) == len({file.copy_id for file in files}) == len(names) == MANY
    assert all(content_of(file) for file in files)
