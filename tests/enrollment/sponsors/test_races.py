"""The last kept seat, the deadline and the last nomination under contention, on PostgreSQL."""

from datetime import timedelta

import pytest
from django.db import DatabaseError

from enrollment.models import Application, Enrollment, Nomination, Seat, SeatPool
from enrollment.services import agreements, applications, nominations, offers, seats
from enrollment.states import NominationState
from tests import factories
from tests.enrollment.seats.test_races import contend, without_a_lock
from tests.enrollment.sponsors import build
from tests.factories import NOW

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
LATE = NOW + timedelta(days=6)


def everything_at_once():
    """Four nominees answer while the deadline passes and twelve others apply; all required consents are given."""
    cohort, company = build.cohort(seats=5), build.company()
    agreement = build.agreement(cohort, company, 4, until=NOW + timedelta(days=5))
    people = [build.person() for _ in range(4)]
    made = list(zip(build.nominated(agreement, company, *people), people, strict=True))
    required = build.required()
    work = [lambda pair=pair: nominations.accept(pair[0], by=pair[1], consents=required, now=LATE) for pair in made]
    work += [
        lambda who=who: applications.apply(cohort, applicant=who, kind="employed", consents=required, now=LATE)
        for who in [factories.UserFactory() for _ in range(12)]
    ]
    work += [lambda: agreements.reach_deadline(agreement, now=LATE)] * 4
    work += [lambda: nominations.decline(made[0][0], by=people[0], now=LATE)] * 4
    order = [work[place] for start in range(3) for place in range(start, len(work), 3)]
    return cohort, contend(lambda act: act(), order)


def sums(cohort):
    """By pool: taken, seats held, and whether what is reserved equals what the agreements have left."""
    rows = list(SeatPool.objects.filter(cohort=cohort))
    held = {pool.pk: Seat.objects.held().filter(pool=pool).count() for pool in rows}
    kept = sum(pool.left for pool in rows if pool.key and pool.closed_at is None)
    main = next(pool for pool in rows if not pool.key)
    exact = all(pool.taken == held[pool.pk] for pool in rows) and main.reserved == kept
    return exact, main.taken + main.reserved, main.capacity


def test_nominees_the_deadline_and_the_crowd_share_the_seats_exactly():
    cohort, _results = everything_at_once()
    offers.advance(cohort, now=LATE)
    exact, used, capacity = sums(cohort)
    assert (exact, used, capacity) == (True, 5, 5)  # none is lost: somebody waits
    accepted = Nomination.objects.filter(state=NominationState.ACCEPTED)
    assert accepted.count() in {3, 4}
    assert set(accepted.values_list("person", flat=True)) <= set(Enrollment.objects.values_list("trainee", flat=True))
    assert Application.objects.queue().exists()


def test_eight_managers_name_somebody_for_the_last_seat_and_one_does():
    cohort, company = build.cohort(seats=5), build.company()
    agreement = build.agreement(cohort, company, 1)
    people = [build.person() for _ in range(8)]
    results = contend(lambda who: build.nominated(agreement, company, who), people)
    assert sum(isinstance(result, list) for result in results) == Nomination.objects.count() == 1
    assert sum(isinstance(result, nominations.Unfit) for result in results) == 7


def test_teeth_without_the_lock_the_last_seat_has_several_nominees(monkeypatch):
    monkeypatch.setattr(seats, "_for_update", without_a_lock)
    bitten = False
    for _round in range(5):
        agreement = build.agreement(build.cohort(seats=5), company := build.company(), 1)
        people = [build.person() for _ in range(8)]
        contend(lambda who, pair=(agreement, company): build.nominated(*pair, who), people)
        if bitten := Nomination.objects.filter(agreement=agreement).count() > 1:
            break
    assert bitten


def test_teeth_without_the_lock_the_sums_break_or_the_database_refuses(monkeypatch):
    monkeypatch.setattr(seats, "_for_update", without_a_lock)
    bitten = False
    for _round in range(5):
        cohort, results = everything_at_once()
        bitten = not sums(cohort)[0] or any(isinstance(result, DatabaseError) for result in results)
        if bitten:
            break
    assert bitten
