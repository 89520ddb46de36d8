"""Work that one process does at a time, on all machines that share the data folder."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from django.conf import settings


@contextmanager
def one_at_a_time(work: str, inherited: int | None = None) -> Iterator[bool]:
    """Hold the lock of some work for as long as the block runs; False when another process has it.

    `inherited` is the number of an open file that holds it already. A process that is killed lets go of it.
    """
    with lock_file(work) if inherited is None else os.fdopen(inherited, "a") as lock:
        yield take(lock)


def lock_file(work: str) -> IO[str]:
    """The open file whose lock stands for some work."""
    settings.DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    return (settings.DATA_DIR / f"{work}.lock").open("a")


def take(lock: IO[str]) -> bool:
    """Take the lock of an open file, unless another process has it."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
