"""What is kept of a letter that has left: the file really sent, and later changes that were seen."""

from django.db import models
from django.urls import reverse
from django.utils import timezone

from members.models import User
from members.private_files import PrivateFileField

from .frozen import FrozenCopy, LetterVersion
from .writing import CitationKind


class SentFile(models.Model):
    """The file that was really sent to a recipient, finished elsewhere. It is the record from then on.

    The files made here stay beside it. It can be replaced until its letter is marked as sent.
    """

    copy = models.OneToOneField(FrozenCopy, on_delete=models.CASCADE, related_name="sent_file")
    file = PrivateFileField(upload_to="letters")
    file_name = models.CharField("name of the file", max_length=100)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField("size in bytes")
    added_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        verbose_name = "file that was sent"
        verbose_name_plural = "files that were sent"

    def __str__(self) -> str:
        return f"{self.copy}: {self.file_name}"

    def get_absolute_url(self) -> str:
        return f"{reverse('letters:sent-file-download', args=self.copy.version_args)}?to={self.copy_id}"


class SeenChange(models.Model):
    """A change of something that a ready letter cites, which somebody has seen.

    `text` is what it said then, empty when it was withdrawn: the next change is told again.
    """

    version = models.ForeignKey(LetterVersion, on_delete=models.CASCADE, related_name="seen_changes")
    kind = models.CharField(max_length=20, choices=CitationKind)
    reference = models.CharField(max_length=100)
    text = models.TextField(blank=True)
    seen_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        verbose_name = "change that was seen"
        verbose_name_plural = "changes that were seen"
        constraints = [
            models.UniqueConstraint(
                fields=["version", "kind", "reference"],
                name="change_seen_once",
                violation_error_message="What was seen of this is kept already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.get_kind_display()} {self.reference}"
