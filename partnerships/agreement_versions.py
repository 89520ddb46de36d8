"""Versions of an agreement: freeze the text, make its files once, and say what changed."""

import re
from collections.abc import Sequence
from typing import Any, Final

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import slugify

from documents import pdf, word
from documents.comparing import Passage, compare
from documents.html_text import to_text
from members.frozen_files import FileChanged, NoRoom
from members.models import User

from .agreement_document import AGREEMENT_CSS, document_html, values_of
from .models import Agreement, AgreementFile, AgreementFileKind, AgreementText, AgreementVersion

CONTENT_TYPES: Final = {
    AgreementFileKind.PDF: "application/pdf",
    AgreementFileKind.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_ENDINGS: Final = {AgreementFileKind.PDF: "pdf", AgreementFileKind.WORD: "docx"}
# What says something else in each version though nobody changed a word of it.
_NOT_WORDS: Final = re.compile(r'<p class="a-stand">.*?</p>|(?<=<h2>)\d+\. ', re.DOTALL)
_OF_THE_DAY: Final = ("times",)


class TextChanged(Exception):
    """Somebody changed the text after it was looked at."""


class FileNotMade(Exception):
    """A file that cannot be had now. The message says what to do."""


@transaction.atomic
def make_version(agreement: Agreement, *, revision: int, note: str, by: User | None) -> AgreementVersion:
    """Keep the text as it is at this revision, with the parties, leads and ticks of the record.

    When nothing has changed since the newest version, that one is the answer. Raises TextChanged when the
    text has another revision by now.
    """
    Agreement.objects.select_for_update().get(pk=agreement.pk)
    text = AgreementText.objects.get(agreement=agreement)
    if text.revision != revision:
        raise TextChanged
    day = timezone.localdate()
    values = values_of(agreement, text, day)
    newest = agreement.versions.first()
    if newest and _lasting(newest.values) == _lasting(values):
        return newest
    number = (agreement.versions.aggregate(newest=Max("number"))["newest"] or 0) + 1
    stand = f"Version {number}, {date_format(day, 'j F Y')}"
    version = AgreementVersion(
        agreement=agreement,
        number=number,
        name=agreement.name,
        note=note,
        values=values,
        html=document_html(values, stand=stand, author=agreement.organisation.name),
        made_by=by,
    )
    version.full_clean()
    version.save()
    return version


def _lasting(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in _OF_THE_DAY}


def changes(older: AgreementVersion, newer: AgreementVersion) -> list[Passage]:
    """What a version says that an older one did not, and the reverse, paragraph by paragraph."""
    return compare(_words(older), _words(newer))


def says_the_same(passages: Sequence[Passage]) -> bool:
    """Whether nothing was added and nothing taken out in any passage."""
    return not any(passage.stretches for passage in passages)


def _words(version: AgreementVersion) -> str:
    return to_text(_NOT_WORDS.sub("", version.html))


def file_name(version: AgreementVersion, kind: AgreementFileKind) -> str:
    """Such as “suffolk-compact-version-2.pdf”."""
    stem = slugify(version.name)[:80].strip("-") or "agreement"
    return f"{stem}-version-{version.number}.{_ENDINGS[kind]}"


def rendered(version: AgreementVersion, kind: AgreementFileKind) -> bytes:
    """The bytes of a version as a file, from what was frozen alone. Raises what documents.pdf raises."""
    if kind == AgreementFileKind.PDF:
        return pdf.render(version.html, stylesheets=[AGREEMENT_CSS])
    is_large = bool(version.values.get("large_print"))
    author = version.agreement.organisation.name
    return word.render(version.html, title=version.name, author=author, large_print=is_large)


def content_of(version: AgreementVersion, kind: AgreementFileKind) -> bytes:
    """The file: made and stored when it is first wanted, then the same bytes ever after.

    Raises FileNotMade.
    """
    row, _ = AgreementFile.objects.get_or_create(
        version=version, kind=kind, defaults={"file_name": file_name(version, kind)}
    )
    try:
        if not row.file:
            row.keep(rendered(version, kind))
        return row.content
    except pdf.PDFNotMade as error:
        raise FileNotMade(
            "We could not make the PDF. The version is kept. Download Word, and tell NAVCA."
        ) from error
    except NoRoom as error:
        raise FileNotMade(
            "There is no room to keep the file. The version is kept. Tell NAVCA, then try again."
        ) from error
    except FileChanged as error:
        raise FileNotMade(
            "This file is gone from our store or was changed there. The version is kept: download it as the "
            "other kind of file, and tell NAVCA, who can bring this one back from a backup."
        ) from error
