"""A cohort that ended with people in it, and answers of theirs."""

from datetime import datetime, timedelta

from enrollment.models import Application, Cohort, Enrollment
from enrollment.services import surveys
from enrollment.states import ApplicationState, CohortState, EnrollmentState
from tests import factories
from tests.factories import NOW

LAST_DAY = NOW.date()  # of the training, and the first of the survey
AFTER = NOW + timedelta(days=31)
FULL = {"overall": 5, "useful": 4, "instructors": 5, "best": "실습", "better": "환기"}


def cohort(complex, *, people: int = 0, kind: str = "employed", **values) -> Cohort:
    defaults = {"starts_on": LAST_DAY - timedelta(days=40), "ends_on": LAST_DAY, "state": CohortState.ENDED}
    made = factories.CohortFactory(complex=complex, seats=99, **(defaults | values))
    join(made, people, kind=kind)
    return made


def join(cohort: Cohort, people: int, *, kind: str) -> list[Enrollment]:
    """People who stayed to the end, of one kind of applicant."""
    made = []
    for _ in range(people):
        enrollment = factories.EnrollmentFactory(complex=cohort.complex, cohort=cohort, state=EnrollmentState.COMPLETED)
        factories.ApplicationFactory(
            complex=cohort.complex,
            cohort=cohort,
            applicant=enrollment.trainee,
            kind=kind,
            state=ApplicationState.ENROLLED,
        )
        made.append(enrollment)
    return made


def answer(enrollment: Enrollment, *, now: datetime = NOW, **answers) -> None:
    surveys.answer(enrollment, answers=answers or FULL, by=enrollment.trainee, now=now)


def kinds(cohort: Cohort) -> list[str]:
    return list(Application.objects.filter(cohort=cohort).values_list("kind", flat=True))
