"""Holding, releasing and resizing seats; and what the database refuses by itself."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from enrollment.models import Seat, SeatPool
from enrollment.rules import queue
from enrollment.services import seats
from tests import factories
from tests.factories import NOW
from training.core.models import AuditEntry

pytestmark = pytest.mark.django_db


def pool_of(cohort) -> SeatPool:
    return SeatPool.objects.get(cohort=cohort, key="")


@pytest.fixture
def pool(db):
    return pool_of(factories.CohortFactory(seats=2))


def test_hold_takes_one_seat_in_each_pool(pool):
    quota = SeatPool.objects.create(complex=pool.complex, cohort=pool.cohort, key="employed", capacity=1)
    person = factories.UserFactory()

    held = seats.hold([quota, pool], person=person, now=NOW)

    assert [(seat.pool_id, seat.person, seat.held_at) for seat in held] == [
        (pool.pk, person, NOW),
        (quota.pk, person, NOW),
    ]
    assert [SeatPool.objects.get(pk=row.pk).taken for row in (pool, quota)] == [1, 1]


def test_hold_takes_nothing_where_one_of_the_pools_is_full(pool):
    quota = SeatPool.objects.create(complex=pool.complex, cohort=pool.cohort, key="employed", capacity=0)

    with pytest.raises(seats.Full):
        seats.hold([pool, quota], person=factories.UserFactory(), now=NOW)

    assert Seat.objects.count() == 0
    pool.refresh_from_db()
    assert pool.taken == 0


def test_hold_refuses_a_second_seat_for_one_person(pool):
    person = factories.UserFactory()
    seats.hold([pool], person=person, now=NOW)

    with pytest.raises(seats.AlreadySeated):
        seats.hold([pool], person=person, now=NOW)


def test_release_frees_a_seat_once(pool):
    (seat,) = seats.hold([pool], person=factories.UserFactory(), now=NOW)

    assert [seats.release(seat, now=NOW), seats.release(seat, now=NOW)] == [True, False]
    pool.refresh_from_db()
    assert (pool.taken, Seat.objects.held().count()) == (0, 0)


def test_set_capacity_refuses_less_than_is_taken_and_names_the_number(pool, complex):
    seats.hold([pool], person=factories.UserFactory(), now=NOW)
    seats.hold([pool], person=factories.UserFactory(), now=NOW)

    with pytest.raises(seats.BelowSeated, match="2") as refused:
        seats.set_capacity(pool, capacity=1, by=None, now=NOW)

    assert refused.value.field == "capacity"
    assert seats.set_capacity(pool, capacity=2, by=None, now=NOW).capacity == 2


def test_set_capacity_writes_before_and_after(pool):
    operator = factories.UserFactory()
    seats.set_capacity(pool, capacity=5, by=operator, now=NOW)

    entry = AuditEntry.objects.get(subject_type="enrollment.seatpool")
    assert (entry.facts, entry.actor) == ({"before": 2, "after": 5}, operator)


@pytest.mark.parametrize("taken", [-1, 3])
def test_database_refuses_a_pool_out_of_bounds(pool, taken):
    with pytest.raises(IntegrityError), transaction.atomic():
        SeatPool.objects.filter(pk=pool.pk).update(taken=taken)


def test_database_refuses_two_held_seats_of_one_person(pool):
    person = factories.UserFactory()
    row = {"complex": pool.complex, "pool": pool, "person": person, "held_at": NOW}
    Seat.objects.create(**row, released_at=NOW)
    Seat.objects.create(**row)

    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.create(**row)


SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("last", "place"),
    [
        (None, NOW),
        (NOW - SECOND, NOW),
        (NOW, NOW + queue.STEP),
        (NOW + SECOND, NOW + SECOND + queue.STEP),
    ],
)
def test_place_in_queue_is_always_behind_the_last(last, place):
    assert queue.place_in_queue(NOW, last) == place


@pytest.mark.parametrize(
    ("begins_at", "expected"),
    [
        (NOW + timedelta(hours=72), NOW + timedelta(hours=48)),
        (NOW + timedelta(hours=48), NOW + timedelta(hours=48)),
        (NOW + timedelta(hours=47), NOW + timedelta(hours=47)),
        (NOW + queue.STEP, NOW + queue.STEP),
        (NOW, None),
        (datetime(2020, 1, 1, tzinfo=UTC), None),
    ],
)
def test_offer_deadline_never_outlives_the_beginning(begins_at, expected):
    assert queue.offer_deadline(NOW, hours=48, begins_at=begins_at) == expected
