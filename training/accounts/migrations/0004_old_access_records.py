"""Records of access may be destroyed when they are two years old."""

from typing import Any

from django.db import migrations

from training.core.models.appended import refused_by_the_database

REFUSAL = "A record of access is never changed or deleted."
DAYS = 730


def guarded(table: str, at: str) -> Any:
    """Forwards the guard that lets old lines go, backwards the one from before, each in one transaction."""
    now, before = refused_by_the_database(table, REFUSAL, until_old=(at, DAYS)), refused_by_the_database(table, REFUSAL)
    return migrations.RunPython(now.code, before.code, atomic=True)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [
        ("accounts", "0003_asked_at_events"),
    ]

    operations = [
        guarded("accounts_accessrecord", 'OLD."at"'),
        guarded(
            "accounts_accessedperson", '(SELECT r."at" FROM accounts_accessrecord r WHERE r.id = OLD.record_id)'
        ),
    ]
