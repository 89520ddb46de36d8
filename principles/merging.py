"""What two people changed in one form at the same time, put together field by field."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.http import QueryDict


def merge(form: Any, base: Mapping[str, Any], data: QueryDict) -> Iterator[str]:
    """Put into what was sent what only somebody else changed, and yield the fields that both changed.

    `form` shows what is stored now; `base` is what its fields held when the page was opened. A field that is
    not in it is left as it was sent.
    """
    for name, field in form.fields.items():
        if name not in base:
            continue
        whole = form.add_prefix(name)
        mine = field.widget.value_from_datadict(data, {}, whole)
        now = form.initial.get(name, field.initial)
        if not field.has_changed(now, mine):
            continue
        if not field.has_changed(base[name], mine):
            _put(data, whole, posted(field, now))
        elif field.has_changed(base[name], posted(field, now)):
            yield name


def posted(field: Any, value: Any) -> Any:
    """A value as a browser would send it: words, a tick (bool) or a list of words."""
    value = field.prepare_value(value)
    if isinstance(value, list | tuple | set | frozenset):
        return [str(each) for each in value]
    widget = field.widget.widget if isinstance(field.widget, RelatedFieldWidgetWrapper) else field.widget
    if isinstance(widget, forms.CheckboxInput):
        return bool(value)
    if isinstance(widget, forms.DateInput | forms.TimeInput):
        return widget.format_value(value) or ""
    return "" if value is None else str(value)


def _put(data: QueryDict, name: str, value: Any) -> None:
    if isinstance(value, list):
        data.setlist(name, value)
    elif isinstance(value, bool):
        data.pop(name, None)
        if value:
            data[name] = "on"
    else:
        data[name] = value
