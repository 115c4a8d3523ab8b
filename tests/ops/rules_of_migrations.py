"""What a migration may do while people and workers of the version before use the tables (docs/operations.md, Upgrades)."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db.migrations import operations as ops
from django.db.migrations.state import ProjectState

# Tables that grow with people and days. What reads or rewrites them whole under a lock keeps everybody waiting.
LARGE = frozenset(
    "accounts.accessrecord accounts.user certificates.certificate certificates.certificatefile certificates.logentry"
    " certificates.verification core.auditentry core.delivery core.owed courses.lessonedition enrollment.application"
    " enrollment.attendanceevent enrollment.decision enrollment.enrollment enrollment.lessonprogress"
    " enrollment.quizanswer enrollment.quizattempt enrollment.seat enrollment.session enrollment.skillrecord".split()
)
GONE_FOR_OLD_WORKERS = (ops.RemoveField, ops.RenameField, ops.DeleteModel, ops.RenameModel, ops.AlterModelTable)
LOCKING_SQL = re.compile(
    r"\b(ALTER TABLE|CREATE (?:UNIQUE )?INDEX(?! CONCURRENTLY)|UPDATE|DELETE|VACUUM FULL|CLUSTER)\b", re.I
)


def faults(app: str, migration: Any, before: Callable[[], ProjectState]) -> Iterator[str]:
    """One line for each operation that old workers or waiting people would not survive. `before`: the models until then."""
    new = {op.name_lower for op in migration.operations if isinstance(op, ops.CreateModel)}
    for op in migration.operations:
        if not op.reversible:
            yield f"{_said(op)}: cannot be gone back; give it a reverse"
        model = getattr(op, "model_name", None) or getattr(op, "name", "")
        if not isinstance(op, ops.CreateModel) and str(model).lower() not in new:
            yield from _of_old_workers(op)
            if f"{app}.{model}".lower() in LARGE:
                yield from _of_large(op, migration)
                if isinstance(op, ops.AlterField) and not _only_words(op, before().models[app, str(model).lower()]):
                    yield f"{_said(op)}: may rewrite or read every row; a further column, filled in pieces"
        if isinstance(op, ops.RunSQL) and LOCKING_SQL.search(str(op.sql)):
            yield f"{_said(op)}: says in SQL what an operation would say, past this rule"
        if isinstance(op, ops.RunPython) and not new and migration.atomic:
            yield f"{_said(op)}: holds its locks to the end; atomic = False, and rows in pieces"


def _of_old_workers(op: Any) -> Iterator[str]:
    if isinstance(op, GONE_FOR_OLD_WORKERS):
        yield f"{_said(op)}: workers of the version before still ask for it; a release later"
    if isinstance(op, ops.AddField) and not (op.field.null or op.field.many_to_many or op.field.has_db_default()):
        yield f"{_said(op)}: workers of the version before insert rows without it; null=True or db_default"


def _of_large(op: Any, migration: Any) -> Iterator[str]:
    if isinstance(op, ops.AddIndex) and not isinstance(op, AddIndexConcurrently):
        yield f"{_said(op)}: keeps writers out while it builds; core.models.online.AddIndexOnline"
    if isinstance(op, AddIndexConcurrently) and (migration.atomic or len(migration.operations) > 1):
        yield f"{_said(op)}: stands alone in a migration with atomic = False"
    if isinstance(op, ops.AddConstraint):
        yield f"{_said(op)}: reads every row under a lock; AddConstraintNotValid, then ValidateConstraint"
    if isinstance(op, ops.AddField):
        field = op.field
        if field.unique or field.db_index:
            yield f"{_said(op)}: builds an index under a lock; db_index=False, then AddIndexOnline"
        default = field.db_default if field.has_db_default() else None
        if hasattr(default, "resolve_expression"):
            yield f"{_said(op)}: rewrites every row for a default that is reckoned; a constant"


def _only_words(op: Any, model: Any) -> bool:
    """Whether the database has nothing to do: another label, other choices, another default of Python's."""

    def in_database(field: Any) -> Any:
        _name, kind, args, given = field.deconstruct()
        return kind, args, {name: value for name, value in given.items() if name not in field.non_db_attrs}

    return bool(in_database(model.fields[op.name]) == in_database(op.field))


def _said(op: Any) -> str:
    name = ".".join(str(getattr(op, part)) for part in ("model_name", "name") if getattr(op, part, None))
    return f"{type(op).__name__} {name}".strip()
