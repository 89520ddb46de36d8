"""Whoever ends a run ends all that it started: the process of a part, its web servers and its databases."""

import ctypes
import signal
import subprocess
import sys
import threading
from types import FrameType

from .served import ROOT

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
WHEN_THE_PARENT_ENDS = 1  # PR_SET_PDEATHSIG of Linux

_is_over = threading.Event()


class Ended(Exception):
    """The run was ended: nothing more is asked."""


def end_in_order() -> None:
    """Let a signal end this process as an error would, so that everything it opened is closed.

    It comes as SIGTERM, too, when the process that started this one is gone, however it was ended.
    """
    for each in SIGNALS:
        if signal.getsignal(each) != signal.SIG_IGN:  # as nohup wants it
            signal.signal(each, _end)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(WHEN_THE_PARENT_ENDS, int(signal.SIGTERM))


def _end(number: int, frame: FrameType | None) -> None:
    for each in SIGNALS:
        signal.signal(each, signal.SIG_IGN)  # a second one would leave half of it open
    _is_over.set()
    sys.exit(128 + number)


def go_on() -> None:
    """Raise Ended when the run was ended: the threads that ask would go on for minutes."""
    if _is_over.is_set():
        raise Ended


def run_part(name: str, env: dict[str, str]) -> str:
    """Run a part in a process of its own, and return what it printed last. Ends when it stops."""
    command = [sys.executable, "-m", "script.benchmarks", "--part", name]
    with subprocess.Popen(command, env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603  (this very package)
        try:
            said, _ = process.communicate()
        except BaseException:
            process.terminate()
            process.wait()
            raise
    if process.returncode:
        sys.exit(f"The part “{name}” stopped; what it said stands above.")
    return said.splitlines()[-1]
