"""Check-in on the phone: judged on opening, spent by a press, once."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from enrollment.models import AttendanceEvent, WrongDigits
from enrollment.services import sessions
from enrollment.states import CohortState, EnrollmentState
from tests import factories
from tests.enrollment.attendance.build import DAY, at
from tests.enrollment.attendance.conftest import signed_in

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return response.content.decode()


def spend(client: Client, room, kind: str = "in"):
    return client.post(f"/attend/{room.session.pk}/", {"kind": kind}, follow=True)


def test_scan_and_press_records_the_instant_of_opening(room, phone, travel):
    opened = phone.get(room.code())
    assert (opened.status_code, opened.url) == (302, f"/attend/{room.session.pk}/")
    assert room.ledger() == []

    travel.move_to(at("09:05:30"))
    assert "입실하기" in text(phone.get(opened.url))
    page = spend(phone, room)

    assert room.ledger() == [("in", "09:03:00")]
    assert "09:03 입실했습니다." in text(page)
    assert "퇴실 기록이 없으면 결석이 됩니다." in text(page)
    assert re.search(r"<h1>입실 .*09:03", text(page))


def test_address_of_a_code_is_never_kept_nor_passed_on(room, phone, travel):
    opened = phone.get(room.code())

    assert "no-store" in opened["Cache-Control"]
    assert opened["Referrer-Policy"] == "same-origin"
    assert "no-store" in phone.get(opened.url)["Cache-Control"]


@pytest.mark.parametrize(("language", "sentence"), [("ko", "코드가 바뀌었습니다."), ("en", "The code has changed.")])
def test_code_opened_25_seconds_later_is_refused_and_records_nothing(room, phone, travel, language, sentence):
    type(room.trainee).objects.update(language=language)
    code = room.code()
    travel.shift(timedelta(seconds=25))
    refused = phone.get(code)

    assert refused.status_code == 410
    assert sentence in text(refused)
    assert 'name="digits"' in text(refused)
    assert spend(phone, room).status_code == 410
    assert room.ledger() == []


def test_code_of_another_session_day_or_cohort_is_refused(room, phone, travel):
    tomorrow = room.cohort.sessions.get(day=DAY + timedelta(days=1))
    elsewhere = factories.SessionFactory(complex=room.cohort.complex)
    for other in (tomorrow, elsewhere):
        token = room.code(session=other).split("/")[3]
        assert phone.get(f"/attend/{room.session.pk}/{token}/").status_code == 403
    assert phone.get(room.code(session=tomorrow)).status_code == 409  # its roll is not open


def test_good_code_of_another_cohort_leads_to_a_refusal(room, travel):
    other = factories.EnrollmentFactory(complex=room.cohort.complex)
    client = signed_in(other.trainee)
    client.get(room.code())
    refused = spend(client, room)

    assert refused.status_code == 403
    assert "이 기수의 훈련생이 아닙니다." in text(refused)
    assert not AttendanceEvent.objects.exists()


@pytest.mark.parametrize("state", [EnrollmentState.WITHDRAWN, EnrollmentState.DISMISSED, EnrollmentState.COMPLETED])
def test_who_left_the_cohort_is_refused(room, phone, travel, state):
    type(room.enrollment).objects.update(state=state)
    phone.get(room.code())

    assert spend(phone, room).status_code == 403


def test_scan_survives_sign_in_and_counts_at_the_instant_of_opening(room, travel):
    browser = Client()
    opened = browser.get(room.code())
    to_sign_in = browser.get(opened.url)
    assert to_sign_in.url.startswith("/account/login/")

    travel.move_to(at("09:04:50"))
    EmailAddress.objects.create(user=room.trainee, email=room.trainee.email, verified=True, primary=True)
    signed_in_page = browser.post(to_sign_in.url, {"login": room.trainee.email, "password": factories.PASSWORD})
    assert signed_in_page.url == opened.url
    spend(browser, room)

    assert room.ledger() == [("in", "09:03:00")]


def test_ticket_of_one_person_is_not_left_to_the_next_in_the_same_browser(room, phone, travel):
    phone.get(room.code())
    other = factories.EnrollmentFactory(complex=room.cohort.complex, cohort=room.cohort)
    phone.logout()
    phone.force_login(other.trainee, backend="django.contrib.auth.backends.ModelBackend")

    assert spend(phone, room).status_code == 410
    assert not AttendanceEvent.objects.exists()


def test_ticket_belongs_to_one_browser(room, phone, travel):
    phone.get(room.code())

    assert spend(signed_in(room.trainee), room).status_code == 410


@pytest.mark.parametrize(("seconds", "status"), [(179, 200), (180, 410)])
def test_ticket_lasts_three_minutes(room, phone, travel, seconds, status):
    phone.get(room.code())
    travel.shift(timedelta(seconds=seconds))

    assert spend(phone, room).status_code == status
    assert len(room.ledger()) == (status == 200)


def test_ticket_is_spent_by_one_post(room, phone, travel):
    phone.get(room.code())
    spend(phone, room)

    assert spend(phone, room, "out").status_code == 410
    assert room.ledger() == [("in", "09:03:00")]


def test_second_check_in_is_answered_with_the_first(room, phone, travel):
    phone.get(room.code())
    spend(phone, room)
    travel.move_to(at("09:20"))
    phone.get(room.code())
    page = spend(phone, room)

    assert room.ledger() == [("in", "09:03:00")]
    assert "09:03 입실했습니다." in text(page)
    assert "이미 기록되어 있어" in text(page)


def test_whole_day_by_scans(room, phone, travel):
    for clock_, kind in (("09:14", "in"), ("13:00", "away"), ("13:30", "back"), ("18:01", "out")):
        travel.move_to(at(clock_))
        phone.get(room.code())
        page = spend(phone, room, kind)
        assert page.status_code == 200, kind
        if kind == "in":
            assert "09:14 입실, 지각입니다(지각·조퇴·외출 1회째)." in text(page)
            assert "앞으로 2번 더 지각·조퇴·외출하면 결석 1일이 됩니다." in text(page)
        if kind == "away":
            assert "한 번 더 지각·조퇴·외출하면 결석 1일이 됩니다." in text(page)

    assert room.ledger() == [("in", "09:14:00"), ("away", "13:00:00"), ("back", "13:30:00"), ("out", "18:01:00")]


def test_early_check_out_is_warned_of_before_and_said_after(room, phone, travel):
    phone.get(room.code())
    spend(phone, room)
    travel.move_to(at("16:00"))
    phone.get(room.code())

    assert "지금 퇴실하면 조퇴입니다." in text(phone.get(f"/attend/{room.session.pk}/"))
    assert "16:00 퇴실, 조퇴입니다(지각·조퇴·외출 1회째)." in text(spend(phone, room, "out"))


def test_check_out_alone_says_until_when_a_correction_can_be_asked(room, phone, travel):
    travel.move_to(at("18:00"))
    phone.get(room.code())
    page = text(spend(phone, room, "out"))

    assert "오늘 입실 기록이 없습니다." in page
    assert "2026. 11. 24.(화) 23:59까지" in page


@pytest.mark.parametrize("kind", ["back", "manual", "recognized", "", "x" * 300])
def test_act_that_does_not_follow_is_refused(room, phone, travel, kind):
    phone.get(room.code())

    assert spend(phone, room, kind).status_code in (409, 422)
    assert room.ledger() == []


def test_closed_roll_refuses_codes_but_keeps_a_scan_opened_in_time(room, phone, travel):
    phone.get(room.code())
    travel.shift(timedelta(seconds=5))
    sessions.close(room.session, by=room.instructor, now=at("09:03:05"))

    assert phone.get(room.code()).status_code == 409
    assert spend(phone, room).status_code == 200
    assert room.ledger() == [("in", "09:03:00")]


def test_too_early_says_when_it_starts(room, phone, travel):
    type(room.session).objects.update(opened_at=None)

    assert "2026. 11. 23.(월) 09:00에 시작하며, 강사가 열면" in text(phone.get(f"/attend/{room.session.pk}/"))


def test_settled_cohort_takes_no_scan(room, phone, travel):
    type(room.cohort).objects.update(state=CohortState.SETTLED)
    phone.get(room.code())

    assert spend(phone, room).status_code == 409


def test_get_never_records(room, phone, travel):
    phone.get(room.code())
    phone.get(f"/attend/{room.session.pk}/?kind=in")
    phone.head(f"/attend/{room.session.pk}/")

    assert room.ledger() == []


def test_post_without_csrf_is_refused(room, travel):
    client = Client(enforce_csrf_checks=True)
    client.force_login(room.trainee, backend="django.contrib.auth.backends.ModelBackend")
    client.get(room.code())

    assert spend(client, room).status_code == 403


def test_recorded_page_is_ones_own(room, phone, travel):
    phone.get(room.code())
    spend(phone, room)
    event = AttendanceEvent.objects.get()
    other = factories.EnrollmentFactory(complex=room.cohort.complex, cohort=room.cohort)
    address = f"/attend/{room.session.pk}/recorded/{event.pk}/"

    assert phone.get(address).status_code == 200
    assert signed_in(other.trainee).get(address).status_code == 404


# --- digits --------------------------------------------------------------------------------------
def type_in(client: Client, room, digits: str):
    return client.post(f"/attend/{room.session.pk}/digits/", {"digits": digits})


@pytest.mark.parametrize("shape", ["{}{}", "{} {}", " {}-{} "])
def test_typed_digits_give_a_ticket(room, phone, travel, shape):
    digits = room.digits()
    answer = type_in(phone, room, shape.format(digits[:3], digits[3:]))
    assert answer.status_code == 302
    spend(phone, room)

    assert room.ledger() == [("in", "09:03:00")]
    assert AttendanceEvent.objects.get().source == "digits"


@pytest.mark.parametrize("digits", ["", "12345", "1234567", "abcdef", "１２３４５６", "x" * 400, "990101-1234567"])
def test_digits_of_the_wrong_shape_are_refused_beside_the_field_and_are_no_try(room, phone, travel, digits):
    refused = type_in(phone, room, digits)

    assert refused.status_code == 422
    assert "invalid-feedback" in text(refused)
    assert not WrongDigits.objects.exists()


def test_five_wrong_tries_lock_the_field_for_ten_minutes(room, phone, travel):
    right = room.digits()
    wrong = f"{(int(right) + 500_000) % 1_000_000:06d}"
    statuses = [type_in(phone, room, wrong).status_code for _ in range(6)]
    assert statuses == [422] * 5 + [429]
    locked = type_in(phone, room, right)
    assert locked.status_code == 429
    assert "09:13부터 다시 할 수 있습니다." in text(locked)
    assert WrongDigits.objects.count() == 5

    travel.move_to(at("09:13"))
    assert type_in(phone, room, room.digits()).status_code == 302


def test_lock_is_of_one_person_not_of_the_class(room, phone, travel):
    other = factories.EnrollmentFactory(complex=room.cohort.complex, cohort=room.cohort)
    wrong = f"{(int(room.digits()) + 500_000) % 1_000_000:06d}"
    for _ in range(6):
        type_in(phone, room, wrong)

    assert type_in(signed_in(other.trainee), room, room.digits()).status_code == 302


def test_digits_of_strangers_to_the_cohort_are_not_judged(room, travel):
    other = factories.EnrollmentFactory(complex=room.cohort.complex)

    assert type_in(signed_in(other.trainee), room, room.digits()).status_code == 403


def test_session_of_another_complex_is_not_there(room, phone, travel):
    elsewhere = factories.site_of("gyeonggi", "gyeonggi.localhost", name_ko="경기", name_en="Gyeonggi", word="경기")
    cohort = factories.CohortFactory(complex=elsewhere)
    session = factories.SessionFactory(complex=elsewhere, cohort=cohort, room=None, opened_at=at("08:50"))

    assert phone.get(room.code(session=session)).status_code == 404
    assert phone.get(f"/attend/{session.pk}/").status_code == 404
