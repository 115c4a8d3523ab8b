"""A crowd with sessions and drafts, and what became of it."""

from datetime import date, timedelta
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.db.models import Count, Q

from enrollment.models import Application, Enrollment, Seat, SeatPool
from tests import factories
from training.accounts.models import User
from training.core import clock


def people(count: int, *, first: int = 0) -> tuple[list[User], list[str]]:
    """So many people, and a session of each; `first` begins their numbers."""
    password = make_password(None)
    born = date(1999, 5, 17)
    rows = [
        User(email=f"crowd{n}@example.com", name=f"사람{n}", birth_date=born, password=password)
        for n in range(first, first + count)
    ]
    made = User.objects.bulk_create(rows)
    store = import_module(settings.SESSION_ENGINE).SessionStore
    sessions = []
    for person in made:
        session = store()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.save()
        sessions.append(session.session_key)
    return made, sessions


def cohort(people: list[User], *, seats: int) -> int:
    """A cohort of a course of its own that is open now, with a draft of each."""
    now = clock.now()
    day = now.date()
    made = factories.CohortFactory(
        seats=seats, starts_on=day + timedelta(days=14), ends_on=day + timedelta(days=70),
        opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=7),
    )  # fmt: skip
    Application.objects.bulk_create(
        Application(complex=made.complex, cohort=made, applicant=person, kind="employed") for person in people
    )
    return int(made.pk)


def contested(cohorts: list[int]) -> dict[str, Any]:
    """What became of the last seats."""
    held = Count("seats", filter=Q(seats__released_at=None))
    pools = SeatPool.objects.filter(cohort__in=cohorts).annotate(held=held)
    return {
        "contested last seats": len(cohorts),
        "last seats given": Enrollment.objects.filter(cohort__in=cohorts).count(),
        "oversold last seats": sum(1 for pool in pools if pool.held > pool.capacity or pool.held != pool.taken),
    }


def rush(cohort: int) -> dict[str, Any]:
    """What became of those who came all at once."""
    waiting = Application.objects.filter(cohort=cohort).queue()
    return {
        "seats given in the rush": Seat.objects.held().filter(pool__cohort=cohort).count(),
        "in the queue after the rush": waiting.values("queued_at").distinct().count(),
    }
