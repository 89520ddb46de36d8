"""What a member can take away of its letters: lists, each recipient's letter, and the files as they left."""

from collections.abc import Callable, Iterator
from functools import partial

from django.utils import timezone

from members.export import ExportFile, stored, table
from members.models import Organisation

from .files import KINDS, file_name, make
from .models import (
    Citation,
    FrozenCopy,
    FrozenFile,
    FrozenKind,
    FrozenPicture,
    Letter,
    LetterCopy,
    LetterVersion,
    SeenChange,
    SentFile,
)
from .preparing import FileNotMade, made_anew, main_kinds
from .preparing import file_name as frozen_name
from .sheet import sheet_for

EXPORTED = (
    Letter, LetterCopy, Citation, LetterVersion, FrozenCopy, FrozenFile, FrozenPicture, SentFile, SeenChange,
)  # fmt: skip

AT_A_TIME = 50

# What is kept in parts, and the heading of its column.
OWN_PARTS = {
    "own_paragraphs": "Your own paragraphs",
    "tier_paragraphs": "Words for one kind of body",
    "change_notices": "Words on a body’s change",
    "own_wording": "Standard wording you changed",
}


def export(organisation: Organisation) -> Iterator[ExportFile]:
    """The organisation's letters, oldest first, each as it is and as it was made ready."""
    letters = Letter.objects.for_organisation(organisation).for_page().order_by("created_at")
    yield table(
        "letters.csv",
        "Your letters: what you typed into each, what it cites and who it is to.",
        letters,
        leave_out=("examples", "revision", "template_version", *OWN_PARTS),
        more={
            "Letter": lambda letter: letter.template_version.template.title,
            "Stage": lambda letter: letter.stage.label,
            "Examples": lambda letter: "\n".join(letter.chosen_examples),
            "Examples not used": lambda letter: "\n".join(
                example["text"] for example in letter.examples if not example.get("chosen")
            ),
            **{heading: partial(_own_words, part) for part, heading in OWN_PARTS.items()},
            "Cites": lambda letter: "; ".join(map(str, letter.citations.all())),
            "To": lambda letter: "; ".join(
                str(copy.recipient or "Local voluntary sector") for copy in letter.copies.all()
            ),
        },
    )
    ready = FrozenCopy.objects.filter(version__letter__organisation=organisation)
    yield table(
        "ready-letters.csv",
        "The letters that were made ready: to whom, in which version, and how each could be sent.",
        ready.select_related(
            "version__letter", "version__template_version__template", "version__made_ready_by"
        )
        .with_sending()
        .defer("html", "large_print_html")
        .order_by("version__made_ready_at", "pk"),
        leave_out=(
            *("html", "large_print_html", "file_stem", "version", "recipient", "values", "options"),
            *("sent_on", "sent_by"),
        ),
        more={
            "Letter": lambda copy: copy.version.template_version.template.title,
            "Dated": lambda copy: copy.version.words["dated_on"],
            "Version": lambda copy: copy.version.number,
            "Organisation": lambda copy: copy.version.organisation_name,
            "Made ready": lambda copy: timezone.localtime(copy.version.made_ready_at).strftime(
                "%Y-%m-%d %H:%M"
            ),
            "By": lambda copy: copy.version.made_ready_by or "",
            "Cites": lambda copy: "; ".join(row["title"] for row in copy.version.cited),
            "Sent": lambda copy: copy.sent_day or "",
            "How": lambda copy: copy.sent_how,
            "File of yours that was sent": lambda copy: copy.own_file.file_name if copy.own_file else "",
        },
    )
    yield table(
        "changes-seen.csv",
        "Corrections to what your letters cite that somebody has marked as seen.",
        SeenChange.objects.filter(version__letter__organisation=organisation).select_related(
            "version__letter__template_version__template", "seen_by"
        ),
    )
    for letter in letters.iterator(chunk_size=AT_A_TIME):
        if letter.current_version is None:
            for copy in letter.copies.all():
                copy.letter = letter
                yield _draft(copy)
        for version in letter.versions.all():
            yield from _frozen(version)


def _own_words(part: str, letter: Letter) -> str:
    """The words of a part of the letter that is kept in pieces, a blank line between them."""
    stored = getattr(letter, part)
    pieces = stored.values() if isinstance(stored, dict) else stored
    return "\n\n".join(piece if isinstance(piece, str) else piece["text"] for piece in pieces)


def _draft(copy: LetterCopy) -> ExportFile:
    """One recipient's letter as it is now."""
    kind = KINDS["draft-word"]
    sheet = sheet_for(copy, draft=True)
    to = copy.recipient or "the local voluntary sector"
    return ExportFile(
        f"letters/{copy.letter.dated_on:%Y-%m-%d}-{file_name(sheet, kind)}",
        f"{copy.letter.template_version.template.title}, to {to}: a draft.",
        lambda: [make(sheet, kind)],
    )


def _frozen(version: LetterVersion) -> Iterator[ExportFile]:
    """The files of a ready letter that are stored, and for each recipient PDF and Word in any case."""
    folder = f"letters/{version.words['dated_on']}-{version.letter_id.hex[:6]}-version-{version.number}"
    title = version.template_version.template.title
    for sent in SentFile.objects.filter(copy__version=version).select_related("copy"):
        about = f"{title}, to {sent.copy.addressed_to}: the one you sent."
        yield stored(f"{folder}/sent", about, sent.file, sent.file_name)
    stored_ones = set()
    for file in version.files.stored().select_related("copy"):
        stored_ones.add((file.copy_id, file.kind))
        to = f", to {file.copy.addressed_to}" if file.copy else ""
        yield stored(folder, f"{title}{to}: {file.get_kind_display()}.", file.file, file.file_name)
    for copy in version.copies.all():
        for kind in main_kinds(version):
            if (copy.pk, kind) not in stored_ones:
                yield ExportFile(
                    f"{folder}/{frozen_name(copy, kind)}",
                    f"{title}, to {copy.addressed_to}: {kind.label}.",
                    _maker(version, kind, copy),
                )
    for name, picture in version.pictures.items():
        yield stored(folder, f"{title}: the {name} in it.", picture.file)


def _maker(version: LetterVersion, kind: FrozenKind, copy: FrozenCopy) -> Callable[[], list[bytes]]:
    def content() -> list[bytes]:
        try:
            return [made_anew(version, kind, copy)]
        except FileNotMade as problem:
            raise ValueError(str(problem)) from problem

    return content
