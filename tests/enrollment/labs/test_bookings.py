"""Booking, moving and canceling with the session; outages and whom they stop; and that nothing crosses complexes."""

from datetime import date, time, timedelta

import pytest
from django.db import IntegrityError, transaction

from enrollment.models import Booking, BookingSlot, Instrument, Measurand, Outage
from enrollment.services import bookings, instruments, outages, publication, timetable
from enrollment.services.clashes import Clash
from enrollment.services.timetable import Entry
from tests import factories
from tests.enrollment.labs import build
from tests.enrollment.labs.build import MONDAY, at, slot
from tests.factories import NOW
from training.core.errors import DomainError, TransitionRefused
from training.core.models import AuditEntry, Delivery

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    return factories.CohortFactory(state="running")


@pytest.fixture
def unit():
    return build.instrument()


def book(session, unit, **values):
    return bookings.book(session, unit, by=None, now=NOW, **values)


def times(booking):
    booking.refresh_from_db()
    return (booking.starts_at, booking.ends_at)


def entry(session, **values):
    known = {"day": MONDAY, "start": time(13), "end": time(15), "title_ko": session.title_ko, "title_en": "-",
             "room": session.room, "is_practice": True}  # fmt: skip
    return Entry(**known | values)


def test_a_clash_names_the_other_session_and_the_next_free_time(cohort, unit):
    first = build.session(cohort)
    other = build.session(factories.CohortFactory(course=cohort.course), at(14), title_ko="분석 실습")
    book(first, unit)

    with pytest.raises(Clash) as refused:
        book(other, unit)

    assert str(first) in str(refused.value)
    assert "15:00" in str(refused.value)
    assert refused.value.field == "instrument"
    assert book(other, unit, slot=slot((15, 0), (16, 0))).slot == slot((15, 0), (16, 0))  # they touch


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (slot((14, 0), (14, 0)), "ends_at"),
        (slot((15, 0), (16, 0)), "starts_at"),  # after the session
        (slot((11, 0), (13, 0)), "starts_at"),
        (build.Slot(at(14), at(14) + timedelta(days=7, minutes=15)), "ends_at"),
    ],
)
def test_times_that_are_refused(cohort, unit, wanted, field):
    with pytest.raises(DomainError) as refused:
        book(build.session(cohort), unit, slot=wanted)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("unit_values", "session_values", "cohort_state"),
    [
        ({"retired_at": NOW}, {}, "running"),
        ({"safety_class": "supervised", "calibration_due_on": MONDAY - timedelta(days=1)}, {}, "running"),
        ({}, {"is_practice": False}, "running"),
        ({}, {"begins": NOW - timedelta(hours=2)}, "running"),
        ({}, {}, "ended"),
        ({}, {}, "canceled"),
    ],
)
def test_who_cannot_book_what(unit_values, session_values, cohort_state):
    cohort = factories.CohortFactory(state=cohort_state)
    session, unit = build.session(cohort, **session_values), build.instrument(**unit_values)
    with pytest.raises(DomainError):
        book(session, unit)
    assert not Booking.objects.exists()


def test_an_overdue_calibration_alone_does_not_refuse(cohort):
    assert book(build.session(cohort), build.instrument(calibration_due_on=date(2026, 1, 1)))


def test_a_session_books_an_instrument_once_and_nothing_of_another_complex(cohort, unit, cast):
    session = build.session(cohort)
    book(session, unit)
    away = build.instrument(cast.neighbor.memberships.get().complex)
    for other in (unit, away):
        with pytest.raises(DomainError):
            book(session, other)
    assert Booking.objects.get().instrument == unit


def test_bookings_move_with_their_session_and_a_clash_holds_it_back(cohort, unit):
    session, taken = build.session(cohort), build.session(factories.CohortFactory(), at(9))
    booking = book(session, unit)
    book(taken, unit)

    timetable.change(session, entry(session, start=time(11), end=time(14)), by=None, now=NOW)
    assert times(booking) == (at(11), at(14))
    for act in (timetable.change, lambda *args, **_now: timetable.preview(cohort, [args[1]], session=session)):
        session.refresh_from_db()
        with pytest.raises(Clash):
            act(session, entry(session, start=time(10), end=time(12)), by=None, now=NOW)
    session.refresh_from_db()
    assert session.starts_at == at(11)
    assert times(booking) == (at(11), at(14))
    assert set(booking.slots.values_list("quarter", flat=True)) == set(bookings.rules.quarters(booking.slot))


def test_a_booked_session_does_not_become_theory(cohort, unit):
    session = build.session(cohort)
    book(session, unit)
    with pytest.raises(Clash):
        timetable.change(session, entry(session, is_practice=False), by=None, now=NOW)


@pytest.mark.parametrize("ending", ["removed", "canceled", "given back"])
def test_what_ends_a_booking_frees_its_quarters(cohort, unit, ending):
    session = build.session(cohort)
    booking = book(session, unit)
    if ending == "removed":
        timetable.remove(session, by=None, now=NOW)
    elif ending == "canceled":
        publication.cancel(cohort, reason="-", by=None, now=NOW)
    else:
        bookings.cancel(booking, by=None, now=NOW)
    assert (Booking.objects.count(), BookingSlot.objects.count()) == (0, 0)


def test_a_changed_booking_may_overlap_itself_and_one_canceled_meanwhile_is_said(cohort, unit):
    booking = book(build.session(cohort), unit)
    bookings.change(booking, slot((13, 30), (16, 0)), by=None, now=NOW)
    assert times(booking) == (at(13, 30), at(16))
    Booking.objects.all().delete()
    with pytest.raises(TransitionRefused):
        bookings.change(booking, slot((13, 0), (14, 0)), by=None, now=NOW)


def test_the_database_refuses_a_quarter_that_was_given(cohort, unit):
    given = book(build.session(cohort), unit).slots.first()
    other = book(build.session(cohort, at(9)), unit)
    with pytest.raises(IntegrityError), transaction.atomic():
        BookingSlot.objects.create(complex=unit.complex, booking=other, instrument=unit, quarter=given.quarter)


# --- outages ----------------------------------------------------------------------------------
def report(unit, begins=None, until=None):
    begins = begins or at(12)
    return outages.report(unit, starts_at=begins, expected_until=until, reason="릴레이 교체", by=None, now=NOW)


def test_an_outage_tells_the_people_of_the_sessions_it_stops_once(cohort, unit):
    trainee = factories.EnrollmentFactory(cohort=cohort).trainee
    lead, substitute = factories.TeachingFactory(cohort=cohort).instructor, factories.UserFactory(language="en")
    factories.ApplicationFactory(cohort=cohort)  # not told: nothing of theirs is stopped
    stopped = [build.session(cohort, instructor=substitute), build.session(cohort, at(9, day=date(2026, 12, 8)))]
    for session in [*stopped, build.session(cohort, at(9))]:
        book(session, unit)

    outage = report(unit, until=at(12, day=date(2026, 12, 8)))

    told = {delivery.user_id: delivery for delivery in Delivery.objects.filter(kind="instrument_out")}
    assert set(told) == {trainee.pk, lead.pk, substitute.pk}
    assert len(told[trainee.pk].context["lines"]) == 2
    assert (told[trainee.pk].context["instrument"], told[substitute.pk].context["instrument"]) == ("충방전기", "Cycler")
    outages.change(outage, expected_until=at(9, 30, day=date(2026, 12, 8)), reason="-", by=None, now=NOW)
    assert Delivery.objects.filter(kind="instrument_out").count() == 3


def test_a_longer_outage_tells_only_whom_it_stops_now(cohort, unit):
    factories.TeachingFactory(cohort=cohort)
    for day in (7, 8):
        book(build.session(cohort, at(13, day=date(2026, 12, day))), unit)
    outage = report(unit, until=at(18))
    outages.change(outage, expected_until=None, reason="부품을 기다립니다", by=None, now=NOW)
    lines = [delivery.context["lines"] for delivery in Delivery.objects.filter(kind="instrument_out").order_by("pk")]
    assert [("12. 7." in line, "12. 8." in line) for (line,) in lines] == [(True, False), (False, True)]


def test_nothing_is_booked_in_an_outage_until_it_ends(cohort, unit):
    session = build.session(cohort)
    outage = report(unit)
    with pytest.raises(Clash):
        book(session, unit)
    with pytest.raises(DomainError):
        report(unit, at(20))
    operator = factories.UserFactory()
    outages.end(outage, by=operator, now=NOW)
    assert book(session, unit)
    with pytest.raises(TransitionRefused):
        outages.end(outage, by=operator, now=NOW)


# --- instruments ------------------------------------------------------------------------------
def test_an_instrument_that_is_waited_for_is_not_retired(cohort, unit):
    booking = book(build.session(cohort), unit)
    with pytest.raises(DomainError):
        instruments.retire(unit, reason="-", by=None, now=NOW)
    bookings.cancel(booking, by=None, now=NOW)
    instruments.retire(unit, reason="낡았습니다", by=None, now=NOW)
    assert AuditEntry.objects.get(action="retired").reason == "낡았습니다"
    instruments.take_back(unit, by=None, now=NOW)
    assert Instrument.objects.in_use().get() == unit


@pytest.mark.parametrize(
    ("done_on", "due_on", "field"),
    [(date(2026, 11, 24), None, "done_on"), (date(2026, 11, 23), date(2026, 11, 23), "due_on")],
)
def test_calibrations_that_are_refused(unit, done_on, due_on, field):
    with pytest.raises(DomainError) as refused:
        instruments.calibrate(unit, done_on=done_on, due_on=due_on, by=None, now=NOW)
    assert refused.value.field == field
    instruments.calibrate(unit, done_on=date(2026, 11, 23), due_on=date(2026, 11, 24), by=None, now=NOW)
    assert unit.calibration_due_on is None  # the row was read anew
    assert Instrument.objects.get().calibration_due_on == date(2026, 11, 24)


def test_what_the_database_refuses_of_instruments(unit):
    own = {"complex": unit.complex, "instrument": unit}
    line = {**own, "quantity_ko": "전압", "quantity_en": "voltage", "unit": "V"}
    Measurand.objects.create(**line)
    wrong = [
        lambda: build.instrument(room=unit.room, serial=unit.serial),
        lambda: build.instrument(room=unit.room, calibrated_on=MONDAY, calibration_due_on=MONDAY),
        lambda: Measurand.objects.create(**line),
        lambda: Measurand.objects.create(**{**line, "unit": "mV"}, low=5, high=1),
        lambda: Outage.objects.create(**own, starts_at=NOW, expected_until=NOW, reason="-", reported_at=NOW),
        lambda: Outage.objects.create(**own, starts_at=NOW, ended_at=NOW, reason="-", reported_at=NOW),
    ]
    for act in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            act()
