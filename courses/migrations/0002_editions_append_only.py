"""Editions are only ever added: the database refuses to change or delete one.

As with the attendance ledger: on SQLite the test flush deletes rows, so the trigger for DELETE looks for a table named
`ledger_may_be_emptied`, which only the test database has. A later migration that rebuilds the table must call `lay` again.
"""

from django.db import migrations

SQLITE = (
    """
    CREATE TRIGGER lesson_edition_no_update BEFORE UPDATE ON courses_lessonedition
    BEGIN SELECT RAISE(ABORT, 'A published edition is never changed or deleted.'); END
    """,
    """
    CREATE TRIGGER lesson_edition_no_delete BEFORE DELETE ON courses_lessonedition
    WHEN NOT EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'ledger_may_be_emptied')
    BEGIN SELECT RAISE(ABORT, 'A published edition is never changed or deleted.'); END
    """,
)
POSTGRESQL = (
    """
    CREATE OR REPLACE FUNCTION lesson_edition_refuses() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'A published edition is never changed or deleted.' USING ERRCODE = 'integrity_constraint_violation'; END
    $$
    """,
    """
    CREATE TRIGGER lesson_edition_append_only BEFORE UPDATE OR DELETE ON courses_lessonedition
    FOR EACH ROW EXECUTE FUNCTION lesson_edition_refuses()
    """,
)
LIFT_SQLITE = (
    "DROP TRIGGER IF EXISTS lesson_edition_no_update",
    "DROP TRIGGER IF EXISTS lesson_edition_no_delete",
)
LIFT_POSTGRESQL = (
    "DROP TRIGGER IF EXISTS lesson_edition_append_only ON courses_lessonedition",
    "DROP FUNCTION IF EXISTS lesson_edition_refuses",
)


def lift(apps, schema_editor):
    """Take the triggers off, for a migration that must rebuild the table."""
    statements = LIFT_SQLITE if schema_editor.connection.vendor == "sqlite" else LIFT_POSTGRESQL
    for statement in statements:
        schema_editor.execute(statement)


def lay(apps, schema_editor):
    lift(apps, schema_editor)
    statements = SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL
    for statement in statements:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("courses", "0001_initial")]

    operations = [migrations.RunPython(lay, lift)]
