"""A backup brought back into an empty place is the same, row by row and file by file."""

import json
import stat
from io import StringIO

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from covenant_toolkit import backup, demonstration, restoring
from covenant_toolkit.stored_files import files_in, kept_storages
from members.models import Organisation, User
from search import index

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def filled(settings, tmp_path, monkeypatch):
    """A place of its own with the demonstration, two files, a session and a derived PDF."""
    settings.DEBUG = True
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "private"},
        },
        "pictures": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "pictures"},
        },
    }
    monkeypatch.setenv("COVENANT_DEMO_PASSWORD", "a long password")
    demonstration.make()
    User.objects.filter(email=demonstration.MEMBER).update(name="Zoë Łódź “quoted”\\n\\\\ 😀")
    storage = storages["default"]
    storage.save("evidence/one.pdf", ContentFile(b"%PDF-1.7 one"))
    storage.save("évidence/two.bin", ContentFile(bytes(range(256)) * 5000))
    storages["pictures"].save("hall.jpg", ContentFile(b"a picture of a case study"))
    storage.save("toolkit/derived.pdf", ContentFile(b"made of the content as it was"))
    Session.objects.create(session_key="somebody", session_data="x", expire_date="2099-01-01T00:00:00Z")
    return tmp_path


def everything():
    """Every row of every table, and every stored file, in a form that compares."""
    rows = {}
    with connection.cursor() as cursor:
        for model in backup.kept_models():
            columns = ", ".join(connection.ops.quote_name(c.column) for c in backup.columns_of(model))
            cursor.execute(f"SELECT {columns} FROM {model._meta.db_table}")  # noqa: S608 (our own tables)
            rows[model._meta.label_lower] = sorted(map(repr, cursor.fetchall()))
    files = {}
    for alias, storage in kept_storages().items():
        for name in files_in(storage):
            with storage.open(name) as file:
                files[alias, name] = file.read()
    return rows, files


def empty():
    call_command("flush", interactive=False, verbosity=0)
    for alias, storage in kept_storages().items():
        for name in [*files_in(storage), *(["toolkit/derived.pdf"] if alias == "default" else [])]:
            storage.delete(name)


def test_a_backup_brings_every_row_and_file_back_into_an_empty_place(filled):
    before = everything()
    assert len(before[1]) > 3
    assert ("pictures", "hall.jpg") in before[1]
    assert sum(map(len, before[0].values())) > 1000
    folder = filled / "backups" / "2026-11-22"
    out = StringIO()
    call_command("backup", str(folder), stdout=out)
    assert f"{len(before[1])} files" in out.getvalue()
    private_to_us = {stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*")}
    assert private_to_us == {0o700, 0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    manifest = json.loads((folder / "manifest.json").read_text())
    listed = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert listed == {*manifest["files"], "manifest.json"}
    assert not any("session" in name or "search" in name or "toolkit/derived" in name for name in listed)

    with pytest.raises(CommandError, match=r"not empty: it has .*--overwrite"):
        call_command("restore", str(folder))
    empty()
    call_command("restore", str(folder), stdout=StringIO())
    assert everything() == before
    assert not Session.objects.exists()
    assert index.ask("covenant").count > 10
    # The numbers go on after those that were restored.
    newest = Organisation.objects.order_by("-pk")[0].pk
    assert Organisation.objects.create(name="Newcomer", slug="newcomer").pk > newest


@pytest.mark.one_database
def test_what_is_damaged_incomplete_or_of_another_release_is_refused_before_anything_changes(filled):
    folder = filled / "backup"
    call_command("backup", str(folder), verbosity=0)
    before = everything()

    def refusal():
        with pytest.raises(CommandError) as problem:
            call_command("restore", str(folder), overwrite=True)
        return str(problem.value)

    file = folder / "files" / "default" / "evidence" / "one.pdf"
    file.write_bytes(b"%PDF-1.7 0ne")
    assert "one.pdf has changed since" in refusal()
    file.unlink()
    assert "one.pdf is missing" in refusal()
    file.write_bytes(b"%PDF-1.7 one")
    text = (folder / "manifest.json").read_text()
    (folder / "manifest.json").write_text(text.replace('"members.0001_user"', '"members.0099_later"'))
    assert "members.0099_later" in refusal()
    manifest = json.loads(text)
    manifest["migrations"].remove("members.0001_user")
    (folder / "manifest.json").write_text(json.dumps(manifest))
    assert "made before these migrations: members.0001_user" in refusal()
    (folder / "manifest.json").write_text(text[:100])
    assert "holds no complete backup" in refusal()
    (folder / "manifest.json").write_text(text)
    with pytest.raises(CommandError, match="Name a folder that is not there yet"):
        call_command("backup", str(folder))
    assert everything() == before
    MigrationRecorder(connection).record_unapplied("search", "0001_initial")
    assert "Run manage.py migrate" in refusal()
    with pytest.raises(CommandError, match=r"Run manage\.py migrate"):
        call_command("backup", str(filled / "another"))
    MigrationRecorder(connection).record_applied("search", "0001_initial")


def test_a_backup_is_found_by_an_address_that_goes_up(filled):
    folder = filled / "backup"
    backup.make(folder)
    (filled / "elsewhere").mkdir()
    assert restoring.checked(filled / "elsewhere" / ".." / "backup").files


def test_what_is_stopped_leaves_no_folder_that_looks_whole_and_the_rows_as_they_were(filled, monkeypatch):
    folder = filled / "backup"

    def killed(*args):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(backup, "_copy", killed)
        with pytest.raises(KeyboardInterrupt):
            backup.make(folder)
    assert not folder.exists()
    backup.make(folder)
    assert [path.name for path in filled.glob("*backup*")] == ["backup"]
    assert not list(filled.glob(".backup*"))

    Organisation.objects.create(name="Since then", slug="since-then")
    before = everything()[0]
    monkeypatch.setattr(restoring, "_restore_files", killed)
    with pytest.raises(KeyboardInterrupt):
        restoring.restore(folder, overwrite=True)
    assert everything()[0] == before


def test_a_backup_shows_one_moment_and_overwriting_leaves_nothing_of_what_came_since(filled, monkeypatch):
    """Who joins in the middle is not half in it, and does not have to wait."""
    others = connection.copy("others")
    write_rows = backup._write_rows

    def write_after_the_first_table(model, *rest):
        count = write_rows(model, *rest)
        if others.connection is None:
            with others.cursor() as cursor:
                cursor.execute("UPDATE members_user SET name = %s", ["Somebody else"])
        return count

    monkeypatch.setattr(backup, "_write_rows", write_after_the_first_table)
    before = everything()
    folder = filled / "backup"
    try:
        backup.make(folder)
    finally:
        others.close()
    assert set(User.objects.values_list("name", flat=True)) == {"Somebody else"}
    Organisation.objects.all()[0].letters.all().delete()
    User.objects.create_user("later@example.org")
    Session.objects.create(session_key="later", session_data="x", expire_date="2099-01-01T00:00:00Z")
    caches["default"].set("later", "x")
    storage = storages["default"]
    storage.save("evidence/later.pdf", ContentFile(b"later"))
    storage.delete("evidence/one.pdf")
    storage.save("evidence/one.pdf", ContentFile(b"changed since"))
    call_command("restore", str(folder), overwrite=True, verbosity=0)
    assert everything() == before
    assert not Session.objects.exists()
    assert caches["default"].get("later") is None
    # A PDF of other content must not be taken for one of this: versions may be given out again.
    assert not storage.exists("toolkit/derived.pdf")


def test_every_table_is_backed_up_or_can_be_made_anew():
    with connection.cursor() as cursor:
        tables = {
            table.name for table in connection.introspection.get_table_list(cursor) if table.type == "t"
        }
    kept = {model._meta.db_table for model in backup.kept_models()}
    derived = {"cache", "django_migrations", "django_session", "search_entry"}
    assert {name for name in tables - kept - derived if not name.startswith("search_words")} == set()
    assert {model._meta.db_table for model in apps.get_models()} - kept == {"django_session", "search_entry"}
