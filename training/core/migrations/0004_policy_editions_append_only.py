"""Editions of policies are only ever added to: the database refuses to change or delete one.

SQLite: Django's test flush deletes rows, so the trigger for DELETE looks for a table that only the test database has
(see the attendance ledger's migration). A later migration that rebuilds the table must call `lay` again.
"""

from django.db import migrations

SQLITE = (
    """
    CREATE TRIGGER policy_edition_no_update BEFORE UPDATE ON core_policyedition
    BEGIN SELECT RAISE(ABORT, 'A published policy is never changed.'); END
    """,
    """
    CREATE TRIGGER policy_edition_no_delete BEFORE DELETE ON core_policyedition
    WHEN NOT EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'ledger_may_be_emptied')
    BEGIN SELECT RAISE(ABORT, 'A published policy is never changed.'); END
    """,
)
POSTGRESQL = (
    """
    CREATE OR REPLACE FUNCTION policy_edition_refuses() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'A published policy is never changed.' USING ERRCODE = 'integrity_constraint_violation'; END
    $$
    """,
    """
    CREATE TRIGGER policy_edition_append_only BEFORE UPDATE OR DELETE ON core_policyedition
    FOR EACH ROW EXECUTE FUNCTION policy_edition_refuses()
    """,
)
LIFT_SQLITE = (
    "DROP TRIGGER IF EXISTS policy_edition_no_update",
    "DROP TRIGGER IF EXISTS policy_edition_no_delete",
)
LIFT_POSTGRESQL = (
    "DROP TRIGGER IF EXISTS policy_edition_append_only ON core_policyedition",
    "DROP FUNCTION IF EXISTS policy_edition_refuses",
)


def lift(apps, schema_editor):
    """Take the triggers off, for a migration that must rebuild the table."""
    for statement in LIFT_SQLITE if schema_editor.connection.vendor == "sqlite" else LIFT_POSTGRESQL:
        schema_editor.execute(statement)


def lay(apps, schema_editor):
    lift(apps, schema_editor)
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("core", "0003_policy_editions")]

    operations = [migrations.RunPython(lay, lift)]
