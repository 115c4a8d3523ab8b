"""Training logs: written, corrected by a further version, missing, printed."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from enrollment.models import TrainingLog
from enrollment.queries import training_logs as queries
from enrollment.services import timetable, training_logs
from tests import factories
from tests.enrollment.attendance.build import DAY, at
from tests.enrollment.attendance.conftest import signed_in
from training.core.errors import DomainError
from training.core.models import AuditEntry

pytestmark = pytest.mark.django_db


def write(room, *, seen=0, by=None, now=None, **values):
    values = {"taught": "믹싱 순서", "lessons": [], "remarks": ""} | values
    return training_logs.write(room.session, seen=seen, by=by or room.instructor, now=now or at("17:00"), **values)


def address(room):
    return f"/teach/sessions/{room.session.pk}/log/"


def test_log_keeps_lessons_as_they_were_called_and_counts_from_the_ledger(room, travel):
    factories.EnrollmentFactory(complex=room.cohort.complex, cohort=room.cohort)
    gone = {"state": "withdrawn", "ended_on": DAY - timedelta(days=1)}
    factories.EnrollmentFactory(complex=room.cohort.complex, cohort=room.cohort, **gone)
    room.enrollment.events.create(
        complex=room.cohort.complex,
        session=room.session,
        kind="in",
        at=at("09:00"),
        recorded_at=at("09:00"),
        source="qr",
    )
    lesson = factories.LessonFactory(complex=room.cohort.complex)
    log = write(room, lessons=[lesson])

    assert (log.number, log.present, log.people) == (1, 1, 2)
    assert log.lessons == [{"lesson": lesson.pk, "ko": lesson.title_ko, "en": lesson.title_en}]
    assert AuditEntry.objects.get(action="log written").facts == {"version": 1}


def test_a_further_version_stands_beside_the_first(room):
    write(room)
    write(room, seen=1, taught="믹싱 순서와 점도")

    assert [log.taught for log in queries.versions(room.session)] == ["믹싱 순서와 점도", "믹싱 순서"]


def test_refused_before_the_session_over_another_version_and_to_others(room):
    with pytest.raises(DomainError, match="시작하지 않았습니다"):
        write(room, now=at("08:59"))
    write(room)
    with pytest.raises(DomainError, match="다른 사람이"):
        write(room)
    with pytest.raises(DomainError):
        write(room, seen=1, by=room.trainee)
    assert TrainingLog.objects.count() == 1


def test_database_refuses_to_change_a_log(room):
    log = write(room)

    with pytest.raises(DatabaseError), transaction.atomic():
        TrainingLog.objects.filter(pk=log.pk).update(taught="다른 내용")
    with pytest.raises(TypeError):
        log.save()


def test_session_with_a_log_stays_in_the_timetable(room):
    write(room)
    operator = factories.MembershipFactory(complex=room.cohort.complex, role="operator").user

    with pytest.raises(DomainError, match="진행"):
        timetable.remove(room.session, by=operator, now=at("17:00"))


def test_missing_are_those_that_are_over(room, travel):
    now = at("18:00", DAY + timedelta(days=2))
    before = queries.missing(room.instructor, room.cohort.complex, now=now)
    write(room)
    after = queries.missing(room.instructor, room.cohort.complex, now=now)
    stranger = factories.MembershipFactory(complex=room.cohort.complex, role="instructor").user

    assert ([session.day for session in before.sessions], before.count) == (
        [DAY + timedelta(days=n) for n in range(3)],
        3,
    )
    assert [session.day for session in after.sessions] == [DAY + timedelta(days=1), DAY + timedelta(days=2)]
    assert queries.missing(stranger, room.cohort.complex, now=now).count == 0


def test_instructor_writes_on_the_page_and_the_desk_says_what_is_missing(room, travel):
    travel.move_to(at("18:30"))
    desk = signed_in(room.instructor)

    assert "쓸 훈련일지 1건" in desk.get("/teach/").content.decode()
    assert desk.post(address(room), {"taught": "", "seen": "0"}).status_code == 422
    assert desk.post(address(room), {"taught": "믹싱", "remarks": "", "seen": "0"}).status_code == 302
    assert desk.post(address(room), {"taught": "믹싱", "remarks": "", "seen": "0"}).status_code == 409
    assert "쓸 훈련일지" not in desk.get("/teach/").content.decode()
    page = desk.get(address(room)).content.decode()
    assert 'name="seen" value="1"' in page


def test_printed_unit_shows_every_session_in_two_queries(room, travel):
    write(room, remarks="교반기 점검")
    desk = signed_in(room.instructor)
    page = desk.get(f"/teach/cohorts/{room.cohort.pk}/units/1/logs/").content.decode()
    period = queries.UnitPeriod(1, DAY, DAY + timedelta(days=29))
    with CaptureQueriesContext(connection) as asked:
        lines = queries.of_unit(room.cohort, period)

    assert ("교반기 점검" in page, page.count("일지 없음")) == (True, 29)
    assert (len(lines), len(asked)) == (30, 2)
