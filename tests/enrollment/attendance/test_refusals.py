"""What is refused at check-in says why in one sentence, records nothing in the ledger, and leaves a trace."""

from datetime import timedelta

import pytest

from enrollment.rules import clocks
from enrollment.services import attempts
from enrollment.services.attempts import REFUSED
from tests import factories
from tests.enrollment.attendance.build import DAY, at
from tests.enrollment.attendance.conftest import signed_in
from training.core.models import AuditEntry


def text(response) -> str:
    return response.content.decode()


def trace() -> list[tuple[int | None, dict]]:
    return list(AuditEntry.objects.filter(action=REFUSED).order_by("pk").values_list("actor_id", "facts"))


def spend(client, room, **more):
    return client.post(f"/attend/{room.session.pk}/", {"kind": "in", **more}, follow=True)


def milliseconds(instant) -> int:
    return int(instant.timestamp() * 1000)


@pytest.mark.parametrize(
    ("seconds", "believed"), [(0, True), (600, True), (601, False), (-600, True), (-601, False), (86_400, False)]
)
def test_clock_is_believed_up_to_ten_minutes_either_way(seconds, believed):
    assert clocks.plausible(at("09:00") + timedelta(seconds=seconds), received_at=at("09:00")) is believed


@pytest.mark.django_db
@pytest.mark.parametrize(("off", "status", "lines"), [(600, 200, 1), (660, 409, 0), (-660, 409, 0)])
def test_phone_whose_clock_is_more_than_ten_minutes_off_is_refused(room, phone, travel, off, status, lines):
    phone.get(room.code())
    answer = spend(phone, room, clock=milliseconds(at("09:03") + timedelta(seconds=off)))

    assert (answer.status_code, len(room.ledger())) == (status, lines)
    assert ("11분 차이" in text(answer)) is (status == 409)
    assert trace() == ([] if lines else [(room.trainee.pk, {"why": "ClockOff"})])


@pytest.mark.django_db
def test_page_of_one_person_posted_by_another_is_refused(room, travel):
    other = factories.EnrollmentFactory(complex=room.cohort.complex, cohort=room.cohort).trainee
    client = signed_in(other)
    client.get(room.code())
    answer = spend(client, room, person=room.trainee.pk)

    assert answer.status_code == 403
    assert "다른 사람이 연 화면" in text(answer)
    assert (room.ledger(), trace()) == ([], [(other.pk, {"why": "SomebodyElse"})])


@pytest.mark.django_db
def test_codes_of_another_session_or_time_and_people_of_another_cohort_leave_a_trace(room, phone, travel):
    tomorrow = room.cohort.sessions.get(day=DAY + timedelta(days=1))
    phone.get(f"/attend/{room.session.pk}/{room.code(session=tomorrow).split('/')[3]}/")
    phone.get(room.code(at("09:02:30")))
    phone.get(room.code(session=tomorrow))
    spend(phone, room)
    stranger = factories.EnrollmentFactory(complex=room.cohort.complex).trainee
    spend(signed_in(stranger), room)

    assert [facts["why"] for _actor, facts in trace()] == [
        "wrong code", "expired code", "outside the window", "no ticket", "Refused",
    ]  # fmt: skip
    assert room.ledger() == []


@pytest.mark.django_db
def test_stranger_with_a_wrong_code_fills_no_trail(room, client, travel):
    assert client.get(f"/attend/{room.session.pk}/aaaa/").status_code == 403
    assert trace() == []


@pytest.mark.django_db
def test_somebody_who_tries_without_end_fills_no_trail(room):
    for seconds in range(12):
        attempts.refused(room.session, "wrong code", by=room.trainee, now=at("09:00") + timedelta(seconds=seconds))
    assert len(trace()) == attempts.MOST
    attempts.refused(room.session, "wrong code", by=room.trainee, now=at("09:02"))
    assert len(trace()) == attempts.MOST + 1


@pytest.mark.django_db
@pytest.mark.parametrize("act", ["mark", "undo", "away", "sheet"])
def test_mark_after_the_window_is_refused_with_one_sentence_and_leaves_a_trace(room, desk, phone, travel, act):
    phone.get(room.code())
    spend(phone, room)
    event = room.enrollment.events.get()
    travel.move_to(at("00:00", DAY + timedelta(days=1)))
    base = f"/teach/sessions/{room.session.pk}/"
    posts = {
        "mark": (f"{base}mark/", {"enrollment": room.enrollment.pk, "status": "present"}),
        "undo": (f"{base}undo/{event.pk}/", {}),
        "away": (f"{base}people/{room.enrollment.pk}/", {"kind": "away", "clock": "10:00", "note": "x"}),
        "sheet": (f"{base}sheet/enter/", {f"p{room.enrollment.pk}-left": "18:00", "confirmed": "1"}),
    }
    answer = desk.post(*posts[act])

    assert (answer.status_code, room.enrollment.events.count()) == (409, 1)
    assert "마감되었습니다" in text(answer)
    kept = AuditEntry.objects.filter(action="mark refused").values_list("actor_id", "facts")
    assert list(kept) == [(room.instructor.pk, {"why": "DayClosed"})]
