"""migrate, killed in the middle: on an empty database, and in a release that changes one with rows."""

import os
from pathlib import Path

from .account import Account
from .commands import MOMENTS, killed_while
from .databases import Database, SQLite, postgresql
from .person import Person
from .prepare import start_django
from .site import Site, free_port, until

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


def on_sqlite(site: Site, told: Account) -> None:
    """Kill migrate on an empty SQLite file."""
    folder = site.folder / "empty"
    folder.mkdir()
    _interrupted(site, told, SQLite(folder / "toolkit.sqlite3"), folder / "files")


def on_postgresql(site: Site, told: Account) -> None:
    """Kill migrate on an empty PostgreSQL."""
    with postgresql() as database:
        _interrupted(site, told, database, site.folder / "empty")
        from django.db import connections

        site.close()
        connections.close_all()


def _interrupted(site: Site, told: Account, database: Database, files: Path) -> None:
    """Kill migrate again and again; let script/server go on; then let the next release do the same."""
    whole = SQLite(site.folder / "toolkit.sqlite3").rows()
    os.environ |= {"COVENANT_DATABASE_URL": database.url, "COVENANT_DATA_DIR": str(files)}
    start_django()
    kills = sum(killed_while(site, database.is_being_written, seconds, "migrate") for seconds in MOMENTS)
    told.did.append(f"killed -9 {kills} times while it made the tables of an empty database")
    told.check("it was in the middle at least twice", kills >= 2)
    _settled(database)
    server = site.start()
    health = Person(site.port).get("/health/")
    told.saw.append(f"/health/ {health.status} {health.text.strip()} meanwhile")
    told.check("/health/ said 503 before it was done", health.status == 503)
    server.kill()
    site.port = free_port()  # the processes that were killed may hold the other one for a moment
    server = site.begin(["script/server", str(site.port)], COVENANT_DEBUG="1")
    until(lambda: server.is_over or site.answers, "script/server answers", seconds=300)
    told.did.append("then script/server")
    person = Person.signed_in(site.port, "member@example.org")
    pages = [person.get(path).status for path in ("/health/", "/", "/letters/", "/organisation/")]
    told.check("it mends it: every page answers", pages == [200] * 4)
    told.check("every table is there", database.rows().keys() == whole.keys() and database.is_sound())
    server.kill()
    _settled(database)
    _next_release(site, told, database)


def _next_release(site: Site, told: Account, database: Database) -> None:
    for name, text in NEXT_RELEASE.items():
        path = site.folder / "release" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    release = {
        "PYTHONPATH": f"{os.environ['PYTHONPATH']}:{site.folder / 'release'}",
        "DJANGO_SETTINGS_MODULE": "next_settings",
    }
    before = database.rows()
    kills, halves = 0, []
    for seconds in MOMENTS[:3]:
        kills += killed_while(site, database.is_being_written, seconds, "migrate", **release)
        _settled(database)
        halves.append([name for name in database.rows() if name.startswith("next_")])
    left = database.rows()
    told.did.append(f"killed -9 {kills} times in a next release's migration of {sum(before.values()):,} rows")
    told.check("it was in the middle each time", kills == len(halves))
    told.check("no row is lost or added", all(left[name] == number for name, number in before.items()))
    told.check("no migration is there by half", not any(halves) and database.is_sound())
    server = site.start(**release)
    health = Person(site.port).get("/health/")
    member = Person.signed_in(site.port, "member@example.org").get("/organisation/")
    told.saw.append(f"/health/ {health.status} {health.text.strip()}; a member's page {member.status}")
    told.check("/health/ says 503 and what is waiting", health.status == 503 and "waiting" in health.text)
    done = site.run("migrate", **release)
    bodies = before["publicbodies_publicbody"]
    told.check("run again, it completes, with every row once",
               done.returncode == 0 and database.rows().get("next_release_place") == bodies)  # fmt: skip
    told.check("then /health/ says 200", Person(site.port).get("/health/").status == 200)
    server.kill()


def _settled(database: Database) -> None:
    """Wait until a server has noticed that somebody was killed, and has taken back what was half done."""
    until(lambda: not database.is_being_written(), "nobody writes")
