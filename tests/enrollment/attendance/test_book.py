"""The attendance book of a unit period, its workbook, and its closing."""

import io
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from enrollment.models import AttendanceEvent, UnitClosing
from enrollment.queries import attendance_book, unit_changes
from enrollment.rules import unit_periods as rules
from enrollment.services import unit_periods
from enrollment.states import DayStatus, EventKind, EventSource
from tests import factories
from tests.enrollment.attendance.build import DAY, at, come_to, course, scans
from tests.enrollment.attendance.conftest import signed_in
from training.core import canonical
from training.core.errors import DomainError
from training.core.models import AuditEntry

pytestmark = pytest.mark.django_db
AFTER = at("10:00", DAY + timedelta(days=45))


@pytest.fixture
def operator(room):
    return factories.MembershipFactory(complex=room.cohort.complex, role="operator").user


@pytest.fixture
def office(operator):
    return signed_in(operator)


def marked(room, status, n=0, enrollment=None):
    session = room.cohort.sessions.order_by("starts_at")[n]
    return AttendanceEvent.objects.create(
        complex=room.cohort.complex, enrollment=enrollment or room.enrollment, session=session, kind=EventKind.MANUAL,
        status=status, at=session.starts_at, recorded_at=session.starts_at, source=EventSource.ROSTER,
    )  # fmt: skip


def found(room, number=1, now=AFTER):
    return attendance_book.book(room.cohort, attendance_book.period_of(room.cohort, number), now=now)


# --- rules ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("late", "absences", "rate"), [(0, 0, "100.0"), (2, 0, "100.0"), (3, 1, "90.0"), (6, 2, "80.0"), (7, 2, "80.0")]
)
def test_totals_convert_three_into_one(late, absences, rate):
    events = [
        each
        for n in range(10)
        for each in scans("09:20" if n < late else "09:00", "18:00", day=DAY + timedelta(days=n))
    ]
    summary = come_to(course(10), events)
    totals = rules.totals(summary.days, basis=summary.basis)

    assert (totals.late, totals.absences, str(totals.rate)) == (late, absences, rate)
    assert (totals.credited, totals.done, totals.rate) == (summary.credited, summary.done, summary.rate)


def test_an_absence_is_booked_in_the_unit_of_the_third():
    events = [each for n in (0, 1, 12) for each in scans("09:20", "18:00", day=DAY + timedelta(days=n))]
    summary = come_to(course(20), events)
    first, second = summary.days[:10], summary.days[10:]

    assert [rules.totals(days, basis="days").booked for days in (first, second)] == [0, 1]


# --- the book ------------------------------------------------------------------------------------
def test_book_shows_the_days_of_its_unit_with_marks_and_totals(room, travel):
    for n, status in enumerate(
        [DayStatus.PRESENT, DayStatus.LATE, DayStatus.LATE, DayStatus.AWAY, DayStatus.RECOGNIZED]
    ):
        marked(room, status, n)
    book = found(room)
    row = book.rows[0]

    assert (book.dates[0], book.dates[-1], len(book.dates)) == (DAY, date(2026, 12, 22), 30)
    assert row.marks[:6] == ["출", "지", "지", "외*", "인", "결"]
    assert (row.totals.absent, row.totals.booked, row.rate) == (25, 1, "30일 중 4일 · 13.3 %")
    assert [policy.number for policy in book.policies] == [1]


def test_who_left_before_the_unit_is_not_in_its_book(room, travel):
    gone = factories.EnrollmentFactory(
        complex=room.cohort.complex, cohort=room.cohort, state="withdrawn", ended_on=DAY + timedelta(days=3)
    )

    assert gone in [row.enrollment for row in found(room).rows]
    assert [row.enrollment for row in found(room, 2).rows] == [room.enrollment]


def test_workbook_keeps_names_that_look_like_formulas_as_text(room, office, operator, travel):
    for name in ("=1+1", "+82", "-홍", "@SUM(A1)"):
        factories.EnrollmentFactory(
            complex=room.cohort.complex, cohort=room.cohort, trainee=factories.UserFactory(name=name)
        )
    answer = office.post(f"/desk/cohorts/{room.cohort.pk}/units/1/book.xlsx", {"reason": "report"})
    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    names = [(cell.value, cell.data_type, cell.quotePrefix) for cell in sheet["B"][6:]]

    assert sorted(names) == sorted(
        [("=1+1", "s", True), ("+82", "s", True), ("-홍", "s", True), ("@SUM(A1)", "s", True), ("홍길동", "s", False)]
    )
    assert AuditEntry.objects.get(action="attendance taken").actor == operator


def test_workbook_says_what_it_rests_on(room, office, travel):
    answer = office.post(f"/desk/cohorts/{room.cohort.pk}/units/1/book.xlsx", {"reason": "report"})
    book = load_workbook(io.BytesIO(answer.content))
    head = [row[0] for row in book.worksheets[0].iter_rows(max_row=5, values_only=True)]

    assert head[1] == "단위기간 1: 2026. 11. 23.(월)~12. 22.(화)"
    assert head[2] == "적용 기준: 국민내일배움카드 v1"
    assert head[3] == "작성 2026. 11. 23.(월) 09:03 (KST)"
    assert ("출", "출석") in list(book.worksheets[1].iter_rows(values_only=True))


def test_page_and_its_queries_do_not_grow_with_people(room, office, travel):
    address = f"/desk/cohorts/{room.cohort.pk}/units/1/"
    office.get(address)
    with CaptureQueriesContext(connection) as one:
        page = office.get(address).content.decode()
    for _ in range(2):
        factories.EnrollmentFactory(complex=room.cohort.complex, cohort=room.cohort)
    with CaptureQueriesContext(connection) as three:
        office.get(address)

    assert "출석부" in page
    assert len(one) == len(three) <= 40  # the limit of a report of 200 people by 120 days
    assert office.get(f"/desk/cohorts/{room.cohort.pk}/units/3/").status_code == 404


@pytest.mark.parametrize("path", ["attendance/", "attendance/comparison.csv", "units/1/book.xlsx"])
def test_reports_ask_as_much_for_three_people_as_for_one(room, office, travel, path):
    address = f"/desk/cohorts/{room.cohort.pk}/{path}"
    ask = office.get if path.endswith("/") else lambda at: office.post(at, {"reason": "report"})
    ask(address)
    with CaptureQueriesContext(connection) as one:
        ask(address)
    for _ in range(2):
        factories.EnrollmentFactory(complex=room.cohort.complex, cohort=room.cohort)
    with CaptureQueriesContext(connection) as three:
        ask(address)

    assert len(one) == len(three) <= 40


# --- closing -------------------------------------------------------------------------------------
def close(room, operator, now=AFTER, seen=None):
    period = attendance_book.period_of(room.cohort, 1)
    seen = seen or canonical.sha256(attendance_book.frozen(found(room, now=now)))
    return unit_periods.close(room.cohort, period, seen=seen, by=operator, now=now)


def test_closing_freezes_what_was_read(room, operator):
    marked(room, DayStatus.PRESENT)
    closing = close(room, operator)

    assert closing.evidence_sha256 == canonical.sha256(UnitClosing.objects.get().evidence)
    assert closing.evidence["people"][0]["days"][0]["status"] == "present"
    assert AuditEntry.objects.get(action="unit closed").facts["unit"] == 1


def test_later_differences_are_listed(room, operator, office, travel):
    marked(room, DayStatus.PRESENT)
    close(room, operator)
    assert unit_changes.of_book(found(room)) == []

    marked(room, DayStatus.LATE)
    marked(room, DayStatus.PRESENT, 1)
    lines = unit_changes.of_book(found(room))

    assert [(line.day, line.before, line.now) for line in lines] == [
        (DAY, "출 출석", "지 지각"),
        (DAY + timedelta(days=1), "결 결석", "출 출석"),
    ]
    travel.move_to(AFTER)
    office = signed_in(operator)
    assert "지 지각" in office.get(f"/desk/cohorts/{room.cohort.pk}/units/1/").content.decode()


def test_closing_is_refused_early_twice_and_when_something_changed(room, operator):
    with pytest.raises(DomainError, match="끝나지 않았습니다"):
        close(room, operator, now=at("18:00", date(2026, 12, 22)))
    with pytest.raises(DomainError, match="바뀌었습니다"):
        close(room, operator, seen="0" * 64)
    close(room, operator)
    with pytest.raises(DomainError, match="이미 마감"):
        close(room, operator)


def test_operator_closes_on_the_page(room, operator, travel):
    travel.move_to(AFTER)
    office = signed_in(operator)
    address = f"/desk/cohorts/{room.cohort.pk}/units/1/close/"
    seen = office.get(address).context["form"]["seen"].value()

    assert office.post(address, {"seen": "0" * 64}).status_code == 409
    assert office.post(address, {"seen": seen}).status_code == 302
    assert office.post(address, {"seen": seen}).status_code == 409


def test_database_refuses_to_change_a_closed_unit(room, operator):
    closing = close(room, operator)

    with pytest.raises(DatabaseError), transaction.atomic():
        UnitClosing.objects.filter(pk=closing.pk).update(number=2)
    with pytest.raises(TypeError):
        closing.delete()
