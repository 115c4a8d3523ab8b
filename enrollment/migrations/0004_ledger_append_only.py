"""The attendance ledger is only ever added to: the database refuses to change or delete a line.

PostgreSQL: row triggers. Django's test flush uses TRUNCATE, which fires none of them (in production only the table's
owner may truncate, who could drop the trigger as well).

SQLite: the test flush deletes rows, so the trigger for DELETE looks for a table named `ledger_may_be_emptied`, which
nothing here ever creates; only the test database has it, and the trigger's own test drops it. SQLite loses its triggers
when a later migration rebuilds the table: such a migration must call `lay` again.
"""

from django.db import migrations

SQLITE = (
    """
    CREATE TRIGGER attendance_event_no_update BEFORE UPDATE ON enrollment_attendanceevent
    BEGIN SELECT RAISE(ABORT, 'The attendance ledger is only ever added to.'); END
    """,
    """
    CREATE TRIGGER attendance_event_no_delete BEFORE DELETE ON enrollment_attendanceevent
    WHEN NOT EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'ledger_may_be_emptied')
    BEGIN SELECT RAISE(ABORT, 'The attendance ledger is only ever added to.'); END
    """,
)
POSTGRESQL = (
    """
    CREATE OR REPLACE FUNCTION attendance_event_refuses() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'The attendance ledger is only ever added to.' USING ERRCODE = 'integrity_constraint_violation'; END
    $$
    """,
    """
    CREATE TRIGGER attendance_event_append_only BEFORE UPDATE OR DELETE ON enrollment_attendanceevent
    FOR EACH ROW EXECUTE FUNCTION attendance_event_refuses()
    """,
)
LIFT_SQLITE = (
    "DROP TRIGGER IF EXISTS attendance_event_no_update",
    "DROP TRIGGER IF EXISTS attendance_event_no_delete",
)
LIFT_POSTGRESQL = (
    "DROP TRIGGER IF EXISTS attendance_event_append_only ON enrollment_attendanceevent",
    "DROP FUNCTION IF EXISTS attendance_event_refuses",
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
    dependencies = [("enrollment", "0003_wrongdigits_and_more")]

    operations = [migrations.RunPython(lay, lift)]
