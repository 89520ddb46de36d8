"""Start script/server and visit it as a person does: for script/fresh, with nothing but Python itself.

Says what was seen and how long the start took. Stops the server with Ctrl-C's signal and sees it end.
"""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

ROOT = Path(__file__).resolve().parent.parent
PASSWORD = "an invented password for one visit"  # noqa: S105
LONGEST = 15 * 60  # seconds to install everything


def main() -> None:
    """Start script/server, visit it and stop it."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    begin = time.monotonic()
    server = subprocess.Popen(  # noqa: S603
        [ROOT / "script" / "server", str(port)],
        env={**os.environ, "COVENANT_DEMO_PASSWORD": PASSWORD},
        start_new_session=True,
    )
    try:
        wait_for(f"{address}/health/", server)
        print(f"answers after {time.monotonic() - begin:.0f} s")
        visit(address)
    finally:
        with suppress(ProcessLookupError):  # it ended by itself
            os.killpg(server.pid, signal.SIGINT)
        server.wait(30)


def free_port() -> int:
    """A port of this machine on which nothing answers."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    """Wait until the address answers. Ends the visit when the server ends or takes too long."""
    end = time.monotonic() + LONGEST
    browser = build_opener()
    while time.monotonic() < end:
        if server.poll() is not None:
            sys.exit("script/server ended before it answered.")
        try:
            with browser.open(address, timeout=10):
                return
        except (URLError, ConnectionError):
            time.sleep(0.2)
    sys.exit(f"No answer within {LONGEST} seconds.")


def visit(address: str) -> None:
    """A page, its style sheet, signing in, and a letter on paper."""
    browser = build_opener(HTTPCookieProcessor(CookieJar()))

    def read(path: str, form: dict[str, str] | None = None) -> str:
        with browser.open(address + path, urlencode(form).encode() if form else None, timeout=60) as page:
            return str(page.read().decode())

    home = read("/")
    expect("the home page", "Civil Society Covenant" in home)
    style = re.search(r'href="([^"]+app[^"]*\.css)"', home)
    expect("its style sheet", style is not None and "{" in read(style[1]))

    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', read("/accounts/login/"))
    expect("the page to sign in", token is not None)
    assert token  # noqa: S101
    inside = read(
        "/accounts/login/",
        {"csrfmiddlewaretoken": token[1], "login": "member@example.org", "password": PASSWORD},
    )
    expect("signing in", "Harbourside Voluntary Action" in inside)

    with tempfile.TemporaryDirectory() as folder:
        command = [ROOT / ".venv/bin/python", "manage.py", "demo_letters", folder]
        subprocess.run(command, cwd=ROOT, env={**os.environ, "COVENANT_DEBUG": "1"}, check=True)  # noqa: S603
        letters = list(Path(folder).glob("*.pdf"))
        expect("letters as PDF", bool(letters) and all(file.read_bytes()[:5] == b"%PDF-" for file in letters))


def expect(what: str, is_there: bool) -> None:
    """Say that something is there, or end the visit."""
    if not is_there:
        sys.exit(f"This is missing: {what}.")
    print(f"{what}: there")


main()
