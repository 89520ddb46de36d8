"""Commands that are killed in the middle: load_content, backup and restore."""

import shutil
import time
from collections.abc import Callable
from pathlib import Path

from .account import Account
from .databases import SQLite
from .person import Person
from .site import Site, until

MOMENTS = (0.03, 0.12, 0.25, 0.5)  # seconds after a command has begun to write

EDITED = "A name that NAVCA has edited"


def killed_while(
    site: Site, is_at_it: Callable[[], bool], seconds: float, *arguments: str, **variables: str
) -> bool:
    """Kill a command so many seconds after it is at it. False when it was over by then."""
    command = site.begin(site.manage(*arguments), **variables)
    until(lambda: command.is_over or is_at_it(), f"{arguments[0]} is at work", pause=0.005)
    time.sleep(seconds)
    was_over = command.is_over
    command.kill()
    return not was_over


def load_content(site: Site, told: Account) -> None:
    """Kill load_content on an empty site, and on one with edits that takes everything again."""
    database, variables = empty_site(site)
    site.run("migrate", "--verbosity=0", **variables)
    site.run("createcachetable", **variables)
    pristine, nothing = database.path.read_bytes(), database.rows()
    site.run("load_content", **variables)
    everything = database.rows()
    kills, states = 0, []
    for seconds in MOMENTS:
        database.path.write_bytes(pristine)
        kills += killed_while(site, database.is_being_written, seconds, "load_content", **variables)
        states.append(database.rows())
    told.did.append(f"killed -9 {kills} times while it wrote into an empty site")
    told.check("it was in the middle at least twice", kills >= 2)
    is_all_or_nothing = all(state in (nothing, everything) for state in states)
    told.check("each time all of the content is there or nothing", is_all_or_nothing)
    database.path.write_bytes(pristine)
    killed_while(site, database.is_being_written, MOMENTS[0], "load_content", **variables)
    server = site.start(**variables)
    home = Person(site.port).get("/")
    told.saw.append(f"pages of a site without its content still answer ({home.status})")
    again = site.run("load_content", **variables)
    told.check("run again, it brings all of it", again.returncode == 0 and database.rows() == everything)
    found = Person(site.port).get("/search/?q=health").text
    told.check("and the search finds it", "/evidence/" in found or "/case-studies/" in found)
    told.check("the database is sound", database.is_sound())
    server.kill()
    _keeps_edits(site, told)


def _keeps_edits(site: Site, told: Account) -> None:
    from principles.models import Principle

    principle = Principle.objects.all()[0]
    Principle.objects.filter(pk=principle.pk).update(name=EDITED)
    database = SQLite(site.folder / "toolkit.sqlite3")
    before = database.rows()
    kills = 0
    for seconds in MOMENTS[:2]:
        kills += killed_while(site, database.is_being_written, seconds, "load_content", "--overwrite")
    stored = Principle.objects.get(pk=principle.pk).name
    told.did.append(f"and {kills} times with --overwrite on a site with an edited name")
    told.check("no row is lost", all(database.rows()[name] >= count for name, count in before.items()))
    told.check("the edit stands, or is replaced whole", stored in (principle.name, EDITED))


def empty_site(site: Site) -> tuple[SQLite, dict[str, str]]:
    """Where an empty database may be made beside the site's own, and the variables of a site with it."""
    folder = site.folder / "empty"
    folder.mkdir()
    database = SQLite(folder / "toolkit.sqlite3")
    return database, {
        "COVENANT_DATABASE_URL": database.url,
        "COVENANT_DATA_DIR": str(folder / "files"),
    }


def backup(site: Site, told: Account) -> None:
    """Kill a backup and a restore."""
    target = site.folder / "backups" / "night"
    partial = target.with_name(".night.partial")
    before = SQLite(site.folder / "toolkit.sqlite3").rows()
    kills = 0
    for seconds in MOMENTS[:3]:
        kills += killed_while(site, partial.exists, seconds, "backup", str(target))
        if target.exists():
            break
        partial.rename(partial.with_name(f"left-{kills}"))
    told.did.append(f"backup killed -9 {kills} times")
    told.check("it was in the middle at least once", kills)
    is_whole = (target / "manifest.json").exists() or not target.exists()
    told.check("a backup that was stopped is not there as one", is_whole)
    shutil.copytree(target.with_name("left-1"), partial)
    if not target.exists():
        told.check("the next one is made", site.run("backup", str(target)).returncode == 0)
    database, there = empty_site(site)
    site.run("migrate", "--verbosity=0", **there)
    site.run("createcachetable", **there)
    nothing = database.rows()
    kills, halves = 0, []
    restore = ("restore", str(target), "--overwrite")
    for seconds in MOMENTS[:3]:
        kills += killed_while(site, database.is_being_written, seconds, *restore, **there)
        halves.append(database.rows())
    told.did.append(f"restore into an empty place killed -9 {kills} times")
    told.check(
        "its rows were all there or none", all(ours(half) in (ours(nothing), ours(before)) for half in halves)
    )
    done = site.run(*restore, **there)
    kept = database.rows()
    told.check("restored again, every row is there", done.returncode == 0 and ours(kept) == ours(before))
    told.check("and every file", files_of(database.path.parent) == files_of(site.folder))


def ours(rows: dict[str, int]) -> dict[str, int]:
    """The tables that a backup holds, with what the first steps of an empty place put there."""
    return {name: count for name, count in rows.items() if name != "django_migrations"}


def files_of(folder: Path) -> dict[str, int]:
    """The private files of a site, with their sizes; the toolkit's PDF is made anew."""
    files = (folder / "files" / "private").rglob("*")
    return {path.name: path.stat().st_size for path in files if path.is_file() and "toolkit" not in path.name}
