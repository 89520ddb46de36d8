"""A database that somebody else has locked for ten seconds, while people read and save."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from . import databases
from .account import Account
from .person import Answer, Person
from .prepare import prepare
from .site import ROOT, Site

MEMBER = "member@example.org"
SECONDS = 10
WRITERS = 6
CROWD = 24  # more than two processes have threads
UNSAVED = "Counted when it was too long."
PUBLIC = ("/", "/principles/", "/case-studies/", "/search/?q=health")
HOLD_SQLITE = """
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
time.sleep(float(sys.argv[2]))
connection.execute("ROLLBACK")
"""
HOLD_POSTGRESQL = """
import psycopg, sys, time
with psycopg.connect(sys.argv[1]) as connection:
    connection.execute("LOCK TABLE members_record IN ACCESS EXCLUSIVE MODE")
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


@contextmanager
def held(program: str, database: str, seconds: float) -> Any:
    """Another process has the lock when this begins, and lets it go after so many seconds."""
    process = subprocess.Popen(
        [sys.executable, "-c", program, database, str(seconds)], stdout=subprocess.PIPE, cwd=ROOT
    )
    assert process.stdout  # noqa: S101
    process.stdout.readline()
    try:
        yield
    finally:
        process.wait()


def new_record(words: str) -> tuple[str, dict[str, str]]:
    """Where somebody adds a record to an activity, and the form with these words."""
    from django.urls import reverse

    from members.work import Activity

    activity = Activity.objects.filter(organisation__slug="harbourside-voluntary-action")[0]
    form = {
        "kind": "count", "value": "12", "unit": "groups advised", "period": "2025/26", "method": words,
        "source_kind": "ours", "source": "our log", "dated_on": "1 May 2026",
    }  # fmt: skip
    return reverse("members:record-new", args=[activity.pk]), form


def read_and_save(
    site: Site, hold: Callable[[], Any], reading: Sequence[str], writers: int = WRITERS
) -> tuple[list[Answer], dict[str, Answer]]:
    """What readers and writers are answered while the lock is held. A stranger reads the public pages too."""
    person, stranger = Person.signed_in(site.port, MEMBER), Person(site.port)
    asked = [(stranger, path) for path in PUBLIC] + [(person, path) for path in (*PUBLIC, *reading)]
    for who, path in asked:
        who.get(path)
    pages: list[Answer] = []
    is_over = threading.Event()

    def read() -> None:
        while not is_over.is_set():
            for who, path in asked:
                pages.append(who.get(path))
                time.sleep(0.03)

    with ThreadPoolExecutor(writers + 2) as everybody:
        with hold():
            readers = [everybody.submit(read) for _ in range(2)]
            saves = {}
            for number in range(writers):
                words = f"Counted with care, {number + 1} of {writers}."
                saves[words] = everybody.submit(person.post, *new_record(words))
            for save in saves.values():
                save.result()
            is_over.set()
        for reader in readers:
            reader.result()
    return pages, {words: save.result() for words, save in saves.items()}


def tell(told: Account, pages: list[Answer], saves: dict[str, Answer], *, is_crowded: bool = False) -> None:
    """What was seen, and whether anything was lost. Beside a crowd that waits, readers wait too."""
    from members.records import Record

    stored = set(Record.objects.values_list("method", flat=True))
    slowest = max(page.seconds for page in pages)
    waited = max(answer.seconds for answer in saves.values())
    saved = sum(answer.is_saved for answer in saves.values())
    told.saw.append(f"{len(pages)} pages read meanwhile, the slowest in {slowest:.1f} s")
    told.saw.append(f"{saved} of {len(saves)} saves answered as saved, the last after {waited:.1f} s")
    others = sorted({page.status for page in pages} - {200})
    told.check(f"every page was answered{f' {others}' if others else ''}", not others)
    if not is_crowded:
        told.check("no page waited for the lock", slowest < SECONDS / 2)
    told.check("what was answered as saved is stored, and all else came back with its words",
               all(words in stored if answer.is_saved else answer.status == 503 and words in answer.text
                   for words, answer in saves.items()))  # fmt: skip


def sqlite(site: Site, told: Account) -> None:
    """BEGIN EXCLUSIVE in another process for ten seconds; then with less patience than that."""
    from covenant_toolkit.demonstration import demonstration_letter

    database = str(site.folder / "toolkit.sqlite3")
    reading = ("/organisation/", "/letters/")
    server = site.start()
    told.did.append(
        f"another process held BEGIN EXCLUSIVE for {SECONDS} s while people read and {WRITERS} save"
    )
    tell(told, *read_and_save(site, lambda: held(HOLD_SQLITE, database, SECONDS), reading))
    told.did.append(f"the same while {CROWD} save, more than there are threads")
    crowd = read_and_save(site, lambda: held(HOLD_SQLITE, database, SECONDS), reading, CROWD)
    tell(told, *crowd, is_crowded=True)
    server.kill()
    site.start(COVENANT_LOCK_TIMEOUT="2")
    person = Person.signed_in(site.port, MEMBER)
    letter = demonstration_letter().get_absolute_url()
    draft = person.form(letter, "main_ask")
    with held(HOLD_SQLITE, database, 5):
        refused = person.post(*new_record(UNSAVED))
        live = person.post(letter, draft | {"main_ask": "Typed in vain."}, live=True)
    tell_of_refusal(told, person, refused)
    told.saw.append(f"a page that saves itself: “{live.text}”")
    told.check("the page that saves itself is told", live.status == 503 and "busy" in live.text)


def postgresql(site: Site, told: Account) -> None:
    """LOCK TABLE in another session for ten seconds; then with less patience than that."""
    with databases.postgresql() as (url,):
        os.environ["COVENANT_DATABASE_URL"] = url
        prepare()
        from django.db import connections

        server = site.start()
        told.did.append(
            f"another session held LOCK TABLE for {SECONDS} s while people read and {WRITERS} save"
        )
        reading = ("/letters/",)
        tell(told, *read_and_save(site, lambda: held(HOLD_POSTGRESQL, url, SECONDS), reading))
        server.kill()
        site.start(COVENANT_LOCK_TIMEOUT="2")
        person = Person.signed_in(site.port, MEMBER)
        with held(HOLD_POSTGRESQL, url, 5):
            refused = person.post(*new_record(UNSAVED))
        tell_of_refusal(told, person, refused)
        site.close()
        connections.close_all()


def tell_of_refusal(told: Account, person: Person, refused: Answer) -> None:
    """What somebody saw whose save did not get the lock in time, and what became of the words."""
    from members.records import Record

    told.did.append("then with a patience of 2 s")
    told.saw.append(f"{refused.status} “The site is busy” after {refused.seconds:.1f} s, with the words")
    told.check("the friendly page has the words", refused.status == 503 and UNSAVED in refused.text)
    again = person.post(*new_record(UNSAVED))
    count = Record.objects.filter(method=UNSAVED).count()
    told.check("sent again, they are saved once", again.is_saved and count == 1)
