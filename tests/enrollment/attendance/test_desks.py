"""Attendance on the trainee's desk and the operator's."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from enrollment.models import AttendanceEvent
from enrollment.queries import attendance_words, heat
from enrollment.queries.attendance import summaries, summary
from enrollment.services import attendance
from enrollment.states import DayStatus, EventKind, EventSource
from tests import factories
from tests.enrollment.attendance.build import DAY, at, come_to, course, scans
from tests.enrollment.attendance.conftest import signed_in

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def office(room):
    return signed_in(factories.MembershipFactory(complex=room.cohort.complex, role="operator").user)


def test_summary_of_one_is_the_summary_among_all(room, travel):
    other = factories.EnrollmentFactory(complex=room.cohort.complex, cohort=room.cohort)
    attendance.record(
        room.session, trainee=other.trainee, kind="in", at=at("09:20"), source=EventSource.QR, now=at("09:20")
    )
    found = summaries(room.cohort, now=at("10:00"))

    assert found == {each.pk: summary(each, now=at("10:00")) for each in (room.enrollment, other)}
    assert found[other.pk].events == 1


def test_learn_desk_shows_today_first_and_the_way_to_check_in(room, phone, travel):
    page = text(phone.get("/learn/"))

    assert "앞으로 8일까지 결석할 수 있습니다." in page
    assert f'href="/attend/{room.session.pk}/"' in page
    assert "2026. 11. 24.(화)" in page


def test_learn_desk_shows_what_was_recorded(room, phone, travel):
    attendance.record(
        room.session, trainee=room.trainee, kind="in", at=at("09:00"), source=EventSource.QR, now=at("09:00")
    )

    assert "09:00 입실, 퇴실 전" in text(phone.get("/learn/"))


def test_learn_desk_without_courses_leads_to_them(complex):
    page = text(signed_in(factories.UserFactory()).get("/learn/"))

    assert "지금 훈련 중인 과정이 없습니다." in page
    assert 'href="/courses/"' in page


def test_days_with_their_sentences_are_ones_own(room, phone, travel):
    attendance.record(
        room.session, trainee=room.trainee, kind="in", at=at("09:20"), source=EventSource.QR, now=at("09:20")
    )
    other = factories.EnrollmentFactory(complex=room.cohort.complex, cohort=room.cohort)
    page = text(phone.get(f"/learn/attendance/{room.enrollment.pk}/"))

    assert "09:20 입실, 퇴실 전 → 지각, 지각·조퇴·외출 1회째" in page
    assert phone.get(f"/learn/attendance/{other.pk}/").status_code == 404


def test_what_follows_if_a_coming_day_is_missed(room, phone, travel):
    day = room.session.day + timedelta(days=1)
    start = room.session.starts_at + timedelta(days=1)
    factories.SessionFactory(
        cohort=room.cohort, complex=room.cohort.complex, day=day, starts_at=start, ends_at=start + timedelta(hours=8)
    )
    address = f"/learn/attendance/{room.enrollment.pk}/"
    page = phone.get(f"{address}?missed={day.isoformat()}")
    wrong = [phone.get(f"{address}?missed={given}") for given in (room.session.day.isoformat(), "x", "", "2026-13-45")]

    assert (page.status_code, f'value="{day.isoformat()}" selected' in text(page)) == (200, True)
    assert "에 빠지면" in text(page)
    assert [answer.status_code for answer in wrong] == [422] * 4
    assert all(answer.context["if_missed"] == "" for answer in wrong)


def test_learn_desk_queries_do_not_grow_with_days(room, phone, travel):
    phone.get("/learn/")  # the first visit of a day asks for replaced consents too
    with CaptureQueriesContext(connection) as few:
        phone.get("/learn/")
    for n in (1, 2, 3):
        factories.SessionFactory(
            complex=room.cohort.complex, cohort=room.cohort, room=room.session.room, day=DAY.replace(day=DAY.day + n)
        )
    with CaptureQueriesContext(connection) as many:
        phone.get("/learn/")

    assert len(many) == len(few)


# --- operator ------------------------------------------------------------------------------------
def test_heat_puts_who_has_least_left_first(room, travel):
    near = factories.EnrollmentFactory(complex=room.cohort.complex, cohort=room.cohort)
    for session in room.cohort.sessions.all()[:6]:
        AttendanceEvent.objects.create(
            complex=room.cohort.complex, enrollment=near, session=session, kind=EventKind.MANUAL, status=DayStatus.ABSENT,
            at=session.starts_at, recorded_at=session.starts_at, source=EventSource.ROSTER,
        )  # fmt: skip
        AttendanceEvent.objects.create(
            complex=room.cohort.complex, enrollment=room.enrollment, session=session, kind=EventKind.MANUAL,
            status=DayStatus.PRESENT, at=session.starts_at, recorded_at=session.starts_at, source=EventSource.ROSTER,
        )  # fmt: skip
    found = heat.heat(room.cohort, now=room.cohort.sessions.all()[6].starts_at)

    assert [(row.enrollment, row.summary.absences_left) for row in found.rows] == [(near, 2), (room.enrollment, 8)]
    assert found.finding == "2명 중 1명이 결석 한계에 가깝습니다."


@pytest.mark.parametrize(
    ("people", "sentence"),
    [
        (1, "1 person of 3 is close to the limit of absences."),
        (2, "2 people of 3 are close to the limit of absences."),
        (0, "0 people of 3 are close to the limit of absences."),
    ],
)
def test_finding_counts_people_in_english(people, sentence):
    rows = [SimpleNamespace(is_near=number < people) for number in range(3)]
    with translation.override("en"):
        assert heat.Heat(rows, []).finding == sentence


def test_rate_says_of_how_many_days(room, travel):
    events = [each for n in range(2) for each in scans("09:00", "18:00", day=DAY + timedelta(days=n))]
    days = come_to(course(20), events, now=at("00:00", DAY + timedelta(days=3)))
    hours = come_to(course(4), scans("09:00", "13:30"), now=at("00:00", DAY + timedelta(days=2)))
    with translation.override("en"):
        said = [attendance_words.rate_words(found) for found in (days, hours)]

    assert said == ["2 of 3 days · 66.7 %", "3.5 of 16 hours · 21.9 %"]


def test_cohort_page_shows_people_by_days(room, office, travel):
    page = text(office.get(f"/desk/cohorts/{room.cohort.pk}/attendance/"))

    assert f"/desk/enrollments/{room.enrollment.pk}/attendance/" in page
    assert page.count('<use href="#day-upcoming" x=') == 40
    assert page.count("<td></td>") == 40


def decide(office, room, **values):
    data = {"day": DAY.isoformat(), "kind": "recognized", "status": "", "reason": "exam", "note": "수험표"} | values
    return office.post(f"/desk/enrollments/{room.enrollment.pk}/attendance/", data)


def test_operator_recognizes_and_takes_back(room, office, travel):
    assert decide(office, room).status_code == 302
    event = AttendanceEvent.objects.get()
    assert (event.kind, event.status, event.reason, event.note) == ("recognized", "recognized", "exam", "수험표")
    assert "수험표" in text(office.get(f"/desk/enrollments/{room.enrollment.pk}/attendance/"))

    assert office.post(f"/desk/attendance/{event.pk}/undo/").status_code == 302
    assert [kind for kind, _at in room.ledger()] == ["recognized", "undo"]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"day": "2026-01-01"}, "목록에서 골라 주세요."),
        ({"day": ""}, "목록에서 골라 주세요."),
        ({"kind": "manual"}, "목록에서 골라 주세요."),
        ({"kind": "correction"}, "어떤 상태로 정정할지 골라 주세요."),
        ({"reason": ""}, "목록에서 골라 주세요."),
        ({"reason": "other", "note": ""}, "기타 사유가 무엇인지 적어 주세요."),
        ({"note": "x" * 251}, "250"),
        ({"note": "990101-1234567"}, "주민등록번호"),
    ],
)
def test_bad_decision_is_refused_beside_its_field_and_writes_nothing(room, office, travel, values, sentence):
    answer = decide(office, room, **values)

    assert answer.status_code == 422
    assert sentence in text(answer)
    assert not AttendanceEvent.objects.exists()


def test_day_that_closed_is_not_corrected_here_but_by_a_claim(room, office, travel):
    travel.move_to(at("10:00", DAY.replace(day=25)))
    office.force_login(
        room.instructor.__class__.objects.get(memberships__role="operator"),
        backend="django.contrib.auth.backends.ModelBackend",
    )

    answer = decide(office, room, kind="correction", status="late")

    assert answer.status_code == 422
    assert "/claims/correction/" in answer.content.decode()
    assert summary(room.enrollment, now=at("10:00", DAY.replace(day=25))).on(DAY).status == DayStatus.ABSENT
