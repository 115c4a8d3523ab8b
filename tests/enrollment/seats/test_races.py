"""The last seats under contention, on a database that really runs transactions side by side."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, connections

from enrollment.models import Application, Enrollment, Offer, Seat, SeatPool
from enrollment.services import applications, offers, quotas, seats
from enrollment.states import ApplicationState
from tests import factories
from tests.factories import NOW

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
CLIENTS, PEOPLE, SEATS = 8, 40, 5


def contend(work, subjects):
    """Run `work` for each subject over CLIENTS connections that begin at once; its results or exceptions."""
    barrier = Barrier(CLIENTS)

    def client(share):
        barrier.wait()
        try:
            return [attempt(work, subject) for subject in share]
        finally:
            connections.close_all()

    shares = [subjects[n::CLIENTS] for n in range(CLIENTS)]
    with ThreadPoolExecutor(CLIENTS) as pool:
        return [result for share in pool.map(client, shares) for result in share]


def attempt(work, subject):
    try:
        return work(subject)
    except Exception as error:  # the test says which are fine
        return error


def without_a_lock(pools):
    return pools


def people(count=PEOPLE):
    return [factories.UserFactory() for _ in range(count)]


def test_five_seats_go_to_exactly_five_of_forty():
    cohort = factories.CohortFactory(seats=SEATS)
    pool = SeatPool.objects.get(cohort=cohort)

    results = contend(lambda person: seats.hold([pool], person=person, now=NOW), people())

    pool.refresh_from_db()
    assert pool.taken == Seat.objects.held().count() == SEATS
    assert sum(isinstance(result, list) for result in results) == SEATS
    assert sum(isinstance(result, seats.Full) for result in results) == PEOPLE - SEATS


def test_forty_applicants_for_five_seats_all_get_an_answer():
    cohort = factories.CohortFactory(seats=SEATS)

    results = contend(lambda person: applications.apply(cohort, applicant=person, kind="employed", now=NOW), people())

    assert [result for result in results if isinstance(result, Exception)] == []
    states = list(Application.objects.values_list("state", flat=True))
    assert (states.count(ApplicationState.ENROLLED), states.count(ApplicationState.WAITLISTED)) == (
        SEATS,
        PEOPLE - SEATS,
    )
    places = list(Application.objects.queue().values_list("queued_at", flat=True))
    assert len(set(places)) == PEOPLE - SEATS
    assert Seat.objects.held().count() == Enrollment.objects.count() == SEATS


def test_one_person_pressing_eight_times_applies_once():
    cohort = factories.CohortFactory(seats=SEATS)
    person = factories.UserFactory()

    results = contend(
        lambda _: applications.apply(cohort, applicant=person, kind="employed", now=NOW), list(range(CLIENTS))
    )

    assert {getattr(result, "pk", result) for result in results} == {Application.objects.get().pk}
    assert (Seat.objects.count(), Offer.objects.count(), Enrollment.objects.count()) == (1, 1, 1)


def test_a_freed_seat_is_offered_once_whoever_comes_to_offer_it():
    cohort = factories.CohortFactory(seats=1)
    holder, *waiting = people(6)
    for person in [holder, *waiting]:
        applications.apply(cohort, applicant=person, kind="employed", now=NOW)
    seats.release(Seat.objects.held().get(), now=NOW)

    results = contend(lambda _: offers.advance(cohort, now=NOW), list(range(CLIENTS)))

    assert [result for result in results if isinstance(result, Exception)] == []
    assert Offer.objects.open().get().application.applicant == waiting[0]


def test_a_quota_holds_while_both_kinds_press_at_once():
    cohort = factories.CohortFactory(seats=SEATS)
    quotas.set_quota(cohort, kind="employed", capacity=2, by=None, now=NOW)
    # Three job seekers among seventeen employed: whoever comes first, the quota is filled and the rest is theirs.
    kinds = [(person, "employed" if n % 7 else "job_seeker") for n, person in enumerate(people(20))]

    results = contend(lambda who: applications.apply(cohort, applicant=who[0], kind=who[1], now=NOW), kinds)

    assert [result for result in results if isinstance(result, Exception)] == []
    taken = dict(SeatPool.objects.filter(cohort=cohort).values_list("key", "taken"))
    held = {key: Seat.objects.held().filter(pool__cohort=cohort, pool__key=key).count() for key in taken}
    assert taken == held == {"": SEATS, "employed": 2}


def test_teeth_without_the_lock_the_seats_are_oversold_or_the_database_refuses(monkeypatch):
    monkeypatch.setattr(seats, "_for_update", without_a_lock)

    for _round in range(3):
        cohort = factories.CohortFactory(seats=SEATS)
        pool = SeatPool.objects.get(cohort=cohort)
        results = contend(lambda person, pool=pool: seats.hold([pool], person=person, now=NOW), people())
        oversold = Seat.objects.held().filter(pool=pool).count() > SEATS
        assert oversold or any(isinstance(result, IntegrityError) for result in results)


def test_teeth_without_the_lock_applying_breaks(monkeypatch):
    monkeypatch.setattr(seats, "_for_update", without_a_lock)

    for _round in range(3):
        cohort = factories.CohortFactory(seats=SEATS)
        results = contend(
            lambda person, cohort=cohort: applications.apply(cohort, applicant=person, kind="employed", now=NOW),
            people(),
        )
        queue = list(Application.objects.filter(cohort=cohort).queue().values_list("queued_at", flat=True))
        oversold = Seat.objects.held().filter(pool__cohort=cohort).count() > SEATS
        assert oversold or len(set(queue)) < len(queue) or any(isinstance(result, Exception) for result in results)
