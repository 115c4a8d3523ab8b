"""The proposals for a cohort of 200 people with 40 skills, 10 quizzes and 120 days, beside a tenth of the people."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.models import Quiz, SkillVersion
from courses.services.skills import book
from enrollment.models import AttendanceEvent, Cohort, Enrollment, QuizAttempt, SkillRecord
from enrollment.queries import completion
from enrollment.states import AttemptState, CohortState, EventKind, EventSource
from tests import factories
from tests.bench.rows import Row, in_turns, milliseconds
from tests.enrollment.skills.build import THICKNESS
from training.core import clock

DATABASES = ("sqlite", "postgresql")
PEOPLE, DAYS, SKILLS, QUIZZES = 200, 120, 40, 10
FIRST = date(2026, 1, 5)
SECONDS = 5.0


def bench(name: str) -> list[Row]:
    whole, tenth = _cohort(PEOPLE), _cohort(PEOPLE // 10)
    now = clock.start_of(whole.ends_on + timedelta(days=2), whole.complex.zone)

    def proposals(cohort: Cohort) -> Callable[[], object]:
        return lambda: completion.proposals(cohort, now=now)

    counts = [_queries(proposals(cohort)) for cohort in (whole, tenth)]
    ours, base, ratio = in_turns(
        lambda: milliseconds(proposals(whole)), lambda: milliseconds(proposals(tenth)), rounds=5
    )
    case = f"{PEOPLE} people × {SKILLS} skills × {DAYS} days"
    return [
        Row(name, f"{case} / a tenth of the people", ours, base, "ms", ratio),
        Row(name, f"{case} / one second", ours, 1000.0, "ms", ours / 1000, SECONDS),
        Row(name, "queries / for a tenth of the people", counts[0], counts[1], "queries", counts[0] / counts[1], 1.0),
    ]


def _queries(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


def _cohort(people: int) -> Cohort:
    days = [day for n in range(DAYS * 2) if (day := FIRST + timedelta(days=n)).weekday() < 5][:DAYS]
    complex = factories.ground()
    cohort = factories.CohortFactory(
        complex=complex, state=CohortState.ENDED, starts_on=days[0], ends_on=days[-1], seats=people
    )
    cohort.program.policies.update(needs_lessons=True, needs_quizzes=True, needs_skills=True)
    enrolled = [factories.EnrollmentFactory(complex=complex, cohort=cohort) for _ in range(people)]
    _ledger(cohort, enrolled, days)
    _skills(cohort, enrolled)
    _quizzes(cohort, enrolled)
    return Cohort.objects.select_related("program", "complex__site").get(pk=cohort.pk)


def _ledger(cohort: Cohort, people: list[Enrollment], days: list[date]) -> None:
    zone = cohort.complex.zone
    lines = []
    for day in days:
        start = datetime(day.year, day.month, day.day, 9, tzinfo=zone)
        session = factories.SessionFactory(
            complex=cohort.complex,
            cohort=cohort,
            day=day,
            starts_at=start,
            ends_at=start + timedelta(hours=9),
            room=None,
        )
        lines += [
            AttendanceEvent(
                complex=cohort.complex, enrollment=person, session=session, kind=kind, at=at, recorded_at=at,
                source=EventSource.QR,
            )
            for person in people
            for kind, at in ((EventKind.IN, session.starts_at), (EventKind.OUT, session.ends_at))
        ]  # fmt: skip
    AttendanceEvent.objects.bulk_create(lines, batch_size=2000)


def _skills(cohort: Cohort, people: list[Enrollment]) -> None:
    module, assessor = factories.ModuleFactory(complex=cohort.complex, course=cohort.course), factories.UserFactory()
    keys = [f"skill-{n}" for n in range(SKILLS)]
    made = [book.add(module, key=key, said=THICKNESS, by=None, now=factories.NOW) for key in keys]
    versions = {version.skill_id: version for version in SkillVersion.objects.filter(skill__in=made)}
    SkillRecord.objects.bulk_create(
        [
            SkillRecord(
                complex=cohort.complex, enrollment=person, skill=skill, version=versions[skill.pk], attempt=1,
                value=Decimal(70), passed=True, taken_at=factories.NOW, recorded_at=factories.NOW,
                assessed_by=assessor, ticket="t",
            )
            for person in people
            for skill in made
        ],
        batch_size=1000,
    )  # fmt: skip


def _quizzes(cohort: Cohort, people: list[Enrollment]) -> None:
    made = [
        Quiz.objects.create(
            complex=cohort.complex, course=cohort.course, key=f"quiz-{n}", title_ko="퀴즈", title_en="Quiz",
            is_required=True, published_at=factories.NOW,
        )
        for n in range(QUIZZES)
    ]  # fmt: skip
    QuizAttempt.objects.bulk_create(
        [
            QuizAttempt(
                complex=cohort.complex, enrollment=person, quiz=quiz, number=1, state=AttemptState.GRADED,
                pass_percent=60, started_at=factories.NOW, submitted_at=factories.NOW, fraction=Decimal(1),
            )
            for person in people
            for quiz in made
        ],
        batch_size=1000,
    )  # fmt: skip
