"""The entries, and the index of their words that the database itself keeps in step with them.

On SQLite the index is an FTS5 table filled by triggers. A later migration that changes the table of entries
must make the triggers again: Django copies the table there, and triggers are not copied.
"""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

ADD = """
    INSERT INTO search_words(rowid, title_words, words, spellings)
    VALUES (new.id, new.title_words, new.words, new.spellings);
"""
TAKE_OUT = """
    INSERT INTO search_words(search_words, rowid, title_words, words, spellings)
    VALUES ('delete', old.id, old.title_words, old.words, old.spellings);
"""
ON_SQLITE = (
    """
    CREATE VIRTUAL TABLE search_words USING fts5(
        title_words, words, spellings, content='search_entry', content_rowid='id',
        tokenize='porter unicode61 remove_diacritics 2'
    )
    """,
    f"CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN {ADD} END",
    f"CREATE TRIGGER search_entry_deleted AFTER DELETE ON search_entry BEGIN {TAKE_OUT} END",
    f"CREATE TRIGGER search_entry_changed AFTER UPDATE ON search_entry BEGIN {TAKE_OUT} {ADD} END",
)
ON_POSTGRESQL = (
    "ALTER TABLE search_entry ADD COLUMN vector tsvector GENERATED ALWAYS AS ("
    "setweight(to_tsvector('pg_catalog.english', title_words), 'A') || "
    "setweight(to_tsvector('pg_catalog.english', words), 'B') || "
    "setweight(to_tsvector('pg_catalog.english', spellings), 'D')) STORED",
    "CREATE INDEX search_entry_vector ON search_entry USING gin (vector)",
)


def make_index(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in ON_POSTGRESQL if schema_editor.connection.vendor == "postgresql" else ON_SQLITE:
        schema_editor.execute(statement, params=None)


def drop_index(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    # Everything else goes with the table of entries.
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE search_words", params=None)


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=60)),
                ("key", models.CharField(max_length=60)),
                ("part", models.CharField(blank=True, max_length=100)),
                ("section", models.CharField(max_length=40)),
                ("section_order", models.PositiveSmallIntegerField(default=0)),
                ("title", models.TextField()),
                ("text", models.TextField(blank=True)),
                ("note", models.TextField(blank=True)),
                ("url", models.CharField(max_length=500)),
                ("title_words", models.TextField(editable=False)),
                ("words", models.TextField(editable=False)),
                ("spellings", models.TextField(editable=False)),
            ],
            options={
                "verbose_name_plural": "entries",
                "ordering": ["section_order", "kind", "key", "part"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "key", "part"),
                        name="entry_is_its_own",
                        violation_error_message="This part of this row is indexed already.",
                    )
                ],
            },
        ),
        migrations.RunPython(make_index, drop_index),
    ]
