"""The toolkit behind gunicorn, as `deploy/` serves it, in processes of their own on a port of their own."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import NamedTuple

from .ending import go_on
from .served import ROOT

TICKS = os.sysconf("SC_CLK_TCK")
# What no line of the server's may hold: a page that failed, and a database that could not be asked in time.
TROUBLE = ("ERROR", "CRITICAL", "Traceback", "locked", "busy", "deadlock", "too many clients")


class Said(NamedTuple):
    """What a server answered, and after how long."""

    status: int
    body: bytes
    seconds: float


class Site:
    """gunicorn with `deploy/gunicorn.conf.py` on the database and the files that `env` names."""

    def __init__(self, env: dict[str, str], *, processes: int) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.log = Path(env["COVENANT_DATA_DIR"]).parent / f"site-{self.port}.log"
        kept = {"COVENANT_BIND": f"127.0.0.1:{self.port}", "COVENANT_WORKERS": str(processes)}
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py",
                 "--no-control-socket", "script.benchmarks.site:application"],
                cwd=ROOT, env=env | kept | {"COVENANT_LOG_LEVEL": "WARNING"}, stdin=subprocess.DEVNULL,
                stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def wait(self) -> "Site":
        until = time.monotonic() + 120
        while time.monotonic() < until and self.process.poll() is None:
            try:
                if self.ask("/health/").status == 200:
                    return self
            except OSError:
                time.sleep(0.1)
        sys.exit(f"The server does not answer. It said:\n{self.log.read_text()}")

    def stop(self) -> None:
        """End the server as systemd does, after what is being answered."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def ask(self, address: str, body: bytes | None = None, cookie: str = "", *, live: bool = False) -> Said:
        """GET, or POST with the body, each over a connection of its own. Raises Ended."""
        go_on()
        headers = {"Host": "localhost", "Accept-Encoding": "identity"}
        headers |= {"Cookie": cookie} if cookie else {}
        headers |= {"X-Live": "1"} if live else {}
        headers |= {"Content-Type": "application/x-www-form-urlencoded"} if body is not None else {}
        begun = time.perf_counter()
        connection = HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            connection.request("GET" if body is None else "POST", address, body, headers)
            answer = connection.getresponse()
            return Said(answer.status, answer.read(), time.perf_counter() - begun)
        finally:
            connection.close()

    def processes(self) -> list[int]:
        """The processes that answer."""
        return children_of(self.process.pid)

    @property
    def trouble(self) -> list[str]:
        """The lines of the server's log that tell of something wrong."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return [line for line in lines if any(word in line for word in TROUBLE)]


@contextmanager
def site(env: dict[str, str], *, processes: int = 2) -> Iterator[Site]:
    """The toolkit as it is served, for as long as this lasts."""
    started = Site(env, processes=processes)
    try:
        yield started.wait()
    finally:
        started.stop()


def children_of(parent: int) -> list[int]:
    """The processes that a process has started."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            fields = _stat(int(folder.name))
            if fields and int(fields[1]) == parent:
                found.append(int(folder.name))
    return found


def processor_seconds(process: int) -> float:
    """What a process has used of the processor so far; nothing when it is gone."""
    fields = _stat(process)
    return (int(fields[11]) + int(fields[12])) / TICKS if fields else 0


def resident_memory(process: int) -> float:
    """What a process holds in memory now, in MiB."""
    pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024 / 1024


def _stat(process: int) -> list[str]:
    """The fields of /proc/N/stat after the name, which may hold anything; none when the process is gone."""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return []
