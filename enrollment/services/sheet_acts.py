"""Sheets whose lines act: each line calls the service that its form calls, so nothing is done otherwise than by hand.

What would be refused is found by doing all of it in a transaction that is taken back.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from enrollment.models import Cohort, Enrollment, QuizAnswer
from enrollment.rules import act_sheets as rules
from enrollment.rules.act_sheets import Act
from enrollment.rules.headed import Row
from enrollment.services import dismissals, enrollments, quiz_grading
from enrollment.states import AttemptState, SheetKind
from training.core.errors import DomainError
from training.core.text import clean_name

Told = Callable[[float], None]
Finding = tuple[int, str]
READERS: dict[str, Callable[[list[Row]], rules.Acts]] = {
    SheetKind.ROSTER: rules.roster,
    SheetKind.GRADES: rules.grades,
}


class Stopped(DomainError):
    """A line that is refused while all are written; with it all the others are."""

    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(sentence)
        self.line = line


def rehearse(cohort: Cohort, acts: list[Act], *, by: Any, now: datetime, told: Told) -> list[Finding]:
    """What would be refused, line by line. Nothing of it stays, and nobody is told."""
    found: list[Finding] = []
    with transaction.atomic():
        for act in _counted(acts, told):
            try:
                with transaction.atomic():
                    _perform(cohort, act, by=by, now=now)
            except DomainError as refused:
                found.append((act.line, str(refused)))
        transaction.set_rollback(True)
    return found


@transaction.atomic
def perform(cohort: Cohort, acts: list[Act], *, by: Any, now: datetime, told: Told) -> int:
    """Every line or none. Returns how many changed something. Raises Stopped."""
    changed = 0
    for act in _counted(acts, told):
        try:
            changed += _perform(cohort, act, by=by, now=now)
        except DomainError as refused:
            raise Stopped(act.line, str(refused)) from refused
    return changed


def _counted(acts: list[Act], told: Told) -> Iterable[Act]:
    each = max(1, len(acts) // 20)
    for place, act in enumerate(acts):
        if not place % each:
            told(place / len(acts))
        yield act


def _perform(cohort: Cohort, act: Act, *, by: Any, now: datetime) -> bool:
    return _graded(cohort, act, by=by, now=now) if act.kind == "grade" else _left(cohort, act, by=by, now=now)


def _left(cohort: Cohort, act: Act, *, by: Any, now: datetime) -> bool:
    rows = Enrollment.objects.filter(cohort=cohort).select_related(
        "trainee", "cohort__course", "cohort__program", "cohort__venue", "cohort__complex__site"
    )
    found = rows.filter(pk=act.number).first()
    if found is None:
        raise DomainError(_("Nobody in this cohort has this number. Take the list anew and fill that in."))
    _refuse_other_name(found.trainee.name, act)
    who: dict[str, Any] = {"by": by, "now": now}
    said = act.said
    if act.kind == "withdraw":
        enrollments.withdraw(found, reason=said["reason"], **who)
    elif act.kind == "no_show":
        enrollments.no_show(found, **who)
    elif act.kind == "employed":
        enrollments.employ_early(found, employed_on=date.fromisoformat(said["day"]), employer=said["employer"], **who)
    else:
        on = date.fromisoformat(said["day"])
        dismissals.notify(found, ground=said["ground"], caused_on=on, reason=said["reason"], **who)
    return True


def _graded(cohort: Cohort, act: Act, *, by: Any, now: datetime) -> bool:
    rows = QuizAnswer.objects.filter(attempt__enrollment__cohort=cohort).exclude(attempt__state=AttemptState.OPEN)
    answer = rows.select_related("version", "attempt__enrollment__trainee").filter(pk=act.number).first()
    if answer is None:
        raise DomainError(_("This cohort handed in no answer with this number. Take the list anew and fill that in."))
    _refuse_other_name(answer.attempt.enrollment.trainee.name, act)
    percent, remark = act.said["percent"], act.said["remark"] or answer.remark
    if answer.fraction is not None and answer.fraction * 100 == percent and remark == answer.remark:
        return False
    quiz_grading.by_hand(answer, percent=percent, remark=remark, reason=act.said["reason"], by=by, now=now)
    return True


def _refuse_other_name(name: str, act: Act) -> None:
    """A column that was sorted without the others would act on somebody else."""
    if clean_name(name).value != act.name:
        raise DomainError(_("This number is not this person's. Take the list anew and fill that in."))
