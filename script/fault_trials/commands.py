"""Commands that are killed in the middle: load_content, migrate, backup and restore."""

import os
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from .account import Account
from .person import Person
from .site import Site, until

MOMENTS = (0.03, 0.12, 0.25, 0.5)  # seconds after a command has begun to write

EDITED = "A name that NAVCA has edited"

# A release with a migration that takes a while: a new table, filled from the rows that are there.
NEXT_RELEASE = {
    "next_settings.py": """
from covenant_toolkit.settings import *
INSTALLED_APPS = [*INSTALLED_APPS, "next_release"]
""",
    "next_release/__init__.py": "",
    "next_release/migrations/__init__.py": "",
    "next_release/migrations/0001_place.py": """
import time
from django.db import migrations, models

def fill(apps, schema_editor):
    Place = apps.get_model("next_release", "Place")
    for body in apps.get_model("publicbodies", "PublicBody").objects.order_by("pk"):
        Place.objects.create(name=body.slug)
        time.sleep(0.01)

class Migration(migrations.Migration):
    dependencies = [("publicbodies", "__first__")]
    operations = [
        migrations.CreateModel(
            "Place", [("id", models.AutoField(primary_key=True)), ("name", models.TextField())]
        ),
        migrations.RunPython(fill),
    ]
""",
    "next_release/migrations/0002_length.py": """
from django.db import migrations, models

def fill(apps, schema_editor):
    for place in apps.get_model("next_release", "Place").objects.all():
        place.length = len(place.name)
        place.save()

class Migration(migrations.Migration):
    dependencies = [("next_release", "0001_place")]
    operations = [
        migrations.AddField("place", "length", models.IntegerField(default=0)),
        migrations.RunPython(fill),
    ]
""",
}


def rows_of(database: Path) -> dict[str, int]:
    """How many rows each table of an SQLite database has; those of a search index count as one table."""
    with closing(sqlite3.connect(database)) as connection:
        names = [
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if not name.startswith(("sqlite_", "search_")) and name not in ("cache", "django_session")
        ]  # fmt: skip
        return {
            name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608
            for name in names
        }


def is_sound(database: Path) -> bool:
    """Whether SQLite finds nothing wrong with the file and its keys."""
    with closing(sqlite3.connect(database)) as connection:
        is_whole = connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return is_whole and not connection.execute("PRAGMA foreign_key_check").fetchall()


def is_being_written(database: Path) -> bool:
    """Whether somebody is in the middle of a transaction that writes."""
    if not database.exists():
        return False
    with closing(sqlite3.connect(database, timeout=0, isolation_level=None)) as connection:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return True
        connection.execute("ROLLBACK")
        return False


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
    pristine, nothing = database.read_bytes(), rows_of(database)
    site.run("load_content", **variables)
    everything = rows_of(database)
    kills, states = 0, []
    for seconds in MOMENTS:
        database.write_bytes(pristine)
        kills += killed_while(site, lambda: is_being_written(database), seconds, "load_content", **variables)
        states.append(rows_of(database))
    told.did.append(f"killed -9 {kills} times while it wrote into an empty site")
    told.check("it was in the middle at least twice", kills >= 2)
    is_all_or_nothing = all(state in (nothing, everything) for state in states)
    told.check("each time all of the content is there or nothing", is_all_or_nothing)
    database.write_bytes(pristine)
    killed_while(site, lambda: is_being_written(database), MOMENTS[0], "load_content", **variables)
    server = site.start(**variables)
    home = Person(site.port).get("/")
    told.saw.append(f"pages of a site without its content still answer ({home.status})")
    again = site.run("load_content", **variables)
    told.check("run again, it brings all of it", again.returncode == 0 and rows_of(database) == everything)
    found = Person(site.port).get("/search/?q=health").text
    told.check("and the search finds it", "/evidence/" in found or "/case-studies/" in found)
    told.check("the database is sound", is_sound(database))
    server.kill()
    _keeps_edits(site, told)


def _keeps_edits(site: Site, told: Account) -> None:
    from principles.models import Principle

    principle = Principle.objects.all()[0]
    Principle.objects.filter(pk=principle.pk).update(name=EDITED)
    database = site.folder / "toolkit.sqlite3"
    before = rows_of(database)
    kills = 0
    for seconds in MOMENTS[:2]:
        kills += killed_while(
            site, lambda: is_being_written(database), seconds, "load_content", "--overwrite"
        )
    stored = Principle.objects.get(pk=principle.pk).name
    told.did.append(f"and {kills} times with --overwrite on a site with an edited name")
    told.check("no row is lost", all(rows_of(database)[name] >= count for name, count in before.items()))
    told.check("the edit stands, or is replaced whole", stored in (principle.name, EDITED))


def empty_site(site: Site) -> tuple[Path, dict[str, str]]:
    """Where an empty database may be made beside the site's own, and the variables of a site with it."""
    folder = site.folder / "empty"
    folder.mkdir()
    database = folder / "toolkit.sqlite3"
    return database, {
        "COVENANT_DATABASE_URL": f"sqlite:///{database}",
        "COVENANT_DATA_DIR": str(folder / "files"),
    }


def migration(site: Site, told: Account) -> None:
    """Kill migrate while it makes the tables, and while a next release changes a database with rows."""
    database, variables = empty_site(site)
    kills = 0
    for seconds in MOMENTS:
        kills += killed_while(site, lambda: is_being_written(database), seconds, "migrate", **variables)
    server = site.start(**variables)
    health = Person(site.port).get("/health/")
    told.did.append(f"killed -9 {kills} times while it made the tables of an empty database")
    server.kill()
    done = site.run("migrate", **variables)
    told.check("run again, it completes", done.returncode == 0 and is_sound(database))
    told.saw.append(f"/health/ {health.status} {health.text.strip()} meanwhile")
    told.check("/health/ said 503 before it was done", health.status == 503)
    _next_release(site, told)


def _next_release(site: Site, told: Account) -> None:
    for name, text in NEXT_RELEASE.items():
        path = site.folder / "release" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    release = {
        "PYTHONPATH": f"{os.environ['PYTHONPATH']}:{site.folder / 'release'}",
        "DJANGO_SETTINGS_MODULE": "next_settings",
    }
    database = site.folder / "toolkit.sqlite3"
    before = rows_of(database)
    kills = 0
    halves = []
    for seconds in MOMENTS[:3]:
        kills += killed_while(site, lambda: is_being_written(database), seconds, "migrate", **release)
        halves.append({name: count for name, count in rows_of(database).items() if name.startswith("next_")})
    left, count = rows_of(database), sum(before.values())
    told.did.append(f"killed -9 {kills} times in a next release's migration of a site with {count:,} rows")
    told.check("it was in the middle each time", kills == len(halves))
    told.check("no row is lost or added", all(left[name] == number for name, number in before.items()))
    told.check("no migration is there by half", not any(halves) and is_sound(database))
    server = site.start(**release)
    health = Person(site.port).get("/health/")
    member = Person.signed_in(site.port, "member@example.org").get("/organisation/")
    told.saw.append(f"/health/ {health.status} {health.text.strip()}; a member's page {member.status}")
    told.check("/health/ says 503 and what is waiting", health.status == 503 and "waiting" in health.text)
    done = site.run("migrate", **release)
    bodies = before["publicbodies_publicbody"]
    told.check("run again, it completes, with every row once",
               done.returncode == 0 and rows_of(database).get("next_release_place") == bodies)  # fmt: skip
    told.check("then /health/ says 200", Person(site.port).get("/health/").status == 200)
    server.kill()


def backup(site: Site, told: Account) -> None:
    """Kill a backup and a restore."""
    target = site.folder / "backups" / "night"
    partial = target.with_name(".night.partial")
    before = rows_of(site.folder / "toolkit.sqlite3")
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
    nothing = rows_of(database)
    kills, halves = 0, []
    restore = ("restore", str(target), "--overwrite")
    for seconds in MOMENTS[:3]:
        kills += killed_while(site, lambda: is_being_written(database), seconds, *restore, **there)
        halves.append(rows_of(database))
    told.did.append(f"restore into an empty place killed -9 {kills} times")
    told.check(
        "its rows were all there or none", all(ours(half) in (ours(nothing), ours(before)) for half in halves)
    )
    done = site.run(*restore, **there)
    kept = rows_of(database)
    told.check("restored again, every row is there", done.returncode == 0 and ours(kept) == ours(before))
    told.check("and every file", files_of(database.parent) == files_of(site.folder))


def ours(rows: dict[str, int]) -> dict[str, int]:
    """The tables that a backup holds, with what the first steps of an empty place put there."""
    return {name: count for name, count in rows.items() if name != "django_migrations"}


def files_of(folder: Path) -> dict[str, int]:
    """The private files of a site, with their sizes; the toolkit's PDF is made anew."""
    files = (folder / "files" / "private").rglob("*")
    return {path.name: path.stat().st_size for path in files if path.is_file() and "toolkit" not in path.name}
