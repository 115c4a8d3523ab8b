"""A report over five years and five complexes of 50,000 enrollments: seconds, and questions asked of the database.

Load: 2,500 cohorts of 20 places with 40 sessions, 24 applications, 20 decisions with the evidence of 40 days, 3 skill
records a person and 15 answered surveys each. `base` is the limit, so a ratio of 1 or less keeps it. Beside it stands a
tenth of the cohorts: the number of questions must be the same.
"""

import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from statistics import median

from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from courses.models import Course
from courses.services.skills import book
from enrollment.models import (
    Application,
    Cohort,
    Decision,
    Enrollment,
    Session,
    SkillRecord,
    Survey,
    SurveyResponse,
    SurveyVersion,
)
from enrollment.states import CohortState, EnrollmentState
from tests import factories
from tests.bench.rows import Row
from tests.enrollment.skills.build import THICKNESS
from training.accounts.models import User
from training.accounts.states import OrganizationKind
from training.consortium.queries.reports import figures, rows
from training.consortium.queries.reports.scope import Scope
from training.consortium.states import ReportUnit
from training.core.models import Complex

DATABASES = ("sqlite", "postgresql")
COMPLEXES, COHORTS, PEOPLE, DAYS, SKILLS = 5, 500, 20, 40, 3
FIRST, LAST = date(2022, 1, 1), date(2026, 12, 31)
NOW = datetime(2027, 3, 1, tzinfo=factories.NOW.tzinfo)
SECONDS, ROUNDS, BATCH = 5.0, 3, 2000


def bench(name: str) -> list[Row]:
    complexes = [_complex(n) for n in range(COMPLEXES)]
    _analyzed()
    enrolled = Enrollment.objects.count()
    whole = Scope(complexes, FIRST, LAST, ReportUnit.MONTH, NOW)
    case = f"5 years × {COMPLEXES} complexes, {enrolled} enrollments"
    tenth = Scope(complexes, FIRST, FIRST + timedelta(days=182), ReportUnit.MONTH, NOW)
    asked, fewer = _queries(lambda: figures.of(whole)), _queries(lambda: figures.of(tenth))
    own = Scope(complexes[:1], FIRST, LAST, ReportUnit.MONTH, NOW)
    return [
        _row(name, f"{case}: figures", lambda: figures.of(whole)),
        _row(name, "5 years of one complex: figures", lambda: figures.of(own)),
        _row(name, "5 years of one complex: the rows hashed", lambda: rows.of(own)),
        Row(name, "questions / half a year", asked, fewer, "", asked / fewer, 1.0),
    ]


def _row(name: str, case: str, act: Callable[[], object]) -> Row:
    act()
    seconds = median(_seconds(act) for _ in range(ROUNDS))
    return Row(name, case, seconds, SECONDS, "s", seconds / SECONDS, 1.0)


def _seconds(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def _queries(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


def _analyzed() -> None:
    """What autovacuum does within minutes of such a load."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _complex(number: int) -> Complex:
    word = f"단지{number}"
    complex = factories.ground() if not number else factories.site_of(
        f"complex{number}", f"complex{number}.localhost", name_ko=word, name_en=f"Complex {number}", word=word
    )  # fmt: skip
    courses = [factories.CourseFactory(complex=complex) for _ in range(3)]
    company = factories.OrganizationFactory(complex=complex, kind=OrganizationKind.PARTNER)
    by = factories.MembershipFactory(complex=complex, role="operator").user
    cohorts = _cohorts(complex, courses)
    _sessions(complex, cohorts)
    people = User.objects.bulk_create(
        (User(email=f"report{number}-{n}@example.com", name=f"사람{n}") for n in range(COHORTS * (PEOPLE + 4))),
        batch_size=BATCH,
    )
    places = [(cohort, n) for cohort in cohorts for n in range(PEOPLE + 4)]
    _many(Application, (
        Application(
            complex=complex, cohort=cohort, applicant=person, kind="employed", applied_at=cohort.opens_at,
            state="enrolled" if n < PEOPLE else "rejected",
        )
        for (cohort, n), person in zip(places, people, strict=True)
    ))  # fmt: skip
    enrolled = _many(Enrollment, (
        Enrollment(
            complex=complex, cohort=cohort, trainee=person, enrolled_at=cohort.opens_at, state=_state(n),
            sponsor=company if n < 3 else None,
        )
        for (cohort, n), person in zip(places, people, strict=True) if n < PEOPLE
    ))  # fmt: skip
    _decisions(complex, enrolled, by)
    _skills(complex, courses, enrolled, by)
    _surveys(complex, cohorts)
    return Complex.objects.select_related("site").get(pk=complex.pk)


def _many(model: type[models.Model], made: Iterator[models.Model]) -> list:
    return model._default_manager.bulk_create(made, batch_size=BATCH)


def _state(n: int) -> str:
    """Of twenty, one withdrew and one did not complete."""
    return {18: EnrollmentState.NOT_COMPLETED, 19: EnrollmentState.WITHDRAWN}.get(n, EnrollmentState.COMPLETED)


def _cohorts(complex: Complex, courses: list[Course]) -> list[Cohort]:
    program, venue = factories.ProgramFactory(complex=complex), factories.VenueFactory(complex=complex)
    factories.PolicyVersionFactory(complex=complex, program=program)
    days = (LAST - FIRST).days
    ends = [FIRST + timedelta(days=n * days // COHORTS) for n in range(COHORTS)]
    return _many(Cohort, (
        Cohort(
            complex=complex, course=courses[n % 3], program=program, venue=venue, number=n + 1, state=CohortState.SETTLED,
            starts_on=day - timedelta(days=56), ends_on=day, opens_at=_at(day - timedelta(days=90)),
            closes_at=_at(day - timedelta(days=60)),
        )
        for n, day in enumerate(ends)
    ))  # fmt: skip


def _at(day: date, hour: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=factories.NOW.tzinfo)


def _sessions(complex: Complex, cohorts: list[Cohort]) -> None:
    _many(Session, (
        Session(
            complex=complex, cohort=cohort, title_ko="실습", title_en="Practice", day=day, starts_at=_at(day, 0),
            ends_at=_at(day, 8), is_practice=n % 2 == 0,
        )
        for cohort in cohorts for n in range(DAYS) for day in (cohort.starts_on + timedelta(days=n),)
    ))  # fmt: skip


def _decisions(complex: Complex, enrolled: list[Enrollment], by: User) -> None:
    days = [{"date": f"2026-01-{n % 28 + 1:02d}", "status": "present"} for n in range(DAYS)]
    evidence = {"attendance": {"basis": "days", "scheduled": DAYS, "credited": DAYS - 2, "rate": "95.0", "days": days}}
    policy = enrolled[0].cohort.program.policies.get()
    _many(Decision, (
        Decision(
            complex=complex, enrollment=row, number=1, outcome=row.state, policy=policy, evidence=evidence,
            evidence_sha256="0" * 64, decided_at=_at(row.cohort.ends_on), decided_by=by,
        )
        for row in enrolled if row.state != EnrollmentState.WITHDRAWN
    ))  # fmt: skip


def _skills(complex: Complex, courses: list[Course], enrolled: list[Enrollment], by: User) -> None:
    shown = {course.pk: [_skill(course, n) for n in range(SKILLS)] for course in courses}
    _many(SkillRecord, (
        SkillRecord(
            complex=complex, enrollment=row, skill=skill, version=version, attempt=1, value=70, passed=True,
            taken_at=_at(row.cohort.ends_on), assessed_by=by, recorded_at=_at(row.cohort.ends_on), ticket=f"{skill.pk}",
        )
        for row in enrolled for skill, version in shown[row.cohort.course_id]
    ))  # fmt: skip


def _skill(course: Course, n: int) -> tuple:
    module = factories.ModuleFactory(complex=course.complex, course=course)
    skill = book.add(module, key=f"skill-{n}", said=THICKNESS, by=None, now=factories.NOW)
    return skill, skill.versions.get()


def _surveys(complex: Complex, cohorts: list[Cohort]) -> None:
    version = SurveyVersion.objects.create(complex=complex, number=1)
    surveys = _many(Survey, (Survey(complex=complex, cohort=cohort, version=version) for cohort in cohorts))
    answers = {"useful": 4, "instructors": 5, "practice": 3, "best": "실습이 좋았습니다."}
    _many(SurveyResponse, (
        SurveyResponse(complex=complex, survey=survey, answers=answers | {"overall": n % 3 + 3})
        for survey in surveys for n in range(15)
    ))  # fmt: skip
