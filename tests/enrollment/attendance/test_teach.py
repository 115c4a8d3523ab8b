"""The instructor's desk: open, project, mark, undo, live without reading what has not changed."""

import re
from datetime import timedelta

import pytest
import segno
from django.db import connection
from django.test.utils import CaptureQueriesContext

from enrollment.models import AttendanceEvent
from enrollment.queries import heat, teach
from enrollment.queries.attendance import summaries
from enrollment.rules import codes
from enrollment.services import attendance, sessions
from enrollment.services.codes import secret_of
from enrollment.states import CohortState, DayStatus, EventSource
from tests import factories
from tests.enrollment.attendance.build import DAY, at
from tests.enrollment.attendance.conftest import signed_in
from training.core.errors import DomainError, Refused
from training.core.models import AuditEntry

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return response.content.decode()


def people(room, number: int, clocks: list[str | None]):
    found = []
    for index in range(number):
        enrollment = factories.EnrollmentFactory(
            complex=room.cohort.complex, cohort=room.cohort, trainee__name=f"훈련생{index}"
        )
        found.append(enrollment)
        if clocks[index]:
            check_in(room, enrollment, clocks[index])
    return found


def check_in(room, enrollment, clock):
    return attendance.record(
        room.session, trainee=enrollment.trainee, kind="in", at=at(clock), source=EventSource.QR, now=at(clock)
    )


# --- the roll ------------------------------------------------------------------------------------
def test_roll_is_opened_closed_and_opened_again_with_an_audit_entry_each(room, desk, travel):
    type(room.session).objects.update(opened_at=None)
    address = f"/teach/sessions/{room.session.pk}/"
    for act, is_open in (("open", True), ("open", True), ("close", False), ("close", False), ("reopen", True)):
        assert desk.post(f"{address}{act}/").status_code == 302
        room.session.refresh_from_db()
        assert room.session.is_open is is_open

    entries = AuditEntry.objects.filter(subject_type="enrollment.session", subject_id=str(room.session.pk))
    assert list(entries.order_by("pk").values_list("action", "actor")) == [
        ("roll opened", room.instructor.pk),
        ("roll closed", room.instructor.pk),
        ("roll opened again", room.instructor.pk),
    ]


def test_roll_opens_on_its_own_day_only(room):
    tomorrow = room.cohort.sessions.get(day=DAY + timedelta(days=1))
    with pytest.raises(DomainError, match="당일"):
        sessions.open(tomorrow, by=room.instructor, now=at("23:59"))
    with pytest.raises(DomainError, match="마감"):
        sessions.open(room.session, by=room.instructor, now=at("00:00", DAY + timedelta(days=1)))


@pytest.mark.parametrize("act", [sessions.open, sessions.close, sessions.reopen])
def test_roll_is_for_those_who_teach(room, act):
    with pytest.raises(Refused):
        act(
            room.session,
            by=factories.MembershipFactory(complex=room.cohort.complex, role="instructor").user,
            now=at("09:00"),
        )


def test_settled_cohort_opens_no_roll(room):
    type(room.cohort).objects.update(state=CohortState.SETTLED)
    room.session.cohort.refresh_from_db()
    with pytest.raises(DomainError):
        sessions.open(room.session, by=room.instructor, now=at("09:00"))


# --- the roster ----------------------------------------------------------------------------------
def test_roster_counts_and_shows_who_is_not_in_first(room, travel):
    one, two, three = people(room, 3, ["09:00", "09:30", None])
    attendance.mark(room.session, enrollment=three, status=DayStatus.ABSENT, by=room.instructor, now=at("09:40"))
    found = teach.roster(room.session, now=at("09:45"))

    assert [(row.enrollment, row.group) for row in found.rows] == [
        (room.enrollment, "missing"),
        (three, "absent"),
        (two, "late"),
        (one, "present"),
    ]
    assert [(each.key, each.count) for each in found.filters] == [
        ("", 4), ("present", 1), ("late", 1), ("missing", 1), ("absent", 1),
    ]  # fmt: skip
    assert found.present == 2


def test_filter_stands_in_the_address(room, desk, travel):
    people(room, 2, ["09:00", None])
    page = text(desk.get(f"/teach/sessions/{room.session.pk}/?show=present"))

    assert "훈련생0" in page
    assert "훈련생1" not in page


def test_mark_posts_and_comes_back_to_the_roster(room, desk, travel):
    address = f"/teach/sessions/{room.session.pk}/mark/?show=missing"
    answer = desk.post(address, {"enrollment": room.enrollment.pk, "status": "late"})

    assert (answer.status_code, answer.url) == (302, f"/teach/sessions/{room.session.pk}/?show=missing")
    assert "09:03 저장" in text(desk.get(f"/teach/sessions/{room.session.pk}/"))


def test_mark_by_htmx_answers_the_rows(room, desk, travel):
    answer = desk.post(
        f"/teach/sessions/{room.session.pk}/mark/",
        {"enrollment": room.enrollment.pk, "status": "late"},
        headers={"hx-request": "true"},
    )

    assert answer.status_code == 200
    assert text(answer).lstrip().startswith('<div id="roster"')


def test_bad_mark_says_so_and_writes_nothing(room, desk, travel):
    answer = desk.post(f"/teach/sessions/{room.session.pk}/mark/", {"enrollment": room.enrollment.pk, "status": "x"})
    stranger = factories.EnrollmentFactory(complex=room.cohort.complex)
    elsewhere = desk.post(f"/teach/sessions/{room.session.pk}/mark/", {"enrollment": stranger.pk, "status": "late"})

    assert (answer.status_code, elsewhere.status_code) == (422, 404)
    assert "다섯 가지 표시" in text(answer)
    assert not AttendanceEvent.objects.exists()


def test_undo_by_the_roster(room, desk, travel):
    event = check_in(room, room.enrollment, "09:00").event
    assert desk.post(f"/teach/sessions/{room.session.pk}/undo/{event.pk}/").status_code == 302

    assert [kind for kind, _at in room.ledger()] == ["in", "undo"]


def test_rows_answer_304_until_something_changes_and_without_the_ledger(room, desk, travel):
    address = f"/teach/sessions/{room.session.pk}/rows/"
    etag = desk.get(address)["ETag"]
    with CaptureQueriesContext(connection) as unchanged:
        again = desk.get(address, headers={"if-none-match": etag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
    packed = desk.get(address, headers={"accept-encoding": "gzip"})["ETag"]
    assert (packed, desk.get(address, headers={"if-none-match": packed}).status_code) == (f"W/{etag}", 304)
    assert not any('"at"' in query["sql"] and "attendanceevent" in query["sql"] for query in unchanged.captured_queries)

    check_in(room, room.enrollment, "09:00")
    assert desk.get(address, headers={"if-none-match": etag}).status_code == 200


@pytest.mark.parametrize("change", ["close", "enroll", "midnight", "language"])
def test_rows_change_with_the_roll_the_people_the_day_and_the_language(room, desk, travel, change):
    address = f"/teach/sessions/{room.session.pk}/rows/"
    etag = desk.get(address)["ETag"]
    if change == "close":
        sessions.close(room.session, by=room.instructor, now=at("09:03"))
    elif change == "enroll":
        people(room, 1, [None])
    elif change == "midnight":
        travel.move_to(at("00:00", DAY + timedelta(days=1)))
    else:
        type(room.instructor).objects.update(language="en")

    assert desk.get(address, headers={"if-none-match": etag}).status_code == 200


def test_number_of_queries_does_not_grow_with_people(room, travel):
    people(room, 1, ["09:00"])
    counts = []
    for more in (0, 2):
        people(room, more, ["09:00", "09:30"])
        for query in (
            lambda: teach.roster(room.session, now=at("10:00")),
            lambda: summaries(room.cohort, now=at("10:00")),
            lambda: heat.heat(room.cohort, now=at("10:00")),
        ):
            with CaptureQueriesContext(connection) as seen:
                query()
            counts.append(len(seen))

    assert counts[:3] == counts[3:]
    assert counts[1] <= 5


# --- the projector -------------------------------------------------------------------------------
def test_projector_shows_the_code_of_this_step_and_no_name(room, desk, travel):
    page = text(desk.get(f"/teach/sessions/{room.session.pk}/projector/"))
    digits = codes.digits(secret_of(room.session), codes.step_at(at("09:03")))

    assert f"<span>{digits[:3]}</span> <span>{digits[3:]}</span>" in page
    assert "data:image/svg+xml" in page
    assert room.trainee.name not in page
    assert '<noscript><meta http-equiv="refresh" content="10"></noscript>' in page


def test_no_code_of_the_future_reaches_the_browser(room, desk, travel):
    secret, step = secret_of(room.session), codes.step_at(at("09:03"))
    for address in ("projector", "code"):
        answer = desk.get(f"/teach/sessions/{room.session.pk}/{address}/")
        assert "no-store" in answer["Cache-Control"]
        squeezed = re.sub(r"<[^>]+>|\s", "", text(answer))
        assert codes.digits(secret, step) in squeezed
        assert not [ahead for ahead in range(1, 30) if codes.digits(secret, step + ahead) in squeezed]
        assert room.session.secret not in text(answer)


def test_qr_holds_the_address_on_the_complexs_host(room, desk, travel, monkeypatch):
    made = []
    real = segno.make
    monkeypatch.setattr(segno, "make", lambda address, **kwargs: made.append(address) or real(address, **kwargs))
    desk.get(f"/teach/sessions/{room.session.pk}/code/")

    assert made == [room.cohort.complex.address(room.code(at("09:03")))]


def test_projector_of_a_closed_roll_shows_no_code(room, desk, travel):
    sessions.close(room.session, by=room.instructor, now=at("09:02"))
    page = text(desk.get(f"/teach/sessions/{room.session.pk}/code/"))

    assert "이 수업의 출석은 닫혔습니다." in page
    assert "data:image" not in page


# --- the desk ------------------------------------------------------------------------------------
def test_desk_lists_ones_own_cohorts_only(room, travel):
    other = factories.SessionFactory(complex=room.cohort.complex, title_ko="다른 반")
    mine = teach.desk(room.instructor, room.cohort.complex, now=at("09:00"))
    operator = factories.MembershipFactory(complex=room.cohort.complex, role="operator").user

    assert mine.today == [room.session]
    assert len(mine.upcoming) == 14
    assert other in teach.desk(operator, room.cohort.complex, now=at("09:00")).today


def test_session_of_another_instructor_is_refused_with_its_sentence(room, travel):
    stranger = factories.MembershipFactory(complex=room.cohort.complex, role="instructor").user
    answer = signed_in(stranger).get(f"/teach/sessions/{room.session.pk}/")

    assert answer.status_code == 403
    assert "담당 강사만" in text(answer)


def test_paper_sheet_names_everybody_in_training_and_nobody_else(room, desk, travel):
    people(room, 1, [None])
    type(room.enrollment).objects.exclude(pk=room.enrollment.pk).update(state="withdrawn")
    page = desk.get(f"/teach/sessions/{room.session.pk}/sheet/")

    assert [person.pk for person in page.context["people"]] == [room.enrollment.pk]
    assert "서명" in text(page)
