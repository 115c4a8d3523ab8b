"""Programs, policies, venues and the three sample cohorts with their people."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from courses.models import Course, Module
from enrollment.models import (
    Application,
    Cohort,
    Enrollment,
    PolicyVersion,
    Program,
    Room,
    Seat,
    SeatPool,
    Session,
    Station,
    Venue,
)
from enrollment.services import teaching
from enrollment.states import ApplicantKind, ApplicationState, CohortState, Selection
from training.accounts.models import User
from training.core import audit
from training.core.models import Complex
from training.sample import admissions
from training.sample.calendar import DAYS, training_days

SEATS = 20
LEAST = 12
STATIONS = [("글로브박스", "Glove boxes", 10), ("전극 코팅대", "Electrode coating bench", 10)]
# The center at Ochang whose opening and 50 Ah pouch line the press reported.
OCHANG = {
    "name_ko": "배터리 제조·검증지원센터",
    "name_en": "Battery Manufacturing and Validation Support Center",
    "address_ko": "충북 청주시 청원구 오창읍 송대리",
    "address_en": "Songdae-ri, Ochang-eup, Cheongwon-gu, Cheongju, Chungbuk",
}
MORNING = (time(9), time(12))
AFTERNOON = (time(13), time(18))
CARD_BASIS_KO = "위 사람은 「국민내일배움카드 운영규정」 제38조제3항에 따라 위 직업능력개발훈련과정을 수료하였으므로 이 증서를 수여합니다."
CARD_BASIS_EN = (
    "Awarded on completion of the above vocational training course under Article 38(3) of the Operating Rules of the "
    "National Tomorrow Learning Card."
)


@dataclass(frozen=True)
class Places:
    """Where the cohorts meet."""

    venue: Venue
    theory: Room
    practice: Room


def programs(complex: Complex, *, first_day: date) -> dict[str, Program]:
    """The two shipped policies: the national card (attendance alone) and employer training (lessons and skills too)."""
    in_force = min(date(2026, 5, 11), first_day)
    card = Program.objects.create(
        complex=complex,
        key="national-card",
        name_ko="국민내일배움카드",
        name_en="National Tomorrow Learning Card",
        legal_basis_ko=CARD_BASIS_KO,
        legal_basis_en=CARD_BASIS_EN,
    )
    employer = Program.objects.create(
        complex=complex, key="employer", name_ko="사업주훈련", name_en="Employer training"
    )
    PolicyVersion.objects.create(complex=complex, program=card, number=1, in_force_on=in_force)
    PolicyVersion.objects.create(
        complex=complex,
        program=employer,
        number=1,
        in_force_on=in_force,
        needs_lessons=True,
        needs_quizzes=True,
        needs_skills=True,
    )
    admissions.write(complex, card, employer)
    return {"card": card, "employer": employer}


def places(complex: Complex, venue: dict[str, str] = OCHANG) -> Places:
    """A venue with two rooms and the stations of the second."""
    venue_row = Venue.objects.create(complex=complex, **venue)
    theory = Room.objects.create(
        complex=complex, venue=venue_row, name_ko="강의 1실", name_en="Lecture room 1", capacity=24
    )
    practice = Room.objects.create(
        complex=complex, venue=venue_row, name_ko="실습 2실", name_en="Practice room 2", capacity=20
    )
    for name_ko, name_en, seats in STATIONS:
        Station.objects.create(complex=complex, room=practice, name_ko=name_ko, name_en=name_en, places=seats)
    return Places(venue_row, theory, practice)


def cohort(
    number: int,
    *,
    course: Course,
    program: Program,
    at: Places,
    first: date,
    by: User,
    now: datetime,
    state: str,
    length: int = DAYS,
) -> Cohort:
    """One cohort with its pool of seats and its timetable, led through its states as an operator would."""
    days = training_days(first, length)
    zone = course.complex.zone
    opens = datetime.combine(first - timedelta(weeks=7), time(9), zone)
    closes = datetime.combine(first - timedelta(weeks=2, days=3), time(18), zone)
    made = Cohort.objects.create(
        complex=course.complex,
        course=course,
        program=program,
        number=number,
        venue=at.venue,
        selection=Selection.FIRST_COME,
        starts_on=days[0],
        ends_on=days[-1],
        opens_at=opens,
        closes_at=closes,
        minimum_people=LEAST,
    )
    SeatPool.objects.create(complex=course.complex, cohort=made, capacity=SEATS)
    timetable(made, days, at)
    path = {
        CohortState.OPEN: [CohortState.OPEN],
        CohortState.RUNNING: [CohortState.OPEN, CohortState.CLOSED, CohortState.RUNNING],
        CohortState.ENDED: [CohortState.OPEN, CohortState.CLOSED, CohortState.RUNNING, CohortState.ENDED],
    }[CohortState(state)]
    moments = [opens, closes, at_time(days[0], time(8), zone), at_time(days[-1], time(18, 30), zone)]
    for step, moment in zip(path, moments, strict=False):
        audit.move(made, step, by=by, now=min(moment, now))
    return made


def at_time(day: date, clock: time, zone: Any) -> datetime:
    return datetime.combine(day, clock, zone)


def timetable(cohort: Cohort, days: list[date], at: Places) -> None:
    """Mornings in the lecture room, afternoons at the bench: modules in order, each for its share of the days."""
    zone = cohort.complex.zone
    modules = list(Module.objects.filter(course=cohort.course).order_by("order"))
    total = sum(module.hours for module in modules) or 1
    plan: list[Module] = []
    for module in modules:
        plan += [module] * max(1, round(float(module.hours / total) * len(days) * 2))
    sessions = []
    for index, day in enumerate(days):
        for half, (begins, ends) in enumerate((MORNING, AFTERNOON)):
            module = plan[min(index * 2 + half, len(plan) - 1)]
            kind_ko, kind_en = ("실습", "practice") if half else ("이론", "theory")
            sessions.append(
                Session(
                    complex=cohort.complex,
                    cohort=cohort,
                    module=module,
                    room=at.practice if half else at.theory,
                    title_ko=f"{module.title_ko} {kind_ko}",
                    title_en=f"{module.title_en}: {kind_en}",
                    day=day,
                    starts_at=at_time(day, begins, zone),
                    ends_at=at_time(day, ends, zone),
                    is_practice=bool(half),
                )
            )
    Session.objects.bulk_create(sessions)


def seat_people(cohort: Cohort, people: list[User], *, now: datetime) -> list[Enrollment]:
    """Applications, seats and enrollments of a cohort whose applications have long closed."""
    pool = cohort.pools.get(key="")
    applied = [cohort.opens_at + timedelta(minutes=7 * index) for index in range(len(people))]
    rows = {"complex": cohort.complex, "cohort": cohort}
    Application.objects.bulk_create(
        Application(
            **rows,
            applicant=person,
            kind=ApplicantKind.EMPLOYED if index % 3 == 0 else ApplicantKind.JOB_SEEKER,
            state=ApplicationState.ENROLLED,
            applied_at=applied[index],
        )
        for index, person in enumerate(people)
    )
    seats = [
        Seat.objects.create(complex=cohort.complex, pool=pool, person=person, held_at=applied[index])
        for index, person in enumerate(people)
    ]
    SeatPool.objects.filter(pk=pool.pk).update(taken=len(seats))
    return [
        Enrollment.objects.create(**rows, trainee=seat.person, seat=seat, enrolled_at=seat.held_at) for seat in seats
    ]


def teach(cohort: Cohort, instructors: list[User], *, by: User, now: datetime) -> None:
    for instructor in instructors:
        teaching.assign(cohort, instructor=instructor, by=by, now=now)
