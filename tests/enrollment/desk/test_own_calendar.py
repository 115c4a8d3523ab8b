"""A person's own calendar: at an address that can be ended, and attached to what they are told by mail."""

from datetime import date, time, timedelta

import icalendar
import pytest
import time_machine
from django.core import mail as sent
from django.db import connection
from django.test.utils import CaptureQueriesContext

from enrollment.models import CalendarFeed, Enrollment
from enrollment.queries import feeds as queries
from enrollment.services import enrollments, feeds, timetable
from enrollment.services.timetable import Entry
from enrollment.states import CohortState, EnrollmentState
from tests import factories
from tests.factories import NOW
from training.core import mail, outbox
from training.core.models import Delivery

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 12, 7)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def cohort_with(complex, *titles: str):
    cohort = factories.CohortFactory(complex=complex)
    for later, title in enumerate(titles):
        entry = Entry(day=MONDAY + timedelta(days=later), start=time(9), end=time(12), title_ko=title, title_en=title)
        timetable.add(cohort, entry, by=None, now=NOW)
    return cohort


@pytest.fixture
def trainee(complex):
    return factories.UserFactory(email="trainee@x.kr")


def events(content: bytes) -> list[tuple[str, str, int]]:
    found = icalendar.Calendar.from_ical(content).walk("VEVENT")
    return [(str(each["summary"]).split(" · ")[0], str(each["status"]), int(each["sequence"])) for each in found]


def address(client) -> str:
    return client.get("/learn/calendar/").context["address"].replace("http://localhost", "").replace(":8000", "")


def test_calendar_holds_what_one_learns_and_teaches_and_nobody_elses(complex, trainee):
    factories.EnrollmentFactory(cohort=cohort_with(complex, "믹싱", "코팅"), trainee=trainee)
    factories.TeachingFactory(cohort=cohort_with(complex, "안전"), instructor=trainee)
    cohort_with(complex, "남의 것")
    planned = cohort_with(complex, "미정")
    type(planned).objects.filter(pk=planned.pk).update(state=CohortState.PLANNED)
    factories.TeachingFactory(cohort=planned, instructor=trainee)

    found = events(queries.own(trainee, complex, now=NOW))

    assert sorted(found) == [("믹싱", "CONFIRMED", 0), ("안전", "CONFIRMED", 0), ("코팅", "CONFIRMED", 0)]


def test_sessions_led_in_another_complex_are_in_its_own_calendar_alone(complex, trainee):
    elsewhere = factories.site_of("gyeonggi", "g.localhost", name_ko="경기", name_en="Gyeonggi", word="경기")
    for each, title in ((complex, "코팅"), (elsewhere, "노광")):
        cohort_with(each, title).sessions.update(instructor=trainee)

    assert [name for name, *_rest in events(queries.own(trainee, complex, now=NOW))] == ["코팅"]
    assert [name for name, *_rest in events(queries.own(trainee, elsewhere, now=NOW))] == ["노광"]


@pytest.mark.parametrize(
    ("state", "ended_on", "statuses"),
    [
        (EnrollmentState.COMPLETED, None, ["CONFIRMED", "CONFIRMED"]),
        (EnrollmentState.WITHDRAWN, MONDAY - timedelta(days=1), ["CANCELLED", "CANCELLED"]),
        (EnrollmentState.NOT_COMPLETED, MONDAY, ["CONFIRMED", "CANCELLED"]),
        (EnrollmentState.DISMISSED, MONDAY, ["CONFIRMED", "CANCELLED"]),
        (EnrollmentState.CANCELED, None, ["CANCELLED", "CANCELLED"]),
    ],
)
def test_what_one_has_left_is_canceled_from_the_day_after(complex, trainee, state, ended_on, statuses):
    cohort = cohort_with(complex, "믹싱", "코팅")
    factories.EnrollmentFactory(cohort=cohort, trainee=trainee, state=state, ended_on=ended_on)

    assert [status for _, status, _ in events(queries.own(trainee, complex, now=NOW))] == statuses


def test_sessions_have_the_uids_of_the_public_timetable(complex, trainee):
    cohort = cohort_with(complex, "믹싱")
    factories.EnrollmentFactory(cohort=cohort, trainee=trainee)
    read = lambda content: [str(e["uid"]) for e in icalendar.Calendar.from_ical(content).walk("VEVENT")]  # noqa: E731

    assert read(queries.own(trainee, complex, now=NOW)) == read(queries.calendar(cohort, now=NOW))


def test_address_is_made_by_the_person_replaced_and_ended(client, complex, trainee):
    factories.EnrollmentFactory(cohort=cohort_with(complex, "믹싱"), trainee=trainee)
    client.force_login(trainee)
    assert client.get("/learn/calendar/").context["address"] is None
    assert CalendarFeed.objects.count() == 0  # looking makes nothing

    client.post("/learn/calendar/make/")
    first = address(client)
    client.post("/learn/calendar/make/")
    second = address(client)
    stranger = client.__class__()
    answers = [stranger.get(first), stranger.get(second), stranger.get(second[:-5] + "0.ics")]
    assert [answer.status_code for answer in answers] == [404, 200, 404]
    assert events(answers[1].content) == [("믹싱", "CONFIRMED", 0)]
    assert answers[1]["Cache-Control"] == "private, max-age=300"

    client.post("/learn/calendar/end/")
    assert stranger.get(second).status_code == 404
    client.post("/learn/calendar/make/")
    assert address(client) not in {first, second}


def test_calendar_of_a_disabled_account_is_gone(client, complex, trainee):
    feed = feeds.make(trainee, complex, now=NOW)
    path = f"/calendar/{feed.pk}/{feed.token}.ics"
    assert client.get(path).status_code == 200

    type(trainee).objects.update(is_active=False)

    assert client.get(path).status_code == 404


def test_calendar_asks_as_much_for_three_cohorts_as_for_one(complex, trainee):
    factories.EnrollmentFactory(cohort=cohort_with(complex, "믹싱"), trainee=trainee)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            queries.own(trainee, complex, now=NOW)
        counts.append(len(asked))
        for _ in range(2):
            factories.EnrollmentFactory(cohort=cohort_with(complex, "믹싱", "코팅"), trainee=trainee)

    assert counts[0] == counts[1] <= 5


def delivered() -> list:
    for owed in outbox.Owed.objects.filter(kind=mail.OWED):
        outbox.perform(owed.pk)
    return sent.outbox


def test_mail_of_who_leaves_carries_the_cancellations(complex, trainee):
    enrollment = factories.EnrollmentFactory(cohort=cohort_with(complex, "믹싱"), trainee=trainee)

    enrollments.withdraw(Enrollment.objects.get(pk=enrollment.pk), by=None, now=NOW, reason="이사")

    (message,) = delivered()
    (attached,) = message.attachments
    assert (attached.filename, attached.mimetype) == ("sessions.ics", "text/calendar; charset=utf-8; method=PUBLISH")
    assert events(attached.content) == [("믹싱", "CANCELLED", 1)]
    assert "첨부 파일" in message.body


def test_mail_of_a_change_carries_the_changed_session_to_who_is_in_it_alone(complex, trainee):
    cohort = cohort_with(complex, "믹싱")
    factories.EnrollmentFactory(cohort=cohort, trainee=trainee)
    factories.ApplicationFactory(cohort=cohort, applicant=factories.UserFactory(email="applicant@x.kr"))
    entry = Entry(day=MONDAY, start=time(10), end=time(12), title_ko="믹싱", title_en="믹싱")

    timetable.change(cohort.sessions.get(), entry, by=None, now=NOW)

    found = {message.to[0]: [events(each.content) for each in message.attachments] for message in delivered()}
    assert found == {"trainee@x.kr": [[("믹싱", "CONFIRMED", 1)]], "applicant@x.kr": []}


def test_nothing_is_attached_to_a_mail_without_it(complex, trainee):
    mail.send("left", to=trainee, context={}, complex=complex, now=NOW, key="k")

    (message,) = delivered()
    assert (message.attachments, Delivery.objects.get().context) == ([], {})
