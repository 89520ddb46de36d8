"""Web servers as they serve the toolkit, each a process of its own, at the database of the tests."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[1]
TOKEN = "a" * 32


def database_url():
    """Where the database of the tests is."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlunsplit(urlsplit(os.environ["COVENANT_DATABASE_URL"])._replace(path=f"/{name}"))


class Answer:
    """What a server answered."""

    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    @property
    def text(self):
        return self.body.decode()

    @property
    def cookies(self):
        """What it told the browser to keep, by name."""
        return dict(line.split(";")[0].split("=", 1) for line in self.headers.get_all("Set-Cookie", []))


class Server:
    """gunicorn with one process for pages. It may take a moment until it answers: wait() for it."""

    def __init__(self, data):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        variables = {name: value for name, value in os.environ.items() if not name.startswith("COVENANT_")}
        variables |= {
            "DJANGO_SETTINGS_MODULE": "covenant_toolkit.settings",
            "COVENANT_DEBUG": "1",
            "COVENANT_SECRET_KEY": settings.SECRET_KEY,
            "COVENANT_DATABASE_URL": database_url(),
            "COVENANT_DATA_DIR": str(data),
            "COVENANT_EMAIL_URL": "dummymail://",
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{self.port}", "--worker-class=gthread",
             "--threads=4", "--no-control-socket", "--log-level=error", "covenant_toolkit.wsgi:application"],
            cwd=ROOT, env=variables, start_new_session=True,
        )  # fmt: skip

    def wait(self):
        until = time.monotonic() + 60
        while time.monotonic() < until:
            with socket.socket() as asked:
                if asked.connect_ex(("127.0.0.1", self.port)) == 0:
                    return self
            time.sleep(0.05)
        raise TimeoutError("the server does not answer")

    def kill(self):
        """`kill -9`, for the server and the process that works for it. A second time it does nothing."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def ask(self, address, form=None, *, session="", live=False):
        """GET, or POST with a form, as a browser whose session is `session`; `live`: as our script does."""
        headers = {"Cookie": f"{settings.CSRF_COOKIE_NAME}={TOKEN}"}
        if session:
            headers["Cookie"] += f"; {settings.SESSION_COOKIE_NAME}={session}"
        if live:
            headers["X-Live"] = "1"
        body = None
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode({**form, "csrfmiddlewaretoken": TOKEN})
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            asked.request("GET" if body is None else "POST", address, body, headers)
            return Answer(asked.getresponse())
        finally:
            asked.close()

    def prepare(self, address, session, kind="word"):
        """Ask for the next files as the page's script does, and return how far they are."""
        answer = self.ask(address, {"kind": kind}, session=session, live=True)
        assert answer.status == 200, answer.body
        return json.loads(answer.body)
