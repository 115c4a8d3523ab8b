"""Several questions, skills or quizzes of a course at once: all or none, each with its audit entry."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from courses.models import Module, Question, Quiz, QuizPool
from courses.states import BankAct
from training.core import audit
from training.core.errors import DomainError


@transaction.atomic
def act(act: str, rows: list[Any], *, by: Any, now: datetime, module: Module | None = None) -> int:
    """Do one act with rows of one course and sort; how many it changed. Raises DomainError."""
    held = _held(rows)
    if act == BankAct.RETIRE:
        _refuse_emptied(held)
        return _set(held, "retired", by=by, now=now, retired_at=now)
    if act == BankAct.RESTORE:
        return _set(held, "restored", by=by, now=now, retired_at=None)
    if act == BankAct.MOVE:
        return _move(held, module, by=by, now=now)
    if act == BankAct.PUBLISH:
        _refuse_empty(held)
        return _set(held, "shown", by=by, now=now, published_at=now)
    return _set(held, "hidden", by=by, now=now, published_at=None)


def _held(rows: list[Any]) -> list[Any]:
    """The rows as they stand now, until the transaction ends; in key order, so that two authors never wait in a ring."""
    model = type(rows[0])
    return list(model.objects.select_for_update().filter(pk__in=[row.pk for row in rows]).order_by("pk"))


def _set(rows: list[Any], action: str, *, by: Any, now: datetime, **instant: datetime | None) -> int:
    """Set or clear an instant where it is not so yet: what was shown or retired before keeps its own."""
    [(name, value)] = instant.items()
    changed = [row for row in rows if (getattr(row, name) is None) != (value is None)]
    _write(changed, action, by=by, now=now, **instant)
    return len(changed)


def _move(rows: list[Any], module: Module | None, *, by: Any, now: datetime) -> int:
    if module is not None and any(module.course_id != row.course_id for row in rows):
        raise DomainError(_("They stay in their course. Choose one of its modules."))
    changed = [row for row in rows if row.module_id != (module.pk if module else None)]
    _write(changed, "moved", by=by, now=now, module=module)
    return len(changed)


def _write(rows: list[Any], action: str, *, by: Any, now: datetime, **fields: Any) -> None:
    if rows:
        type(rows[0]).objects.filter(pk__in=[row.pk for row in rows]).update(**fields)
    for row in rows:
        audit.record(row, action, by=by, at=now)


def _refuse_emptied(rows: list[Any]) -> None:
    """A quiz that trainees see keeps a question."""
    if not isinstance(rows[0], Question):
        return
    left = Q(pools__questions__retired_at=None) & ~Q(pools__questions__in=rows)
    drawing = QuizPool.objects.filter(questions__in=rows).values("quiz")
    shown = Quiz.objects.filter(pk__in=drawing, published_at__isnull=False)
    emptied = shown.annotate(left=Count("pools__questions", filter=left)).filter(left=0).first()
    if emptied:
        raise DomainError(
            _("The quiz “%(quiz)s” would have no question left. Hide it from trainees first, or leave one in it.")
            % {"quiz": emptied}
        )


def _refuse_empty(quizzes: list[Any]) -> None:
    asked = Count("pools__questions", filter=Q(pools__questions__retired_at=None))
    empty = Quiz.objects.filter(pk__in=[quiz.pk for quiz in quizzes]).annotate(asked=asked).filter(asked=0).first()
    if empty:
        raise DomainError(_("The quiz “%(quiz)s” has no questions. Choose its questions first.") % {"quiz": empty})
