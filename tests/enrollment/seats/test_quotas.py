"""Quotas by kind of applicant, moves between cohorts, and seats that come free late."""

from datetime import timedelta

import pytest

from enrollment.models import Admission, Application, Enrollment, Seat, SeatPool
from enrollment.queries import applications as queries
from enrollment.services import applications, cohorts, enrollments, moves, offers, quotas, seats
from enrollment.states import CohortState
from tests import factories
from tests.factories import NOW
from training.core.errors import DomainError

pytestmark = pytest.mark.django_db


def apply(cohort, kind="employed", person=None):
    return applications.apply(cohort, applicant=person or factories.UserFactory(), kind=kind, now=NOW)


def states(*rows):
    found = dict(Application.objects.values_list("pk", "state"))
    return [found[row.pk] for row in rows]


def taken(cohort):
    """Each pool's count, which is that of the seats held."""
    found = {pool.key: pool.taken for pool in SeatPool.objects.filter(cohort=cohort)}
    held = {key: Seat.objects.held().filter(pool__cohort=cohort, pool__key=key).count() for key in found}
    assert found == held
    return found


def test_a_full_quota_makes_its_kind_wait_and_lets_the_other_in():
    cohort = factories.CohortFactory(seats=3)
    quotas.set_quota(cohort, kind="employed", capacity=1, by=None, now=NOW)

    first, second, other, third = apply(cohort), apply(cohort), apply(cohort, "job_seeker"), apply(cohort)

    assert states(first, second, other, third) == ["enrolled", "waitlisted", "enrolled", "waitlisted"]
    assert taken(cohort) == {"": 2, "employed": 1}
    assert [queries.queue_position(Application.objects.get(pk=row.pk)) for row in (second, third)] == [1, 2]


def test_a_freed_seat_passes_over_those_whose_quota_is_full():
    cohort = factories.CohortFactory(seats=2)
    quotas.set_quota(cohort, kind="employed", capacity=1, by=None, now=NOW)
    employed, seeker = apply(cohort), apply(cohort, "job_seeker")
    waiting, next_one = apply(cohort), apply(cohort, "job_seeker")

    enrollments.withdraw(Enrollment.objects.get(trainee=seeker.applicant), by=None, reason="-", now=NOW)
    assert states(waiting, next_one) == ["waitlisted", "selected"]
    enrollments.withdraw(Enrollment.objects.get(trainee=employed.applicant), by=None, reason="-", now=NOW)
    assert states(waiting, next_one) == ["selected", "selected"]
    assert taken(cohort) == {"": 2, "employed": 1}


def test_a_quota_that_comes_later_counts_who_is_seated_and_refuses_fewer():
    cohort = factories.CohortFactory(seats=3)
    apply(cohort), apply(cohort), apply(cohort, "job_seeker")

    with pytest.raises(seats.BelowSeated, match="2"):
        quotas.set_quota(cohort, kind="employed", capacity=1, by=None, now=NOW)
    assert taken(cohort) == {"": 3}
    quotas.set_quota(cohort, kind="employed", capacity=2, by=None, now=NOW)
    assert taken(cohort) == {"": 3, "employed": 2}


def test_raising_or_lifting_a_quota_promotes_exactly_that_many():
    cohort = factories.CohortFactory(seats=4)
    quotas.set_quota(cohort, kind="employed", capacity=1, by=None, now=NOW)
    rows = [apply(cohort) for _n in range(6)]

    raised = quotas.set_quota(cohort, kind="employed", capacity=2, by=None, now=NOW)
    after_raising = states(*rows)
    lifted = quotas.set_quota(cohort, kind="employed", capacity=None, by=None, now=NOW)

    assert (raised, lifted) == (1, 2)
    assert after_raising == ["enrolled", "selected", *["waitlisted"] * 4]
    assert states(*rows) == ["enrolled", *["selected"] * 3, *["waitlisted"] * 2]
    assert taken(cohort) == {"": 4, "employed": 0}
    quotas.set_quota(cohort, kind="employed", capacity=4, by=None, now=NOW)
    assert taken(cohort) == {"": 4, "employed": 4}


def test_capacity_of_the_cohort_is_meant_where_quotas_stand_beside_it():
    cohort = factories.CohortFactory(seats=1)
    quotas.set_quota(cohort, kind="employed", capacity=5, by=None, now=NOW)
    rows = [apply(cohort) for _n in range(3)]

    assert cohorts.set_capacity(cohort, capacity=2, by=None, now=NOW) == 1
    assert states(*rows) == ["enrolled", "selected", "waitlisted"]


def test_declining_gives_back_both_seats():
    cohort = factories.CohortFactory(seats=1)
    quotas.set_quota(cohort, kind="employed", capacity=1, by=None, now=NOW)
    holder, waiting, last = apply(cohort), apply(cohort), apply(cohort)
    enrollments.withdraw(Enrollment.objects.get(trainee=holder.applicant), by=None, reason="-", now=NOW)

    offers.decline(Application.objects.get(pk=waiting.pk), by=waiting.applicant, now=NOW)

    assert states(waiting, last) == ["withdrawn", "selected"]
    assert taken(cohort) == {"": 1, "employed": 1}


def test_quota_page_keeps_all_or_nothing(client, cast):
    cohort = factories.CohortFactory(complex=cast.complex, seats=3)
    apply(cohort), apply(cohort)
    client.force_login(cast.operator, backend="django.contrib.auth.backends.ModelBackend")

    refused = client.post(f"/desk/cohorts/{cohort.pk}/quotas/", {"job_seeker": "2", "employed": "1"})
    assert (refused.status_code, list(refused.context["form"].errors)) == (409, ["employed"])
    assert taken(cohort) == {"": 2}
    client.post(f"/desk/cohorts/{cohort.pk}/quotas/", {"job_seeker": "2", "employed": "2"})
    assert taken(cohort) == {"": 2, "employed": 2, "job_seeker": 0}


# --- moves -----------------------------------------------------------------------------------------
def two_cohorts(*, seats=(1, 1)):
    here = factories.CohortFactory(seats=seats[0])
    there = factories.CohortFactory(course=here.course, program=here.program, complex=here.complex, seats=seats[1])
    return here, there


def test_moving_keeps_history_and_frees_the_seat_for_the_next():
    here, there = two_cohorts()
    moving, waiting = apply(here), apply(here)
    old = Enrollment.objects.get(trainee=moving.applicant)

    new = moves.move(old, to=there, reason="근무 시간", by=None, now=NOW)

    old.refresh_from_db()
    assert (old.state, old.reason, new.moved_from, new.state) == ("moved", "근무 시간", old, "enrolled")
    assert states(waiting) == ["selected"]
    assert (taken(here), taken(there)) == ({"": 1}, {"": 1})


@pytest.mark.parametrize("target", ["full", "ended", "other course", "same"])
def test_move_that_cannot_be_is_refused_and_changes_nothing(target):
    here, there = two_cohorts(seats=(1, 0 if target == "full" else 1))
    moving = apply(here)
    if target == "ended":
        type(there).objects.filter(pk=there.pk).update(state=CohortState.ENDED)
    to = {"other course": factories.CohortFactory(), "same": here}.get(target, there)
    enrollment = Enrollment.objects.get(trainee=moving.applicant)

    with pytest.raises(DomainError):
        moves.move(enrollment, to=to, reason="-", by=None, now=NOW)

    enrollment.refresh_from_db()
    assert (enrollment.state, Enrollment.objects.count(), taken(here)) == ("enrolled", 1, {"": 1})


# --- no-show ---------------------------------------------------------------------------------------
BEGINS = NOW + timedelta(days=13, hours=15)  # 7 December 00:00 in Korea


def running(no_show_days):
    cohort = factories.CohortFactory(seats=1)
    Admission.objects.create(complex=cohort.complex, program=cohort.program, no_show_days=no_show_days)
    absent, waiting = apply(cohort), apply(cohort)
    type(cohort).objects.filter(pk=cohort.pk).update(state=CohortState.RUNNING)
    enrollment = Enrollment.objects.select_related("cohort__complex").get(trainee=absent.applicant)
    return enrollment, waiting


@pytest.mark.parametrize(
    ("days", "after", "state"),
    [
        (0, timedelta(0), "waitlisted"),
        (3, timedelta(0), "selected"),
        (3, timedelta(days=3) - timedelta(seconds=1), "selected"),  # 23:59:59 of the third day
        (3, timedelta(days=3), "waitlisted"),
    ],
)
def test_seat_of_a_no_show_is_offered_until_the_programs_day(days, after, state):
    enrollment, waiting = running(days)

    enrollments.no_show(enrollment, by=None, now=BEGINS + after)

    assert states(waiting) == [state]
    offer = waiting.offers.first()
    assert offer is None or offer.expires_at <= BEGINS + timedelta(days=days)


def test_who_has_attended_or_before_the_beginning_nobody_is_a_no_show():
    enrollment, _waiting = running(3)
    with pytest.raises(DomainError):
        enrollments.no_show(enrollment, by=None, now=BEGINS - timedelta(seconds=1))
    enrollment.refresh_from_db()
    assert enrollment.state == "enrolled"
