"""Every desk asks at most 25 questions of the database, with one person and with many, and as many cohorts."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.models import Quiz
from enrollment.models import AttendanceEvent, Cohort
from enrollment.services import quizzes, skills
from enrollment.services.readings import Reading
from enrollment.services.skills import Circumstances
from enrollment.states import CohortState, EventKind, EventSource
from tests import factories
from tests.enrollment.quizzes import build as quiz_build
from tests.enrollment.skills import build
from tests.enrollment.threads.build import thread
from tests.factories import NOW
from tests.queries import questions

MOST = 25


def grow(cast, n):
    """A cohort more of the same instructor, with people, a session and a question asked."""
    cohort = factories.CohortFactory(complex=cast.complex, course=cast.cohort.course, state=CohortState.RUNNING)
    factories.TeachingFactory(complex=cast.complex, cohort=cohort, instructor=cast.instructor)
    factories.SessionFactory(complex=cast.complex, cohort=cohort, starts_at=NOW, room=None)
    factories.EnrollmentFactory.create_batch(2, complex=cast.complex, cohort=cohort)
    thread(cast, subject=f"질문 {n}")


@pytest.mark.parametrize(("desk", "who"), [("teach", "instructor"), ("desk", "operator"), ("learn", "trainee")])
def test_a_desk_asks_at_most_25_questions(cast, client, desk, who):
    Cohort.objects.filter(pk=cast.cohort.pk).update(state=CohortState.RUNNING)
    cast.cohort.refresh_from_db()
    build.skill(cast.cohort, build.MOISTURE)
    client.force_login(getattr(cast, who), backend="django.contrib.auth.backends.ModelBackend")

    def counted():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse(f"enrollment:{desk}")).status_code == 200
        assert questions(captured) <= MOST
        return questions(captured)

    grow(cast, 1)
    client.get(reverse(f"enrollment:{desk}"))  # what each connection writes once is written
    one = counted()
    grow(cast, 2)
    grow(cast, 3)
    assert counted() == one


def filled(cast, people):
    """So many more in training in one cohort, each with an application, a scan, a quiz that waits and a reading."""
    skill, quiz, session = cast.cohort.course.skills.first(), Quiz.objects.get(key="quiz"), cast.cohort.sessions.get()
    for number in range(people):
        person = factories.EnrollmentFactory(complex=cast.complex, cohort=cast.cohort)
        factories.ApplicationFactory(complex=cast.complex, cohort=cast.cohort, applicant=person.trainee)
        AttendanceEvent.objects.create(
            complex=cast.complex, enrollment=person, session=session, kind=EventKind.IN, source=EventSource.QR,
            at=session.starts_at, recorded_at=session.starts_at,
        )  # fmt: skip
        attempt = quizzes.start(person, quiz, by=person.trainee, now=NOW)
        quizzes.hand_in(attempt, by=person.trainee, now=NOW)
        around = Circumstances(NOW, f"ticket-{person.pk}-{number}")
        skills.record(cast.cohort, skill, {person.pk: Reading("150")}, around, by=cast.instructor, now=NOW)


PAGES = [
    "cohort", "cohort_roster", "cohort_timetable", "cohort_attendance", "gradebook", "completion", "cohort_survey",
    "cohort_records", "confirm_completion", "cohort_skills", "cohort_quizzes", "cohort_to_go",
]  # fmt: skip


def counted(client, who, addresses):
    """How many questions each page asks of the database, by name."""
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    found = {}
    client.get(reverse("enrollment:learn"))  # the first visit of a day asks for replaced consents too
    for name, args in addresses.items():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse(f"enrollment:{name}", args=args)).status_code == 200, name
        found[name] = questions(captured)
    return found


def test_every_page_of_a_cohort_asks_the_same_whatever_its_size(cast, client):
    Cohort.objects.filter(pk=cast.cohort.pk).update(state=CohortState.RUNNING)
    cast.cohort.refresh_from_db()
    cast.cohort.program.policies.update(needs_lessons=True, needs_quizzes=True, needs_skills=True, needs_papers=True)
    session = factories.SessionFactory(complex=cast.complex, cohort=cast.cohort, starts_at=NOW, room=None)
    quiz = quiz_build.quiz(cast.cohort, said={"essay": quiz_build.ESSAY}, is_required=True)
    skill = build.skill(cast.cohort, build.MOISTURE)
    own = [cast.cohort.enrollments.get(trainee=cast.trainee).pk]
    pages = {name: [cast.cohort.pk] for name in PAGES} | {
        "roster": [session.pk],
        "quiz_results": [cast.cohort.pk, quiz.pk],
        "bench": [cast.cohort.pk, skill.pk],
        "desk": [],
        "teach": [],
    }
    of_trainee = {"learn": [], "own_grades": own, "trainee_attendance": own}

    def all_pages():
        return counted(client, cast.operator, pages) | counted(client, cast.trainee, of_trainee)

    filled(cast, 2)
    all_pages()  # what each connection writes once is written
    few = all_pages()
    filled(cast, 4)
    assert all_pages() == few
    assert {name: n for name, n in few.items() if n > MOST} == {}
