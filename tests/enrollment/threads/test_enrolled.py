"""What a person's desk counts, over all courses they were ever in."""

from datetime import timedelta

import pytest

from enrollment.models import Enrollment
from enrollment.queries import enrolled
from enrollment.queries import threads as queries
from enrollment.services import threads
from enrollment.states import EnrollmentState
from tests import factories
from tests.enrollment.threads import build
from tests.factories import NOW

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=5)


def test_questions_of_every_course_are_counted_by_what_they_are(cast, rf):
    answered, waiting, closed = (build.thread(cast, subject=f"{n}") for n in range(3))
    threads.answer(answered, text="x", by=cast.instructor, now=LATER)
    threads.answer(closed, text="x", by=cast.instructor, now=LATER)
    threads.close(closed, by=cast.instructor, now=LATER)
    threads.mark_read(closed, person=cast.trainee, number=2)
    other = factories.EnrollmentFactory(complex=cast.complex, trainee=cast.trainee)
    threads.ask(other, subject="elsewhere", text="x", by=cast.trainee, now=NOW)
    Enrollment.objects.filter(pk=other.pk).update(state=EnrollmentState.WITHDRAWN)

    found = [
        (row.asked, row.waiting, row.unread, row.stayed) for row in enrolled.enrollments(cast.trainee, cast.complex)
    ]
    request = rf.get("/")
    request.user, request.complex = cast.trainee, cast.complex

    assert found == [(1, 1, 0, False), (3, 1, 1, True)]
    panel = queries.panel(request)
    assert (panel["all"], panel["waiting"], panel["unread"]) == (4, 2, 1)
    assert [row.pk for row in panel["asking"]] == [build.enrollment(cast).pk]
    assert waiting.is_waiting


def test_what_another_has_read_counts_for_nobody_else(cast):
    thread = build.thread(cast)
    threads.answer(thread, text="x", by=cast.instructor, now=LATER)
    threads.mark_read(thread, person=cast.operator, number=2)
    assert [row.unread for row in enrolled.enrollments(cast.trainee, cast.complex)] == [1]


def test_a_reading_request_asks_once(cast, django_assert_num_queries):
    cast.trainee.answers_remembered = {}
    with django_assert_num_queries(1):
        for _ in range(3):
            enrolled.enrollments(cast.trainee, cast.complex)


@pytest.mark.parametrize("ended_on", [None, NOW.date()])
@pytest.mark.parametrize("state", EnrollmentState)
def test_who_stayed_is_who_reads(cast, state, ended_on):
    Enrollment.objects.filter(trainee=cast.trainee).update(state=state, ended_on=ended_on)
    (row,) = enrolled.enrollments(cast.trainee, cast.complex)
    assert row.stayed == Enrollment.objects.reading().filter(pk=row.pk).exists()
