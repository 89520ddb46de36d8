"""A disk that takes nothing: full, or read-only, below the files or below the database."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .account import Account, NotTried
from .databases import SQLite
from .locked import new_record
from .person import Answer, Person
from .prepare import a_private_link, letter_to
from .site import Site

MEMBER = "member@example.org"
PROOF = b"%PDF-1.4\n" + b"0" * 300_000 + b"\n%%EOF\n"
UNSAVED = "Counted without room."
MESSAGE = "Nothing can be stored at the moment"


def sees_mounts_alone() -> bool:
    """Whether what this trial mounts is there for it alone, and gone when it ends."""
    own, started_by = (Path(f"/proc/{process}/ns/mnt") for process in ("self", os.getppid()))
    try:
        return own.readlink() != started_by.readlink()
    except OSError:
        return False


def mount(*arguments: str) -> None:
    """Mount something, seen by this trial alone. Raises NotTried when that is not allowed."""
    if not sees_mounts_alone():
        raise NotTried("a small or read-only disk needs root, and unshare to keep it from the machine")
    try:
        done = subprocess.run(["mount", *arguments], capture_output=True, text=True, check=False)
    except FileNotFoundError as problem:
        raise NotTried("there is no mount here") from problem
    if done.returncode:
        raise NotTried(f"a small disk needs root ({done.stderr.strip().splitlines()[-1]})")


def small_disk_at(folder: Path, room: int) -> None:
    """Put a folder with what it holds on a disk of its own, with so many bytes to spare."""
    aside = folder.with_name(f"{folder.name}.aside")
    folder.rename(aside)
    folder.mkdir()
    size = sum(path.stat().st_size // 4096 * 4096 + 8192 for path in aside.rglob("*"))
    try:
        mount("-t", "tmpfs", "-o", f"size={size + room}", "tmpfs", str(folder))
    finally:
        shutil.copytree(aside, folder, dirs_exist_ok=True)


@contextmanager
def filled(folder: Path) -> Iterator[None]:
    """A disk on which not a byte is free."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (65_536, 4_096, 512, 1):
            try:
                while file.write(b"0" * size) == size:
                    pass
            except OSError:
                continue
    yield
    ballast.unlink()


def _record_with_proof(person: Person, words: str) -> Answer:
    address, form = new_record(words)
    return person.post(address, {**form, "file": ("proof.pdf", PROOF)})


def _try_files(site: Site, told: Account, person: Person, address: str) -> None:
    """Save proof and prepare letters while the files' disk takes nothing."""
    from django.core.files.storage import storages

    from covenant_toolkit.stored_files import files_in
    from letters.models import FrozenFile
    from members.records import Record

    before = set(files_in(storages["default"]))
    saved = _record_with_proof(person, UNSAVED)
    words = _message(saved)
    prepared = person.post(address, {"kind": "pdf"}, live=True)
    told.saw.append(f"saving proof: {saved.status} “{words}” with the typed words")
    told.saw.append(f"preparing: “{_problem(prepared)}”")
    told.check("the page says so and keeps the words",
               saved.status == 503 and words == MESSAGE and UNSAVED in saved.text)  # fmt: skip
    told.check("no record is there by half", not Record.objects.filter(method=UNSAVED).exists())
    told.check("preparing says that there is no room", prepared.status == 200 and "no room" in prepared.text)
    told.check("no row names a file that is not there",
               all(file.file.storage.exists(file.file.name) and file.file.size == file.size
                   for file in FrozenFile.objects.stored()))  # fmt: skip
    plain = person.post(*new_record("Counted without proof."))
    told.check("what needs no file is saved", plain.is_saved)
    read = [person.get(path).status for path in ("/", "/organisation/", "/letters/")]
    told.check("reading goes on", read == [200, 200, 200])
    named = {file.file.name for file in FrozenFile.objects.stored()}
    stray = set(files_in(storages["default"])) - before - named
    told.check(f"at most one cut-off file lies about that no row names ({len(stray)})", len(stray) <= 1)


def _after(told: Account, person: Person, address: str, what: str) -> None:
    from letters.models import FrozenFile
    from letters.preparing import content_of
    from members.records import Record

    again = _record_with_proof(person, UNSAVED)
    record = Record.objects.filter(method=UNSAVED)
    told.check(f"{what}, the same record is saved once with its proof",
               again.is_saved and record.count() == 1 and record.get().file.size == len(PROOF))  # fmt: skip
    for _ in range(20):
        said = person.post(address, {"kind": "pdf"}, live=True).text
        if '"problem": ""' not in said or not FrozenFile.objects.not_stored().exists():
            break
    files = FrozenFile.objects.all()
    told.check(f"and all {len(files)} letters are prepared, whole",
               files and not files.not_stored().exists() and all(map(content_of, files)))  # fmt: skip


def files_full(site: Site, told: Account) -> None:
    """The disk of the private files is full."""
    folder = site.folder / "files"
    small_disk_at(folder, 2_000_000)
    address, person = _begin(site)
    with filled(folder):
        told.did.append("a disk of its own below the files, filled to the last byte")
        _try_files(site, told, person, address)
    _after(told, person, address, "room made")


def files_read_only(site: Site, told: Account) -> None:
    """The folder of the private files cannot be written to."""
    folder = str(site.folder / "files" / "private")
    mount("--bind", folder, folder)
    address, person = _begin(site)
    mount("-o", "remount,bind,ro", folder)
    told.did.append("the folder of the private files mounted read-only")
    _try_files(site, told, person, address)
    mount("-o", "remount,bind,rw", folder)
    _after(told, person, address, "writable again")


def database_full(site: Site, told: Account) -> None:
    """The disk of the SQLite database is full."""
    from django.conf import settings
    from django.db import connection

    from covenant_toolkit.demonstration import demonstration_letter
    from members.records import Record

    disk = site.folder / "disk"
    disk.mkdir()
    (site.folder / "toolkit.sqlite3").rename(disk / "toolkit.sqlite3")
    small_disk_at(disk, 3_000_000)
    database = disk / "toolkit.sqlite3"
    os.environ["COVENANT_DATABASE_URL"] = f"sqlite:///{database}"
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = str(database)
    letter, shared = demonstration_letter(), a_private_link()
    site.start()
    person, stranger = Person.signed_in(site.port, MEMBER), Person(site.port)
    draft = person.form(letter.get_absolute_url(), "main_ask")
    address, form = new_record("x")
    # The write-ahead log has some room of its own left at first.
    said: list[tuple[str, Answer]] = []
    with filled(disk):
        for number in range(200):
            words = (f"Counted for the {number}th time." + " So it was." * 20)[:200].strip()
            said.append((words, person.post(address, form | {"method": words})))
            if said[-1][1].status == 503:
                break
        words, refused = said[-1]
        draft |= {"main_ask": "No room for this. " * 20}
        live = person.post(letter.get_absolute_url(), draft, live=True)
        read = [person.get(path).status for path in ("/", "/organisation/", "/letters/", "/health/")]
        told.did.append("a disk of its own below the database, filled to the last byte")
        told.saw.append(
            f"record {len(said)} was refused: {refused.status} “{_message(refused)}” with its words"
        )
        told.saw.append(f"a page that saves itself: “{live.text if live.status == 503 else 'Saved'}”")
        told.check("the page says so and keeps the words",
                   refused.status == 503 and MESSAGE in refused.text and words in refused.text)  # fmt: skip
        told.check("the page that saves itself is told, or saved",
                   live.status == 200 or (live.status == 503 and "no room" in live.text))  # fmt: skip
        told.check("reading goes on", read == [200] * 4)
        told.check("who opens a private link reads it, or is told", _is_clear(stranger.get(shared)))
        login = stranger.post("/accounts/login/", {"login": MEMBER, "password": "not this one"})
        told.check("who signs in is told, or asked again", _is_clear(login))
        stored = set(Record.objects.values_list("method", flat=True))
        told.check("all that was answered as saved is stored, and nothing else",
                   all((words in stored) == answer.is_saved for words, answer in said))  # fmt: skip
    again = person.post(address, form | {"method": words})
    told.check("room made, the same words are saved once",
               again.is_saved and Record.objects.filter(method=words).count() == 1)  # fmt: skip
    told.check("the database is sound", SQLite(database).is_sound())


def _begin(site: Site) -> tuple[str, Person]:
    from django.urls import reverse

    version = letter_to(5, MEMBER)
    site.start()
    person = Person.signed_in(site.port, MEMBER)
    return reverse("letters:version-prepare", args=[version.letter_id, version.number]), person


def _is_clear(answer: Answer) -> bool:
    """Whether somebody got the page, or was told why not."""
    return answer.status == 200 or (answer.status == 503 and _message(answer) == MESSAGE)


def _message(answer: Answer) -> str:
    return answer.text.partition("<h1>")[2].partition("</h1>")[0]


def _problem(answer: Answer) -> str:
    return answer.text.partition('"problem": "')[2].partition('"')[0] or answer.text[:100]
