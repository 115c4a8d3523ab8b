"""One instrument, wanted by eight sessions at once; `bin/chaos bookings` does it a thousand times with processes."""

from datetime import timedelta

import pytest
from django.db import connection

from enrollment.models import Booking, Instrument
from enrollment.services import bookings
from enrollment.services.clashes import Clash
from tests import factories
from tests.bench.bookings import doubles
from tests.enrollment.labs import build
from tests.enrollment.labs.build import at
from tests.enrollment.seats.test_races import CLIENTS, contend
from tests.factories import NOW

pytestmark = pytest.mark.django_db(transaction=True)
SLOTS = 5


def race():
    """Each slot is fought for by sessions of eight cohorts that begin five minutes apart."""
    unit = build.instrument()
    course = factories.CourseFactory()
    cohorts = [factories.CohortFactory(course=course) for _ in range(CLIENTS)]
    wanted = [
        build.session(cohort, at(9) + timedelta(hours=2 * number, minutes=5 * late), hours=1)
        for number in range(SLOTS)
        for late, cohort in enumerate(cohorts)
    ]
    return unit, contend(lambda session: bookings.book(session, unit, by=None, now=NOW), wanted)


def no_lock(keys):
    return list(Instrument.objects.filter(pk__in=keys))


def test_an_instrument_is_given_once_a_slot():
    unit, results = race()

    assert (doubles(unit), Booking.objects.count()) == (0, SLOTS)
    assert sum(isinstance(result, Clash) for result in results) == SLOTS * (CLIENTS - 1)


def test_the_quarters_alone_hold_and_still_name_the_other(monkeypatch):
    monkeypatch.setattr(bookings, "_held", no_lock)
    monkeypatch.setattr(bookings, "_refuse_clash", lambda *args: None)
    unit, results = race()

    assert (doubles(unit), Booking.objects.count()) == (0, SLOTS)
    assert {type(result) for result in results} == {Booking, Clash}


def test_without_the_guard_an_instrument_is_given_twice(monkeypatch):
    """The teeth. Where one writes at a time, as on SQLite, whoever looks first is right: the look is taken out there."""
    monkeypatch.setattr(bookings, "_held", no_lock)
    monkeypatch.setattr(bookings, "_fill", lambda booking: None)
    if connection.vendor == "sqlite":
        monkeypatch.setattr(bookings, "_refuse_clash", lambda *args: None)
    unit, _results = race()

    assert doubles(unit) > 0
