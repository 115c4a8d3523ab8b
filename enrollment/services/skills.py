"""Recording what trainees show at the bench: readings, corrections, a second assessor's word."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from courses.models import Skill, SkillVersion
from enrollment.models import Cohort, Enrollment, SecondWord, SkillRecord
from enrollment.queries import clearance
from enrollment.queries import skills as queries
from enrollment.services.readings import Judged, OutOfRange, Reading, judge
from enrollment.services.settled import refuse_unless_live
from enrollment.states import EnrollmentState
from training.core import audit
from training.core.errors import DomainError, Refused


class Yourself(Refused):
    """Somebody wanted to assess themself."""


class SameAssessor(Refused):
    """The second assessor is the first."""


class NotCleared(DomainError):
    """Practice before the safety checks are passed."""


@dataclass(frozen=True)
class Circumstances:
    """What is the same for a whole group: when, where, with what. `ticket` makes a screen count once."""

    taken_at: datetime
    ticket: str
    instrument: str = ""
    place: str = ""


@dataclass(frozen=True)
class Row:
    """One person's line that could not be taken, and why; `kind` is the refusal's name, for the record."""

    sentence: str
    kind: str
    to_confirm: bool = False


class NotTaken(DomainError):
    """Some lines of a group cannot be taken as they are; none was saved. `rows` are by enrollment id."""

    status = 422

    def __init__(self, rows: dict[int, Row]) -> None:
        super().__init__(_("Nothing is saved yet. Look at the marked lines, then save again."))
        self.rows = rows

    @property
    def refused(self) -> list[str]:
        """What was refused, each kind once; where nothing but a confirmation is missing, nothing was."""
        return sorted({row.kind for row in self.rows.values() if not row.to_confirm})


@transaction.atomic
def record(
    cohort: Cohort, skill: Skill, readings: dict[int, Reading], around: Circumstances, *, by: Any, now: datetime
) -> list[SkillRecord]:
    """Append a try for each person of a group, all or none. Sent twice with one ticket, it counts once.

    `readings` are by enrollment id. Raises NotTaken with a sentence for each line that needs a look.
    """
    refuse_unless_live(cohort)
    _refuse_future(around.taken_at, now)
    people = _locked(cohort, readings)
    sent = SkillRecord.objects.filter(skill=skill, enrollment__in=people, ticket=around.ticket)
    if already := list(sent.order_by("pk")):
        return already
    version = queries.standing_version(skill)
    held_back = {} if skill.is_safety else clearance.missing(cohort.course_id, list(people))
    judged, rows = {}, {}
    for key, reading in readings.items():
        try:
            _refuse_person(people.get(key), by=by, not_cleared=held_back.get(key))
            judged[key] = judge(version, reading)
        except DomainError as error:
            rows[key] = Row(str(error), type(error).__name__, isinstance(error, OutOfRange))
    if rows:
        raise NotTaken(rows)
    return [
        _append(people[key], version, judged[key], readings[key], around, by=by, now=now, attempt=_next(key, skill))
        for key in readings
    ]


def _next(enrollment: int, skill: Skill) -> int:
    return SkillRecord.objects.filter(enrollment=enrollment, skill=skill, replaces=None).count() + 1


def _locked(cohort: Cohort, readings: dict[int, Reading]) -> dict[int, Enrollment]:
    rows = Enrollment.objects.select_for_update(of=["self"]).filter(cohort=cohort, pk__in=readings)
    return {row.pk: row for row in rows.order_by("pk")}


def _refuse_future(taken_at: datetime, now: datetime) -> None:
    if taken_at > now:
        raise DomainError(_("This time is still to come. Enter when it was shown."), field="taken_at")


def _refuse_person(person: Enrollment | None, *, by: Any, not_cleared: list[str] | None) -> None:
    if person is None or person.state != EnrollmentState.ENROLLED:
        raise DomainError(_("This person is not in training in this cohort now."))
    if person.trainee_id == by.pk:
        raise Yourself(_("You cannot assess yourself. Ask another instructor."))
    if not_cleared:
        raise NotCleared(
            _("Not cleared for practice yet: %(left)s. Have it passed first.") % {"left": ", ".join(not_cleared)}
        )


def _append(
    person: Enrollment,
    version: SkillVersion,
    judged: Judged,
    reading: Reading,
    around: Circumstances,
    *,
    by: Any,
    now: datetime,
    **more: Any,
) -> SkillRecord:
    made = SkillRecord.objects.create(
        complex_id=person.complex_id,
        enrollment=person,
        skill_id=version.skill_id,
        version=version,
        value=judged.value,
        level=judged.level,
        passed=judged.passed,
        out_of_range_confirmed=judged.value is not None and not judged.passed,
        specimen=reading.specimen,
        remark=reading.remark,
        instrument=around.instrument,
        place=around.place,
        taken_at=around.taken_at,
        ticket=around.ticket,
        assessed_by=by,
        recorded_at=now,
        **more,
    )
    audit.record(made, "recorded", by=by, at=now, facts={"attempt": made.attempt, "passed": made.passed})
    return made


@transaction.atomic
def correct(earlier: SkillRecord, reading: Reading, *, ticket: str, reason: str, by: Any, now: datetime) -> SkillRecord:
    """Put another reading in the place of one that was entered wrongly. Both stand, with who, when and why.

    It is judged by the version that stood then, and a second assessor has to speak again.
    """
    if not reason.strip():
        raise DomainError(_("Write why this is corrected."), field="reason")
    person = Enrollment.objects.select_for_update(of=["self"]).select_related("cohort").get(pk=earlier.enrollment_id)
    refuse_unless_live(person.cohort)
    _refuse_person(person, by=by, not_cleared=None)
    if SkillRecord.objects.filter(replaces=earlier).exists():
        raise DomainError(_("Somebody corrected this already. Here is how it stands now."))
    around = Circumstances(earlier.taken_at, ticket, earlier.instrument, earlier.place)
    judged = judge(earlier.version, reading)
    return _append(
        person,
        earlier.version,
        judged,
        reading,
        around,
        by=by,
        now=now,
        attempt=earlier.attempt,
        replaces=earlier,
        reason=reason.strip(),
    )


@transaction.atomic
def second(record: SkillRecord, *, agrees: bool, typed: str, remark: str, by: Any, now: datetime) -> SecondWord:
    """A second assessor agrees or not, from their own account, with their own reading if they took one."""
    person = Enrollment.objects.select_for_update(of=["self"]).select_related("cohort").get(pk=record.enrollment_id)
    refuse_unless_live(person.cohort)
    _refuse_person(person, by=by, not_cleared=None)
    _refuse_second(record, by=by)
    if not agrees and not remark.strip():
        raise DomainError(_("Write what you saw that speaks against it."), field="remark")
    judged = judge(record.version, Reading(typed, confirmed=True)) if typed.strip() else None
    word = SecondWord.objects.create(
        complex_id=record.complex_id,
        record=record,
        first_id=record.assessed_by_id,
        given_by=by,
        agrees=agrees,
        value=judged.value if judged else None,
        level=judged.level if judged else None,
        remark=remark.strip(),
        given_at=now,
    )
    audit.record(record, "second word", by=by, at=now, facts={"agrees": agrees})
    return word


def _refuse_second(record: SkillRecord, *, by: Any) -> None:
    if record.assessed_by_id == by.pk:
        raise SameAssessor(_("You are the first assessor of this record. Another instructor has to confirm it."))
    if not record.version.said.needs_second or not record.passed:
        raise DomainError(_("This record needs no second assessor."))
    if SkillRecord.objects.filter(replaces=record).exists():
        raise DomainError(_("Somebody corrected this already. Here is how it stands now."))
    if SecondWord.objects.filter(record=record).exists():
        raise DomainError(_("A second assessor has spoken already. Here is how it stands now."))
