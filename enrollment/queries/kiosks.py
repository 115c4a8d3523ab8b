"""What is seen of kiosks, their scans, and personal codes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from enrollment.models import Cohort, Enrollment, Kiosk, KioskScan, PersonalCode, Room, Session, Venue
from enrollment.permissions.cohorts import may_run
from enrollment.queries.attend import recorded_word
from enrollment.rules import personal_codes
from enrollment.states import CodeKind, ScanRefusal, ScanState
from training.core import clock, text, words
from training.core.models import Complex

LISTED_FOR = timedelta(days=14)
SHOWN = 500


def listed(user: Any, complex: Complex, *, now: datetime) -> "QuerySet[Kiosk]":
    """The kiosks of the last two weeks: one's own, and all of them for those who run the complex."""
    since = clock.day_of(now, complex.zone) - LISTED_FOR
    rows = Kiosk.objects.of(complex).filter(day__gte=since).select_related("venue", "room", "started_by")
    rows = rows if may_run(user, complex) else rows.filter(started_by=user)
    return rows.annotate(
        taken=Count("scans"),
        waiting=Count("scans", filter=Q(scans__state=ScanState.WAITING)),
        refused=Count("scans", filter=Q(scans__state=ScanState.REFUSED)),
    )


def places(complex: Complex) -> list[tuple[str, str]]:
    """Venues and their rooms, as choices: a gate belongs to the whole venue."""
    found = []
    for venue in Venue.objects.of(complex).prefetch_related("rooms"):
        found.append((f"venue-{venue.pk}", _("%(venue)s: all rooms") % {"venue": venue}))
        found += [(f"room-{room.pk}", f"{venue} · {room}") for room in venue.rooms.all()]
    return found


def place(complex: Complex, choice: str) -> tuple[Venue, Room | None]:
    """The venue and room of a choice above."""
    kind, _dash, key = choice.partition("-")
    if kind == "room":
        room = Room.objects.of(complex).select_related("venue").get(pk=key)
        return room.venue, room
    return Venue.objects.of(complex).get(pk=key), None


@dataclass(frozen=True)
class Line:
    """One scan in words."""

    scan: KioskScan

    @property
    def word(self) -> str:
        if self.scan.event is not None and self.scan.state != ScanState.WAITING:
            return recorded_word(self.scan.event.kind)
        if self.scan.state == ScanState.WAITING:
            return pgettext("kiosk", "Waiting")
        return pgettext("kiosk", "Not recorded")

    @property
    def sentence(self) -> str:
        if self.scan.state == ScanState.REFUSED:
            return str(ScanRefusal(self.scan.refusal).label)
        if self.scan.state == ScanState.WAITING:
            return _("A card counts when your instructor confirms it. Wait for the instructor.")
        if self.scan.state == ScanState.REPEATED:
            return _("This stood already; nothing was recorded twice.")
        return ""

    @property
    def tone(self) -> str:
        return {ScanState.REFUSED: "danger", ScanState.WAITING: "warn", ScanState.REPEATED: "info"}.get(
            ScanState(self.scan.state), "ok"
        )


def told(scan: KioskScan) -> dict[str, str]:
    """What the device shows of a scan for a moment: the name masked, for whoever stands in the queue behind."""
    line = Line(scan)
    shown = scan.code is not None and scan.refusal not in (ScanRefusal.FORGED, ScanRefusal.UNKNOWN)
    return {
        "id": str(scan.client),
        "state": scan.state,
        "tone": line.tone,
        "name": text.masked(scan.code.person.name) if shown and scan.code else "",
        "word": line.word,
        "sentence": line.sentence,
        "time": words.time24(scan.event.at if scan.event else scan.scanned_at),
    }


def scans(kiosk: Kiosk) -> list[Line]:
    """What a kiosk took, the last first; cards that wait before everything else."""
    rows = KioskScan.objects.filter(kiosk=kiosk).select_related(
        "code__person", "enrollment__trainee", "session__cohort__course", "event", "decided_by"
    )
    found = [Line(scan) for scan in rows.order_by("-scanned_at", "-pk")[:SHOWN]]
    return sorted(found, key=lambda line: line.scan.state != ScanState.WAITING)


def cards_waiting(session: Session) -> list[Line]:
    """The cards that were shown for a session's day and wait for a tap, the first first."""
    rows = KioskScan.objects.filter(
        session__cohort=session.cohort_id, session__day=session.day, state=ScanState.WAITING
    ).select_related("enrollment__trainee", "session__cohort__course", "kiosk", "code__person")
    return [Line(scan) for scan in rows]


@dataclass(frozen=True)
class Holder:
    """One person in training, with the code of their phone and of their card."""

    enrollment: Enrollment
    phone: PersonalCode | None
    card: PersonalCode | None


def holders(cohort: Cohort) -> list[Holder]:
    """Everybody in training in a cohort, by name."""
    people = list(Enrollment.objects.current().filter(cohort=cohort).select_related("trainee"))
    codes = PersonalCode.objects.of(cohort.complex).filter(
        revoked_at=None, person__in=[row.trainee_id for row in people]
    )
    held = {(code.person_id, code.kind): code for code in codes}
    people.sort(key=lambda row: (row.trainee.name, row.pk))
    return [
        Holder(row, held.get((row.trainee_id, CodeKind.PHONE)), held.get((row.trainee_id, CodeKind.CARD)))
        for row in people
    ]


def card_text(code: PersonalCode) -> str:
    """What stands in a card's QR."""
    return personal_codes.card_code(code.secret)
