"""Quotas by applicant kind: a further pool beside the cohort's own, in which the people of that kind need a seat too."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from enrollment.models import Application, Cohort, Seat, SeatPool
from enrollment.services import offers, seats
from enrollment.states import ApplicantKind, ApplicationState
from training.core import audit
from training.core.errors import DomainError


@transaction.atomic
def set_quotas(cohort: Cohort, quotas: Mapping[str, int | None], *, by: Any, now: datetime) -> None:
    """Set or lift several quotas, all or none; a refusal names its kind."""
    for kind, capacity in quotas.items():
        try:
            set_quota(cohort, kind=kind, capacity=capacity, by=by, now=now)
        except seats.BelowSeated as refused:
            raise seats.BelowSeated(str(refused), field=kind) from refused


@transaction.atomic
def set_quota(cohort: Cohort, *, kind: str, capacity: int | None, by: Any, now: datetime) -> int:
    """Let at most so many seats go to one kind of applicant; None lifts the quota. Returns how many got an offer by it.

    Fewer than already hold a seat is refused, as it is for the cohort's own seats.
    """
    if kind not in ApplicantKind.values:
        raise DomainError(_("There is no such kind of applicant."), field="kind")
    seats.lock_cohort(cohort)
    pool = SeatPool.objects.filter(cohort=cohort, key=kind).first()
    if capacity is None:
        _lift(pool, by=by, now=now)
    elif pool is not None and pool.closed_at is None:
        seats.set_capacity(pool, capacity=capacity, by=by, now=now)
    else:
        _open(pool, cohort, kind, capacity, by=by, now=now)
    return len(offers.advance(cohort, now=now))


def _lift(pool: SeatPool | None, *, by: Any, now: datetime) -> None:
    """The people keep their seats in the cohort; only the quota's own count ends."""
    if pool is None or pool.closed_at is not None:
        return
    for seat in Seat.objects.held().filter(pool=pool).select_related("pool"):
        seats.release(seat, now=now)
    SeatPool.objects.filter(pk=pool.pk).update(closed_at=now, reserved=0)
    audit.record(pool, "quota lifted", by=by, at=now, facts={"kind": pool.key, "capacity": pool.capacity})


def _open(pool: SeatPool | None, cohort: Cohort, kind: str, capacity: int, *, by: Any, now: datetime) -> None:
    """A quota that comes later counts those of its kind who are seated already, and what is kept for employers."""
    people = _seated(cohort, kind)
    if pool is None:
        pool = SeatPool.objects.create(complex_id=cohort.complex_id, cohort=cohort, key=kind, capacity=len(people))
    else:
        SeatPool.objects.filter(pk=pool.pk).update(closed_at=None, capacity=len(people))
    for seat in people:
        seats.hold([pool], person=seat.person, now=now)
    pool.refresh_from_db()
    kept = _kept(cohort) if kind == ApplicantKind.SPONSORED else 0
    if len(people) <= capacity < len(people) + kept:
        raise seats.BelowSeated(
            _("%(kept)d seats are agreed with employers besides those taken. Enter %(least)d or more.")
            % {"kept": kept, "least": len(people) + kept},
            field="capacity",
        )
    seats.set_capacity(pool, capacity=capacity, by=by, now=now)
    seats.reserve([pool], count=kept)
    audit.record(pool, "quota set", by=by, at=now, facts={"kind": kind, "capacity": capacity})


def _kept(cohort: Cohort) -> int:
    return sum(pool.left for pool in SeatPool.objects.filter(cohort=cohort).agreed())


def _seated(cohort: Cohort, kind: str) -> list[Seat]:
    applications = Application.objects.filter(
        cohort=cohort, kind=kind, state__in=[ApplicationState.SELECTED, ApplicationState.ENROLLED]
    )
    held = Seat.objects.held().filter(pool__cohort=cohort, pool__key="", person__in=applications.values("applicant"))
    return list(held.select_related("person").order_by("pk"))
