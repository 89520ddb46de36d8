"""The file that was really sent: finished in Word or elsewhere, and kept as the record in place of ours."""

import hashlib
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from members.changed_fields import MergingForm
from members.models import User
from members.private_files import DOCX, MOST_BYTES, PDF, checked_kind, file_name

from .models import FrozenCopy, LetterVersion, SentFile

CHOOSE = "Choose the file that you sent"


class IsKept(Exception):
    """The file is the record of a letter that was sent: it is not replaced or removed any more."""


class SentFileForm(MergingForm):
    """One Word or PDF file. A colleague's is not replaced unseen."""

    file = forms.FileField(
        label="The file you sent",
        help_text=f"Word (.docx) or PDF, smaller than {MOST_BYTES // 1024 // 1024} MB",
        widget=forms.FileInput(attrs={"accept": f"{DOCX.suffix},{PDF.suffix}"}),
        error_messages={
            "required": CHOOSE,
            "missing": CHOOSE,
            "invalid": CHOOSE,
            "empty": "The file is empty. Choose another",
        },
    )

    def __init__(self, *args: Any, copy: FrozenCopy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.copy = copy

    def stored_file(self, name: str) -> Any:
        return self.copy.own_file and self.copy.own_file.file

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        kind = checked_kind(file)
        if kind not in (DOCX, PDF):
            raise ValidationError("Choose a Word (.docx) or PDF file")
        file.name = file_name(str(file.name), kind)
        return file

    def save(self, by: User) -> SentFile:
        """Keep the file as the one that was sent. Raises IsKept when the letter was sent with another."""
        return keep(self.copy, self.cleaned_data["file"], by)


@transaction.atomic
def keep(copy: FrozenCopy, file: Any, by: User) -> SentFile:
    """Keep a checked file as the one that was sent, in place of one that was added before.

    Raises IsKept when the letter is marked as sent and has its file.
    """
    sent_file = _changeable(copy) or SentFile(copy=copy)
    content = file.read()
    sent_file.file = ContentFile(content, file.name)  # type: ignore[assignment]
    sent_file.file_name = file.name
    sent_file.sha256 = hashlib.sha256(content).hexdigest()
    sent_file.size = len(content)
    sent_file.added_by = by
    sent_file.added_at = timezone.now()
    sent_file.save()
    return sent_file


@transaction.atomic
def remove(copy: FrozenCopy) -> None:
    """Go back to the files made here. Raises IsKept when the letter is marked as sent."""
    if sent_file := _changeable(copy):
        sent_file.delete()


def _changeable(copy: FrozenCopy) -> SentFile | None:
    LetterVersion.objects.select_for_update().get(pk=copy.version_id)
    sent_file = SentFile.objects.filter(copy=copy).first()
    if sent_file and FrozenCopy.objects.sent().filter(pk=copy.pk).exists():
        raise IsKept
    return sent_file
