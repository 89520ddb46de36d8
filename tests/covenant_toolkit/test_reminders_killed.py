"""A run of the weekly email that is killed goes on, and nobody gets two."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from email import message_from_string
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from covenant_toolkit.models import Reminder
from members.models import Membership, User
from partnerships.models import Contact, ContactKind
from publicbodies.models import PublicBody

ROOT = Path(__file__).resolve().parents[2]


class SlowServer(threading.Thread):
    """A mail server that takes its time over every mail, and remembers to whom each went."""

    def __init__(self, seconds):
        super().__init__(daemon=True)
        self.seconds, self.received = seconds, []
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]

    def run(self):
        while True:
            try:
                talk, _ = self.socket.accept()
            except OSError:
                return
            try:
                self._talk(talk)
            except OSError:
                continue
            finally:
                talk.close()

    def _talk(self, talk):
        lines = talk.makefile("r", encoding="utf-8", newline="\r\n")
        say = lambda words: talk.sendall(f"{words}\r\n".encode())  # noqa: E731
        say("220 slow")
        for line in lines:
            word = line[:4].upper()
            if word == "DATA":
                say("354 go on")
                text = "".join(iter(lines.readline, ".\r\n"))
                self.received.append(message_from_string(text)["To"])
                time.sleep(self.seconds)
            if word == "QUIT":
                return
            say("250 ok")

    def stop(self):
        self.socket.close()


@pytest.mark.long
@pytest.mark.one_database
@pytest.mark.django_db(transaction=True)
def test_a_run_that_is_killed_goes_on_and_nobody_gets_two(harbourside, tmp_path):
    wanted = []
    Contact.objects.create(
        organisation=harbourside, body=PublicBody.objects.get(slug="suffolk"), kind=ContactKind.CALL,
        next_step="Ring", next_step_on="2026-01-05", happened_on="2026-01-02",
    )  # fmt: skip
    for number in range(12):
        person = User.objects.create_user(f"person{number}@example.org")
        person.emailaddress_set.create(email=person.email, verified=True, primary=True)
        Membership.objects.create(user=person, organisation=harbourside)
        wanted.append(person.email)
    server = SlowServer(0.15)
    server.start()
    variables = {name: value for name, value in os.environ.items() if not name.startswith("COVENANT_")}
    variables |= {
        "DJANGO_SETTINGS_MODULE": "covenant_toolkit.settings",
        "COVENANT_DEBUG": "1",
        "COVENANT_SECRET_KEY": settings.SECRET_KEY,
        "COVENANT_DATABASE_URL": f"sqlite:///{connection.settings_dict['NAME']}",
        "COVENANT_DATA_DIR": str(tmp_path),
        "COVENANT_EMAIL_URL": f"smtp://127.0.0.1:{server.port}",
    }

    def start():
        command = [sys.executable, "manage.py", "send_reminders"]
        return subprocess.Popen(
            command, cwd=ROOT, env=variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    killed = start()
    until = time.monotonic() + 60
    while len(server.received) < 5 and time.monotonic() < until:
        time.sleep(0.01)
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    before = len(server.received)
    assert 5 <= before < 12
    # One may have been on its way: the server has it, or nobody does, and it is kept as not finished.
    cut_off = {row.user.email for row in Reminder.objects.filter(sent_at=None)}
    assert len(cut_off) <= 1
    second = start()
    out, err = second.communicate(timeout=60)
    assert second.returncode == 0, err
    server.stop()
    assert len(server.received) == len(set(server.received))
    assert set(wanted) - set(server.received) <= cut_off
    assert f"Sent: {len(server.received) - before}." in out
