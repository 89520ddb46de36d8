"""The files made of ready letters: not made yet, or whole and never changed again."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from members.frozen_files import LEASE, NONE_OR_WHOLE, FrozenFileBase
from members.frozen_files import FrozenFileQuerySet as FrozenFiles
from members.private_files import PrivateFileField

from .frozen import FrozenCopy, FrozenKind, LetterVersion


class FrozenFileQuerySet(FrozenFiles):
    def lease(self) -> "FrozenFile | None":
        """The first missing file that nobody is making, ours to make for a minute; None without one."""
        now = timezone.now()
        for key in self.free_at(now).order_by("pk").values_list("pk", flat=True)[:20]:
            if self.filter(pk=key).free_at(now).update(leased_until=now + LEASE):
                leased: FrozenFile = self.select_related("copy").get(pk=key)
                return leased
        return None


class FrozenFile(FrozenFileBase):
    """A file of a ready letter. The row is there before the file, so that two who prepare share the work."""

    version = models.ForeignKey(LetterVersion, on_delete=models.CASCADE, related_name="files")
    copy = models.ForeignKey(
        FrozenCopy, on_delete=models.CASCADE, null=True, blank=True, related_name="files",
        help_text="None for a print file, which holds many.",
    )  # fmt: skip
    kind = models.CharField(max_length=20, choices=FrozenKind)
    number = models.PositiveSmallIntegerField(default=1, help_text="Of a print file's volumes.")
    file = PrivateFileField(upload_to="letters", blank=True)

    objects = FrozenFileQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = "file of a ready letter"
        verbose_name_plural = "files of ready letters"
        constraints = [
            models.UniqueConstraint(
                fields=["copy", "kind"],
                condition=Q(copy__isnull=False),
                name="frozen_file_once",
                violation_error_message="This recipient's letter has this file already.",
            ),
            models.UniqueConstraint(
                fields=["version", "kind", "number"],
                condition=Q(copy__isnull=True),
                name="frozen_volume_once",
                violation_error_message="This letter has this volume already.",
            ),
            models.CheckConstraint(
                condition=NONE_OR_WHOLE,
                name="frozen_file_none_or_whole",
                violation_error_message="A file is stored together with its hash, its size and its time.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.copy or self.version}: {self.get_kind_display()}"
