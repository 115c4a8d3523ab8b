"""Claims about days: filed by one person, decided by another, written into the ledger when they are accepted."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from enrollment import mail
from enrollment.models import AttendanceEvent, Claim, ClaimDay, Enrollment, Session
from enrollment.permissions import claims as permissions
from enrollment.permissions.attendance import is_in_training, is_live
from enrollment.queries import attendance as days
from enrollment.queries import claim_words
from enrollment.queries import claims as queries
from enrollment.rules import claims as rules
from enrollment.rules.attendance import Schedule
from enrollment.rules.claims import Asked
from enrollment.services import attendance, claim_papers
from enrollment.states import ClaimKind, ClaimState, DayStatus, EventKind, EventSource
from training.core import audit, clock
from training.core.errors import DomainError, Refused


@transaction.atomic
def file(enrollment: Enrollment, *, asked: Asked, text: str, by: Any, now: datetime, late_reason: str = "") -> Claim:
    """Somebody asks for their days to count otherwise; an operator may ask for them, and late with a reason (§34⑤)."""
    locked = _lock(enrollment)
    _check_filer(locked, by=by)
    plan = days.schedule(locked.cohort)
    _check(locked, plan, asked, text=text, by=by, now=now)
    _check_free(locked, asked)
    due_at = queries.due_at(locked.cohort, asked.first_on)
    claim = Claim.objects.create(
        complex_id=locked.complex_id,
        enrollment=locked,
        kind=asked.kind,
        reason=asked.reason,
        first_on=asked.first_on,
        last_on=asked.last_on,
        came=asked.came,
        left=asked.left,
        asked=_status(plan, asked),
        text=text.strip(),
        filed_at=now,
        filed_by=by,
        due_at=due_at,
        late_reason=_late(locked, asked, late_reason, due_at=due_at, by=by, now=now),
    )
    audit.record(claim, "claim filed", by=by, at=now, after=claim.state, reason=claim.late_reason)
    return claim


def _lock(enrollment: Enrollment) -> Enrollment:
    """As the ledger does: everything about one person's days happens one after the other."""
    rows = Enrollment.objects.select_for_update(of=("self",))
    return rows.select_related("trainee", "cohort__complex__site", "cohort__program", "cohort__course").get(
        pk=enrollment.pk
    )


def _check_filer(enrollment: Enrollment, *, by: Any) -> None:
    if not (permissions.is_claimant(by, enrollment) or permissions.may_file_for(by, enrollment)):
        raise Refused(_("Claims are filed by the trainee or by an operator. Ask the office."))
    if not (is_in_training(enrollment) and is_live(enrollment.cohort)):
        raise DomainError(_("The days of this course are not changed any more. Ask the office if one is wrong."))


def _check(enrollment: Enrollment, plan: Schedule, asked: Asked, *, text: str, by: Any, now: datetime) -> None:
    today = clock.day_of(now, enrollment.cohort.complex.zone)
    found = rules.fault(plan, asked, queries.used(enrollment), today=today)
    if found:
        raise DomainError(claim_words.fault(found, plan, asked), field=claim_words.FIELDS.get(found))
    if not text.strip():
        raise DomainError(_("Write what happened, in a sentence."), field="text")
    if asked.kind == ClaimKind.CORRECTION and asked.came is None and permissions.is_claimant(by, enrollment):
        raise DomainError(_("Write when you came and when you left."), field="came")


def _check_free(enrollment: Enrollment, asked: Asked) -> None:
    waiting = Claim.objects.pending().filter(
        enrollment=enrollment, first_on__lte=asked.last_on, last_on__gte=asked.first_on
    )
    if waiting.exists():
        raise DomainError(_("A claim about this day waits already. Take that one back before you file another."))


def _late(
    enrollment: Enrollment, asked: Asked, late_reason: str, *, due_at: datetime, by: Any, now: datetime
) -> str:  # fmt: skip
    """The reason for which it is allowed late; nothing where it is in time."""
    if now < due_at:
        return ""
    if not permissions.may_file_for(by, enrollment):
        raise DomainError(claim_words.deadline_passed(asked.first_on))
    if not late_reason.strip():
        raise DomainError(_("The deadline has passed. Write why the claim is allowed late."), field="late_reason")
    return late_reason.strip()


def _status(plan: Schedule, asked: Asked) -> str:
    if asked.kind == ClaimKind.RECOGNITION:
        return DayStatus.RECOGNIZED
    (day,) = rules.days_of(plan, asked.first_on, asked.last_on)
    return rules.status_of_times(day, asked.came, asked.left, by_hours=plan.basis == "hours")


@transaction.atomic
def take_back(claim: Claim, *, by: Any, now: datetime) -> None:
    """The claimant, or who filed it, takes a claim back while it waits; its papers are erased at once."""
    if not permissions.may_take_back(by, claim):
        raise Refused(_("Only who filed a claim takes it back. Ask the office."))
    audit.move(claim, ClaimState.WITHDRAWN, by=by, now=now)
    claim_papers.erase_all(claim, by=by, now=now)


@transaction.atomic
def accept(claim: Claim, *, reason: str, by: Any, now: datetime) -> None:
    """A second person accepts: each day gets its line in the ledger, and both values are kept."""
    enrollment = _lock(claim.enrollment)
    _check_second(claim, by=by)
    _check_still(enrollment, claim, now=now)
    found = queries.effect(claim, now=now)
    before = {day: status for day, status, _after in found.days}
    audit.move(
        claim, ClaimState.ACCEPTED, by=by, now=now, reason=reason,
        decided_at=now, decided_by=by, decision_reason=reason.strip(),
    )  # fmt: skip
    for session in _first_sessions(claim):
        event = _write(session, claim, enrollment, by=by, now=now)
        ClaimDay.objects.create(
            complex_id=claim.complex_id, claim=claim, day=session.day,
            before=before[session.day], after=claim.asked, event=event,
        )  # fmt: skip
    mail.claim_decided(claim, now=now)


def _check_second(claim: Claim, *, by: Any) -> None:
    if not permissions.may_decide(by, claim):
        raise Refused(_("A second person decides: neither the one it is about nor the one who filed it."))


def _check_still(enrollment: Enrollment, claim: Claim, *, now: datetime) -> None:
    """What was in order at filing may not be any more: other days were recognized, or the timetable changed."""
    plan, today = days.schedule(enrollment.cohort), clock.day_of(now, enrollment.cohort.complex.zone)
    asked = queries.asked_of(claim)
    found = rules.fault(plan, asked, queries.used(enrollment), today=today)
    if found:
        sentence = claim_words.fault(found, plan, asked)
        raise DomainError(_("This cannot be accepted any more. %(why)s") % {"why": sentence})


def _first_sessions(claim: Claim) -> Iterator[Session]:
    """The first session of each claimed day: a decision about a day stands there."""
    seen: set[date] = set()
    rows = Session.objects.filter(cohort=claim.enrollment.cohort, day__range=(claim.first_on, claim.last_on))
    for session in rows.select_related("cohort__complex").order_by("starts_at", "pk"):
        if session.day not in seen:
            seen.add(session.day)
            yield session


def _write(session: Session, claim: Claim, enrollment: Enrollment, *, by: Any, now: datetime) -> AttendanceEvent:
    return attendance.decide(
        session,
        enrollment=enrollment,
        kind=EventKind.RECOGNIZED if claim.kind == ClaimKind.RECOGNITION else EventKind.CORRECTION,
        status=claim.asked,
        reason=claim.reason,
        note="",
        by=by,
        now=now,
        source=EventSource.CLAIM,
    )


@transaction.atomic
def reject(claim: Claim, *, reason: str, by: Any, now: datetime) -> None:
    """A second person rejects, with the reason the claimant reads. The day stays as it is."""
    _lock(claim.enrollment)
    _check_second(claim, by=by)
    if not reason.strip():
        raise DomainError(_("Write why. The claimant reads it."), field="reason")
    audit.move(
        claim, ClaimState.REJECTED, by=by, now=now, reason=reason,
        decided_at=now, decided_by=by, decision_reason=reason.strip(),
    )  # fmt: skip
    mail.claim_decided(claim, now=now)
