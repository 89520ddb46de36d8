"""Fifty members for the load: each with an organisation, a letter it is writing and one it has made ready."""

import json
import os
import secrets
import uuid
from pathlib import Path
from typing import Any, NamedTuple

from .letters import form_of, the_letter
from .served import Measure, few_or, start_django

MEMBERS = few_or(50, 6)
WRITERS = 4  # at once, of a thousand letters


class Member(NamedTuple):
    """What a browser of a member's knows."""

    number: int
    cookie: str
    form: dict[str, str]
    letter: str
    draft: str  # its letter as a file, made anew each time
    ready: str  # a letter that was made ready, from the store
    home: str


def file_of(name: str, env: Any = os.environ) -> Path:
    """Where a part leaves rows for the next, as JSON."""
    return Path(env["COVENANT_DATA_DIR"]) / f"{name}.json"


def members(env: Any = os.environ) -> list[Member]:
    """The members that `make_members` has made."""
    return [Member(*row) for row in json.loads(file_of("members", env).read_text(encoding="utf-8"))]


def make_members(number: int = MEMBERS) -> list[Measure]:
    """Make so many, and write down what their browsers know."""
    start_django()
    from members.models import Organisation

    model = the_letter()
    first = Organisation.objects.filter(slug__startswith="load-").count()
    rows = [_member(model, each) for each in range(first, first + number)]
    file_of("members").write_text(json.dumps(rows), encoding="utf-8")
    return []


def make_writers() -> list[Measure]:
    """Make the few who write a thousand letters."""
    return make_members(WRITERS)


def _member(model: Any, number: int) -> Member:
    from django.urls import reverse

    from letters.freezing import make_ready
    from letters.models import FrozenKind, Letter
    from letters.preparing import prepare
    from members.models import Membership, Organisation, User

    organisation = Organisation.objects.get(pk=model.organisation.pk)
    organisation.pk, organisation._state.adding = None, True
    organisation.slug = f"load-{number}"
    organisation.name = f"{model.organisation.name} {number}"
    organisation.save()
    person = User.objects.create(email=f"load-{number}@example.org", name=f"Person {number}")
    Membership.objects.create(user=person, organisation=organisation)
    copies = list(model.copies.all())
    letter = _copy(model, organisation, copies)
    made = Letter.objects.for_page().get(pk=_copy(model, organisation, copies[:1]).pk)
    version = make_ready(made, revision=made.revision, by=person)
    prepare(version, [FrozenKind.PDF], seconds=60)
    cookie, form = form_of(letter, person)
    return Member(
        number=number,
        cookie=cookie,
        form=form,
        letter=letter.get_absolute_url(),
        draft=reverse("letters:download-file", args=[letter.pk, "draft-pdf"]),
        ready=reverse("letters:version-file", args=[made.pk, version.number, "pdf"]),
        home="/organisation/",
    )


def _copy(model: Any, organisation: Any, copies: list[Any]) -> Any:
    """The letter as another organisation's, to recipients of its own."""
    from letters.models import Letter, LetterCopy
    from partnerships.models import Recipient

    copied = Letter.objects.get(pk=model.pk)
    copied.pk, copied._state.adding, copied.organisation = uuid.uuid4(), True, organisation
    copied.save()
    for row in model.citations.all():
        copied.citations.create(kind=row.kind, reference=row.reference, revision=row.revision)
    for copy in copies:
        recipient = Recipient.objects.get(pk=copy.recipient_id)
        recipient.pk, recipient._state.adding, recipient.organisation = None, True, organisation
        recipient.name = recipient.name and f"{recipient.name} {secrets.token_hex(2)}"
        recipient.save()
        LetterCopy.objects.create(letter=copied, recipient=recipient)
    return copied


def make_letter_to_everybody() -> list[Measure]:
    """One letter to everybody the directory knows, made ready; writes down where it is."""
    start_django()
    from django.urls import reverse

    from .ready import ready_for_everybody

    version, _ = ready_for_everybody()
    person = version.letter.organisation.people.all()[0]
    cookie, form = form_of(version.letter, person)
    said = {
        "cookie": cookie,
        "token": form["csrfmiddlewaretoken"],
        "prepare": reverse("letters:version-prepare", args=[version.letter_id, version.number]),
        "draft": reverse("letters:download-file", args=[version.letter_id, "draft-pdf"]),
        "zip": reverse("letters:version-zip", args=[version.letter_id, version.number]) + "?kind=pdf",
        "count": version.copies.count(),
    }
    file_of("everybody").write_text(json.dumps(said), encoding="utf-8")
    return []
