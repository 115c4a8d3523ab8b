"""What the walk needs beyond the sample academy: a short cohort that ended yesterday and is not settled."""

from tests.walk.conftest import Platform

SCRIPT = """
from datetime import timedelta
from courses.models import Course
from enrollment.models import Program
from enrollment.states import CohortState
from training.accounts.models import User
from training.core import clock
from training.core.models import Complex
from training.sample import attendance, calendar, cohorts

now = clock.now()
complex = Complex.objects.get(key="chungbuk")
course = Course.objects.of(complex).get(key="cell-manufacturing")
operator = User.objects.get(email="operator@ochang.example")
first = calendar.monday_of(clock.day_of(now, complex.zone)) - timedelta(weeks=10)
places = cohorts.Places(*[
    complex_row for complex_row in (
        course.cohorts.first().venue,
        course.cohorts.first().venue.rooms.get(name_ko="강의 1실"),
        course.cohorts.first().venue.rooms.get(name_ko="실습 2실"),
    )
])
cohort = cohorts.cohort(
    9, course=course, program=Program.objects.of(complex).get(key="national-card"), at=places, first=first,
    by=operator, now=now, state=CohortState.ENDED,
)
people = [User.objects.get(email=f"{name}@ochang.example") for name in ("applicant", "sample59", "sample60")]
enrolled = cohorts.seat_people(cohort, people, now=now)
habits = {1: attendance.Habits(late=frozenset({3})), 2: attendance.Habits(absent=frozenset(range(9)))}
attendance.ledger(cohort, enrolled, habits, before=clock.day_of(now, complex.zone), by=operator)
print(cohort.pk)
"""


def finished_cohort(platform: Platform) -> int:
    """The id of a cohort of three that has ended: two completed, one missed nine days."""
    return int(platform.manage("shell", "--no-imports", "-c", SCRIPT).strip().splitlines()[-1])
