"""NAVCA's members come in from a spreadsheet, each with the first person to invite."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.datastructures import MultiValueDict
from django.utils.text import slugify

from documents.plain_text import one_line
from documents.spreadsheet import read_table

from .invitations import Invitation
from .models import Organisation, User
from .people_forms import NewOrganisationForm

# The columns of the file and the headings they may have, ours first.
COLUMNS = {
    "name": ("Organisation", "Organisation name", "Name", "Member"),
    "place": ("Place", "Place served", "Area"),
    "charity_number": ("Charity number", "Registered charity number"),
    "website": ("Website", "Web address"),
    "membership_ends_on": ("Membership ends on", "Membership ends", "Renewal date"),
    "person_name": ("First person", "Contact", "Contact name"),
    "person_email": ("Email", "Email address", "E-mail", "E-mail address", "Contact email"),
}
NEEDED = ("name", "person_email")


@dataclass
class Imported:
    """What a file brought: how many organisations are new, how many were there, and (line, what to do)."""

    added: int = 0
    known: int = 0
    faults: list[tuple[int, str]] = field(default_factory=list)


@transaction.atomic
def import_organisations(data: bytes, by: User) -> Imported:
    """Add the organisations of a CSV file, with an invitation each that is not sent yet.

    A row that cannot be read is a fault and stops no other. An organisation that is there already stays as
    it is, so that the same file can be read again. Raises UnreadableTable for what is no such table.
    """
    result = Imported()
    here = {key for row in Organisation.objects.values("name", "charity_number") for key in known_by(row)}
    lines: dict[str, int] = {}
    new = []
    for row in read_table(data, COLUMNS, NEEDED):
        form = NewOrganisationForm(MultiValueDict({name: [cell] for name, cell in row.cells.items()}))
        if row.fault:
            result.faults.append((row.line, row.fault))
            continue
        if not form.is_valid():
            problems = [str(problem) for problems in form.errors.values() for problem in problems]
            result.faults.append((row.line, ". ".join(problems)))
            continue
        keys = known_by(form.cleaned_data)
        if earlier := next((lines[key] for key in keys if key in lines), None):
            result.faults.append((row.line, f"This organisation is on line {earlier} already"))
            continue
        lines |= dict.fromkeys(keys, row.line)
        if here & keys:
            result.known += 1
        else:
            new.append(form.cleaned_data)
    result.added = len(add_organisations(new, by))
    return result


def known_by(details: Mapping[str, Any]) -> set[str]:
    """What tells an organisation from others: its name, and its charity number if it has one."""
    return {one_line(details["name"]).casefold(), details["charity_number"]} - {""}


def known_organisation(details: Mapping[str, Any]) -> Organisation | None:
    """The organisation that is here already with this name or charity number."""
    keys = known_by(details)
    return next((each for each in Organisation.objects.all() if known_by(vars(each)) & keys), None)


class HereAlready(Exception):
    """The organisation is here already, perhaps since a moment ago. Its text names it."""


def add_organisation(details: Mapping[str, Any], by: User) -> Invitation:
    """Make an organisation with the invitation for its main contact, once. Raises HereAlready.

    Two who add the same one at the same moment choose the same slug, of which the database keeps one.
    """
    for _ in range(2):
        with suppress(IntegrityError), transaction.atomic():
            slugs = _slugs()
            if known := known_organisation(details):
                raise HereAlready(str(known))
            return _add([details], by, slugs)[0]
    raise HereAlready(details["name"])


def add_organisations(several: Sequence[Mapping[str, Any]], by: User) -> list[Invitation]:
    """Make the organisations, each with an invitation for its main contact that is not sent yet."""
    return _add(several, by, _slugs())


def _slugs() -> set[str]:
    return set(Organisation.objects.values_list("slug", flat=True))


def _add(several: Sequence[Mapping[str, Any]], by: User, slugs: set[str]) -> list[Invitation]:
    organisations = [
        Organisation(
            slug=free_slug(details["name"], slugs),
            **{name: details[name] for name in NewOrganisationForm.Meta.fields},
        )
        for details in several
    ]
    invitations = [
        Invitation(
            organisation=organisation,
            email=details["person_email"].lower(),
            name=details["person_name"],
            is_for_main_contact=True,
            invited_by=by,
        )
        for organisation, details in zip(organisations, several, strict=True)
    ]
    Organisation.objects.bulk_create(organisations)
    return Invitation.objects.bulk_create(invitations)


def free_slug(name: str, taken: set[str]) -> str:
    """A slug that is not taken, which it then is."""
    slug = wanted = slugify(name)[:70] or "organisation"
    number = 2
    while wanted in taken:
        wanted, number = f"{slug}-{number}", number + 1
    taken.add(wanted)
    return wanted
