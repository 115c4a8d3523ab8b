"""The instruments of two centers: ranges as public pages give them, units and serial numbers invented."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from courses.models import Equipment, Skill
from enrollment.models import Booking, Cohort, Instrument, Measurand, Room, Session, Venue
from enrollment.services import bookings, instruments, outages
from enrollment.states import SafetyClass
from training.accounts.models import User
from training.core import clock
from training.core.models import Complex

GENERAL, INSTRUCTED, SUPERVISED = SafetyClass.GENERAL, SafetyClass.INSTRUCTED, SafetyClass.SUPERVISED
DAYS_AHEAD = 10  # so far ahead the practice sessions of the running cohort have booked
Range = tuple[str, str, str, str, str]  # quantity in Korean and English, unit, from, up to


@dataclass(frozen=True)
class Unit:
    """One instrument; `due` is the number of days until its calibration is due, None where it needs none."""

    serial: str
    name: tuple[str, str]
    room: str
    safety: SafetyClass
    due: int | None
    ranges: list[Range]
    skills: str = ""
    equipment: str = ""


ROOMS = {
    "electrode": ("전극 파일럿실", "Electrode pilot room", 12),
    "cell": ("조립·활성화 파일럿실", "Assembly and formation pilot room", 12),
    "chemistry": ("화학분석실", "Chemical analysis room", 8),
    "structure": ("구조·전기화학 분석실", "Structure and electrochemistry room", 8),
}
UNITS = [
    Unit("PL-CT-01", ("슬롯다이 코터", "Slot-die coater"), "electrode", INSTRUCTED, None,
         [("주행 속도", "web speed", "m/min", "0.1", "5"), ("건조 온도", "dryer temperature", "°C", "50", "160"),
          ("도포 폭", "coating width", "mm", "", "300")], "coating-loading coating-uniformity", "slot-die-coater"),
    Unit("PL-RP-01", ("롤프레스", "Roll press"), "electrode", SUPERVISED, 210,
         [("선하중", "line load", "N/mm", "", "1500"), ("롤 간격", "roll gap", "µm", "0", "3000")],
         "calendering-porosity calendering-roll-cleaning", "calender"),
    Unit("PL-LT-01", ("레이저 두께 측정기", "Laser thickness gauge"), "electrode", GENERAL, -12,
         [("전극 두께", "electrode thickness", "µm", "10", "1000")], "calendering-springback calendering-porosity"),
    Unit("PL-DP-01", ("노점계", "Dew-point meter"), "cell", GENERAL, 18,
         [("노점", "dew point", "°C", "-80", "20")], "dry-room-dew-point dry-room-alarm", "dew-point-meter"),
    Unit("PL-CY-01", ("충방전기 32채널", "32-channel cycler"), "cell", SUPERVISED, 150,
         [("전압", "voltage", "V", "0", "5"), ("전류", "current", "A", "", "60")],
         "formation-recipe formation-stops grading-dcir aging-ocv-rr", "cycler"),
    Unit("PL-HE-01", ("헬륨 리크 검사기", "Helium leak tester"), "cell", INSTRUCTED, 95,
         [("누설률", "leak rate", "10⁻⁹ mbar·L/s", "1", "1000000")], "packaging-seal"),
    Unit("PL-HP-01", ("내전압 시험기", "Hipot tester"), "cell", SUPERVISED, 40,
         [("시험 전압", "test voltage", "V", "50", "1500"), ("누설 전류", "leaking current", "µA", "0.1", "1000")],
         "stacking-hipot", "hipot-tester"),
    Unit("AC-KF-01", ("칼피셔 수분 측정기", "Karl Fischer moisture analyzer"), "chemistry", INSTRUCTED, 60,
         [("수분", "water content", "ppm", "1", "50000")], "incoming-moisture vacuum-drying-balance",
         "karl-fischer-titrator"),
    Unit("AC-RH-01", ("회전 점도계", "Rotational viscometer"), "chemistry", GENERAL, 25,
         [("점도", "viscosity", "mPa·s", "1", "100000"), ("전단 속도", "shear rate", "1/s", "0.1", "1000")],
         "mixing-viscosity mixing-verdict"),
    Unit("AC-PL-01", ("박리 강도 시험기", "Peel tester"), "chemistry", GENERAL, 130,
         [("힘", "force", "N", "0", "50")], "coating-peel"),
    Unit("AC-SE-01", ("주사전자현미경", "Scanning electron microscope"), "structure", INSTRUCTED, 75,
         [("배율", "magnification", "×", "20", "300000"), ("가속 전압", "accelerating voltage", "kV", "0.5", "30")],
         "slitting-burr"),
    Unit("AC-EI-01", ("임피던스 분석기", "Impedance analyzer (EIS)"), "structure", GENERAL, 110,
         [("주파수", "frequency", "Hz", "0.001", "1000000"), ("전류", "current", "A", "-1", "1")],
         "grading-dcir"),
]  # fmt: skip


def instruments_of(complex: Complex, pilot: Venue, *, by: User, now: datetime) -> list[Instrument]:
    """The pilot line's in the building of the cohorts, the others in a center of analysis of their own."""
    analysis = Venue.objects.create(
        complex=complex, name_ko="분석센터 (견본)", name_en="Analysis center (sample)",
        address_ko="충북 청주시 청원구 오창읍", address_en="Ochang-eup, Cheongwon-gu, Cheongju, Chungbuk",
    )  # fmt: skip
    rooms = {}
    for key, (name_ko, name_en, places) in ROOMS.items():
        venue = pilot if key in {"electrode", "cell"} else analysis
        rooms[key] = Room.objects.create(
            complex=complex, venue=venue, name_ko=name_ko, name_en=name_en, capacity=places
        )
    return [_unit(unit, rooms[unit.room], by=by, now=now) for unit in UNITS]


def _unit(unit: Unit, room: Room, *, by: User, now: datetime) -> Instrument:
    complex = room.complex
    skills = Skill.objects.of(complex).asked().filter(key__in=unit.skills.split())
    row = Instrument(
        room=room, name_ko=unit.name[0], name_en=unit.name[1], serial=unit.serial, safety_class=unit.safety,
        equipment=Equipment.objects.of(complex).filter(key=unit.equipment or "-").first(),
    )  # fmt: skip
    made = instruments.save(row, complex, skills=skills, by=by, now=now)
    for quantity_ko, quantity_en, measured_in, low, high in unit.ranges:
        line = Measurand(
            quantity_ko=quantity_ko, quantity_en=quantity_en, unit=measured_in,
            low=Decimal(low) if low else None, high=Decimal(high) if high else None,
        )  # fmt: skip
        instruments.measure(line, made, by=by, now=now)
    if unit.due is not None:
        due = clock.day_of(now, complex.zone) + timedelta(days=unit.due)
        made = instruments.calibrate(made, done_on=due - timedelta(days=365), due_on=due, by=by, now=now)
    return made


def booked(cohort: Cohort, *, by: User, now: datetime) -> list[Booking]:
    """Each coming practice session has booked what serves the skills of its module, and one more for the air."""
    today = clock.day_of(now, cohort.complex.zone)
    ahead = (today + timedelta(days=1), today + timedelta(days=DAYS_AHEAD))
    made = []
    for session in cohort.sessions.filter(is_practice=True, day__range=ahead).order_by("starts_at"):
        made += [bookings.book(session, unit, by=by, now=now) for unit in _serving(session)]
    return made


def _serving(session: Session) -> list[Instrument]:
    units = Instrument.objects.of(session.complex).in_use()
    serving = list(units.filter(skills__module=session.module_id).distinct().order_by("pk")[:2])
    return serving or list(units.filter(serial="PL-DP-01"))


def one_outage(made: list[Booking], *, by: User, now: datetime) -> None:
    """Of the booked instruments the one with the fewest bookings is out of order from now on: its people are told."""
    if made:
        counted = Counter(booking.instrument_id for booking in made)
        last = max(made, key=lambda booking: (-counted[booking.instrument_id], booking.starts_at))
        outages.report(
            last.instrument, starts_at=now, expected_until=last.ends_at + timedelta(days=1),
            reason="부품을 교체합니다 (견본).", by=by, now=now,
        )  # fmt: skip
