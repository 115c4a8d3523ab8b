"""What a kiosk stored and sends: judged here, each scan once, however often and in whatever order it comes."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from enrollment.models import AttendanceEvent, Enrollment, Kiosk, KioskScan, PersonalCode, Session
from enrollment.permissions import kiosks as permissions
from enrollment.permissions.attendance import is_live, may_keep_session
from enrollment.queries.attendance import schedule, scheduled_day
from enrollment.rules import clocks, kiosks, personal_codes
from enrollment.rules.days import ScheduledDay
from enrollment.rules.kiosks import Scanned, Upload
from enrollment.services import attempts, attendance
from enrollment.services.sessions import only_instructors
from enrollment.states import EventSource, ScanRefusal, ScanState
from training.core import audit, clock
from training.core.errors import DomainError, TransitionRefused


@dataclass(frozen=True)
class Person:
    """Who showed a code, and the session that it means."""

    enrollment: Enrollment
    session: Session
    day: ScheduledDay


@dataclass(frozen=True)
class Upshot:
    """What became of a scan."""

    state: str
    refusal: str = ""
    event: AttendanceEvent | None = None


@transaction.atomic
def receive(kiosk: Kiosk, upload: Upload, *, now: datetime) -> list[KioskScan]:
    """Judge what is new, the earliest first, and answer how every scan stands, in the order in which they were sent.

    The kiosk's row is locked, so two uploads of one device come one after the other; people's rows in the order of
    their keys, so that two devices do not wait for each other.
    """
    Kiosk.objects.select_for_update().get(pk=kiosk.pk)
    sent = [scan.client for scan in upload.scans]
    stored = {scan.client: scan for scan in _rows(kiosk).filter(client__in=sent)}
    new = {scan.client: scan for scan in reversed(upload.scans) if scan.client not in stored}
    batch = Batch(kiosk, upload.sent_at, now, new.values())
    for scan in sorted(new.values(), key=lambda scan: (scan.scanned_at, scan.client)):
        stored[scan.client] = batch.take(scan)
    return [stored[client] for client in sent]


def _rows(kiosk: Kiosk) -> Any:
    return KioskScan.objects.filter(kiosk=kiosk).select_related("code__person", "event")


class Batch:
    """What the scans of one upload have in common is read once."""

    def __init__(self, kiosk: Kiosk, sent_at: datetime, now: datetime, scans: Iterable[Scanned]) -> None:
        self.kiosk, self.sent_at, self.now = kiosk, sent_at, now
        self.read = {scan.text: personal_codes.read(scan.text) for scan in scans}
        handles = {read.handle for read in self.read.values() if read}
        found = PersonalCode.objects.of(kiosk.complex).filter(handle__in=handles).select_related("person")
        self.codes = {code.handle: code for code in found}
        self.sessions = _sessions(kiosk)
        self.people = _people(self.sessions, [code.person_id for code in self.codes.values()])
        self.days: dict[int, dict[date, ScheduledDay]] = {}

    def take(self, scan: Scanned) -> KioskScan:
        """Judge and store one scan. A card waits for a tap; a refusal is recorded in the trail too."""
        read = self.read[scan.text]
        code = self.codes.get(read.handle) if read else None
        at = kiosks.counted(scan.scanned_at, sent_at=self.sent_at, received_at=self.now)
        found = self._person(code, at=at)
        row = KioskScan(
            complex_id=self.kiosk.complex_id, kiosk=self.kiosk, client=scan.client, act=scan.act, code=code,
            scanned_at=scan.scanned_at, sent_at=self.sent_at, received_at=self.now,
            enrollment=found.enrollment if found else None, session=found.session if found else None,
        )  # fmt: skip
        refusal = self._refusal(read, code, row) or (self._place(found, at=at) if found else ScanRefusal.ELSEWHERE)
        if refusal or found is None or read is None:
            upshot = Upshot(ScanState.REFUSED, refusal)
        elif read.step is None:
            upshot = Upshot(ScanState.WAITING)
        else:
            step = personal_codes.nearest_step(read.step, _ours(row))
            ticket, by = f"code:{row.code_id}:{step}", found.enrollment.trainee
            upshot = _count(row, found, at=at, ticket=ticket, by=by, now=self.now)
        row.state, row.refusal, row.event = upshot.state, upshot.refusal, upshot.event
        row.save()
        if row.refusal:
            attempts.refused(self.kiosk, row.refusal, by=None, now=self.now)
        return row

    def _refusal(self, read: personal_codes.Read | None, code: PersonalCode | None, row: KioskScan) -> str:
        """What is wrong with the clock or the code, whoever showed it."""
        if read is None:
            return ScanRefusal.FORM
        if code is None:
            return ScanRefusal.UNKNOWN
        if not clocks.plausible(self.sent_at, received_at=self.now):
            return ScanRefusal.CLOCK
        ours = _ours(row)
        if code.revoked_at is not None and ours >= code.revoked_at:
            return ScanRefusal.REVOKED
        verdict = personal_codes.judge(code.secret, read, at=ours)
        return {"good": "", "expired": ScanRefusal.EXPIRED, "wrong": ScanRefusal.FORGED}[verdict]

    def _person(self, code: PersonalCode | None, *, at: datetime) -> Person | None:
        """The one session here that a scan of this person can mean."""
        mine = {row.cohort_id: row for row in self.people.get(code.person_id, [])} if code else {}
        session = kiosks.nearest([session for session in self.sessions if session.cohort_id in mine], at)
        return Person(mine[session.cohort_id], session, self._day(session)) if session else None

    def _day(self, session: Session) -> ScheduledDay:
        if session.cohort_id not in self.days:
            self.days[session.cohort_id] = {day.date: day for day in schedule(session.cohort).days}
        return self.days[session.cohort_id][session.day]

    def _place(self, person: Person, *, at: datetime) -> str:
        session, day = person.session, person.day
        closed = session.closed_at is not None and at >= session.closed_at
        if closed or not kiosks.opens_at(day) <= at < day.closes_at or at > self.now or not is_live(session.cohort):
            return ScanRefusal.WINDOW
        return ""


def _ours(row: KioskScan) -> datetime:
    return kiosks.by_our_clock(row.scanned_at, sent_at=row.sent_at, received_at=row.received_at)


def _sessions(kiosk: Kiosk) -> list[Session]:
    """What meets at the kiosk's place on its day, in order, of the sessions whose roll its starter keeps.

    Of the day before, what lasts beyond midnight.
    """
    rows = (
        Session.objects.of(kiosk.complex)
        .filter(day__in=[kiosk.day - timedelta(days=1), kiosk.day])
        .exclude(ends_at__lte=clock.start_of(kiosk.day, kiosk.complex.zone))
        .select_related("cohort__complex", "cohort__program", "room")
        .order_by("starts_at", "pk")
    )
    return [row for row in rows if _here(row, kiosk) and may_keep_session(kiosk.started_by, row)]


def _here(session: Session, kiosk: Kiosk) -> bool:
    """A session without a room is anywhere in its cohort's venue."""
    if kiosk.room_id is not None and session.room is not None:
        return session.room_id == kiosk.room_id
    venue = session.room.venue_id if session.room else session.cohort.venue_id
    return venue == kiosk.venue_id


def _people(sessions: list[Session], people: list[int]) -> dict[int, list[Enrollment]]:
    """The places in training of those whose codes were read, locked in the order of their keys."""
    rows = (
        Enrollment.objects.current()
        .filter(cohort__in={session.cohort_id for session in sessions}, trainee__in=people)
        .select_related("trainee")
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    found: dict[int, list[Enrollment]] = defaultdict(list)
    for row in rows:
        found[row.trainee_id].append(row)
    return found


def _count(row: KioskScan, person: Person, *, at: datetime, ticket: str, by: Any, now: datetime) -> Upshot:
    """Into the ledger, or why not. A code of one step counts once, wherever it was read."""
    if ticket and AttendanceEvent.objects.filter(ticket=ticket).exists():
        return Upshot(ScanState.REFUSED, ScanRefusal.USED)
    standing = attendance.standing_of(person.enrollment, person.session)
    kind = kiosks.kind_of(row.act, standing, person.day, at=at)
    if kind is None:
        return Upshot(ScanState.REFUSED, ScanRefusal.CHOOSE)
    if not kiosks.follows(kind, standing, at=at):
        return Upshot(ScanState.REFUSED, ScanRefusal.ORDER)
    recorded = attendance.record_shown(
        person.session, enrollment=person.enrollment, kind=kind, standing=standing, at=at, device_at=row.scanned_at,
        source=EventSource.KIOSK if ticket else EventSource.CARD, ticket=ticket, by=by, now=now,
    )  # fmt: skip
    return Upshot(ScanState.REPEATED if recorded.already else ScanState.COUNTED, event=recorded.event)


@transaction.atomic
def confirm(scan: KioskScan, *, by: Any, now: datetime) -> KioskScan:
    """The instructor's tap: the card was shown by its owner. It counts as of the scan, in the instructor's name."""
    scan = _waiting(scan, by=by)
    if scan.enrollment is None or scan.session is None:
        raise TransitionRefused(_("Somebody else changed this first. Reload to see how it stands now."))
    person = Person(scan.enrollment, scan.session, scheduled_day(scan.session))
    if now >= person.day.closes_at or not is_live(scan.session.cohort):
        raise DomainError(_("This day is closed. File a claim for it: a second person decides."))
    at = kiosks.counted(scan.scanned_at, sent_at=scan.sent_at, received_at=scan.received_at)
    upshot = _count(scan, person, at=at, ticket="", by=by, now=now)
    _decide(scan, upshot, by=by, now=now)
    return scan


@transaction.atomic
def dismiss(scan: KioskScan, *, by: Any, now: datetime) -> KioskScan:
    """The card was not shown by its owner: nothing is recorded in the ledger."""
    scan = _waiting(scan, by=by)
    _decide(scan, Upshot(ScanState.REFUSED, ScanRefusal.DISMISSED), by=by, now=now)
    attempts.refused(scan.kiosk, ScanRefusal.DISMISSED, by=by, now=now)
    return scan


def _waiting(scan: KioskScan, *, by: Any) -> KioskScan:
    if not permissions.may_confirm(by, scan):
        raise only_instructors()
    rows = KioskScan.objects.select_for_update(of=("self",)).select_related(
        "kiosk", "code__person", "enrollment__trainee", "session__cohort__complex", "session__complex"
    )
    return rows.get(pk=scan.pk)


def _decide(scan: KioskScan, upshot: Upshot, *, by: Any, now: datetime) -> None:
    audit.move(
        scan, upshot.state, by=by, now=now, refusal=upshot.refusal, event=upshot.event, decided_by=by, decided_at=now
    )  # fmt: skip
