"""Try the faults. Each happens to a copy of one prepared site, in a process of its own."""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from script.scratch_site import ROOT, environment

from . import commands, digests, full_disk, killed, locked, migrations, moved, slow_clients, summer_time
from .account import Account, NotTried
from .prepare import copy_of, prepare, start_django
from .site import Site

AT_ONCE = 2  # trials


class Trial(NamedTuple):
    """One fault: what it is, and the function that makes it and tells about it."""

    what: str
    try_it: Callable[[Site, Account], None]
    is_alone: bool = False  # it measures times, and others would disturb it
    has_own_database: bool = False  # it starts Django itself when that is there


# A new fault is a function in the module of its subject, and a line here.
TRIALS: dict[str, Trial] = {
    "killed-preparing": Trial("web process killed while it prepares letters", killed.preparing),
    "killed-saving": Trial("web process killed while a letter saves itself", killed.saving_letter),
    "killed-saving-agreement": Trial(
        "web process killed while the text of an agreement saves itself", killed.saving_agreement
    ),
    "restart": Trial("site restarted while a form is on its way", killed.restart),
    "killed-load-content": Trial("load_content killed in the middle", commands.load_content),
    "killed-migration": Trial(
        "migrate killed in the middle, on SQLite", migrations.on_sqlite, has_own_database=True
    ),
    "killed-migration-postgresql": Trial(
        "migrate killed in the middle, on PostgreSQL", migrations.on_postgresql, has_own_database=True
    ),
    "killed-backup": Trial("backup and restore killed in the middle", commands.backup),
    "killed-digest": Trial("send_reminders killed in the middle", digests.killed),
    "locked-sqlite": Trial("SQLite locked for 10 seconds", locked.sqlite, is_alone=True),
    "locked-postgresql": Trial(
        "a table of PostgreSQL locked for 10 seconds", locked.postgresql, is_alone=True, has_own_database=True
    ),
    "full-files": Trial("disk of the files full", full_disk.files_full),
    "full-database": Trial("disk of the SQLite database full", full_disk.database_full),
    "read-only-files": Trial("folder of the files read-only", full_disk.files_read_only),
    "clock-midnight": Trial("midnight, the leap day, elections: letters and pages", moved.midnight),
    "clock-bodies-end": Trial("1 April 2028, when councils end", moved.bodies_end),
    "clock-summer-time": Trial(
        "the nights when clocks change: due days, polls, private links", summer_time.nights
    ),
    "clock-digest": Trial("weekly email across midnight and both changes to summer time", moved.digest),
    "slow-clients": Trial("200 slow clients beside a reader", slow_clients.slow_clients, is_alone=True),
}


def main() -> int:
    """Try the faults that were asked for. Returns 1 when anything is not ok."""
    parser = argparse.ArgumentParser(prog="script/faults", description="Break the toolkit on purpose.")
    parser.add_argument("--list", action="store_true", help="name the faults and try none")
    parser.add_argument("--only", choices=TRIALS, action="append", metavar="NAME", help="try one of them")
    parser.add_argument("--prepare", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--run", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.list:
        for name, trial in TRIALS.items():
            print(f"{name:<29}{trial.what}")
        return 0
    if options.prepare:
        prepare()
        return 0
    if options.run:
        name, folder = options.run
        print(json.dumps(run_here(name, Path(folder)).as_json()))
        return 0
    return try_all(options.only or list(TRIALS))


def try_all(names: list[str]) -> int:
    """Try the faults, print a line for each, and return 1 when one is not ok."""
    with tempfile.TemporaryDirectory(prefix="covenant-faults-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # a server of PostgreSQL that is not ours looks in
        whole = folder / "whole"
        (whole / "files").mkdir(parents=True)
        print("Preparing a site to break …", file=sys.stderr)
        subprocess.run(
            [sys.executable, "-m", "script.fault_trials", "--prepare"],
            env=environment(whole), cwd=ROOT, check=True,
        )  # fmt: skip
        alone = [name for name in names if TRIALS[name].is_alone]
        states: list[str] = []
        with ThreadPoolExecutor(AT_ONCE) as together:
            states += together.map(
                lambda name: try_one(name, whole), sorted({*names} - {*alone}, key=names.index)
            )
        states += [try_one(name, whole) for name in alone]
    counts = {state: states.count(state) for state in ("ok", "FAILED", "not tried")}
    print(", ".join(f"{count} {state}" for state, count in counts.items() if count or state == "ok") + ".")
    return 1 if counts["FAILED"] else 0


def try_one(name: str, whole: Path) -> str:
    """Try one fault in a process of its own, print its account, and return ok, FAILED or not tried."""
    folder = whole.with_name(name)
    copy_of(whole, folder)
    command = [sys.executable, "-m", "script.fault_trials", "--run", name, str(folder)]
    if can_mount():
        command = ["unshare", "--mount", *command]  # what it mounts is gone with it
    begun = time.monotonic()
    ran = subprocess.run(
        command, env=environment(folder), cwd=ROOT, capture_output=True, text=True, check=False
    )
    try:
        account = Account(**json.loads(ran.stdout.splitlines()[-1]))
    except (IndexError, ValueError):
        account = Account(checked=[("the trial itself ran", False)])
    print(account.told(name, TRIALS[name].what, time.monotonic() - begun), flush=True)
    if account.state == "FAILED":
        log = folder / "log.txt"
        print(ran.stderr[-4000:], log.read_text()[-4000:] if log.exists() else "", file=sys.stderr, sep="\n")
    shutil.rmtree(folder, ignore_errors=True)
    return account.state


def run_here(name: str, folder: Path) -> Account:
    """Try one fault in this process, whose variables are those of the site."""
    os.chdir(ROOT)
    site, account = Site(folder), Account()
    if not TRIALS[name].has_own_database:
        start_django()
    try:
        TRIALS[name].try_it(site, account)
    except NotTried as reason:
        account.not_tried = str(reason)
    except Exception as problem:  # noqa: BLE001  (whatever it is, the other faults are tried too)
        traceback.print_exc()
        account.check(f"the trial ran to its end ({type(problem).__name__}: {problem})", is_so=False)
    finally:
        site.close()
    return account


def can_mount() -> bool:
    """Whether a trial may fill a disk of its own: that needs root and unshare."""
    if os.geteuid() or not shutil.which("unshare"):
        return False
    return not subprocess.run(["unshare", "--mount", "true"], capture_output=True, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
