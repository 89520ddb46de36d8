"""`check_links` asks addresses only when told to, slowly, never into a private network, and notes it."""

import socket
import socketserver
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from principles import link_checking
from principles.link_checking import Asker, is_public, is_public_or_this_machine
from principles.models import Link, Source

pytestmark = pytest.mark.one_database


class Site(BaseHTTPRequestHandler):
    """A small site with pages that behave in different ways."""

    seen: list[tuple[str, str, str]] = []

    def answer(self):
        self.seen.append((self.command, self.path, self.headers["User-Agent"]))
        name = self.path.strip("/").split("?")[0]
        if name == "slow":
            time.sleep(3)
        if name == "get-only" and self.command == "HEAD":
            return self.send(405)
        if name.startswith("to-"):
            return self.send(302, {
                "to-fine": "/fine", "to-private": "http://10.0.0.1/", "to-metadata": "http://169.254.169.254/latest/",
                "to-file": "file:///etc/passwd", "to-itself": "/to-itself",
            }[name])  # fmt: skip
        return self.send(
            {"fine": 200, "get-only": 200, "slow": 200, "gone": 410, "broken": 500}.get(name, 404)
        )

    do_GET = do_HEAD = answer

    def send(self, status, location=""):
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        pass


class Dripping(socketserver.BaseRequestHandler):
    """Sends the head of an answer letter by letter."""

    def handle(self):
        try:
            for letter in "HTTP/1.1 200 OK\r\nX: " + "x" * 200:
                self.request.sendall(letter.encode())
                time.sleep(0.05)
        except OSError:
            pass


@pytest.fixture(scope="module")
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def asker():
    return Asker("Test", is_allowed=is_public_or_this_machine, ports=None, pause=0, longest=1)


@pytest.mark.parametrize(
    ("page", "problem"),
    [
        ("fine", ""),
        ("get-only", ""),
        ("to-fine", ""),
        ("gone", "Answers 410"),
        ("broken", "Answers 500"),
        ("nowhere", "Answers 404"),
        ("slow", "No answer in time"),
        ("to-itself", "Leads from one address to the next without end"),
        ("to-private", "Leads into a private network, and was not asked"),
        ("to-metadata", "Leads into a private network, and was not asked"),
        ("to-file", "Is no address of a page"),
        ("fine?q=a b&c=é#here", ""),
    ],
)
def test_what_an_address_answers(site, asker, page, problem):
    assert asker.problem_of(f"{site}/{page}") == problem


def test_a_server_that_drips_is_cut_off(asker):
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Dripping) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        began = time.monotonic()
        assert asker.problem_of(f"http://127.0.0.1:{server.server_address[1]}/") == "No answer in time"
        assert time.monotonic() - began < 3
        server.shutdown()


def test_nothing_listens_there(asker):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert asker.problem_of(f"http://127.0.0.1:{port}/") == "No answer"


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://10.1.2.3/", "http://192.168.0.1/",
        "http://172.16.0.1/", "http://169.254.169.254/", "http://0.0.0.0/", "http://[::ffff:10.0.0.1]/",
        "http://[fd00::1]/", "http://[fe80::1]/", "http://100.64.0.1/", "http://2130706433/", "http://0x7f000001/",
        "http://127.1/", "http://224.0.0.1/", "http://[2002:0a00:0001::]/",
    ],
)  # fmt: skip
def test_private_addresses_are_never_asked(url):
    said = Asker("Test", pause=0, longest=2).problem_of(url)
    assert said in ("Leads into a private network, and was not asked", "There is no such host")


@pytest.mark.parametrize(
    "url",
    ["ftp://example.org/", "javascript:alert(1)", "file:///etc/passwd", "http:///x", "http://[", "//x/"],
)
def test_only_pages_are_asked(url):
    assert Asker("Test", pause=0).problem_of(url) == "Is no address of a page"


def test_no_password_is_sent_and_no_other_port_asked():
    assert Asker("Test").problem_of("https://me:secret@example.org/") == "Has a name or a password in it"
    assert Asker("Test").problem_of("http://example.org:22/") == "Names the port 22"


def test_a_host_with_one_private_address_is_not_asked(monkeypatch):
    """However the name answers the next time: the connection goes to the address that was looked at."""
    both = [(0, 0, 0, "", (address, 80)) for address in ("93.184.216.34", "10.0.0.1")]
    monkeypatch.setattr(link_checking.socket, "getaddrinfo", lambda *args, **kwargs: both)
    said = Asker("Test", pause=0).problem_of("http://rebound.example.org/")
    assert said == "Leads into a private network, and was not asked"
    assert is_public("93.184.216.34")


def test_it_waits_between_two_requests_to_one_host(site):
    asker = Asker("Test", is_allowed=is_public_or_this_machine, ports=None, pause=0.3, longest=5)
    began = time.monotonic()
    for _ in range(3):
        assert asker.problem_of(f"{site}/fine") == ""
    assert time.monotonic() - began >= 0.6


# The command


def run(*options):
    out = StringIO()
    call_command("check_links", *options, stdout=out)
    return out.getvalue()


@pytest.fixture
def links(db, site):
    """One link that answers, one that does not, and a source of the same address."""
    Source.objects.update(url="")
    Link.objects.update(url="")
    fine = Link.objects.create(slug="fine", title="Fine", url=f"{site}/fine")
    gone = Link.objects.create(slug="gone", title="Gone", url=f"{site}/gone")
    source = Source.objects.create(slug="same", publisher="P", title="Same", url=f"{site}/gone")
    return fine, gone, source


def test_it_refuses_without_being_told(links, site):
    Site.seen.clear()
    with pytest.raises(CommandError, match="This would ask 2 addresses on the internet"):
        run()
    assert Site.seen == []


def test_it_notes_the_day_or_the_problem(links, curator_client):
    fine, gone, source = links
    Site.seen.clear()
    said = run("--over-the-network", "--allow-this-machine", "--pause=0")
    assert "2 asked, 1 answer, 1 do not." in said
    assert f"{gone.url}: Answers 410. Named by Gone, P: Same." in said
    for row in links:
        row.refresh_from_db()
    today = timezone.localdate()
    assert (fine.checked_on, fine.address_problem) == (today, "")
    for row in (gone, source):
        assert (row.checked_on, row.address_problem) == (None, f"Answers 410 ({today:%-d %B %Y})")
    assert [path for _, path, _ in Site.seen] == ["/fine", "/gone"]
    assert all("CovenantToolkit" in agent for *_, agent in Site.seen)
    assert gone.history.first().history_change_reason == "Checked by check_links"
    for model in ("link", "source"):
        listed = curator_client.get(reverse(f"admin:principles_{model}_changelist")).text
        assert f"Answers 410 ({today:%-d %B %Y})" in listed


def test_a_second_run_writes_nothing_new_and_a_mended_link_is_right_again(links, site):
    fine, gone, _ = links
    options = ("--over-the-network", "--allow-this-machine", "--pause=0")
    run(*options)
    counts = fine.history.count(), gone.history.count()
    run(*options)
    assert (fine.history.count(), gone.history.count()) == counts
    gone.refresh_from_db()
    gone.url = f"{site}/fine?mended"
    gone.save()
    run(*options)
    gone.refresh_from_db()
    assert (gone.address_problem, gone.checked_on) == ("", timezone.localdate())


def test_it_stops_at_the_number_it_was_given(links):
    assert "1 left: run it again" in run("--over-the-network", "--allow-this-machine", "--most=1")


def test_readers_do_not_see_the_note(links, client):
    Source.objects.filter(slug="same").update(address_problem="Answers 410")
    assert "Answers 410" not in client.get(reverse("principles:sources")).text
    assert "Answers 410" not in client.get(reverse("principles:links")).text
