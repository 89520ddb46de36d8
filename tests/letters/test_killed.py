"""A web server that is killed while it prepares a letter to a hundred."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from covenant_toolkit.stored_files import files_in
from letters.freezing import make_ready
from letters.models import FrozenFile
from letters.preparing import content_of

from .letters_to import letter_to

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]

ROOT = Path(__file__).resolve().parents[2]
MANY = 100
TOKEN = "a" * 32


@pytest.fixture
def data(settings, tmp_path):
    """The folder in which the server keeps its files, known to the test as well."""
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "private"},
        }
    }
    return tmp_path


class Server:
    """gunicorn as it serves the toolkit, at the database of the tests."""

    def __init__(self, data):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        variables = {name: value for name, value in os.environ.items() if not name.startswith("COVENANT_")}
        variables |= {
            "DJANGO_SETTINGS_MODULE": "covenant_toolkit.settings",
            "COVENANT_DEBUG": "1",
            "COVENANT_SECRET_KEY": settings.SECRET_KEY,
            "COVENANT_DATABASE_URL": f"sqlite:///{connection.settings_dict['NAME']}",
            "COVENANT_DATA_DIR": str(data),
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{self.port}", "--worker-class=gthread",
             "--threads=4", "--no-control-socket", "--log-level=error", "covenant_toolkit.wsgi:application"],
            cwd=ROOT, env=variables, start_new_session=True,
        )  # fmt: skip
        until = time.monotonic() + 60
        while time.monotonic() < until:
            with socket.socket() as asked:
                if asked.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise TimeoutError("the server does not answer")

    def kill(self):
        """`kill -9`, for the server and the process that works for it."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def prepare(self, address, session):
        """Ask for the next files as the page's script does."""
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}",
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Live": "1",
        }
        form = urlencode({"kind": "word", "csrfmiddlewaretoken": TOKEN})
        asked.request("POST", address, form, headers)
        answer = asked.getresponse()
        assert answer.status == 200, answer.read()
        said = json.loads(answer.read())
        asked.close()
        return said


@pytest.mark.long
def test_a_killed_server_leaves_nothing_half_and_the_next_goes_on(data, harbourside, member, member_client):
    letter = letter_to(harbourside, *(f"Person {number}" for number in range(MANY)))
    version = make_ready(letter, revision=letter.revision, by=member)
    address = reverse("letters:version-prepare", args=[letter.pk, version.number])
    session = member_client.cookies[settings.SESSION_COOKIE_NAME].value
    server = Server(data)
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
    server = Server(data)
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
