"""The report of 200 people by 120 days, each with a check-in and a check-out: seconds and queries of each page and file.

`base` is the limit, so a ratio of 1 or less keeps it. Database work on PostgreSQL is not in the processor's time.
"""

import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

import time_machine
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from enrollment.models import AttendanceEvent, Cohort, Enrollment, Session
from enrollment.states import CohortState, EventKind, EventSource
from tests import factories
from tests.bench.rows import Row
from training.accounts.models import User

DATABASES = ("sqlite", "postgresql")
PEOPLE, DAYS = 200, 120
MOST_SECONDS, MOST_QUERIES = 3.0, 40
ROUNDS = 3
ZONE = ZoneInfo("Asia/Seoul")
FIRST = date(2026, 3, 2)
LAST = FIRST + timedelta(days=DAYS - 1)
PAGES = {
    "people by days, the page": "attendance/",
    "attendance book of a unit period, the page": "units/1/",
    "attendance book of a unit period, XLSX": "units/1/book.xlsx",
    "comparison file of the whole course, CSV": "attendance/comparison.csv",
}


def bench(name: str) -> list[Row]:
    settings.ALLOWED_HOSTS = ["*"]
    cohort = build()
    client = Client(headers={"host": "localhost"})
    operator = factories.MembershipFactory(complex=cohort.complex, role="operator").user
    with time_machine.travel(datetime.combine(LAST + timedelta(days=1), datetime.min.time(), tzinfo=ZONE), tick=True):
        client.force_login(operator, backend="django.contrib.auth.backends.ModelBackend")
        return [row for case, path in PAGES.items() for row in _rows(name, case, _act(client, cohort, path))]


def _act(client: Client, cohort: Cohort, path: str) -> Callable[[], None]:
    def act() -> None:
        ask = client.get if path.endswith("/") else client.post  # a download says why
        answer = ask(f"/desk/cohorts/{cohort.pk}/{path}", {} if path.endswith("/") else {"reason": "report"})
        if answer.status_code != 200 or not answer.content:
            raise RuntimeError(f"{path} answered {answer.status_code}")

    return act


def _rows(name: str, case: str, act: Callable[[], None]) -> Iterator[Row]:
    act()
    with CaptureQueriesContext(connection) as asked:
        act()
        queries = len(asked)  # the next request empties the list
    turns = [_seconds(act) for _ in range(ROUNDS)]
    wall, processor = (median(each) for each in zip(*turns, strict=True))
    yield Row(name, f"{case}: time", wall, MOST_SECONDS, "s", wall / MOST_SECONDS, 1.0)
    yield Row(name, f"{case}: processor", processor, MOST_SECONDS, "s", processor / MOST_SECONDS)
    yield Row(name, f"{case}: queries", queries, MOST_QUERIES, "", queries / MOST_QUERIES, 1.0)


def _seconds(act: Callable[[], None]) -> tuple[float, float]:
    """By the clock, and of this process alone, which other programs on the machine do not lengthen."""
    started, worked = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - started, time.process_time() - worked


def build() -> Cohort:
    """Everybody came every day; every tenth day of each was late, and every twentieth a day off."""
    cohort = factories.CohortFactory(state=CohortState.RUNNING, starts_on=FIRST, ends_on=LAST, seats=PEOPLE)
    days = [FIRST + timedelta(days=n) for n in range(DAYS)]
    sessions = Session.objects.bulk_create(
        Session(
            complex=cohort.complex, cohort=cohort, title_ko="실습", title_en="Practice", day=day,
            starts_at=_at(day, 9), ends_at=_at(day, 18),
        )
        for day in days
    )  # fmt: skip
    people = User.objects.bulk_create(User(email=f"report{n}@example.com", name=f"사람{n}") for n in range(PEOPLE))
    rows = Enrollment.objects.bulk_create(
        Enrollment(complex=cohort.complex, cohort=cohort, trainee=person, enrolled_at=factories.NOW)
        for person in people
    )
    AttendanceEvent.objects.bulk_create(
        (event for n, row in enumerate(rows) for event in _events(cohort, row, sessions, n)), batch_size=500
    )
    return cohort


def _events(cohort: Cohort, row: Enrollment, sessions: list[Session], number: int) -> Iterator[AttendanceEvent]:
    for n, session in enumerate(sessions):
        if (n + number) % 20 == 0:
            continue
        late = timedelta(minutes=20 if (n + number) % 10 == 5 else 0)
        for kind, at in ((EventKind.IN, session.starts_at + late), (EventKind.OUT, session.ends_at)):
            yield AttendanceEvent(
                complex=cohort.complex, enrollment=row, session=session, kind=kind, at=at, recorded_at=at,
                source=EventSource.QR,
            )  # fmt: skip


def _at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZONE)
