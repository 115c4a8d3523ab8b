"""A class that meets today: 40 weekdays that began two weeks ago, and an open roll."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client

from enrollment.models import AttendanceEvent, Cohort, Enrollment, Session
from enrollment.rules import codes
from enrollment.services.codes import secret_of
from enrollment.states import CohortState
from tests import factories
from tests.enrollment.attendance.build import DAY, at
from training.accounts.models import User
from training.core import clock

OPENED = at("08:50")


@dataclass
class Room:
    """The rows of the class, and what its people do."""

    cohort: Cohort
    session: Session
    enrollment: Enrollment
    instructor: User

    @property
    def trainee(self) -> User:
        return self.enrollment.trainee

    def code(self, instant: datetime | None = None, session: Session | None = None) -> str:
        session = session or self.session
        token = codes.token(secret_of(session), codes.step_at(instant or clock.now()))
        return f"/attend/{session.pk}/{token}/"

    def digits(self) -> str:
        return codes.digits(secret_of(self.session), codes.step_at(clock.now()))

    def ledger(self) -> list[tuple[str, str]]:
        rows = AttendanceEvent.objects.filter(enrollment=self.enrollment).order_by("pk")
        return [(row.kind, f"{row.at.astimezone(self.cohort.complex.zone):%H:%M:%S}") for row in rows]


@pytest.fixture
def room(complex) -> Room:
    cohort = factories.CohortFactory(
        complex=complex, state=CohortState.RUNNING, starts_on=DAY, ends_on=DAY + timedelta(days=39)
    )
    place = factories.RoomFactory(complex=complex)
    sessions = [
        factories.SessionFactory(
            complex=complex,
            cohort=cohort,
            room=place,
            day=DAY + timedelta(days=n),
            starts_at=at("09:00", DAY + timedelta(days=n)),
            ends_at=at("18:00", DAY + timedelta(days=n)),
            opened_at=OPENED if n == 0 else None,
        )
        for n in range(40)
    ]
    instructor = factories.MembershipFactory(complex=complex, role="instructor").user
    factories.TeachingFactory(complex=complex, cohort=cohort, instructor=instructor)
    return Room(cohort, sessions[0], factories.EnrollmentFactory(complex=complex, cohort=cohort), instructor)


@pytest.fixture
def phone(room) -> Client:
    """A browser in which the trainee is signed in."""
    return signed_in(room.trainee)


@pytest.fixture
def desk(room) -> Client:
    """A browser in which the instructor is signed in."""
    return signed_in(room.instructor)


@pytest.fixture
def travel():
    """Stop the clock at an instant; go on with `move_to`."""
    with time_machine.travel(at("09:03"), tick=False) as traveller:
        yield traveller


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client
