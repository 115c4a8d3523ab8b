"""A freed seat goes to the longest waiting, once, and comes back when nobody takes it."""

from datetime import timedelta

import pytest

from enrollment.models import Application, Enrollment, Offer, SeatPool
from enrollment.services import applications, cohorts, enrollments, offers
from enrollment.states import ApplicationState, CohortState, EnrollmentState, OfferState
from enrollment.tasks import expire_offer
from tests import factories
from tests.factories import NOW
from training.core.errors import DomainError
from training.core.models import Delivery, Owed

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def cohort(db):
    return factories.CohortFactory(seats=1)


def apply(cohort, **kwargs):
    person = factories.UserFactory()
    return applications.apply(cohort, applicant=person, **{"kind": "employed", "now": NOW, **kwargs})


def queue_of(cohort, waiting: int):
    """One person in training and so many who wait."""
    rows = [apply(cohort) for _ in range(waiting + 1)]
    return cohort.enrollments.get(), rows[1:]


def leave(enrollment, now=NOW):
    enrollments.withdraw(enrollment, by=enrollment.trainee, reason="취업", now=now)


def states(rows):
    return [Application.objects.get(pk=row.pk).state for row in rows]


def test_withdrawal_offers_the_seat_to_the_longest_waiting(cohort):
    enrollment, waiting = queue_of(cohort, 2)

    leave(enrollment)

    offer = Offer.objects.open().get()
    assert (offer.application, offer.made_at, offer.expires_at) == (waiting[0], NOW, NOW + 48 * HOUR)
    assert states(waiting) == ["selected", "waitlisted"]
    assert cohort.pools.get().taken == 1
    assert Delivery.objects.filter(kind="offer_made").get().user == waiting[0].applicant
    owed = Owed.objects.get(kind=offers.EXPIRY)
    assert (owed.subject, owed.due_at) == (str(offer.pk), offer.expires_at)
    enrollment.refresh_from_db()
    assert (enrollment.state, enrollment.reason, str(enrollment.ended_on)) == ("withdrawn", "취업", "2026-11-23")


def test_accept_enrolls_with_the_seat_that_was_held(cohort):
    enrollment, (first,) = queue_of(cohort, 1)
    leave(enrollment)

    accepted = offers.accept(first, by=first.applicant, now=NOW + HOUR)

    assert accepted.seat == Offer.objects.get(application=first).seat
    assert states([first]) == ["enrolled"]
    assert cohort.pools.get().taken == 1


def test_accept_twice_is_refused_the_second_time_and_changes_nothing(cohort):
    enrollment, (first,) = queue_of(cohort, 1)
    leave(enrollment)
    offers.accept(first, by=first.applicant, now=NOW)

    with pytest.raises(DomainError):
        offers.accept(first, by=first.applicant, now=NOW)

    assert Enrollment.objects.filter(trainee=first.applicant).count() == 1


def test_decline_withdraws_and_offers_the_next(cohort):
    enrollment, waiting = queue_of(cohort, 2)
    leave(enrollment)

    offers.decline(waiting[0], by=waiting[0].applicant, now=NOW)

    assert states(waiting) == ["withdrawn", "selected"]
    assert [offer.state for offer in Offer.objects.filter(application__in=waiting)] == [
        OfferState.DECLINED,
        OfferState.OPEN,
    ]


@pytest.mark.parametrize(
    ("late", "state"), [(-timedelta(microseconds=1), "enrolled"), (timedelta(0), "withdrawn"), (HOUR, "withdrawn")]
)
def test_deadline_of_an_offer_is_half_open_whatever_the_worker_does(cohort, late, state):
    enrollment, waiting = queue_of(cohort, 2)
    leave(enrollment)
    now = NOW + 48 * HOUR + late

    if state == "enrolled":
        offers.accept(waiting[0], by=waiting[0].applicant, now=now)
    else:
        with pytest.raises(DomainError, match=r"2026\. 11\. 25\.\(수\) 09:00까지"):
            offers.accept(waiting[0], by=waiting[0].applicant, now=now)

    assert states(waiting) == [state, "selected" if state == "withdrawn" else "waitlisted"]


def test_worker_expires_an_offer_once_and_tells(cohort, monkeypatch):
    enrollment, waiting = queue_of(cohort, 2)
    leave(enrollment)
    offer = Offer.objects.get(application=waiting[0])
    monkeypatch.setattr("training.core.clock.now", lambda: NOW + 48 * HOUR)

    expire_offer(str(offer.pk))
    expire_offer(str(offer.pk))

    assert states(waiting) == ["withdrawn", "selected"]
    assert Offer.objects.open().count() == 1
    assert Delivery.objects.filter(kind="offer_expired").get().user == waiting[0].applicant


def test_worker_before_the_deadline_or_after_an_answer_changes_nothing(cohort, monkeypatch):
    enrollment, (first,) = queue_of(cohort, 1)
    leave(enrollment)
    offer = Offer.objects.get(application=first)
    monkeypatch.setattr("training.core.clock.now", lambda: NOW + 47 * HOUR)
    expire_offer(str(offer.pk))
    assert states([first]) == ["selected"]

    offers.accept(first, by=first.applicant, now=NOW)
    monkeypatch.setattr("training.core.clock.now", lambda: NOW + 49 * HOUR)
    expire_offer(str(offer.pk))
    assert states([first]) == ["enrolled"]


def test_worker_passes_over_an_offer_that_is_gone():
    expire_offer("999999")


@pytest.mark.parametrize(("more", "offered"), [(1, 1), (2, 2), (3, 3), (9, 3)])
def test_raised_capacity_promotes_exactly_so_many(cohort, more, offered):
    _enrollment, waiting = queue_of(cohort, 3)

    assert cohorts.set_capacity(cohort, capacity=1 + more, by=None, now=NOW) == offered
    assert states(waiting) == ["selected"] * offered + ["waitlisted"] * (3 - offered)
    assert SeatPool.objects.get(cohort=cohort).taken == 1 + offered


def test_newcomer_gets_no_seat_past_the_queue(cohort):
    """A seat that came free without anybody offering it goes to the queue first."""
    _enrollment, (first,) = queue_of(cohort, 1)
    SeatPool.objects.filter(cohort=cohort).update(capacity=2)

    newcomer = apply(cohort)

    assert states([first, newcomer]) == ["selected", "waitlisted"]


def test_withdrawing_an_offered_application_frees_its_seat(cohort):
    enrollment, waiting = queue_of(cohort, 2)
    leave(enrollment)

    applications.withdraw(waiting[0], by=waiting[0].applicant, now=NOW)

    assert states(waiting) == ["withdrawn", "selected"]
    assert Offer.objects.get(application=waiting[0]).state == OfferState.WITHDRAWN


def test_rejoining_means_the_end_of_the_queue(cohort):
    _enrollment, waiting = queue_of(cohort, 3)
    applications.withdraw(waiting[0], by=waiting[0].applicant, now=NOW)

    applications.rejoin(waiting[0], by=waiting[0].applicant, now=NOW)

    queue = Application.objects.filter(cohort=cohort).queue()
    assert list(queue) == [waiting[1], waiting[2], waiting[0]]


def test_who_withdrew_is_not_offered_unless_they_ask(cohort):
    enrollment, (first,) = queue_of(cohort, 1)
    applications.withdraw(first, by=first.applicant, now=NOW)

    leave(enrollment)

    assert states([first]) == ["withdrawn"]
    applications.rejoin(first, by=first.applicant, now=NOW)
    assert states([first]) == ["selected"]


BEGINS = timedelta(days=13, hours=15)  # from NOW until 7 December 00:00 in Korea


@pytest.mark.parametrize(
    ("before_start", "expires"),
    [(49 * HOUR, 48 * HOUR), (48 * HOUR, 48 * HOUR), (10 * HOUR, 10 * HOUR), (timedelta(0), None)],
)
def test_offer_ends_with_the_first_day_at_the_latest(cohort, before_start, expires):
    enrollment, (first,) = queue_of(cohort, 1)
    now = NOW + BEGINS - before_start

    leave(enrollment, now=now)

    offer = Offer.objects.filter(application=first).first()
    assert (offer and offer.expires_at - now) == expires


@pytest.mark.parametrize("state", [CohortState.RUNNING, CohortState.ENDED])
def test_nothing_is_offered_once_the_course_runs(cohort, state):
    enrollment, (first,) = queue_of(cohort, 1)
    type(cohort).objects.update(state=state)

    leave(enrollment)

    assert states([first]) == ["waitlisted"]


def test_leaving_needs_a_reason_and_happens_once(cohort):
    enrollment, _waiting = queue_of(cohort, 0)
    with pytest.raises(DomainError):
        enrollments.withdraw(enrollment, by=None, reason=" ", now=NOW)
    leave(enrollment)

    with pytest.raises(DomainError):
        leave(enrollment)

    assert Enrollment.objects.get().state == EnrollmentState.WITHDRAWN
    assert cohort.pools.get().taken == 0


def test_operator_adds_people_in_every_state_of_their_application(cohort):
    SeatPool.objects.filter(cohort=cohort).update(capacity=20)
    operator, newcomer = factories.UserFactory(), factories.UserFactory()
    rows = [
        factories.ApplicationFactory(cohort=cohort, state=state, queued_at=NOW) for state in ("applied", "rejected")
    ]
    withdrawn = factories.ApplicationFactory(cohort=cohort, state="withdrawn")
    draft = factories.ApplicationFactory(cohort=cohort, state="draft", applied_at=None)

    for person in [newcomer, *(row.applicant for row in [*rows, withdrawn, draft])]:
        cohorts.add_person(cohort, person=person, kind="employed", reason="추천", by=operator, now=NOW)

    assert set(Application.objects.values_list("state", flat=True)) == {ApplicationState.ENROLLED}
    assert cohort.pools.get().taken == cohort.enrollments.count() == 5


def test_operator_cannot_add_where_no_seat_is_left_or_twice(cohort):
    enrollment, _waiting = queue_of(cohort, 0)
    add = {"kind": "employed", "reason": "추천", "by": None, "now": NOW}

    with pytest.raises(DomainError):
        cohorts.add_person(cohort, person=factories.UserFactory(), **add)
    SeatPool.objects.filter(cohort=cohort).update(capacity=2)
    with pytest.raises(DomainError):
        cohorts.add_person(cohort, person=enrollment.trainee, **add)

    assert cohort.enrollments.count() == 1
