"""Planning a cohort and leading it through its states."""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from courses.models import Course
from enrollment import mail
from enrollment.models import Application, Cohort, Enrollment, Program, SeatPool, Session, Venue
from enrollment.rules.steps import NEXT
from enrollment.services import offers, seats, telling
from enrollment.states import ApplicationState, CohortState
from training.accounts.models import User
from training.core import audit, clock, words
from training.core.errors import DomainError
from training.core.models import Complex

OVER = frozenset({CohortState.ENDED, CohortState.SETTLED, CohortState.CANCELED})


@dataclass(frozen=True)
class Plan:
    """What an operator says about a cohort; the number of seats is its pool's."""

    course: Course
    program: Program
    number: int
    venue: Venue
    starts_on: date
    ends_on: date
    opens_at: datetime
    closes_at: datetime
    selection: str
    offer_hours: int = 48
    minimum_people: int = 0

    def values(self) -> dict[str, Any]:
        return {field.name: getattr(self, field.name) for field in fields(self)}


@transaction.atomic
def create(complex: Complex, plan: Plan, *, capacity: int, by: Any, now: datetime) -> Cohort:
    """Plan a cohort with so many seats. Nobody sees it until it opens."""
    _refuse_plan(plan, complex, capacity=capacity, apart_from=None)
    cohort = Cohort.objects.create(complex=complex, **plan.values())
    SeatPool.objects.create(complex=complex, cohort=cohort, capacity=capacity)
    audit.record(cohort, "created", by=by, at=now, after=cohort.state, facts={"seats": capacity, **_facts(cohort)})
    return cohort


@transaction.atomic
def change(cohort: Cohort, plan: Plan, *, by: Any, now: datetime) -> Cohort:
    """Change a plan; the trail keeps what it said before."""
    capacity = sum(pool.capacity for pool in seats.lock_cohort(cohort) if pool.key == "")
    cohort = Cohort.objects.select_related("complex__site", "course", "venue").get(pk=cohort.pk)
    if cohort.state in OVER:
        raise DomainError(_("This cohort is over, so its plan stands."))
    _refuse_plan(plan, cohort.complex, capacity=capacity, apart_from=cohort)
    before, was = _facts(cohort), copy(cohort)
    for name, value in plan.values().items():
        setattr(cohort, name, value)
    cohort.save(update_fields=list(plan.values()))
    after = _facts(cohort)
    changed = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    if changed:
        record = audit.record(cohort, "changed", by=by, at=now, facts=changed)
        telling.plan_changed(was, cohort, key=record.pk, now=now)
    return cohort


def check(cohort: Cohort, plan: Plan) -> None:
    """Raise what a change to this plan would be refused for."""
    capacity = SeatPool.objects.filter(cohort=cohort, key="").values_list("capacity", flat=True).first() or 0
    _refuse_plan(plan, cohort.complex, capacity=capacity, apart_from=cohort)


def _refuse_plan(plan: Plan, complex: Complex, *, capacity: int, apart_from: Cohort | None) -> None:
    """Every rule of a plan, each with the field it belongs to."""
    if plan.minimum_people > capacity:
        sentence = _("There are %(seats)d seats, so the course would never begin. Enter that many or fewer.")
        raise DomainError(sentence % {"seats": capacity}, field="minimum_people")
    if plan.ends_on < plan.starts_on:
        raise DomainError(_("The last day comes before the first. Enter a later last day."), field="ends_on")
    if plan.closes_at <= plan.opens_at:
        raise DomainError(_("Applications close before they open. Enter a later closing time."), field="closes_at")
    if plan.closes_at > clock.end_of(plan.starts_on, complex.zone):
        raise DomainError(
            _("Applications cannot stay open after the first day. Enter an earlier closing time."), field="closes_at"
        )
    same = Cohort.objects.filter(course=plan.course, number=plan.number)
    if same.exclude(pk=apart_from.pk if apart_from else 0).exists():
        raise DomainError(_("This course has a cohort with this number. Enter another number."), field="number")
    if apart_from is not None:
        _refuse_lost_sessions(plan, apart_from)


def _refuse_lost_sessions(plan: Plan, cohort: Cohort) -> None:
    outside = models.Q(day__lt=plan.starts_on) | models.Q(day__gt=plan.ends_on)
    lost = Session.objects.filter(outside, cohort=cohort).order_by("starts_at").first()
    if lost is not None:
        field = "starts_on" if lost.day < plan.starts_on else "ends_on"
        sentence = _("The timetable has a session on %(day)s, outside these days. Move or remove it first.")
        raise DomainError(sentence % {"day": words.date_words(lost.day)}, field=field)


def _facts(cohort: Cohort) -> dict[str, Any]:
    """A plan as text, for the audit trail."""
    names = [field.name for field in fields(Plan)]
    return {name: str(getattr(cohort, f"{name}_id", None) or getattr(cohort, name)) for name in names}


@transaction.atomic
def step(cohort: Cohort, to: str, *, by: Any, now: datetime) -> Cohort:
    """Lead a cohort on: open → closed → running → ended. Settling is decided person by person elsewhere."""
    seats.lock_cohort(cohort)
    cohort = Cohort.objects.select_related("complex").get(pk=cohort.pk)
    check = _CHECKS.get(to)
    allowed = to in cohort.TRANSITIONS[cohort.state]
    if check is None or (allowed and NEXT.get(cohort.state) != to):
        raise DomainError(_("This step is not made here."))
    if allowed:
        check(cohort, clock.day_of(now, cohort.complex.zone))
    audit.move(cohort, to, by=by, now=now)
    offers.advance(cohort, now=now)
    return cohort


def _may_open(cohort: Cohort, today: date) -> None:
    if not cohort.sessions.exists():
        raise DomainError(_("This cohort has no timetable, so applicants could not plan. Add its sessions first."))


def _may_close(cohort: Cohort, today: date) -> None:
    """Closing early is the operator's to decide."""


def _may_start(cohort: Cohort, today: date) -> None:
    if today < cohort.starts_on:
        raise DomainError(
            _("This cohort begins on %(day)s. Start it on that day.") % {"day": words.date_words(cohort.starts_on)}
        )
    if not cohort.sessions.exists():
        raise DomainError(_("This cohort has no timetable. Add its sessions first."))


def _may_end(cohort: Cohort, today: date) -> None:
    if today < cohort.ends_on:
        raise DomainError(
            _("This cohort runs until %(day)s. End it on that day.") % {"day": words.date_words(cohort.ends_on)}
        )


_CHECKS: dict[str, Callable[[Cohort, date], None]] = {
    CohortState.OPEN: _may_open,
    CohortState.CLOSED: _may_close,
    CohortState.RUNNING: _may_start,
    CohortState.ENDED: _may_end,
}


@transaction.atomic
def set_capacity(cohort: Cohort, *, capacity: int, by: Any, now: datetime) -> int:
    """Change a cohort's seats. Raised, exactly so many of the queue get offers. Returns how many did."""
    pool = next(pool for pool in seats.lock_cohort(cohort) if pool.key == "")
    if Cohort.objects.get(pk=cohort.pk).state in OVER:
        raise DomainError(_("This cohort is over, so its seats stand."))
    seats.set_capacity(pool, capacity=capacity, by=by, now=now)
    return len(offers.advance(cohort, now=now))


@transaction.atomic
def add_person(cohort: Cohort, *, person: User, kind: str, reason: str, by: Any, now: datetime) -> Enrollment:
    """An operator gives a free seat to a person, with a reason. Raises seats.Full where none is left."""
    seats.lock_cohort(cohort)
    cohort = Cohort.objects.select_related("complex__site", "course", "venue").get(pk=cohort.pk)
    if cohort.state not in {CohortState.OPEN, CohortState.CLOSED, CohortState.RUNNING}:
        raise DomainError(_("People are added between the opening and the end of a cohort."))
    offers.advance(cohort, now=now)
    application = _application_of(cohort, person, kind, by=by, now=now)
    offer = application.offers.open().select_related("seat").first() or offers.open_offer(
        application, expires_at=now, by=by, now=now, reason=reason
    )
    offer.application = application
    enrollment = offers.enroll(offer, by=by, now=now, reason=reason)
    mail.seat_given(enrollment, application, now=now)
    return enrollment


def _application_of(cohort: Cohort, person: User, kind: str, *, by: Any, now: datetime) -> Application:
    """The person's application, submitted; made by the operator where there is none."""
    application, _created = Application.objects.get_or_create(
        cohort=cohort, applicant=person, defaults={"complex": cohort.complex, "kind": kind}
    )
    application.cohort, application.applicant = cohort, person
    if (
        application.state == ApplicationState.ENROLLED
        or Enrollment.objects.filter(cohort=cohort, trainee=person).exists()
    ):
        raise DomainError(_("This person is or was in this cohort. The roster shows how they stand."), field="email")
    if application.state == ApplicationState.DRAFT:
        audit.move(application, ApplicationState.APPLIED, by=by, now=now, applied_at=now, kind=kind)
    elif application.state == ApplicationState.WITHDRAWN:
        offers.to_queue(application, by=by, now=now)
    return application
