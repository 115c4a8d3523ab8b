"""Sheets whose lines act: each line calls the service that its form calls, so nothing is done otherwise than by hand.

What would be refused is found by doing all of it in a transaction that is taken back.
"""

import secrets
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from courses.models import Skill
from enrollment.models import Cohort, Enrollment, QuizAnswer
from enrollment.queries import skills as queries
from enrollment.rules import act_sheets as rules
from enrollment.rules.act_sheets import Act
from enrollment.rules.headed import Row, plain
from enrollment.services import dismissals, enrollments, moves, quiz_grading, skills
from enrollment.services.readings import Reading
from enrollment.states import AttemptState, SheetKind
from training.core.errors import DomainError
from training.core.text import clean_name

Told = Callable[[float], None]
Finding = tuple[int, str]
Wrote = dict[str, Any]
READERS: dict[str, Callable[[list[Row]], rules.Acts]] = {
    SheetKind.ROSTER: rules.roster,
    SheetKind.GRADES: rules.grades,
    SheetKind.SKILLS: rules.skills,
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
def perform(cohort: Cohort, acts: list[Act], *, by: Any, now: datetime, told: Told) -> list[Wrote]:
    """Every line or none. Returns what each changed, as taking it back needs it. Raises Stopped."""
    wrote = []
    for act in _counted(acts, told):
        try:
            wrote.append(_perform(cohort, act, by=by, now=now))
        except DomainError as refused:
            raise Stopped(act.line, str(refused)) from refused
    return [one for one in wrote if one]


def _counted(acts: list[Act], told: Told) -> Iterable[Act]:
    each = max(1, len(acts) // 20)
    for place, act in enumerate(acts):
        if not place % each:
            told(place / len(acts))
        yield act


def _perform(cohort: Cohort, act: Act, *, by: Any, now: datetime) -> Wrote | None:
    """What one line changed; None where everything stood as it says."""
    acting = {"grade": _graded, "reading": _read_at_the_bench}.get(act.kind, _left)
    return acting(cohort, act, by=by, now=now)


def _left(cohort: Cohort, act: Act, *, by: Any, now: datetime) -> Wrote:
    found = _person(cohort, act)
    who: dict[str, Any] = {"by": by, "now": now}
    said = act.said
    if act.kind == "dismiss":
        on = date.fromisoformat(said["day"])
        made = dismissals.notify(found, ground=said["ground"], caused_on=on, reason=said["reason"], **who)
        return {"kind": "dismiss", "dismissal": made.pk}
    if act.kind == "move":
        moves.move(found, to=_cohort(cohort, said["to"]), reason=said["reason"], **who)
        return {"kind": "move"}
    if act.kind == "withdraw":
        enrollments.withdraw(found, reason=said["reason"], **who)
    elif act.kind == "no_show":
        enrollments.no_show(found, **who)
    else:
        enrollments.employ_early(found, employed_on=date.fromisoformat(said["day"]), employer=said["employer"], **who)
    return {"kind": "left", "enrollment": found.pk, "state": found.state, "at": now.isoformat()}


def _person(cohort: Cohort, act: Act) -> Enrollment:
    rows = Enrollment.objects.filter(cohort=cohort).select_related(
        "trainee", "cohort__course", "cohort__program", "cohort__venue", "cohort__complex__site"
    )
    found = rows.filter(pk=act.number).first()
    if found is None:
        raise DomainError(_("Nobody in this cohort has this number. Take the list anew and fill that in."))
    _refuse_other_name(found.trainee.name, act)
    return found


def _cohort(cohort: Cohort, number: int) -> Cohort:
    found = Cohort.objects.filter(complex=cohort.complex_id, course=cohort.course_id, number=number).first()
    if found is None:
        raise DomainError(_("“%(other)s” is no cohort of this course. Enter its number.") % {"other": number})
    return found


def _graded(cohort: Cohort, act: Act, *, by: Any, now: datetime) -> Wrote | None:
    rows = QuizAnswer.objects.filter(attempt__enrollment__cohort=cohort).exclude(attempt__state=AttemptState.OPEN)
    answer = rows.select_related("version", "attempt__enrollment__trainee").filter(pk=act.number).first()
    if answer is None:
        raise DomainError(_("This cohort handed in no answer with this number. Take the list anew and fill that in."))
    _refuse_other_name(answer.attempt.enrollment.trainee.name, act)
    percent, remark = act.said["percent"], act.said["remark"] or answer.remark
    if answer.fraction is not None and answer.fraction * 100 == percent and remark == answer.remark:
        return None
    before = {
        "fraction": None if answer.fraction is None else str(answer.fraction), "remark": answer.remark,
        "graded_by": answer.graded_by_id, "graded_at": answer.graded_at and answer.graded_at.isoformat(),
    }  # fmt: skip
    quiz_grading.by_hand(answer, percent=percent, remark=remark, reason=act.said["reason"], by=by, now=now)
    return {"kind": "grade", "answer": answer.pk, "at": now.isoformat(), "before": before}


def _read_at_the_bench(cohort: Cohort, act: Act, *, by: Any, now: datetime) -> Wrote:
    person, said = _person(cohort, act), act.said
    named = [skill for skill in queries.asked(cohort.course_id) if plain(said["skill"]) in _names(skill)]
    if len(named) != 1:
        raise DomainError(_("This course has no skill of this name. Take the list anew and fill that in."))
    reading = Reading(said["value"], confirmed=said["sure"], specimen=said["specimen"], remark=said["remark"])
    taken_at = datetime.fromisoformat(said["taken"]).replace(tzinfo=cohort.complex.zone)
    around = skills.Circumstances(taken_at, ticket=secrets.token_urlsafe(32))
    try:
        skills.record(cohort, named[0], {person.pk: reading}, around, by=by, now=now)
    except skills.NotTaken as refused:
        row = refused.rows[person.pk]
        unsure = _("“%(value)s” is out of range. Correct it, or enter 예 under 범위 밖 확인 if it is right.")
        raise DomainError(unsure % said if row.to_confirm else row.sentence) from refused
    return {"kind": "reading"}


def _names(skill: Skill) -> set[str]:
    return {plain(skill.title_ko), plain(skill.title_en), skill.key} - {""}


def _refuse_other_name(name: str, act: Act) -> None:
    """A column that was sorted without the others would act on somebody else."""
    if clean_name(name).value != act.name:
        raise DomainError(_("This number is not this person's. Take the list anew and fill that in."))
