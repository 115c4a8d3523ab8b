"""Rows that are added, and never changed or deleted."""

from typing import Any, ClassVar

from django.db import models
from django.db.migrations import RunPython


class AppendOnly(models.Model):
    """Refuses in Python, before the triggers that a migration lays refuse in the database.

    `REFUSAL` is what a programmer reads; `{done}` in it is "changed" or "deleted".
    """

    REFUSAL: ClassVar[str]

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError(self.REFUSAL.format(done="changed"))
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError(self.REFUSAL.format(done="deleted"))


def refused_by_the_database(table: str, refusal: str, *, until_old: tuple[str, int] | None = None) -> RunPython:
    """The migration operation that lays the triggers: no line of `table` is changed or deleted.

    PostgreSQL: row triggers; TRUNCATE, which Django's test flush uses, fires none of them, and only the table's owner
    may truncate. SQLite: the test flush deletes rows, so the trigger for DELETE looks for a table that only the test
    database has. SQLite loses triggers when a later migration rebuilds the table: that migration lays them again.
    `until_old` is the SQL of a line's instant and a number of days, after which it may be deleted, never changed.
    """

    def run(statements: dict[str, tuple[str, ...]]) -> Any:
        def execute(apps: Any, schema_editor: Any) -> None:
            for statement in statements[schema_editor.connection.vendor]:
                schema_editor.execute(statement)

        return execute

    return RunPython(run(_laying(table, refusal, until_old)), run(_lifting(table)))


def _laying(table: str, refusal: str, until_old: tuple[str, int] | None) -> dict[str, tuple[str, ...]]:
    at, days = until_old or ("", 0)
    young = f" AND {at} > datetime('now', '-{days} days')" if until_old else ""
    old = (
        f"IF TG_OP = 'DELETE' AND {at} < now() - interval '{days} days' THEN RETURN OLD; END IF; " if until_old else ""
    )
    lifting = _lifting(table)
    raised = f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
    asked = "NOT EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'ledger_may_be_emptied')"
    return {
        "sqlite": (
            *lifting["sqlite"],
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {raised}",
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} WHEN {asked}{young} {raised}",
        ),
        "postgresql": (
            *lifting["postgresql"],
            f"CREATE FUNCTION {table}_refuses() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {old}RAISE EXCEPTION "
            f"'{refusal}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_refuses()",
        ),
    }


def _lifting(table: str) -> dict[str, tuple[str, ...]]:
    return {
        "sqlite": (f"DROP TRIGGER IF EXISTS {table}_no_update", f"DROP TRIGGER IF EXISTS {table}_no_delete"),
        "postgresql": (
            f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}",
            f"DROP FUNCTION IF EXISTS {table}_refuses",
        ),
    }
