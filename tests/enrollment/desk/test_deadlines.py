"""The operator's calendar: days computed from the rules, reminders once a day, ticks with a name."""

from datetime import date, timedelta

import pytest
import time_machine

from enrollment.models import DeadlineDone
from enrollment.queries import deadlines as queries
from enrollment.rules import deadlines as rules
from enrollment.rules.deadlines import Plan
from enrollment.services import deadlines
from enrollment.states import CohortState
from tests import factories
from tests.factories import NOW
from training.accounts.states import Role
from training.core.errors import DomainError
from training.core.models import AuditEntry, Delivery

HOLIDAYS = {date(2026, 12, 25), date(2027, 1, 1)}


@pytest.mark.parametrize(
    ("training_days", "ends_on", "expected"),
    [
        (9, date(2026, 12, 17), date(2026, 12, 7)),
        (10, date(2026, 12, 18), date(2026, 12, 8)),
        (29, date(2027, 1, 14), date(2026, 12, 8)),
        (30, date(2027, 1, 15), date(2026, 12, 14)),
        (120, date(2027, 6, 5), date(2026, 12, 14)),  # a day short of six months
        (120, date(2027, 6, 6), date(2026, 12, 21)),
        (180, date(2027, 6, 5), date(2026, 12, 14)),
        (181, date(2027, 6, 5), date(2026, 12, 21)),
    ],
)
def test_roster_is_registered_by_the_length_of_the_course(training_days, ends_on, expected):
    assert rules.roster_on(Plan(date(2026, 12, 7), ends_on, training_days)) == expected


@pytest.mark.parametrize(
    ("first", "count", "expected"),
    [
        (date(2026, 12, 16), 3, date(2026, 12, 18)),  # Wednesday to Friday
        (date(2026, 12, 18), 3, date(2026, 12, 22)),  # over a weekend
        (date(2026, 12, 24), 2, date(2026, 12, 28)),  # over Christmas and a weekend
        (date(2026, 12, 19), 1, date(2026, 12, 21)),  # from a Saturday
    ],
)
def test_business_days_pass_over_weekends_and_holidays(first, count, expected):
    assert rules.business_days(first, count, HOLIDAYS) == expected


def test_eight_weeks_of_the_national_card_have_these_deadlines():
    """Starts Monday 7 Dec 2026; the unit periods end on 6 Jan and, shortened, on 29 Jan 2027."""
    plan = Plan(date(2026, 12, 7), date(2027, 1, 29), 38, "national-card")

    found = [(one.key, one.due_on.isoformat()) for one in rules.deadlines(plan, closed=HOLIDAYS)]

    assert found == [
        ("last_change", "2026-12-04"),
        ("start_report", "2026-12-06"),
        ("roster", "2026-12-14"),
        ("unit-close-1", "2027-01-20"),  # from Saturday the 16th: 18, 19, 20
        ("unit-apply-1", "2027-01-25"),  # 21, 22, 25
        ("unit-close-2", "2027-02-03"),  # ended on the 29th: from Monday 1 Feb
        ("report", "2027-02-08"),
        ("unit-apply-2", "2027-02-08"),  # 4, 5, 8: Seollal is not in this test's holidays
        ("survey", "2027-02-28"),
        ("employment", "2027-08-29"),
    ]


def test_each_scheme_has_its_own_rows():
    days = (date(2026, 12, 7), date(2027, 1, 29), 38)

    employer = {one.key: one.due_on for one in rules.deadlines(Plan(*days, "employer"), closed=())}
    kdt = {one.key: one.due_on for one in rules.deadlines(Plan(*days, "kdt"), closed=())}

    assert employer == {
        "start_report": date(2026, 12, 6),
        "roster": date(2026, 12, 14),
        "report": date(2027, 2, 12),  # within 14 days
    }
    assert kdt["contract"] == date(2026, 11, 23)


@pytest.mark.parametrize(("days", "said"), [(-2, "2일 전"), (-1, "1일 전"), (0, "오늘"), (1, "내일"), (3, "3일 뒤")])
def test_distance_of_a_day_is_said_in_words(days, said):
    today = date(2026, 11, 23)

    assert queries.relative(today + timedelta(days=days), today) == said


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def cohort(db):
    """Starts on Tuesday 24 Nov: today, Monday, its start is reported, and its last day to change is over."""
    return factories.CohortFactory(
        state=CohortState.CLOSED, starts_on=date(2026, 11, 24), closes_at=NOW - timedelta(days=1)
    )


@pytest.fixture
def operator(client, cohort):
    person = factories.MembershipFactory(complex=cohort.complex, role=Role.OPERATOR).user
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return person


def due(cohort) -> list[str]:
    items = queries.of_cohorts([cohort], now=NOW)
    return [item.deadline.key for item in queries.due(items, within=3)]


def test_tick_takes_a_deadline_off_with_name_and_time_and_comes_back(cohort, operator):
    assert due(cohort) == ["last_change", "start_report", "roster"]
    deadlines.tick(cohort, "start_report", by=operator, now=NOW)
    deadlines.tick(cohort, "start_report", by=factories.UserFactory(), now=NOW + timedelta(hours=1))

    done = DeadlineDone.objects.get()
    assert (due(cohort), done.done_by, done.done_at) == (["last_change", "roster"], operator, NOW)
    deadlines.untick(cohort, "start_report", by=operator, now=NOW)
    deadlines.untick(cohort, "start_report", by=operator, now=NOW)
    assert due(cohort) == ["last_change", "start_report", "roster"]
    actions = (
        AuditEntry.objects.filter(subject_type="enrollment.cohort").order_by("pk").values_list("action", flat=True)
    )
    assert list(actions) == ["deadline done", "deadline not done"]


def test_deadline_that_does_not_exist_is_not_ticked(cohort, operator):
    with pytest.raises(DomainError):
        deadlines.tick(cohort, "unit-close-9", by=operator, now=NOW)


def test_reminder_goes_to_operators_once_a_day_from_eight(cohort, operator):
    factories.MembershipFactory(complex=cohort.complex, role=Role.INSTRUCTOR)
    early = NOW.replace(hour=22, minute=59) - timedelta(days=1)  # 07:59 in Korea

    assert [deadlines.remind(cohort.complex, now=early), Delivery.objects.count()] == [0, 0]
    for hours in (0, 1, 9):
        deadlines.remind(cohort.complex, now=NOW + timedelta(hours=hours))
    assert list(Delivery.objects.values_list("user", "kind")) == [(operator.pk, "deadlines_due")]
    deadlines.remind(cohort.complex, now=NOW + timedelta(days=1))
    assert Delivery.objects.count() == 2
    assert len(Delivery.objects.first().context["lines"]) == 3


def test_nothing_due_is_no_mail(cohort, operator):
    type(cohort).objects.update(state=CohortState.CANCELED)

    assert (deadlines.remind(cohort.complex, now=NOW), Delivery.objects.count()) == (0, 0)


def test_board_shows_what_is_due_with_its_article_and_the_way_to_the_act(client, cohort, operator):
    board = client.get("/desk/").context["board"]

    assert [(item.key, item.until, item.late, item.article) for item in board.due] == [
        ("last_change", "2일 전", True, "운영규정 §27②"),
        ("start_report", "오늘", False, "운영규정 §32①"),
        ("", "내일", False, ""),  # the step: start the course
        ("roster", "내일", False, "운영규정 §32①"),  # no session yet, so fewer than ten days: the first day
    ]
    answer = client.post(f"/desk/cohorts/{cohort.pk}/deadlines/roster/done/")
    assert (answer.status_code, answer["Location"]) == (302, "/desk/")
    assert client.post(f"/desk/cohorts/{cohort.pk}/deadlines/nonsense/done/").status_code == 409
    assert client.get(f"/desk/cohorts/{cohort.pk}/deadlines/roster/done/").status_code == 405


def test_board_warns_of_too_few_people(client, cohort, operator):
    type(cohort).objects.update(minimum_people=1)
    assert "최소 1명 가운데 0명" in client.get("/desk/").content.decode()
    factories.EnrollmentFactory(cohort=cohort)

    assert "최소 1명" not in client.get("/desk/").content.decode()


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("2026-12", date(2026, 12, 1)),
        ("", date(2026, 11, 1)),
        ("nonsense", date(2026, 11, 1)),
        ("2026-13", date(2026, 11, 1)),
        ("0000-01", date(2026, 11, 1)),
        ("9999-12", date(2026, 11, 1)),
    ],
)
def test_calendar_answers_any_month(client, cohort, operator, asked, shown):
    assert client.get(f"/desk/calendar/?month={asked}").context["month"].first == shown


def test_calendar_marks_holidays_and_counts_the_same_queries_for_three_cohorts(client, cohort, operator, count_queries):
    one = count_queries(lambda: client.get("/desk/calendar/?month=2026-12"))
    factories.CohortFactory(course=cohort.course), factories.CohortFactory(course=cohort.course)

    assert count_queries(lambda: client.get("/desk/calendar/?month=2026-12")) == one
    page = client.get("/desk/calendar/?month=2026-12")
    holidays = {day.day: day.holiday for week in page.context["month"].weeks for day in week if day.holiday}
    assert holidays == {date(2026, 12, 25): "기독탄신일", date(2027, 1, 1): "신정연휴"}
