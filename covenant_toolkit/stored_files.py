"""Every file that is kept, and which of them no row names any more."""

import datetime
from collections.abc import Iterator

from django.apps import apps
from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.utils import timezone

from .toolkit_pdf import FOLDER

# Folders of what is made anew from the rows when it is missing.
DERIVED = {FOLDER}
# A file is stored a moment before its row.
OLD_ENOUGH = datetime.timedelta(hours=24)


def kept_storages() -> dict[str, Storage]:
    """The storages that hold what people gave us, by the names they have in the settings."""
    return {alias: storages[alias] for alias in settings.STORAGES if alias != "staticfiles"}


def files_in(storage: Storage, folder: str = "") -> Iterator[str]:
    """The name of every file, except what is derived."""
    try:
        folders, names = storage.listdir(folder)
    except FileNotFoundError:
        return  # nothing has been stored yet, or the folder has gone meanwhile
    for name in sorted(names):
        yield f"{folder}/{name}".lstrip("/")
    for name in sorted(folders):
        if folder or name not in DERIVED:
            yield from files_in(storage, f"{folder}/{name}".lstrip("/"))


def derived_files(storage: Storage) -> Iterator[str]:
    """The name of every file that can be made anew."""
    for folder in DERIVED:
        yield from files_in(storage, folder)


def _storage_of(field: models.FileField) -> Storage:
    """The storage of a field. One that is named by a function is asked for anew, as the settings are now."""
    named_by = getattr(field, "_storage_callable", None)
    storage: Storage = named_by() if named_by else field.storage
    return storage


def ownerless(storage: Storage) -> list[str]:
    """Files that no row names: what an upload or a deletion left behind when it was interrupted.

    A file that only the history names is kept: an earlier version can be brought back with it.
    """
    owned = {
        name
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.FileField) and _storage_of(field) == storage
        for rows in (model._base_manager, *([model.history] if hasattr(model, "history") else []))
        for name in rows.values_list(field.attname, flat=True).iterator()
    }
    before = timezone.now() - OLD_ENOUGH
    return [
        name for name in files_in(storage) if name not in owned and storage.get_modified_time(name) < before
    ]
