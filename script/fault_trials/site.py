"""A toolkit in a folder of its own: its settings, and its server and commands as real processes."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from script.scratch_site import ROOT

GUNICORN = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "--no-control-socket"]


def until(is_so: Callable[[], object], what: str, seconds: float = 60, pause: float = 0.02) -> None:
    """Wait until something is so. Raises TimeoutError with what it was."""
    end = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > end:
            raise TimeoutError(f"after {seconds:.0f} s still waiting until {what}")
        time.sleep(pause)


def free_port() -> int:
    """A port of this machine on which nothing answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@dataclass
class Running:
    """A process with those it has started."""

    process: subprocess.Popen[str]

    @property
    def is_over(self) -> bool:
        return self.process.poll() is not None

    def kill(self) -> None:
        """`kill -9`, for the process and those it has started."""
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        self.process.wait()

    def stop(self) -> None:
        """Ask it to end, as a service manager does, without waiting."""
        self.process.send_signal(signal.SIGTERM)


@dataclass
class Site:
    """The toolkit that a trial breaks. Its variables are those of the trial's own process."""

    folder: Path
    port: int = field(default_factory=free_port)
    running: list[Running] = field(default_factory=list)

    @property
    def log(self) -> Path:
        return self.folder / "log.txt"

    def start(self, *, at: str = "", **variables: str) -> Running:
        """Serve the site as `deploy/` does, by a clock that shows the moment `at`; return when it answers."""
        command = GUNICORN
        if at:
            command = [sys.executable, "-m", "script.fault_trials.moved_clock", at, "gunicorn", *GUNICORN[3:]]
        server = self.begin(command, **{"COVENANT_BIND": f"127.0.0.1:{self.port}"} | variables)
        until(lambda: server.is_over or self.answers, "the server answers")
        if server.is_over:
            raise RuntimeError(f"the server does not start: {self.log.read_text()[-2000:]}")
        return server

    @property
    def answers(self) -> bool:
        """Whether a process of the site answers anything at all."""
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            asked.request("GET", "/robots.txt", headers={"Host": "localhost"})
            asked.getresponse().read()
        except OSError:
            return False
        finally:
            asked.close()
        return True

    def manage(self, *arguments: str) -> list[str]:
        return [sys.executable, "manage.py", *arguments]

    def begin(self, command: Sequence[str], **variables: str) -> Running:
        """Start a process that can be killed."""
        with self.log.open("a") as log:
            process = subprocess.Popen(
                command, cwd=ROOT, env=os.environ | variables, stdin=subprocess.DEVNULL, stdout=log,
                stderr=log, text=True, start_new_session=True,
            )  # fmt: skip
        self.running.append(Running(process))
        return self.running[-1]

    def run(self, *arguments: str, at: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
        """Run a command of `manage.py` to its end; with `at`, by a clock that shows that moment."""
        command = self.manage(*arguments)
        if at:
            command = [sys.executable, "-m", "script.fault_trials.moved_clock", at, "manage", *arguments]
        return subprocess.run(
            command, cwd=ROOT, env=os.environ | variables, capture_output=True, text=True, check=False
        )

    def close(self) -> None:
        for each in self.running:
            if not each.is_over:
                each.kill()
