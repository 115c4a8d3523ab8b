"""The only writer of the attendance ledger."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from enrollment.models import AttendanceEvent, Enrollment, Session
from enrollment.permissions import attendance as permissions
from enrollment.queries.attendance import events_of, scheduled_day
from enrollment.rules import acts, clocks, codes
from enrollment.rules.days import Event, effective
from enrollment.services.sessions import only_instructors
from enrollment.states import DayStatus, EventKind, EventSource
from training.core import metrics
from training.core.errors import DomainError, Refused

MARKS = (DayStatus.PRESENT, DayStatus.LATE, DayStatus.LEFT_EARLY, DayStatus.AWAY, DayStatus.ABSENT)


class TicketSpent(DomainError):
    """This scan was used already."""


class DayClosed(DomainError):
    """The edit window is over: only a claim changes the day."""


@dataclass(frozen=True)
class Recorded:
    """The line that now stands, and whether it stood before."""

    event: AttendanceEvent
    already: bool


def enrollment_of(session: Session, trainee: Any) -> Enrollment:
    """The place of a person in a session's cohort. Refused for everybody who is not in training there."""
    found = Enrollment.objects.current().filter(cohort=session.cohort_id, trainee=trainee).first()
    if found is None:
        raise Refused(_("You are not in this cohort. Check that you scanned the code of your own class."))
    return found


@dataclass(frozen=True)
class Device:
    """What is known of the device of a scan: its clock then, and a mark that is the same for one device and session."""

    at: datetime | None = None
    mark: str = ""


def record_scan(
    session: Session, *, trainee: Any, kind: str, opened_at: datetime, device: Device, source: str, ticket: str,
    now: datetime,
) -> Recorded:  # fmt: skip
    """Record a code that was good when opened; by the phone's clock where the code stood on the screen then."""
    not_before = max(codes.first_shown(opened_at), session.opened_at or opened_at)
    at = clocks.counted(device.at, not_before=not_before, received_at=opened_at)
    return record(
        session, trainee=trainee, kind=kind, at=at, source=source, ticket=ticket, device=device, now=now
    )  # fmt: skip


@transaction.atomic
def record(
    session: Session, *, trainee: Any, kind: str, at: datetime, source: str, now: datetime, ticket: str = "",
    device: Device = Device(),
) -> Recorded:  # fmt: skip
    """Record what a trainee scanned, as of the instant that counts (`rules.clocks.counted`).

    What the day already holds is answered, not written twice: one check-in and one check-out a day. A ticket is spent
    by at most one line, whoever comes first.
    """
    enrollment = _lock(enrollment_of(session, trainee))
    _check_open(session, at=at)
    if ticket and AttendanceEvent.objects.filter(ticket=ticket).exists():
        raise TicketSpent(_("This scan was used already. Scan the code again for the next step."))
    standing = _standing(enrollment, session)
    before = acts.already(kind, standing)
    if before:
        return Recorded(AttendanceEvent.objects.get(pk=before.number), already=True)
    if kind not in acts.possible(standing):
        raise DomainError(_("That does not follow from what is recorded today. Reload the page and choose again."))
    event = _insert(
        enrollment, session, kind=kind, at=at, source=source, ticket=ticket, device_at=device.at,
        device_mark=device.mark, recorded_by=trainee, recorded_at=now,
    )  # fmt: skip
    return Recorded(event, already=False)


def standing_of(enrollment: Enrollment, session: Session) -> list[Event]:
    """What stands on one person's day. Their row is locked, so that it stands until the transaction ends."""
    return _standing(_lock(enrollment), session)


def record_shown(
    session: Session,
    *,
    enrollment: Enrollment,
    kind: str,
    standing: list[Event],
    at: datetime,
    device_at: datetime,
    source: str,
    ticket: str,
    by: Any,
    now: datetime,
) -> Recorded:
    """Record a personal code that a kiosk read; the kiosk's service has judged code, place and window.

    Call it in the transaction that locked the person's row. A check-in that arrives after a later one is recorded too:
    the rules take the earliest.
    """
    before = acts.already(kind, standing)
    if before and not (kind == EventKind.IN and at < before.at):
        return Recorded(AttendanceEvent.objects.get(pk=before.number), already=True)
    event = _insert(
        enrollment, session, kind=kind, at=at, device_at=device_at, source=source, ticket=ticket, recorded_by=by,
        recorded_at=now,
    )  # fmt: skip
    return Recorded(event, already=False)


@transaction.atomic
def mark(session: Session, *, enrollment: Enrollment, status: str, by: Any, now: datetime) -> AttendanceEvent:
    """Mark somebody by hand until the day closes. Marking the same again changes nothing."""
    enrollment = _lock(enrollment)
    _check_roll(session, enrollment, by=by)
    if now >= scheduled_day(session).closes_at:
        raise DayClosed(_("This day is closed. Ask the office for a correction."))
    if status not in MARKS:
        raise DomainError(_("Choose one of the five marks."))
    last = acts.last_by_hand(_standing(enrollment, session))
    if last and last.kind == EventKind.MANUAL and last.status == status:
        return AttendanceEvent.objects.get(pk=last.number)
    return _insert(
        enrollment, session, kind=EventKind.MANUAL, status=status, at=now, source=EventSource.ROSTER,
        recorded_by=by, recorded_at=now,
    )  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A check-in, check-out, out or back that somebody saw or reads from paper, with when it was."""

    kind: str
    at: datetime
    note: str = ""


@transaction.atomic
def enter(
    session: Session, *, enrollment: Enrollment, lines: Sequence[Line], source: str, by: Any, now: datetime
) -> None:
    """Write lines about one person into the day, at the times they name, until the day closes. All of them or none."""
    enrollment = _lock(enrollment)
    _check_roll(session, enrollment, by=by)
    if now >= scheduled_day(session).closes_at:
        raise DayClosed(_("This day is closed. Ask the office for a correction."))
    for line in sorted(lines, key=lambda line: line.at):
        if line.at > now:
            raise DomainError(_("This time is still to come. Enter when it happened."))
        if not acts.fits(line.kind, line.at, _standing(enrollment, session)):
            raise DomainError(
                _("That does not follow from what is recorded today. Look at the day's lines and the time.")
            )
        _insert(
            enrollment, session, kind=line.kind, at=line.at, note=line.note, source=source, recorded_by=by,
            recorded_at=now,
        )  # fmt: skip


@transaction.atomic
def undo(event: AttendanceEvent, *, by: Any, now: datetime) -> AttendanceEvent:
    """Take a line back by a further line; both stay visible. Undoing twice changes nothing."""
    enrollment = _lock(event.enrollment)
    if not permissions.may_undo(by, event):
        raise only_instructors()
    _check_live(enrollment)
    before = AttendanceEvent.objects.filter(undoes=event).first()
    if before:
        return before
    if event.kind == EventKind.UNDO:
        raise DomainError(_("Something undone is recorded anew, not undone again."))
    if permissions.may_decide_days(by, enrollment.cohort):
        _check_window(event.session, now=now)
    elif now >= scheduled_day(event.session).closes_at:
        raise DayClosed(_("This day is closed. Ask the office for a correction."))
    return _insert(
        enrollment, event.session, kind=EventKind.UNDO, undoes=event, at=now, source=EventSource.ROSTER,
        recorded_by=by, recorded_at=now,
    )  # fmt: skip


@transaction.atomic
def decide(
    session: Session,
    *,
    enrollment: Enrollment,
    kind: str,
    status: str,
    reason: str,
    note: str,
    by: Any,
    now: datetime,
    source: str = EventSource.DESK,
) -> AttendanceEvent:
    """Recognize an absence (§34②2) or correct a day (§34④), with a reason; for those who run the complex.

    Once the day has closed, only a claim that a second person accepted changes it.
    """
    enrollment = _lock(enrollment)
    if not permissions.may_decide_days(by, enrollment.cohort):
        raise Refused(_("Only operators decide about days. Ask the office."))
    _check_roll(session, enrollment, by=by)
    if source != EventSource.CLAIM:
        _check_window(session, now=now)
    recognized = kind == EventKind.RECOGNIZED
    return _insert(
        enrollment, session, kind=EventKind.RECOGNIZED if recognized else EventKind.CORRECTION,
        status=DayStatus.RECOGNIZED if recognized else status, reason=reason, note=note, at=session.starts_at,
        source=source, recorded_by=by, recorded_at=now,
    )  # fmt: skip


def _check_window(session: Session, *, now: datetime) -> None:
    if now >= scheduled_day(session).closes_at:
        raise DayClosed(_("This day is closed. File a claim for it: a second person decides."))


def _lock(enrollment: Enrollment) -> Enrollment:
    """Everything about one person's ledger happens one after the other."""
    return (
        Enrollment.objects.select_for_update(of=("self",))
        .select_related("cohort__complex", "complex")
        .get(pk=enrollment.pk)
    )


def _standing(enrollment: Enrollment, session: Session) -> list:
    events = AttendanceEvent.objects.filter(enrollment=enrollment, session__day=session.day)
    return effective(events_of(events, enrollment.complex.zone)[enrollment.pk])


def _check_open(session: Session, *, at: datetime) -> None:
    _check_live_cohort(session)
    if session.opened_at is None or at < session.opened_at:
        raise DomainError(_("The roll of this session is not open yet. Your instructor opens it."))
    if (session.closed_at is not None and at >= session.closed_at) or at >= scheduled_day(session).closes_at:
        raise DomainError(_("The roll of this session is closed. Ask your instructor to mark you."))


def _check_roll(session: Session, enrollment: Enrollment, *, by: Any) -> None:
    if not permissions.may_keep_session(by, session):
        raise only_instructors()
    if enrollment.cohort_id != session.cohort_id or enrollment.complex_id != session.complex_id:
        raise Refused(_("This person is not in the session's cohort."))
    _check_live(enrollment)


def _check_live(enrollment: Enrollment) -> None:
    if not permissions.is_in_training(enrollment):
        raise DomainError(_("This person is not in training any more. Reopen the decision first."))
    if not permissions.is_live(enrollment.cohort):
        raise DomainError(_("This cohort is settled. Its attendance is not changed any more."))


def _check_live_cohort(session: Session) -> None:
    if not permissions.is_live(session.cohort):
        raise DomainError(_("This cohort is settled. Its attendance is not changed any more."))


def _insert(enrollment: Enrollment, session: Session, **fields: Any) -> AttendanceEvent:
    """One line more. The database refuses a second line for one ticket, and a second undoing of one line."""
    try:
        with transaction.atomic():
            event = AttendanceEvent.objects.create(
                complex_id=enrollment.complex_id, enrollment=enrollment, session=session, **fields
            )
    except IntegrityError as error:
        raise TicketSpent(_("This was recorded already. Reload the page to see how it stands.")) from error
    transaction.on_commit(metrics.CHECK_INS.labels(str(event.kind), str(event.source)).inc)
    return event
