"""A class that ended its first week: claims about its days."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from enrollment.models import Claim, Cohort, Enrollment, Session
from enrollment.rules.claims import Asked
from enrollment.services import claims
from enrollment.states import ClaimKind, ClaimReason, CohortState
from tests import factories
from tests.enrollment.attendance.build import DAY, at
from training.accounts.models import User

NOON = at("12:00")


@dataclass
class Desk:
    """A cohort of 40 days from DAY on, its trainee, and two operators."""

    cohort: Cohort
    enrollment: Enrollment
    operator: User
    second: User

    @property
    def trainee(self) -> User:
        return self.enrollment.trainee


def desk(complex: Any) -> Desk:
    cohort = factories.CohortFactory(
        complex=complex, state=CohortState.RUNNING, starts_on=DAY, ends_on=DAY + timedelta(days=39)
    )
    for n in range(40):
        session(cohort, n)
    enrollment = factories.EnrollmentFactory(complex=complex, cohort=cohort)
    operators = [factories.MembershipFactory(complex=complex, role="operator").user for _n in range(2)]
    return Desk(cohort, enrollment, *operators)


def session(cohort: Cohort, n: int, start: str = "09:00", end: str = "18:00") -> Session:
    return factories.SessionFactory(
        complex=cohort.complex, cohort=cohort, day=day(n), starts_at=at(start, day(n)), ends_at=at(end, day(n))
    )


def day(n: int) -> date:
    return DAY + timedelta(days=n)


def recognition(first: int = 0, last: int | None = None, reason: str = ClaimReason.EXAM) -> Asked:
    return Asked(ClaimKind.RECOGNITION, reason, day(first), day(first if last is None else last))


def correction(on: int = 0, came: str | None = "09:00", left: str | None = "18:00") -> Asked:
    times = [at(clock).time() if clock else None for clock in (came, left)]
    return Asked(ClaimKind.CORRECTION, ClaimReason.DEVICE, day(on), day(on), *times)


def file(
    desk: Desk, asked: Asked | None = None, *, by: User | None = None, now: datetime = NOON, late: str = ""
) -> Claim:
    return claims.file(
        desk.enrollment, asked=asked or recognition(), text="정보처리기능사 시험", by=by or desk.trainee, now=now, late_reason=late
    )  # fmt: skip


def row(desk: Desk, **values: Any) -> Claim:
    """A row as it is, past the service."""
    fields = {
        "complex": desk.cohort.complex,
        "enrollment": desk.enrollment,
        "kind": ClaimKind.RECOGNITION,
        "reason": ClaimReason.EXAM,
        "first_on": day(0),
        "last_on": day(0),
        "asked": "recognized",
        "text": "-",
        "filed_at": NOON,
        "filed_by": desk.trainee,
        "due_at": at("00:00", day(2)),
        **values,
    }
    return Claim.objects.create(**fields)
