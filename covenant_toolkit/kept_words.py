"""What somebody typed into a form that could not be saved, under the labels that stood beside it.

The form itself is not at hand when a page says that something went wrong, so its labels are looked for by the
names of the fields: in the forms of the view that was asked, then in all of ours.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

from django import forms
from django.http import HttpRequest
from django.utils.text import capfirst

from members.changed_fields import OPENED_WITH
from members.forms import PlainForm
from members.story_forms import FIGURE_COLUMNS, PARTNER_COLUMNS

from .account_forms import LABELS

# Typed values that are never shown again.
SECRET_NAMES: Final = ("password", "csrfmiddlewaretoken", "code", "secret", "credential")
# What a page keeps for itself, and its buttons: sent again, and not shown.
OF_THE_PAGE: Final = {
    OPENED_WITH, "organisation", "next", "revision", "page", "turn", "to", "keep", "seen", "table", "version",
    "since", "chosen", "add", "move", "restore", "more", "save", "mend", "remove", "changes", "preview",
}  # fmt: skip
_OF_THE_PAGE: Final = re.compile(r".*([-_]rows|_FORMS|_ref)")
# Rows that a form counts, and what a person calls them. Those of letters are counted from nought.
_IN_A_ROW: Final = re.compile(r"(?P<what>[a-z]+)(?P<by>[-_])(?P<number>\d{1,4})[-_](?P<part>\w+)")
_ROWS: Final = {"ask": "Further ask", "paragraph": "Your paragraph", "form": "Row"}
_COLUMNS: Final = {
    what: {name: label for name, label, *_ in columns}
    for what, columns in (("figure", FIGURE_COLUMNS), ("partner", PARTNER_COLUMNS))
}


class Kept(NamedTuple):
    """A field that was sent. Without a label it is sent again and not shown."""

    name: str
    value: str
    label: str


def kept_fields(request: HttpRequest) -> list[Kept]:
    """What the person typed into the form, without secrets, in the form's order."""
    near = list(_forms_of_the_view(request))
    return [
        Kept(name, value, label_of(name, near))
        for name, values in request.POST.lists()
        if not any(word in name.lower() for word in SECRET_NAMES)
        for value in values
        if isinstance(value, str)
    ]


def label_of(name: str, near: Iterable[type[forms.BaseForm]] = ()) -> str:
    """The label of a field as its form has it, or the name in words; empty for what nobody typed."""
    if name in OF_THE_PAGE or _OF_THE_PAGE.fullmatch(name):
        return ""
    for found in (_fields(name, near), _fields(name, _below(PlainForm))):
        if found:
            shown = [field for field in found if not isinstance(field.widget, forms.HiddenInput)]
            labels = Counter(str(field.label or _in_words(name)) for field in shown)
            return labels.most_common(1)[0][0] if labels else ""
    if row := _IN_A_ROW.fullmatch(name):
        what, part = row["what"], row["part"]
        number = int(row["number"]) + (row["by"] == "_" or what == "form")
        said = f"{_ROWS.get(what, capfirst(what))} {number}"
        return (
            said if part == "text" else f"{said}: {_COLUMNS.get(what, {}).get(part) or label_of(part, near)}"
        )
    return LABELS.get(name) or _in_words(name)


def _forms_of_the_view(request: HttpRequest) -> Iterator[type[forms.BaseForm]]:
    match = request.resolver_match
    module = sys.modules.get(match.func.__module__) if match else None
    for each in vars(module).values() if module else ():
        if isinstance(each, type) and issubclass(each, forms.BaseForm):
            yield each


def _fields(name: str, classes: Iterable[type[forms.BaseForm]]) -> list[Any]:
    every = (getattr(each, "base_fields", {}).get(name) for each in classes)
    return [field for field in every if field]


def _below(base: type[forms.BaseForm]) -> Iterator[type[forms.BaseForm]]:
    for form in base.__subclasses__():
        yield form
        yield from _below(form)


def _in_words(name: str) -> str:
    """Such as “Main ask” for main_ask."""
    return str(capfirst(" ".join(re.split(r"[-_\s]+", name.strip("-_ ").removesuffix("_id")))))
