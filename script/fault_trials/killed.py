"""The web process: killed while it prepares files or saves a draft, restarted while a form is on its way."""

import socket
import threading
import time
from collections.abc import Callable
from typing import NamedTuple

from .account import Account
from .person import Answer, Person, encoded
from .prepare import letter_to
from .site import Site, until

MEMBER = "member@example.org"
BODIES = 33
ROUNDS = 5


def preparing(site: Site, told: Account) -> None:
    """Kill -9 while two calls prepare the letters; start again; go on."""
    from django.core.files.storage import storages
    from django.urls import reverse
    from django.utils import timezone

    from covenant_toolkit.stored_files import files_in
    from letters.models import FrozenFile
    from letters.preparing import content_of

    version = letter_to(BODIES, MEMBER)
    total = version.copies.count()
    address = reverse("letters:version-prepare", args=[version.letter_id, version.number])
    before = len(list(files_in(storages["default"])))
    server = site.start()
    person = Person.signed_in(site.port, MEMBER)
    answers: list[Answer] = []

    def ask() -> None:
        while not answers or answers[-1].status == 200:
            answers.append(person.post(address, {"kind": "pdf"}, live=True))

    calls = [threading.Thread(target=ask, daemon=True) for _ in range(2)]
    for call in calls:
        call.start()
    until(lambda: FrozenFile.objects.stored().count() >= total // 3, "a third of the letters is prepared")
    server.kill()
    for call in calls:
        call.join()
    kept = {file.pk: file.file.name for file in FrozenFile.objects.stored()}
    told.did.append(f"killed -9 with {len(kept)} of {total} PDFs stored and two calls at work")
    told.saw.append("the connection broke, and the page's script asks again")
    told.check("every file that a row names is whole", all(map(content_of, FrozenFile.objects.stored())))
    begun = FrozenFile.objects.not_stored().filter(leased_until__isnull=False)
    told.check("at most the two that were being made are still leased", begun.count() <= 2)
    begun.update(leased_until=timezone.now())  # a minute later
    site.start()
    said = ""
    for _ in range(60):
        said = person.post(address, {"kind": "pdf"}, live=True).text
        if f'"prepared": {total}' in said:
            break
    told.saw.append(f"after the start “{total} of {total} prepared”")
    files = list(FrozenFile.objects.all())
    is_each_once = len({file.copy_id for file in files}) == len(files) == total
    told.check(f"all {total} are there once and whole", is_each_once and all(map(content_of, files)))
    told.check("none was made twice", {file.pk: file.file.name for file in files if file.pk in kept} == kept)
    stray = len(list(files_in(storages["default"]))) - before - total
    told.check(f"at most two files lie about that no row names ({stray})", 0 <= stray <= 2)
    site.run("tidy_files")
    told.check("tidy_files takes those away", len(list(files_in(storages["default"]))) == before + total)


class Draft(NamedTuple):
    """A page that saves itself while somebody types, and two of its words as they are stored."""

    what: str
    address: str
    fields: tuple[str, str]
    stored: Callable[[], tuple[str, str]]


def saving_letter(site: Site, told: Account) -> None:
    """Kill the server while a letter is saved."""
    from covenant_toolkit.demonstration import demonstration_letter

    letter = demonstration_letter()

    def stored() -> tuple[str, str]:
        letter.refresh_from_db()
        return letter.main_ask, letter.enclosures

    draft = Draft("letter", letter.get_absolute_url(), ("main_ask", "enclosures"), stored)
    _saving(site, told, draft)


def saving_agreement(site: Site, told: Account) -> None:
    """Kill the server while the text of an agreement is saved."""
    from django.urls import reverse

    from partnerships.models import Agreement, AgreementText

    agreement = Agreement.objects.get(name="Ipswich Accord")

    def stored() -> tuple[str, str]:
        text = AgreementText.objects.filter(agreement=agreement).first()
        words = text.clauses if text else {}
        return words.get("purpose", ""), words.get("equity", "")

    address = reverse("partnerships:agreement-text", args=[agreement.pk])
    draft = Draft("agreement's text", address, ("clause_purpose", "clause_equity"), stored)
    _saving(site, told, draft)


def _saving(site: Site, told: Account, draft: Draft) -> None:
    """Kill -9, several times, while a draft saves itself without a pause."""
    first, _ = draft.fields
    person = Person.signed_in(site.port, MEMBER)
    number, broken = 0, 0
    is_kept = True
    known = draft.stored()

    def words(number: int) -> tuple[str, str]:
        return f"Words of save {number}.", f"Paper {number}"

    for round_number in range(ROUNDS):
        server = site.start()
        fields = person.form(draft.address, first)
        deadline = threading.Timer(0.02 + 0.13 * round_number, server.kill)
        while True:
            number += 1
            typed = dict(zip(draft.fields, words(number), strict=True)) | {"turn": number}
            answer = person.post(draft.address, fields | typed, live=True)
            if answer.status != 200:
                break
            known = words(number)
            if not deadline.ident:
                deadline.start()
        deadline.join()
        broken += answer.status == 0
        found = draft.stored()
        is_kept &= found in (known, words(number))
        known = found
    told.did.append(f"killed -9 {ROUNDS} times, between {number} saves of one {draft.what}")
    told.saw.append(f"the connection broke {broken} times; the page keeps the words and says “Not saved”")
    told.check("each time the last save that was answered, or the one on its way, is stored whole", is_kept)
    site.start()
    fields = person.form(draft.address, first)
    again = person.post(draft.address, fields | {first: "The same words again."}, live=True)
    told.check("the next save works, and leaves the rest as it was",
               again.status == 200 and draft.stored() == ("The same words again.", known[1]))  # fmt: skip


def restart(site: Site, told: Account) -> None:
    """Restart as a service manager does while one form is half-way and another never arrives whole."""
    from covenant_toolkit.demonstration import demonstration_letter

    letter = demonstration_letter()
    address = letter.get_absolute_url()
    server = site.start()
    person = Person.signed_in(site.port, MEMBER)
    fields = person.form(address, "main_ask")
    slow = _half_sent(site, person, address, fields | {"main_ask": "Words that came slowly."})
    never = _half_sent(site, person, address, fields | {"main_ask": "Words that never came whole."})
    time.sleep(0.5)
    server.stop()
    time.sleep(1.5)
    slow[0].sendall(slow[1])
    answer = slow[0].recv(200).decode(errors="replace").partition("\r\n")[0]
    letter.refresh_from_db()
    told.did.append("TERM while one form was half-way and finished after 1.5 s, another never")
    told.saw.append(f"the slow one was answered “{answer}”")
    told.check("the slow one is saved", letter.main_ask == "Words that came slowly.")
    begun = time.monotonic()
    until(lambda: server.is_over, "the old process ends", seconds=45)
    waited = time.monotonic() - begun
    told.check(f"the old process ended although a form never came ({waited:.0f} s later)", waited < 35)
    try:
        said = never[0].recv(200)
    except OSError:
        said = b""
    told.saw.append("the one that never came whole: its connection was closed" if not said else repr(said))
    site.start()
    letter.refresh_from_db()
    told.check("of what never came whole nothing is saved", letter.main_ask == "Words that came slowly.")
    fields = person.form(address, "main_ask") | {"main_ask": "Words that never came whole."}
    answer_again = person.post(address, fields)
    letter.refresh_from_db()
    told.check("the same words sent again are saved",
               answer_again.is_saved and letter.main_ask == "Words that never came whole.")  # fmt: skip


def _half_sent(
    site: Site, person: Person, address: str, fields: dict[str, object]
) -> tuple[socket.socket, bytes]:
    """A form of which the first half has been sent, and the other half."""
    body, content_type = encoded(fields)
    head = [f"POST {address} HTTP/1.1", f"Content-Type: {content_type}", f"Content-Length: {len(body)}"]
    head += [f"{name}: {value}" for name, value in person.headers.items()]
    sent = socket.create_connection(("127.0.0.1", site.port), timeout=60)
    middle = len(body) // 2
    sent.sendall("\r\n".join([*head, "", ""]).encode() + body[:middle])
    return sent, body[middle:]
