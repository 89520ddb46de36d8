"""Files that are made once, from words that never change again, and stored with their hash.

The row may be there before the file is. Whoever makes the file names it in the row only when it is whole. So
whatever stops the work leaves a row without a file, which is taken up again, and at most a file that no row
names.
"""

import datetime
import hashlib
import logging
from contextlib import suppress
from typing import Any, Self

from django.core.files.base import ContentFile
from django.db import models
from django.db.models import Q
from django.db.models.fields.files import FieldFile
from django.utils import timezone

from .pictures import stored_bytes

logger = logging.getLogger(__name__)

# A file takes a second or two. Whoever has not stored it after this was stopped.
LEASE = datetime.timedelta(minutes=1)

# For the list of constraints of each model that derives from FrozenFileBase.
NONE_OR_WHOLE = Q(file="", sha256="", size=0, made_at__isnull=True) | (
    ~Q(file="") & ~Q(sha256="") & Q(size__gt=0, made_at__isnull=False)
)


class NoRoom(Exception):
    """The storage did not take the file."""


class FileChanged(Exception):
    """The stored file is gone or holds something else than the day it was made."""


class FrozenFileQuerySet(models.QuerySet[Any]):
    def stored(self) -> Self:
        """Files that are made."""
        return self.exclude(file="")

    def not_stored(self) -> Self:
        """Rows whose file is still to be made, leased or not."""
        return self.filter(file="")

    def free_at(self, moment: datetime.datetime) -> Self:
        """Files that are missing and that nobody is making."""
        free = Q(leased_until__isnull=True) | Q(leased_until__lte=moment)
        return self.not_stored().filter(free)


class FrozenFileBase(models.Model):
    """A file that is not made yet, or whole and never changed again. The model adds `file` and what it is of.

    `leased_until` is set while somebody makes it.
    """

    file_name = models.CharField(max_length=160)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField("size in bytes", default=0)
    made_at = models.DateTimeField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)

    file: FieldFile

    class Meta:
        abstract = True

    def keep(self, content: bytes) -> None:
        """Store the bytes, unless somebody else was faster: then theirs is the file. Raises NoRoom."""
        storage = self.file.storage
        name = self.file.field.generate_filename(self, self.file_name)
        try:
            kept = storage.save(name, ContentFile(content))
        except OSError as error:
            logger.exception("A file could not be stored")
            with suppress(OSError):
                storage.delete(name)
            raise NoRoom from error
        rows: models.Manager[Any] = type(self)._base_manager
        is_ours = rows.filter(pk=self.pk, file="").update(
            file=kept,
            sha256=hashlib.sha256(content).hexdigest(),
            size=len(content),
            made_at=timezone.now(),
            leased_until=None,
        )
        if not is_ours:
            storage.delete(kept)
        self.refresh_from_db()

    @property
    def content(self) -> bytes:
        """The bytes of the stored file, which are those of the day it was made. Raises FileChanged."""
        stored = stored_bytes(self.file)
        if stored is None or hashlib.sha256(stored).hexdigest() != self.sha256:
            logger.error("The stored file of %s %s is gone or was changed", self._meta.label, self.pk)
            raise FileChanged
        return stored
