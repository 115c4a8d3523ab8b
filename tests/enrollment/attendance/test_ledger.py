"""The ledger is only ever added to, by those who may, once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.db.models import Q, UniqueConstraint

from enrollment.models import AttendanceEvent, Enrollment
from enrollment.queries.attendance import summary
from enrollment.services import attendance
from enrollment.states import CohortState, DayStatus, EventKind, EventSource
from tests import factories
from tests.enrollment.attendance.build import DAY, at
from training.core.errors import DomainError, Refused

pytestmark = pytest.mark.django_db


def record(room, kind="in", clock="09:03", ticket="", session=None, trainee=None):
    return attendance.record(
        session or room.session,
        trainee=trainee or room.trainee,
        kind=kind,
        at=at(clock),
        source=EventSource.QR,
        ticket=ticket,
        now=at(clock),
    )


def mark(room, status=DayStatus.PRESENT, *, by=None, now=None, enrollment=None):
    return attendance.mark(
        room.session,
        enrollment=enrollment or room.enrollment,
        status=status,
        by=by or room.instructor,
        now=now or at("10:00"),
    )


def status(room, clock="10:00") -> str:
    return summary(room.enrollment, now=at(clock)).on(DAY).status


# --- the database refuses ------------------------------------------------------------------------
@pytest.mark.parametrize(
    "statement", ["UPDATE enrollment_attendanceevent SET note = 'x'", "DELETE FROM enrollment_attendanceevent"]
)
def test_database_refuses_to_change_or_delete_a_line(room, statement):
    record(room)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TABLE ledger_may_be_emptied")  # only tests have it, so that they can flush
        with pytest.raises(IntegrityError, match="only ever added to"), transaction.atomic():
            cursor.execute(statement)

    assert room.ledger() == [("in", "09:03:00")]


def test_row_refuses_to_be_saved_again_or_deleted(room):
    event = record(room).event
    for act in (event.save, event.delete):
        with pytest.raises(TypeError):
            act()


def test_database_refuses_a_second_line_for_one_ticket(room):
    record(room, ticket="t")
    with pytest.raises(IntegrityError), transaction.atomic():
        AttendanceEvent.objects.create(
            complex=room.cohort.complex, enrollment=room.enrollment, session=room.session, kind="out",
            at=at("18:00"), recorded_at=at("18:00"), source="qr", ticket="t",
        )  # fmt: skip


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": EventKind.IN, "status": DayStatus.PRESENT},
        {"kind": EventKind.MANUAL, "status": ""},
        {"kind": EventKind.UNDO},
    ],
)
def test_database_refuses_lines_that_make_no_sense(room, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        AttendanceEvent.objects.create(
            complex=room.cohort.complex, enrollment=room.enrollment, session=room.session,
            at=at("18:00"), recorded_at=at("18:00"), source="qr", **fields,
        )  # fmt: skip


# --- who may -------------------------------------------------------------------------------------
def test_ticket_is_spent_once_even_for_another_act(room):
    record(room, ticket="t")
    with pytest.raises(attendance.TicketSpent):
        record(room, kind="out", clock="09:04", ticket="t")


def test_person_of_another_cohort_is_refused(room):
    other = factories.EnrollmentFactory(complex=room.cohort.complex)
    with pytest.raises(Refused):
        record(room, trainee=other.trainee)
    with pytest.raises(Refused):
        mark(room, enrollment=other)


@pytest.mark.parametrize("who", ["stranger", "trainee", "other", "former"])
def test_only_instructors_of_the_cohort_mark(room, who):
    people = {
        "stranger": factories.UserFactory(),
        "trainee": room.trainee,
        "other": factories.MembershipFactory(complex=room.cohort.complex, role="instructor").user,
        "former": room.instructor,
    }
    if who == "former":
        room.cohort.teachings.update(ended_at=at("08:00"))
    with pytest.raises(Refused):
        mark(room, by=people[who])

    assert room.ledger() == []


def test_operator_marks_too(room):
    operator = factories.MembershipFactory(complex=room.cohort.complex, role="operator").user

    assert mark(room, by=operator).status == DayStatus.PRESENT


# --- marks ---------------------------------------------------------------------------------------
def test_mark_and_undo_are_two_lines_and_leave_the_day_as_it_was(room):
    record(room, clock="09:14")
    event = mark(room, DayStatus.ABSENT)
    assert status(room) == DayStatus.ABSENT
    attendance.undo(event, by=room.instructor, now=at("10:01"))
    attendance.undo(event, by=room.instructor, now=at("10:02"))

    assert [kind for kind, _at in room.ledger()] == ["in", "manual", "undo"]
    assert status(room) == DayStatus.CHECKED_IN


def test_same_mark_twice_is_one_line(room):
    assert mark(room).pk == mark(room).pk
    assert mark(room, DayStatus.LATE).pk != mark(room).pk


def test_undone_check_in_can_be_recorded_again(room):
    attendance.undo(record(room).event, by=room.instructor, now=at("09:05"))

    assert not record(room, clock="09:06").already


@pytest.mark.parametrize("mark_", ["recognized", "upcoming", "checked_in", "nonsense", ""])
def test_only_five_marks(room, mark_):
    with pytest.raises(DomainError):
        mark(room, mark_)


def test_mark_after_the_day_closed_is_refused(room):
    midnight = at("00:00", at("09:00").date().replace(day=24))
    assert mark(room, now=at("23:59:59"))
    with pytest.raises(DomainError, match="마감"):
        mark(room, DayStatus.LATE, now=midnight)


def test_settled_cohort_is_not_marked(room):
    type(room.cohort).objects.update(state=CohortState.SETTLED)
    room.session.refresh_from_db()
    with pytest.raises(DomainError):
        attendance.mark(
            type(room.session).objects.get(pk=room.session.pk),
            enrollment=room.enrollment, status="present", by=room.instructor, now=at("10:00"),
        )  # fmt: skip


# --- decisions -----------------------------------------------------------------------------------
def decide(room, by, kind=EventKind.RECOGNIZED, status="", clock="10:00"):
    return attendance.decide(
        room.session,
        enrollment=room.enrollment,
        kind=kind,
        status=status,
        reason="exam",
        note="수험표",
        by=by,
        now=at(clock),
    )


def test_operator_recognizes_an_absence_and_takes_it_back(room):
    operator = factories.MembershipFactory(complex=room.cohort.complex, role="operator").user
    event = decide(room, operator)
    assert status(room) == DayStatus.RECOGNIZED
    with pytest.raises(Refused):
        attendance.undo(event, by=room.instructor, now=at("11:00"))
    attendance.undo(event, by=operator, now=at("11:00"))

    assert status(room) == DayStatus.UPCOMING


def test_later_correction_decides_over_the_mark(room):
    operator = factories.MembershipFactory(complex=room.cohort.complex, role="operator").user
    mark(room, DayStatus.ABSENT)
    decide(room, operator, EventKind.CORRECTION, DayStatus.PRESENT)

    assert status(room) == DayStatus.PRESENT


def test_instructor_does_not_decide(room):
    with pytest.raises(Refused):
        decide(room, room.instructor)


# --- races ---------------------------------------------------------------------------------------
races = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer, so it hides races")


def race(room, times: int = 8) -> list[str]:
    """Post one ticket so many times at once, as check-out and check-in by turns."""
    start = Barrier(times)

    def post(number: int) -> str:
        try:
            start.wait()
            return "recorded" if not record(room, ("in", "away")[number % 2], ticket="one").already else "already"
        except DomainError as error:
            return type(error).__name__
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(post, range(times)))


@pytest.mark.postgres
@races
@pytest.mark.django_db(transaction=True)
def test_one_ticket_posted_by_eight_records_once(room):
    record(room, clock="08:55")  # so that both going out and a repeated check-in are possible answers
    answers = race(room)

    assert answers.count("recorded") == 1
    assert AttendanceEvent.objects.filter(ticket="one").count() == 1


@pytest.mark.postgres
@races
@pytest.mark.django_db(transaction=True)
def test_eight_check_ins_with_eight_tickets_record_once(room):
    start = Barrier(8)

    def post(number: int) -> bool:
        start.wait()
        try:
            return record(room, ticket=f"ticket-{number}").already
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        already = list(pool.map(post, range(8)))

    assert already.count(False) == 1
    assert room.ledger() == [("in", "09:03:00")]


@pytest.mark.postgres
@races
@pytest.mark.django_db(transaction=True)
def test_without_lock_and_constraint_the_same_race_records_several(room, monkeypatch):
    """The teeth: what the two tests above would see if nothing held."""
    meet = Barrier(8)
    insert = attendance._insert

    def late(*args, **kwargs):
        meet.wait(timeout=20)  # everybody has looked before anybody writes
        return insert(*args, **kwargs)

    monkeypatch.setattr(attendance, "_lock", lambda enrollment: Enrollment.objects.get(pk=enrollment.pk))
    monkeypatch.setattr(attendance, "_insert", late)
    constraint = UniqueConstraint(fields=["ticket"], condition=~Q(ticket=""), name="event_ticket_spent_once")
    with connection.schema_editor() as editor:
        editor.remove_constraint(AttendanceEvent, constraint)
    try:
        start = Barrier(8)

        def post(_number: int) -> None:
            start.wait()
            try:
                record(room, ticket="one")
            finally:
                connections.close_all()

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(post, range(8)))
        assert AttendanceEvent.objects.filter(ticket="one").count() > 1
    finally:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE enrollment_attendanceevent CASCADE")
        with connection.schema_editor() as editor:
            editor.add_constraint(AttendanceEvent, constraint)
