"""A web server that is killed while it prepares a letter to a hundred."""

import http.client
import threading
import time

import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.urls import reverse
from django.utils import timezone

from covenant_toolkit.stored_files import files_in
from letters.freezing import make_ready
from letters.models import FrozenFile
from letters.preparing import content_of
from tests.web_server import Server

from .letters_to import letter_to

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]

MANY = 100


@pytest.mark.long
def test_a_killed_server_leaves_nothing_half_and_the_next_goes_on(
    own_files, harbourside, member, member_client
):
    letter = letter_to(harbourside, *(f"Person {number}" for number in range(MANY)))
    version = make_ready(letter, revision=letter.revision, by=member)
    address = reverse("letters:version-prepare", args=[letter.pk, version.number])
    session = member_client.cookies[settings.SESSION_COOKIE_NAME].value
    server = Server(own_files).wait()
    try:
        calls = [
            threading.Thread(target=_until_it_dies, args=(server, address, session), daemon=True)
            for _ in range(2)
        ]
        for call in calls:
            call.start()
        until = time.monotonic() + 60
        while FrozenFile.objects.stored().count() < 10 and time.monotonic() < until:
            time.sleep(0.02)
    finally:
        server.kill()
    for call in calls:
        call.join()
    before = {file.pk: file.file.name for file in FrozenFile.objects.stored()}
    assert 10 <= len(before) < MANY
    assert all(content_of(file) for file in FrozenFile.objects.stored())
    # A minute later: what the killed one was making is free again.
    begun = FrozenFile.objects.not_stored().filter(leased_until__isnull=False)
    assert begun.count() <= 2
    begun.update(leased_until=timezone.now())
    server = Server(own_files).wait()
    try:
        said = {"prepared": 0}
        while said["prepared"] < MANY:
            said = server.prepare(address, session)
            assert said["problem"] == ""
    finally:
        server.kill()
    files = list(FrozenFile.objects.all())
    assert (
        len(files) == len({file.copy_id for file in files}) == len({file.file.name for file in files}) == MANY
    )
    assert all(content_of(file) for file in files)
    # What was stored before was not made again, and at most what the killed one was writing lies about.
    assert {file.pk: file.file.name for file in files if file.pk in before} == before
    assert MANY <= len(list(files_in(storages["default"]))) <= MANY + 2


def _until_it_dies(server, address, session):
    try:
        while server.prepare(address, session)["prepared"] < MANY:
            pass
    except (OSError, http.client.HTTPException, ValueError):
        return
