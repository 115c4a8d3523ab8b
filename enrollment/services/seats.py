"""Every way to a seat goes through here: apply, accept, an operator's hand, a change of capacity.

The pools are locked in the order of their keys for the rest of the transaction, then read: nobody decides on a
number that another transaction is about to change. The CHECK on `taken` stands behind it. On SQLite a transaction
begins IMMEDIATE, which locks everything. Whoever locks pools and other rows locks the pools first.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enrollment.models import Cohort, Seat, SeatPool
from enrollment.models.seats import AGREED
from enrollment.states import ApplicantKind
from training.core import audit
from training.core.errors import DomainError


class Full(DomainError):
    """No seat is left in a pool."""


class AlreadySeated(DomainError):
    """The person holds a seat in this pool."""


class BelowSeated(DomainError):
    """A capacity below the seats that are taken or kept."""


def _for_update(pools: QuerySet[SeatPool]) -> QuerySet[SeatPool]:
    """The lock itself: the teeth test of the races takes it out here."""
    return pools.select_for_update()


def lock(pools: Iterable[SeatPool]) -> list[SeatPool]:
    """The pools as they are now, nobody else's until the transaction ends."""
    keys = [pool.pk for pool in pools]
    return list(_for_update(SeatPool.objects.filter(pk__in=keys).order_by("pk")))


def lock_cohort(cohort: Cohort) -> list[SeatPool]:
    """A cohort's pools, locked; the first step of everything that moves its queue or its seats."""
    locked = list(_for_update(SeatPool.objects.filter(cohort=cohort).order_by("pk")))
    if not locked:
        raise DomainError(_("No seats are planned for this cohort yet. Set the number of seats first."))
    return locked


@transaction.atomic
def hold(pools: Iterable[SeatPool], *, person: Any, now: datetime) -> list[Seat]:
    """One seat in each of the pools, in the order of their keys, or none at all. Raises Full or AlreadySeated."""
    locked = lock(pools)
    if Seat.objects.held().filter(pool__in=locked, person=person).exists():
        raise AlreadySeated(_("This person already has a seat here."))
    if any(pool.left < 1 for pool in locked):
        raise Full(_("All seats are taken."))
    return [_take(pool, person, now) for pool in locked]


def _take(pool: SeatPool, person: Any, now: datetime) -> Seat:
    SeatPool.objects.filter(pk=pool.pk).update(taken=F("taken") + 1)
    return Seat.objects.create(complex_id=pool.complex_id, pool=pool, person=person, held_at=now)


@transaction.atomic
def release(seat: Seat, *, now: datetime) -> bool:
    """Give a seat back. Returns whether it was still held; giving it back twice changes nothing."""
    lock([seat.pool])
    if not Seat.objects.held().filter(pk=seat.pk).update(released_at=now):
        return False
    SeatPool.objects.filter(pk=seat.pool_id).update(taken=F("taken") - 1)
    return True


@transaction.atomic
def give_back(cohort: Cohort, *, person: Any, now: datetime) -> int:
    """Give back every seat a person holds in a cohort, quotas with it. Returns how many pools got one back."""
    locked = lock_cohort(cohort)
    held = Seat.objects.held().filter(pool__in=locked, person=person).select_related("pool").order_by("pool_id")
    given = [seat for seat in held if release(seat, now=now)]
    for seat in given:
        if seat.pool.key.startswith(AGREED) and seat.pool.closed_at is None:
            reserve(SeatPool.objects.filter(cohort=cohort).serving(ApplicantKind.SPONSORED), count=1)
    return len(given)


@transaction.atomic
def take_again(cohort: Cohort, *, person: Any, released_at: datetime, now: datetime) -> Seat | None:
    """The seats that a person gave back at an instant, as `give_back` found them. Raises Full; None where there were none."""
    locked = lock_cohort(cohort)
    lost = Seat.objects.filter(pool__in=locked, person=person, released_at=released_at)
    pools = [seat.pool for seat in lost.select_related("pool").order_by("pool_id")]
    if not pools:
        return None
    for pool in pools:
        if pool.key.startswith(AGREED) and pool.closed_at is None:
            unreserve(SeatPool.objects.filter(cohort=cohort).serving(ApplicantKind.SPONSORED), count=1)
    return main_of(hold(pools, person=person, now=now))


@transaction.atomic
def reserve(pools: Iterable[SeatPool], *, count: int) -> None:
    """Keep so many free seats of each pool for an agreement with an employer, or none at all. Raises Full."""
    locked = lock(pools)
    least = min(pool.left for pool in locked)
    if least < count:
        raise Full(_too_few(max(least, 0)), field="seats")
    SeatPool.objects.filter(pk__in=[pool.pk for pool in locked]).update(reserved=F("reserved") + count)


@transaction.atomic
def unreserve(pools: Iterable[SeatPool], *, count: int) -> None:
    """Let go of seats that were kept: to whoever takes them next."""
    SeatPool.objects.filter(pk__in=[pool.pk for pool in lock(pools)]).update(reserved=F("reserved") - count)


def _too_few(left: int) -> str:
    return ngettext(
        "Only %(left)d seat is free here. Agree on fewer, or raise the number of seats first.",
        "Only %(left)d seats are free here. Agree on fewer, or raise the number of seats first.",
        left,
    ) % {"left": left}


@transaction.atomic
def forget(pools: Iterable[SeatPool], *, now: datetime) -> int:
    """Close pools of what is long over, and forget who sat where; a cohort's are kept. Returns how many seats went."""
    keys = [pool.pk for pool in lock(pools) if pool.cohort_id is None]
    gone, _each = Seat.objects.filter(pool__in=keys).delete()
    SeatPool.objects.filter(pk__in=keys).update(taken=0, closed_at=now)
    return gone


def main_of(held: Iterable[Seat]) -> Seat:
    """Of the seats taken together, the one in the pool of the whole cohort: offers and enrollments point to it."""
    return min(held, key=lambda seat: (seat.pool.key != "", seat.pool_id))


@transaction.atomic
def set_capacity(pool: SeatPool, *, capacity: int, by: Any, now: datetime) -> SeatPool:
    """Change the number of seats. Raises BelowSeated for less than are taken, or kept for agreements."""
    (pool,) = lock([pool])
    if capacity < pool.taken + pool.reserved:
        raise BelowSeated(_below(pool), field="capacity")
    before = pool.capacity
    if before != capacity:
        SeatPool.objects.filter(pk=pool.pk).update(capacity=capacity)
        pool.capacity = capacity
        audit.record(pool, "capacity", by=by, at=now, facts={"before": before, "after": capacity})
    return pool


def _below(pool: SeatPool) -> str:
    least = pool.taken + pool.reserved
    if pool.reserved:
        return _(
            "%(taken)d seats are taken and %(reserved)d are agreed with employers. Enter %(least)d or more, or reduce "
            "the agreements first."
        ) % {"taken": pool.taken, "reserved": pool.reserved, "least": least}
    return ngettext(
        "%(taken)d seat is taken, so there cannot be fewer. Enter %(taken)d or more.",
        "%(taken)d seats are taken, so there cannot be fewer. Enter %(taken)d or more.",
        least,
    ) % {"taken": least}
