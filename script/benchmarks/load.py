"""The site under load: gunicorn as it is deployed, SQLite and PostgreSQL in turns, and no error let pass.

Whoever asks runs beside the server on the same processors. So the times by the clock say what happens when
everybody comes at once to a machine of two processors that has other work as well; the work of the server's
own processes for each answer says more.
"""

import io
import itertools
import json
import random
import statistics
import sys
import time
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.client import HTTPException
from math import inf
from typing import Any
from urllib.parse import urlencode

from . import load_rows
from .databases import Database, on_postgresql, scratch
from .ending import run_part
from .load_rows import WRITERS, Member
from .pages import reading_pages
from .served import Measure, few_or, start_django
from .web import Said, Site, processor_seconds, resident_memory, site

ROUNDS = 2  # of each database, in turns
SECONDS = few_or(15, 2)  # of each round
PAUSE = 2.0  # seconds somebody types or reads between two requests, where they do
READERS = 8
PAGE, PDF, SAVE = b"<!doctype html>", b"%PDF", ("saves", "", b"")
CONSTANT = ("a constant view", "/constant/")
SECONDS_OF_READING = few_or(5, 1)
LETTERS, LETTERS_TO_WARM_UP = few_or(1_000, 8), few_or(100, 4)
TARGET_OF_ENGLAND, TARGET_OF_MEMORY = 25, 15  # s, MiB


@dataclass
class Found:
    """What one database did in all its rounds: seconds by what was asked, and the work of its processes."""

    took: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    wrong: list[str] = field(default_factory=list)
    clock: float = 0
    work: float = 0

    @property
    def count(self) -> int:
        return sum(len(times) for times in self.took.values())

    @property
    def rate(self) -> float:
        return self.count / self.clock

    @property
    def work_of_one(self) -> float:
        """Milliseconds of the processor for an answer, in the server and in the database."""
        return self.work / self.count * 1000

    def usual(self, what: str) -> float:
        """What half of the answers stay below, in milliseconds."""
        return statistics.median(self.took[what] or [inf]) * 1000

    def late(self, what: str) -> float:
        """What 95 of 100 answers stay below, in milliseconds."""
        times = self.took[what]
        return (statistics.quantiles(times, n=20)[-1] if len(times) > 1 else max(times, default=inf)) * 1000

    def take(self, what: str, said: Said, expected: Callable[[Said], bool]) -> bool:
        """Count an answer, and say whether it was the expected one."""
        is_right = said.status == 200 and expected(said)
        if is_right:
            self.took[what].append(said.seconds)
        else:
            self.wrong.append(f"{what}: answer {said.status}, {said.body[:200]!r}")
        return is_right


def members_at_once() -> list[Measure]:
    """Fifty members save and download at once, then as people do, with pauses; then readers come."""
    start_django()
    addresses = reading_pages()
    measures: list[Measure] = []
    with ExitStack() as stack:
        databases = [scratch(), stack.enter_context(on_postgresql())]
        for database in databases:
            run_part("make-members", database.env)
        for pause, rounds in ((0.0, ROUNDS), (PAUSE, 1)):
            found = {database.name: Found() for database in databases}
            for _ in range(rounds):
                for database in databases:
                    with served(database, found[database.name]) as web:
                        at_work(database, web, found[database.name], pause)
            measures += told(found, f"{load_rows.MEMBERS} members {'at once' if not pause else 'typing'}")
        found = {database.name: Found() for database in databases}
        for database in databases:
            with served(database, found[database.name]) as web:
                reading(database, web, addresses, found[database.name])
        measures += told(found, f"{READERS} readers")
    return measures


@contextmanager
def served(database: Database, found: Found, *, processes: int = 2) -> Iterator[Site]:
    """The site on a database. Stops the run when it said anything wrong."""
    with site(database.env, processes=processes) as web:
        yield web
    found.wrong += web.trouble
    if found.wrong:
        shown = "\n".join(found.wrong[:20])
        sys.exit(f"{len(found.wrong)} things went wrong on {database.name}:\n{shown}")


def at_work(database: Database, web: Site, found: Found, pause: float) -> None:
    """Let every member work until the time is over; then see that nobody lost a word."""
    members = load_rows.members(database.env)
    at_once(lambda member: one_round(web, member, Found(), {}, 0), members[:8])
    saved: dict[str, str] = {}
    until = time.monotonic() + SECONDS

    def works(member: Member) -> None:
        time.sleep(random.random() * pause)  # noqa: S311  (no secret)
        while time.monotonic() < until:
            one_round(web, member, found, saved, pause, until=until)

    with measured(database, [web], found):
        at_once(works, members)
    for member in members:
        page = web.ask(member.letter, cookie=member.cookie)
        if member.letter in saved and saved[member.letter] not in page.body.decode():
            found.wrong.append(f"{member.letter} lost “{saved[member.letter]}”")


_turns = itertools.count(1)


def get(web: Site, member: Member, found: Found, what: str, address: str, begins: bytes) -> None:
    """Fetch a page or a file of the member, and keep its time and whether it began as it should."""
    said = web.ask(address, cookie=member.cookie)
    found.take(what, said, lambda said: said.body.startswith(begins))


def save(web: Site, member: Member, found: Found, saved: dict[str, str]) -> None:
    """Send the letter with other words, as the script of its page does at a pause in typing."""
    turn = next(_turns)
    words = f"We ask you to meet {turn} local groups."
    form = member.form | {"main_ask": words, "turn": str(turn)}
    said = web.ask(member.letter, urlencode(form).encode(), member.cookie, live=True)
    if found.take("saves", said, lambda said: b"Saved at" in said.body and words.encode() in said.body):
        saved[member.letter] = words


def one_round(
    web: Site, member: Member, found: Found, saved: dict[str, str], pause: float, until: float = inf
) -> None:
    """What a member does: opens the letter, types, looks at a draft, fetches a ready letter, reads on.

    Each begins somewhere else, so that they never all do the same.
    """
    steps: list[tuple[str, str, bytes]] = [
        ("pages", member.letter, PAGE), SAVE, SAVE, SAVE, ("PDFs made", member.draft, PDF),
        ("downloads", member.ready, PDF), ("pages", member.home, PAGE), ("pages", "/case-studies/", PAGE),
    ]  # fmt: skip
    begin = member.number % len(steps)
    for step in steps[begin:] + steps[:begin]:
        try:
            if step is SAVE:
                save(web, member, found, saved)
            else:
                get(web, member, found, *step)
        except (OSError, HTTPException) as problem:
            found.wrong.append(f"{member.letter}: {problem!r}")
        if time.monotonic() >= until:
            return
        time.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311  (no secret)


@contextmanager
def measured(database: Database, sites: list[Site], found: Found) -> Iterator[None]:
    """Add what this takes by the clock, and of the processor in the server and the database."""

    def work() -> dict[int, float]:
        processes = [each for web in sites for each in web.processes()] + database.processes()
        return {each: processor_seconds(each) for each in processes}

    before, begun = work(), time.perf_counter()
    yield
    found.clock += time.perf_counter() - begun
    found.work += sum(used - before.get(each, 0) for each, used in work().items())


def reading(database: Database, web: Site, addresses: dict[str, str], found: Found) -> None:
    """Readers of the pages that each process keeps in its memory, and of a constant view."""
    for address in (*addresses.values(), "/constant/") * 4:
        web.ask(address)
    until = time.monotonic() + SECONDS_OF_READING

    def reads(number: int) -> None:
        pages = itertools.cycle([("pages", address) for address in addresses.values()] + [CONSTANT])
        for what, address in itertools.islice(pages, number, None):
            if time.monotonic() >= until:
                return
            found.take(what, web.ask(address), lambda said: bool(said.body))

    with measured(database, [web], found):
        at_once(reads, range(READERS))


def at_once(do: Callable[[Any], None], whose: Iterable[Any]) -> None:
    """Do it for each, all at once. What goes wrong in one of them goes wrong here."""
    each_of = list(whose)
    with ThreadPoolExecutor(len(each_of)) as pool:
        list(pool.map(do, each_of))


def england() -> list[Measure]:
    """All of England by two web processes, each a server of its own, on one PostgreSQL and one folder."""
    with on_postgresql() as database:
        run_part("make-everybody", database.env)
        said = json.loads(load_rows.file_of("everybody", database.env).read_text(encoding="utf-8"))
        found = Found()
        form = urlencode({"kind": "pdf", "csrfmiddlewaretoken": said["token"]}).encode()

        def prepare(web: Site) -> None:
            prepared = 0
            while prepared < said["count"]:
                answer = web.ask(said["prepare"], form, said["cookie"], live=True)
                found.take("calls", answer, lambda answer: json.loads(answer.body)["problem"] == "")
                if found.wrong:
                    return
                prepared = json.loads(answer.body)["prepared"]

        with served(database, found, processes=1) as one, served(database, found, processes=1) as other:
            sites = [one, other]
            # Each has looked at the letter and made a PDF before.
            for web in sites:
                found.take("drafts", web.ask(said["draft"], cookie=said["cookie"]), lambda said: True)
            with measured(database, sites, found):
                at_once(prepare, sites)
            zips = [web.ask(said["zip"], cookie=said["cookie"]) for web in sites]
            for each in zips:
                found.take("zip files", each, lambda said: said.body.startswith(b"PK"))
        names = zipfile.ZipFile(io.BytesIO(zips[0].body)).namelist()
        if len(set(names)) != said["count"] or sha256(zips[0].body).digest() != sha256(zips[1].body).digest():
            sys.exit(f"{len(set(names))} files of {said['count']} letters, or the two differ")
    return [
        Measure(f"{said['count']} PDFs, two web processes, one PostgreSQL", found.clock, "s",
                found.clock / TARGET_OF_ENGLAND,
                f"the target of {TARGET_OF_ENGLAND} s; their work is {found.work:.0f} s together"),
        Measure("a call of those, p95", found.late("calls"), "ms", None, "about a second each, by design"),
    ]  # fmt: skip


def memory_served() -> list[Measure]:
    """What a web process keeps after a thousand letters, each saved with other words and laid out anew."""
    database, found = scratch(), Found()
    run_part("make-writers", database.env)
    members = load_rows.members()
    with served(database, found, processes=1) as web:

        def letters(number: int) -> None:
            def write(member: Member) -> None:
                for _ in range(number // WRITERS):
                    save(web, member, found, {})
                    get(web, member, found, "PDFs made", member.draft, PDF)

            at_once(write, members)

        letters(LETTERS_TO_WARM_UP)
        [process] = web.processes()
        before = resident_memory(process)
        letters(LETTERS)
        if web.processes() != [process]:
            sys.exit("The web process was replaced meanwhile, so that its memory says nothing")
        growth = resident_memory(process) - before
    return [
        Measure(f"memory of a web process, growth over {LETTERS:,} letters", growth, "MiB",
                growth / TARGET_OF_MEMORY,
                f"the target of {TARGET_OF_MEMORY} MiB; {before:.0f} MiB before, {WRITERS} people at once"),
    ]  # fmt: skip


def told(found: dict[str, Found], whose: str) -> list[Measure]:
    """The figures of each database, those of PostgreSQL as so many times those of SQLite."""
    measures = []
    usual = found["SQLite"]
    for name, each in found.items():
        other = each is not usual
        against = "so many times SQLite's" if other else ""
        rows = [("answers", each.rate, "requests/s", each.rate / usual.rate)]
        for what in each.took:
            rows += [
                (f"{what}, p50", each.usual(what), "ms", each.usual(what) / usual.usual(what)),
                (f"{what}, p95", each.late(what), "ms", each.late(what) / usual.late(what)),
            ]
        rows.append(("work of an answer", each.work_of_one, "ms", each.work_of_one / usual.work_of_one))
        measures += [
            Measure(f"{whose}, {name}: {what}", value, unit, ratio if other else None, against)
            for what, value, unit, ratio in rows
        ]
        measures.append(
            Measure(f"{whose}, {name}: errors", len(each.wrong), f"of {each.count:,} answers", None, "")
        )
    return measures
