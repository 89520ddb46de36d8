"""Keep entries and ask for them. Rooms call this explicitly when a row changes; nothing here knows a room."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from django.db import connection, models, transaction
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast
from django.utils.safestring import SafeString

from .excerpts import excerpt, highlight
from .models import Entry
from .words import LEFT_OUT, asked, indexed, spelling

LONGEST_QUERY = 300  # characters; more is cut off
MOST_WORDS = 12
SHORTEST_BEGINNING = 3  # letters; a shorter last word is looked for as it is
BATCH = 500

_FOUND = {
    "sqlite": """SELECT rowid AS id, bm25(search_words, 8.0, 1.0, 0.1) AS distance
        FROM search_words WHERE search_words MATCH %s""",
    "postgresql": """SELECT id, -ts_rank('{0.02, 0.1, 0.2, 1.0}', vector, asked) AS distance
        FROM search_entry, to_tsquery('english', %s) AS asked WHERE vector @@ asked""",
}
_HAVE = {
    "sqlite": "SELECT rowid FROM search_words WHERE search_words MATCH %s",
    "postgresql": "SELECT id FROM search_entry WHERE vector @@ to_tsquery('english', %s)",
}
# The best of each section, with how many the section has: one question, however many entries there are.
_BEST = """
    WITH found AS MATERIALIZED ({found}),
    placed AS (
        SELECT entry.id AS id,
            ROW_NUMBER() OVER (PARTITION BY section ORDER BY distance, entry.id) AS place,
            COUNT(*) OVER (PARTITION BY section) AS total
        FROM found JOIN search_entry AS entry ON entry.id = found.id
        WHERE %s = '' OR section = %s
    )
    SELECT section, total, title, text, note, url
    FROM placed JOIN search_entry AS entry ON entry.id = placed.id
    WHERE place <= %s
    ORDER BY section_order, section, place
"""


@dataclass(frozen=True)
class Hit:
    """One result, with the words that were found marked."""

    title_html: SafeString
    excerpt_html: SafeString
    note_html: SafeString
    url: str


@dataclass(frozen=True)
class Group:
    """The best results of a section, and how many there are in all."""

    label: str
    total: int
    hits: list[Hit]


@dataclass(frozen=True)
class Answer:
    """What was found. `has_all_words` is false when no entry has them all and these have some."""

    groups: list[Group] = field(default_factory=list)
    has_all_words: bool = True

    @property
    def count(self) -> int:
        """How many entries were found in all groups, also those that are not shown."""
        return sum(group.total for group in self.groups)


def index(kind: str, key: str, entries: Iterable[Entry]) -> None:
    """Let a row be found by these entries, not saved yet, and no others. Kind and key are set here."""
    with transaction.atomic():
        remove(kind, key)
        _add(_named(entry, kind, key) for entry in entries)


def remove(kind: str, key: str) -> None:
    """Let a row be found no more."""
    Entry.objects.filter(kind=kind, key=key).delete()


def rebuild(rows: Iterable[tuple[str, str, Iterable[Entry]]]) -> int:
    """Forget everything, index these (kind, key, entries), and return how many entries there are now."""
    with transaction.atomic():
        Entry.objects.all().delete()
        count = _add(_named(entry, kind, key) for kind, key, entries in rows for entry in entries)
        forget_for_good()
    return count


def forget_for_good() -> None:
    """Take words that no entry has any more out of SQLite's own index, where they stay for long."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_words(search_words) VALUES ('optimize')")


def is_empty() -> bool:
    """Whether nothing has been indexed yet."""
    return not Entry.objects.exists()


def ask(query: str, *, limit: int = 5, section: str = "") -> Answer:
    """Answer whatever was typed: the best `limit` results of each section, or of the one named."""
    words = _words(query)
    if not words:
        return Answer()
    groups = _groups(words, limit, section, every=True)
    if groups or len(words) == 1:
        return Answer(groups)
    return Answer(_groups(words, limit, section, every=False), has_all_words=False)


def keys(kind: str, query: str) -> models.QuerySet[Entry, int] | None:
    """The keys, as numbers, of the rows of a kind that have every word of the query; None without a word.

    It is meant for `pk__in`: the database looks them up itself, however many they are. The last word may be a
    beginning, however short, for the list follows while somebody types.
    """
    words = _words(query)
    if not words:
        return None
    found = RawSQL(_HAVE[connection.vendor], [_match(words, every=True, shortest=1)])  # noqa: S611
    entries = Entry.objects.filter(kind=kind, pk__in=found).order_by()
    return entries.values_list(Cast("key", models.BigIntegerField()), flat=True)


def _words(query: str) -> list[str]:
    asked_for = dict.fromkeys(asked(query[:LONGEST_QUERY]))
    return [word for word in asked_for if word not in LEFT_OUT][:MOST_WORDS]


def _named(entry: Entry, kind: str, key: str) -> Entry:
    entry.kind, entry.key = kind, key
    entry.title_words = " ".join(indexed(entry.title))
    entry.words = " ".join(indexed(f"{entry.text}\n{entry.note}"))
    spelt = dict.fromkeys(f"{entry.title_words} {entry.words}".split())
    entry.spellings = " ".join(spelling(word) for word in spelt if word.isalpha())
    return entry


def _add(entries: Iterable[Entry]) -> int:
    return len(Entry.objects.bulk_create(entries, batch_size=BATCH))


def _begins(words: list[str], shortest: int = SHORTEST_BEGINNING) -> bool:
    """Whether the last word may be the beginning of one."""
    return words[-1].isalpha() and len(words[-1]) >= shortest


def _match(words: list[str], *, every: bool, shortest: int = SHORTEST_BEGINNING) -> str:
    """The words as the index of the database is asked for them."""
    *before, last = words
    begins = _begins(words, shortest)
    if connection.vendor == "postgresql":
        terms = [f"'{word}'" for word in before] + [f"'{last}'{':*' if begins else ''}"]
        return (" & " if every else " | ").join(terms)
    terms = [f'"{word}"' for word in before] + [f'"{last}"{"*" if begins else ""}']
    return (" AND " if every else " OR ").join(terms)


def _groups(words: list[str], limit: int, section: str, *, every: bool) -> list[Group]:
    found = _FOUND[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(_BEST.format(found=found), [_match(words, every=every), section, section, limit])
        rows = cursor.fetchall()
    return [
        Group(label, total, [_hit(row, words, _begins(words)) for row in hits])
        for (label, total), hits in groupby(rows, key=lambda row: (row[0], row[1]))
    ]


def _hit(row: tuple[str, int, str, str, str, str], words: list[str], begins: bool) -> Hit:
    _, _, title, text, note, url = row
    return Hit(
        highlight(title, words, begins), excerpt(text, words, begins), highlight(note, words, begins), url
    )
