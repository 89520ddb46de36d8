"""Somebody at a browser: asks for pages, fills forms, sends them."""

import datetime
import http.client
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import tinyhtml5

TOKEN = "f" * 32  # of a browser's forms: no secret, it has to be the same in form and cookie
LATER = datetime.datetime(2040, 1, 1, tzinfo=datetime.UTC)


@dataclass(frozen=True)
class Answer:
    """What came back. Status 0: the connection broke."""

    status: int
    text: str
    headers: Mapping[str, str]
    seconds: float

    @property
    def is_saved(self) -> bool:
        """Whether a form was taken: what has a mistake comes back with 200."""
        return self.status == 302


@dataclass
class Person:
    """A browser, signed in or not."""

    port: int
    session: str = ""

    @classmethod
    def signed_in(cls, port: int, email: str) -> "Person":
        """Somebody of the demonstration, whose session outlives every clock that a trial moves."""
        from django.conf import settings
        from django.contrib.sessions.models import Session
        from django.test import Client

        from covenant_toolkit.accounts import SIGNED_IN_AT
        from members.models import User

        browser = Client(SERVER_NAME="localhost")
        browser.force_login(User.objects.get(email=email))
        session = browser.session
        session[SIGNED_IN_AT] = LATER.timestamp()
        session.save()
        key = browser.cookies[settings.SESSION_COOKIE_NAME].value
        Session.objects.filter(pk=key).update(expire_date=LATER)
        return cls(port, key)

    @property
    def headers(self) -> dict[str, str]:
        cookies = f"csrf={TOKEN}" + (f"; session={self.session}" if self.session else "")
        return {"Host": "localhost", "Cookie": cookies}

    def ask(
        self, method: str, path: str, body: bytes | None = None, timeout: float = 60, **headers: str
    ) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        begun = time.monotonic()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, path, body, self.headers | named)
            answer = connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
            return Answer(answer.status, text, dict(answer.headers), time.monotonic() - begun)
        except (OSError, http.client.HTTPException) as problem:
            return Answer(0, type(problem).__name__, {}, time.monotonic() - begun)
        finally:
            connection.close()

    def get(self, path: str, timeout: float = 60) -> Answer:
        return self.ask("GET", path, timeout=timeout)

    def post(
        self, path: str, fields: Mapping[str, Any], *, live: bool = False, timeout: float = 60
    ) -> Answer:
        """Send a form. A file among the fields is (name, bytes)."""
        body, content_type = encoded(fields)
        more = {"X_Live": "1"} if live else {}
        return self.ask("POST", path, body, timeout=timeout, Content_Type=content_type, **more)

    def form(self, path: str, with_field: str) -> dict[str, Any]:
        """The fields, as they stand, of the form of a page that has a field of this name."""
        answer = self.get(path)
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}: {answer.text[:300]}")
        for form in tinyhtml5.parse(answer.text, namespace_html_elements=False).iter("form"):
            fields = dict(_fields(form))
            if with_field in fields:
                return fields
        raise RuntimeError(f"{path} has no form with {with_field}")


def encoded(fields: Mapping[str, Any]) -> tuple[bytes, str]:
    """A form as a browser sends it, with its content type."""
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

    sent = {
        name: SimpleUploadedFile(*value) if isinstance(value, tuple) else value
        for name, value in {**fields, "csrfmiddlewaretoken": TOKEN}.items()
    }
    return encode_multipart(BOUNDARY, sent), MULTIPART_CONTENT


def _fields(form: Any) -> Iterable[tuple[str, Any]]:
    """Name and value of what a browser would send. Several of one name are a list."""
    found: dict[str, list[str]] = {}
    for element in form.iter():
        name, kind = element.get("name"), element.get("type", "")
        if not name or element.get("disabled") is not None:
            continue
        if element.tag == "textarea":
            found.setdefault(name, []).append("".join(element.itertext()).lstrip("\n"))
        elif element.tag == "select":
            options = list(element.iter("option"))
            chosen = [each for each in options if each.get("selected") is not None] or options[:1]
            found.setdefault(name, []).extend(each.get("value", "") for each in chosen)
        elif element.tag == "input" and kind not in ("submit", "button", "file", "image"):
            is_box = kind in ("checkbox", "radio")
            if not is_box or element.get("checked") is not None:
                found.setdefault(name, []).append(element.get("value", "on" if is_box else ""))
    for name, values in found.items():
        yield name, values[0] if len(values) == 1 else values
