"""The base of forms whose rows two colleagues may change at the same time."""

from typing import Any, ClassVar

from django import forms
from django.db.models import F

from members.forms import PlainForm


class ChangedFieldsForm(PlainForm, forms.ModelForm):
    """A form that keeps what was changed and nothing else: a colleague may have changed the rest."""

    # What is saved along with a field, for a constraint that looks at both.
    together: ClassVar[dict[str, tuple[str, ...]]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields = type(self.instance)._meta.concrete_fields
        self.before = {field.attname: getattr(self.instance, field.attname) for field in fields}

    def save(self, commit: bool = True) -> Any:
        """The row as it is kept now. A row that counts its revisions counts one more when it was changed."""
        row = super().save(commit=False)
        if row._state.adding:
            row.save()
            return row
        changed = [name for name, value in self.before.items() if getattr(row, name) != value]
        changed += [more for name in changed for more in self.together.get(name, ())]
        if not changed:
            return row
        if "revision" in self.before:
            row.revision = F("revision") + 1
            changed.append("revision")
        row.save(update_fields=[*changed, "changed_at"])
        if "revision" in self.before:
            row.refresh_from_db(fields=["revision"])
        return row
