"""A migration keeps nobody waiting, can be gone back, and lets workers of the version before work on."""

import functools
from typing import Any

import pytest
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import connection, migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, ProjectState
from django.db.models.functions import Now

from tests.ops.rules_of_migrations import LARGE, faults
from training.core.models.online import AddIndexOnline

# Before the first version that anybody runs, so no worker of an earlier one is there.
BEFORE_THE_FIRST_VERSION = {
    "core.0003_brands": ["AddField complex.brand"],
    "enrollment.0003_sheet_kinds": ["AddField sheetimport.kind"],
}


def ours() -> MigrationLoader:
    return MigrationLoader(None)


def test_every_migration_after_the_first_ones_keeps_the_rule():
    from django.apps import apps

    loader = ours()
    first = {key for key, migration in loader.disk_migrations.items() if migration.replaces or migration.initial}
    labels = {config.label for config in apps.get_app_configs() if "/site-packages/" not in config.path}
    later = {key: found for key, found in loader.disk_migrations.items() if key[0] in labels and key not in first}
    assert later
    found = {
        ".".join(key): list(faults(key[0], migration, functools.partial(loader.project_state, key, at_end=False)))
        for key, migration in later.items()
    }
    assert {name: [line.partition(":")[0] for line in lines] for name, lines in found.items() if lines} == (
        BEFORE_THE_FIRST_VERSION
    ), found


def test_every_large_table_is_there():
    from django.apps import apps

    assert {model._meta.label_lower for model in apps.get_models()} >= LARGE


def text(**given: Any) -> models.CharField:
    return models.CharField(max_length=5, **given)


def of(*operations: Any, atomic: bool = True) -> migrations.Migration:
    made = migrations.Migration("0009_made_up", "enrollment")
    made.operations, made.atomic = list(operations), atomic
    return made


INDEX = models.Index(fields=["state"], name="made_up")
CHECK = models.CheckConstraint(condition=models.Q(state="a"), name="made_up")
NEW = migrations.CreateModel("room", [("id", models.BigAutoField(primary_key=True))])
A, ROOM = "application", "room"


@pytest.mark.parametrize(
    ("operations", "atomic", "said"),
    [
        ([migrations.AddField(A, "word", text(null=True))], True, ""),
        ([migrations.AddField(A, "word", text(db_default="a"))], True, ""),
        ([migrations.AddField(A, "word", text(default="a"))], True, "insert rows without it"),
        ([migrations.AddField(ROOM, "word", text(default="a"))], True, "insert rows without it"),
        ([NEW, migrations.AddField(ROOM, "word", text(default="a"))], True, ""),
        ([migrations.AddField(A, "word", text(null=True, db_index=True))], True, "builds an index under a lock"),
        ([migrations.AddField(ROOM, "word", text(null=True, db_index=True))], True, ""),
        ([migrations.AddField(A, "at", models.DateTimeField(db_default=Now()))], True, "rewrites every row"),
        ([migrations.RemoveField(A, "state")], True, "still ask for it"),
        ([migrations.RenameField(ROOM, "name", "title")], True, "still ask for it"),
        ([migrations.DeleteModel("Room")], True, "still ask for it"),
        ([migrations.AddIndex(A, INDEX)], True, "keeps writers out"),
        ([migrations.AddIndex(ROOM, INDEX)], True, ""),
        ([AddIndexOnline(A, INDEX)], True, "stands alone"),
        ([AddIndexOnline(A, INDEX), migrations.AlterModelOptions(A, {})], False, "stands alone"),
        ([AddIndexOnline(A, INDEX)], False, ""),
        ([migrations.AddConstraint(A, CHECK)], True, "reads every row under a lock"),
        ([migrations.AlterField(A, "state", text(verbose_name="other word"))], True, ""),
        ([migrations.AlterField(A, "state", text(null=True))], True, "may rewrite or read every row"),
        ([migrations.RunSQL("UPDATE enrollment_application SET x = 1", "SELECT 1")], True, "past this rule"),
        ([migrations.RunSQL("SELECT 1")], True, "cannot be gone back"),
        ([migrations.RunPython(print, print)], True, "rows in pieces"),
        ([migrations.RunPython(print, print)], False, ""),
        ([migrations.RunPython(print)], False, "cannot be gone back"),
    ],
)
def test_what_would_keep_people_or_old_workers_out_is_named(operations, atomic, said):
    state = ProjectState()
    state.add_model(ModelState("enrollment", "Application", [("id", models.BigAutoField()), ("state", text())]))
    found = list(faults("enrollment", of(*operations, atomic=atomic), lambda: state))
    assert [line for line in found if said and said in line] == found
    assert bool(found) is bool(said)


@pytest.mark.django_db(transaction=True)
def test_an_index_is_built_online_where_that_can_be_and_goes_again():
    before, after = ProjectState(), ProjectState()
    for state in (before, after):
        state.add_model(
            ModelState("enrollment", "Room", [("id", models.BigAutoField(primary_key=True)), ("name_ko", text())], {"indexes": []})
        )  # fmt: skip
    operation = AddIndexOnline("Room", models.Index(fields=["name_ko"], name="made_up"))
    assert isinstance(operation, AddIndexConcurrently)
    operation.state_forwards("enrollment", after)

    def there() -> bool:
        with connection.cursor() as cursor:
            return "made_up" in connection.introspection.get_constraints(cursor, "enrollment_room")

    with connection.schema_editor(atomic=False) as editor:
        operation.database_forwards("enrollment", editor, before, after)
    assert there()
    with connection.schema_editor(atomic=False) as editor:
        operation.database_backwards("enrollment", editor, after, before)
    assert not there()
