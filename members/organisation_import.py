"""NAVCA's members come in from a spreadsheet, each with the first person to invite."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
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
    "person_email": ("E-mail", "E-mail address", "Email address", "Contact email"),
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
    lines: dict[str, int] = {}
    for row in read_table(data, COLUMNS, NEEDED):
        form = NewOrganisationForm(row.cells)
        key = one_line(row.cells["name"]).casefold()
        if row.fault:
            result.faults.append((row.line, row.fault))
        elif not form.is_valid():
            problems = [str(problem) for problems in form.errors.values() for problem in problems]
            result.faults.append((row.line, ". ".join(problems)))
        elif key in lines:
            result.faults.append((row.line, f"This organisation is on line {lines[key]} already"))
        elif known_organisation(form.cleaned_data):
            result.known += 1
            lines[key] = row.line
        else:
            add_organisation(form.cleaned_data, by)
            result.added += 1
            lines[key] = row.line
    return result


def known_organisation(details: Mapping[str, Any]) -> Organisation | None:
    """The organisation with this name, or with this charity number."""
    named = Organisation.objects.filter(name__iexact=one_line(details["name"]))
    if number := details["charity_number"]:
        named = named | Organisation.objects.filter(charity_number=number)
    return named.first()


def add_organisation(details: Mapping[str, Any], by: User) -> Invitation:
    """Make the organisation and the invitation for its main contact, which is not sent yet."""
    fields = {name: details[name] for name in NewOrganisationForm.Meta.fields}
    organisation = Organisation.objects.create(slug=free_slug(details["name"]), **fields)
    return Invitation.objects.create(
        organisation=organisation,
        email=details["person_email"],
        name=details["person_name"],
        is_for_main_contact=True,
        invited_by=by,
    )


def free_slug(name: str) -> str:
    """A slug that no organisation has."""
    slug = slugify(name)[:70] or "organisation"
    taken = set(Organisation.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    number = 2
    wanted = slug
    while wanted in taken:
        wanted, number = f"{slug}-{number}", number + 1
    return wanted
