"""200 clients that drip their requests, beside somebody who reads."""

import shutil
import socket
import statistics
import subprocess
import threading
import time
from contextlib import suppress

from .account import Account
from .person import Person
from .site import ROOT, Running, Site, free_port, until

SLOW = 200
SECONDS = 12
PAGES = ("/", "/principles/", "/search/?q=health", "/accounts/login/")
REASONABLE = 2.0  # seconds
PROXY = ROOT / "deploy" / "nginx" / "covenant-toolkit.conf"


def slow_clients(site: Site, told: Account) -> None:
    """Half of them drip headers and half a body: at gunicorn itself, and behind nginx as deploy/ has it."""
    site.start()
    alone = _times_of_a_reader(site.port, SECONDS / 4)
    told.did.append(f"{SLOW} sockets dripped headers and bodies for {SECONDS} s")
    bare = _beside_slow_ones(site.port, site.port)
    told.saw.append(f"pages alone {_said(alone)}; straight at gunicorn, as never in public: {_said(bare)}")
    until(lambda: site.answers, "gunicorn answers again", seconds=30)
    after = _times_of_a_reader(site.port, 2)
    told.check("once they have gone gunicorn answers as before", after and max(after) < REASONABLE)
    if not shutil.which("nginx"):
        told.saw.append("behind nginx NOT TRIED: it is not installed (apt-get install nginx-light)")
        return
    port = free_port()
    proxy = _nginx(site, port)
    behind = _beside_slow_ones(port, port)
    proxy.stop()
    told.saw.append(f"behind nginx with the patience and limits of deploy/: {_said(behind)}")
    told.check(f"behind nginx each page came within {REASONABLE:.0f} s",
               len(behind) > 20 and max(behind) < REASONABLE)  # fmt: skip


def _nginx(site: Site, port: int) -> Running:
    """nginx as deploy/ has it, but for names, certificate, ports and places.

    The limit for one address is lifted, since here everybody comes from one.
    """
    folder = site.folder / "nginx"
    folder.mkdir()
    lines = PROXY.read_text(encoding="utf-8").splitlines()
    begin = next(n for n, line in enumerate(lines) if "443 ssl http2" in line) - 1
    head = next(n for n, line in enumerate(lines) if line.startswith("server {"))
    text = "\n".join([*lines[:head], *lines[begin:]])
    text = text.replace("443 ssl http2", f"127.0.0.1:{port}").replace("toolkit.example.org", "localhost")
    text = text.replace("127.0.0.1:8000", f"127.0.0.1:{site.port}").replace("/var/log/nginx", str(folder))
    left_out = ("ssl_", "limit_conn covenant_conn", "limit_req zone")
    kept = [line for line in text.splitlines() if not line.strip().startswith(left_out)]
    temporary = "\n".join(
        f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    written = "\n".join([
        "daemon off; worker_processes 1;", f"pid {folder}/pid; error_log {folder}/error.log;",
        "events { worker_connections 1024; }", "http {", temporary, *kept, "}",
    ])  # fmt: skip
    (folder / "nginx.conf").write_text(written, encoding="utf-8")
    folder.chmod(0o777)
    checked = subprocess.run(
        ["nginx", "-t", "-c", str(folder / "nginx.conf")], capture_output=True, text=True, check=False
    )
    if checked.returncode:
        raise RuntimeError(checked.stderr)
    proxy = site.begin(["nginx", "-c", str(folder / "nginx.conf")])
    until(lambda: Person(port).get("/robots.txt").status == 200, "nginx answers", seconds=15)
    return proxy


def _beside_slow_ones(port: int, read_at: int) -> list[float]:
    """How long a reader's pages take while slow clients hold their sockets."""
    is_over = threading.Event()
    drip = threading.Thread(target=_drip, args=(port, is_over), daemon=True)
    drip.start()
    time.sleep(1.5)
    try:
        return _times_of_a_reader(read_at, SECONDS)
    finally:
        is_over.set()
        drip.join()


def _drip(port: int, is_over: threading.Event) -> None:
    """Send a byte of each request every half second; whoever is thrown out comes again."""
    head = b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: "
    body = b"POST /accounts/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n" \
           b"Content-Type: application/x-www-form-urlencoded\r\n\r\nlogin="  # fmt: skip
    sockets: dict[int, socket.socket] = {}
    while not is_over.is_set():
        for number in range(SLOW):
            try:
                if number not in sockets:
                    sockets[number] = socket.create_connection(("127.0.0.1", port), timeout=1)
                    sockets[number].sendall(head if number % 2 else body)
                else:
                    sockets[number].sendall(b"a")
            except OSError:
                if number in sockets:
                    sockets.pop(number).close()
            if is_over.is_set():
                break
        is_over.wait(0.5)
    for each in sockets.values():
        with suppress(OSError):
            each.close()


def _times_of_a_reader(port: int, seconds: float) -> list[float]:
    """The seconds of each page that somebody reads, one after the other."""
    person, times, end = Person(port), [], time.monotonic() + seconds
    while time.monotonic() < end:
        for page in PAGES:
            answer = person.get(page, timeout=seconds)
            times.append(answer.seconds if answer.status == 200 else 60.0)
            if time.monotonic() > end:
                break
        time.sleep(0.05)
    return times


def _said(times: list[float]) -> str:
    if max(times) >= 60:
        return f"{sum(each >= 60 for each in times)} of {len(times)} pages did not come at all"
    return (
        f"median {statistics.median(times) * 1000:.0f} ms, slowest {max(times) * 1000:.0f} ms of {len(times)}"
    )
