"""Every desk asks at most 25 questions of the database, with one person and with many, and as many cohorts."""

import pytest
from django.urls import reverse

from enrollment.models import Cohort
from enrollment.states import CohortState
from tests import factories
from tests.enrollment.skills import build
from tests.enrollment.threads.build import thread
from tests.factories import NOW

MOST = 25


def grow(cast, n):
    """A cohort more of the same instructor, with people, a session and a question asked."""
    cohort = factories.CohortFactory(complex=cast.complex, course=cast.cohort.course, state=CohortState.RUNNING)
    factories.TeachingFactory(complex=cast.complex, cohort=cohort, instructor=cast.instructor)
    factories.SessionFactory(complex=cast.complex, cohort=cohort, starts_at=NOW, room=None)
    factories.EnrollmentFactory.create_batch(2, complex=cast.complex, cohort=cohort)
    thread(cast, subject=f"질문 {n}")


@pytest.mark.parametrize(("desk", "who"), [("teach", "instructor"), ("desk", "operator"), ("learn", "trainee")])
def test_a_desk_asks_at_most_25_questions(cast, client, desk, who, django_assert_max_num_queries):
    Cohort.objects.filter(pk=cast.cohort.pk).update(state=CohortState.RUNNING)
    cast.cohort.refresh_from_db()
    build.skill(cast.cohort, build.MOISTURE)
    client.force_login(getattr(cast, who), backend="django.contrib.auth.backends.ModelBackend")

    def counted():
        with django_assert_max_num_queries(MOST) as captured:
            assert client.get(reverse(f"enrollment:{desk}")).status_code == 200
        return len(captured)

    grow(cast, 1)
    client.get(reverse(f"enrollment:{desk}"))  # what each connection writes once is written
    one = counted()
    grow(cast, 2)
    grow(cast, 3)
    assert counted() == one
