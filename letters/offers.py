"""What the page of a ready letter offers for all its recipients together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from .models import FrozenKind, LetterVersion
from .preparing import Progress, main_kinds, print_parts, progress

# So many files can be made while somebody waits for the download.
FEW: Final = 20
IN_A_ZIP: Final = (
    FrozenKind.PDF, FrozenKind.LARGE_PRINT, FrozenKind.WORD, FrozenKind.LARGE_PRINT_WORD, FrozenKind.EMAIL,
)  # fmt: skip


@dataclass(frozen=True)
class Offer:
    """Every recipient's files of some kinds in one zip file: to download, or to prepare first."""

    kinds: tuple[FrozenKind, ...]
    progress: Progress

    @property
    def can_be_downloaded(self) -> bool:
        """Whether nobody has to wait long for it."""
        return self.progress.total - self.progress.prepared <= FEW


@dataclass(frozen=True)
class Offers:
    """What there is for all recipients. `chosen` is what somebody asked for besides the usual zip files."""

    count: int
    pdf: Offer
    word: Offer
    email: Offer | None
    chosen: Offer | None
    in_a_zip: Sequence[tuple[FrozenKind, bool]]
    print_parts: Sequence[tuple[int, str]]
    by_email: Sequence[tuple[int, str]]

    def of(self, kinds: tuple[FrozenKind, ...]) -> Offer | None:
        """The offer of exactly these kinds."""
        found = (self.pdf, self.word, self.email, self.chosen)
        return next((offer for offer in found if offer and offer.kinds == kinds), None)


def offers_for(version: LetterVersion, asked: Sequence[str] = ()) -> Offers:
    """What can be offered, in a fixed number of queries. `asked` are kinds chosen for a zip file."""
    known = progress(version)
    pdf_kind, word_kind = main_kinds(version)
    kinds = tuple(kind for kind in chosen_kinds(asked) if kind in known)
    usual = ((pdf_kind,), (word_kind,), (FrozenKind.EMAIL,))
    in_copy = version.copies.that_can_have(FrozenKind.EMAIL_TO_ALL).values_list("pk", "addressed_to")
    return Offers(
        count=version.copies.count(),
        pdf=_offer(known, pdf_kind),
        word=_offer(known, word_kind),
        email=_offer(known, FrozenKind.EMAIL) if FrozenKind.EMAIL in known else None,
        chosen=_offer(known, *kinds) if kinds and kinds not in usual else None,
        in_a_zip=[(kind, kind in (kinds or (pdf_kind,))) for kind in IN_A_ZIP if kind in known],
        print_parts=print_parts(version),
        by_email=list(in_copy) if FrozenKind.EMAIL_TO_ALL in known else [],
    )


def chosen_kinds(asked: Sequence[str]) -> tuple[FrozenKind, ...]:
    """The kinds that were asked for and that a zip file can hold, in our order."""
    return tuple(kind for kind in IN_A_ZIP if kind in asked)


def _offer(known: Mapping[str, Progress], *kinds: FrozenKind) -> Offer:
    parts = [known[kind] for kind in kinds]
    whole = Progress(sum(part.prepared for part in parts), sum(part.total for part in parts))
    return Offer(kinds, whole)
