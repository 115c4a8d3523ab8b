"""A kiosk stores, the server judges: what counts, what does not and why, however often and in whatever order it is sent."""

import json
import random
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from enrollment.models import AttendanceEvent, Enrollment, Kiosk, KioskScan, PersonalCode, Session
from enrollment.queries.attendance import summary
from enrollment.rules import personal_codes
from enrollment.rules.kiosks import MOST_AT_ONCE
from enrollment.services import kiosk_scans, kiosks
from enrollment.services import personal_codes as codes
from enrollment.services.attempts import REFUSED
from enrollment.states import SCAN_TRANSITIONS, CodeKind, CohortState, EventSource, ScanState
from tests import factories
from tests.enrollment.attendance.build import DAY, at
from tests.enrollment.attendance.conftest import signed_in
from tests.enrollment.attendance.kiosk import milliseconds, phone_of, scan, shown, started
from training.core import audit
from training.core.errors import DomainError, Refused, TransitionRefused
from training.core.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def device(room, travel):
    return started(room)


def trace() -> list[str]:
    return [
        facts["why"]
        for facts in AuditEntry.objects.filter(action=REFUSED).order_by("pk").values_list("facts", flat=True)
    ]


def shows(room, clock="09:03", act="auto", **kind) -> dict:
    return scan(shown(phone_of(room.enrollment, **kind), at(clock)), at(clock), act)


def classmate(room, name="김영희") -> Enrollment:
    person = factories.UserFactory(name=name)
    return factories.EnrollmentFactory(complex=room.cohort.complex, cohort=room.cohort, trainee=person)


# --- what counts ---------------------------------------------------------------------------------
def test_scan_online_counts_at_once_and_names_nobody_in_full(room, device):
    answer = device.send(shows(room)).json()

    assert [(one["state"], one["tone"], one["name"], one["word"], one["time"]) for one in answer["scans"]] == [
        ("counted", "ok", "홍*동", "입실", "09:03")
    ]
    assert answer["now"] == milliseconds(at("09:03"))
    event = AttendanceEvent.objects.get()
    assert (event.kind, event.at, event.device_at, event.recorded_at) == ("in", at("09:03"), at("09:03"), at("09:03"))
    assert (event.source, event.recorded_by, event.session) == (EventSource.KIOSK, room.trainee, room.session)


def test_a_day_without_a_network_is_sent_in_the_evening_twice_and_shuffled(room, device, travel):
    day = [shows(room, "08:51"), shows(room, "12:05", "away"), shows(room, "12:55"), shows(room, "18:01")]
    travel.move_to(at("19:30"))
    random.Random(1).shuffle(day)
    first = device.send(*day).json()["scans"]
    again = device.send(*reversed(day)).json()["scans"]

    assert [one["id"] for one in first] == [one["id"] for one in day]
    assert {one["id"]: one for one in first} == {one["id"]: one for one in again}
    assert sorted(room.ledger(), key=lambda line: line[1]) == [
        ("in", "08:51:00"), ("away", "12:05:00"), ("back", "12:55:00"), ("out", "18:01:00"),
    ]  # fmt: skip
    rows = KioskScan.objects.order_by("scanned_at")
    assert {(row.sent_at, row.received_at) for row in rows} == {(at("19:30"), at("19:30"))}
    assert [row.scanned_at for row in rows] == [at("08:51"), at("12:05"), at("12:55"), at("18:01")]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_check_out_that_arrives_before_its_check_in_makes_the_same_day(room, device, travel, order):
    day = [shows(room, "09:00"), shows(room, "18:00")]
    travel.move_to(at("20:00"))
    for number in order:
        device.send(day[number])
    found = summary(room.enrollment, now=at("20:00")).on(DAY)
    assert (found.status, found.minutes_present) == ("present", 540)


def test_an_earlier_check_in_of_another_kiosk_that_arrives_late_counts(room, device, travel):
    other = started(room)
    early, late = shows(room, "08:50"), shows(room, "09:20")
    travel.move_to(at("09:21"))
    device.send(late)
    other.send(early)
    assert summary(room.enrollment, now=at("09:21")).on(DAY).first_in == at("08:50")


def test_the_phone_may_be_two_minutes_off_where_the_kiosk_is_as_much_off(room, device, travel):
    """The kiosk's clock is corrected by ours; what counts is ours, and the line says what the device said."""
    device.off = timedelta(minutes=2)
    device.send(scan(shown(phone_of(room.enrollment), at("09:03")), at("09:05")))
    event = AttendanceEvent.objects.get()
    assert (event.at, event.device_at, event.by_device) == (at("09:03"), at("09:05"), False)


def test_who_scans_twice_is_not_checked_out_and_is_told_how_to_leave(room, device, travel):
    device.send(shows(room))
    travel.move_to(at("11:00"))
    told = device.send(shows(room, "11:00")).json()["scans"][0]
    assert (told["state"], told["sentence"]) == (
        "refused", "이미 입실했습니다. 나가려면 먼저 “외출”이나 “퇴실”을 고르고 다시 찍어 주세요.",
    )  # fmt: skip
    device.send(shows(room, "11:00", "out"))
    assert room.ledger() == [("in", "09:03:00"), ("out", "11:00:00")]


# --- what is refused, and stands in the list and in the trail -----------------------------------------
def elsewhere(room) -> Enrollment:
    """Somebody of another cohort that meets in another building."""
    cohort = factories.CohortFactory(complex=room.cohort.complex, state=CohortState.RUNNING, starts_on=DAY)
    factories.SessionFactory(complex=cohort.complex, cohort=cohort, starts_at=at("09:00"), ends_at=at("18:00"))
    return factories.EnrollmentFactory(complex=cohort.complex, cohort=cohort)


BAD = {
    "form": lambda room: scan("https://example.com/", at("09:03")),
    "unknown": lambda room: scan(
        personal_codes.phone_code(personal_codes.Secret("00000001", "11" * 32), personal_codes.step_at(at("09:03"))),
        at("09:03"),
    ),
    "forged": lambda room: scan(
        personal_codes.phone_code(
            personal_codes.Secret(phone_of(room.enrollment).handle, "11" * 32), personal_codes.step_at(at("09:03"))
        ),
        at("09:03"),
    ),
    "expired": lambda room: scan(shown(phone_of(room.enrollment), at("09:01")), at("09:03")),
    "elsewhere": lambda room: scan(shown(phone_of(elsewhere(room)), at("09:03")), at("09:03")),
    "window": lambda room: shows(room, "06:59"),
}


@pytest.mark.parametrize("why", sorted(BAD))
def test_bad_scan_is_refused_with_its_reason_and_kept(room, device, why):
    told = device.send(BAD[why](room)).json()["scans"][0]

    assert (told["state"], told["word"]) == ("refused", "기록하지 않음")
    assert told["sentence"]
    assert device.states() == [("refused", why)]
    assert trace() == [why]
    assert AttendanceEvent.objects.count() == 0


def test_code_replayed_at_another_kiosk_counts_once(room, device, travel):
    other = started(room)
    code = shown(phone_of(room.enrollment), at("09:03"))
    device.send(scan(code, at("09:03")))
    told = other.send(scan(code, at("09:03"), "away")).json()["scans"][0]
    assert (told["state"], other.states()) == ("refused", [("refused", "used")])
    assert room.ledger() == [("in", "09:03:00")]


def test_code_of_a_phone_that_was_replaced_or_taken_back_counts_no_more(room, device, travel):
    old = phone_of(room.enrollment)
    codes.give_to_phone(room.trainee, room.cohort.complex, now=at("09:02"))
    device.send(scan(shown(old, at("09:03")), at("09:03")))
    operator = factories.MembershipFactory(complex=room.cohort.complex, role="operator").user
    new = phone_of(room.enrollment)
    codes.take_back(new, by=operator, now=at("09:02"))
    device.send(scan(shown(new, at("09:03")), at("09:03")))
    assert device.states() == [("refused", "revoked")] * 2


def test_scan_before_the_phone_was_replaced_counts(room, device, travel):
    early = shows(room, "08:55")
    codes.give_to_phone(room.trainee, room.cohort.complex, now=at("09:02"))
    device.send(early)
    assert room.ledger() == [("in", "08:55:00")]


@pytest.mark.parametrize(
    ("minutes", "states"), [(10, [("counted", "")]), (11, [("refused", "clock")]), (-11, [("refused", "clock")])]
)
def test_kiosk_whose_clock_is_more_than_ten_minutes_off_is_not_believed(room, device, minutes, states):
    device.off = timedelta(minutes=minutes)
    code = shown(phone_of(room.enrollment), at("09:03"))
    device.send(scan(code, at("09:03") + device.off))
    assert device.states() == states


def test_kiosk_of_an_instructor_takes_nothing_for_sessions_of_others(room, travel):
    stranger = factories.MembershipFactory(complex=room.cohort.complex, role="instructor").user
    device = started(room, by=stranger)
    device.send(shows(room))
    assert (device.states(), room.ledger()) == ([("refused", "elsewhere")], [])


def test_kiosk_at_the_gate_takes_every_room_of_its_venue_and_one_in_a_room_only_its_own(room, travel):
    hall = factories.RoomFactory(complex=room.cohort.complex, venue=room.session.room.venue, name_ko="강의 1실")
    operator = factories.MembershipFactory(complex=room.cohort.complex, role="operator").user
    gate = started(room, by=operator, whole_venue=True)
    Session.objects.filter(pk=room.session.pk).update(room=hall)
    gate.send(shows(room))
    here = started(room, by=operator)
    here.send(scan(shown(phone_of(classmate(room)), at("09:03")), at("09:03")))
    assert (gate.states(), here.states()) == ([("counted", "")], [("refused", "elsewhere")])


def test_closed_roll_and_settled_cohort_take_nothing(room, device):
    Session.objects.filter(pk=room.session.pk).update(closed_at=at("09:00"))
    device.send(shows(room))
    Session.objects.filter(pk=room.session.pk).update(closed_at=None)
    type(room.cohort).objects.filter(pk=room.cohort.pk).update(state=CohortState.SETTLED)
    device.send(scan(shown(phone_of(classmate(room)), at("09:03")), at("09:03")))
    assert device.states() == [("refused", "window")] * 2


# --- what is no upload ---------------------------------------------------------------------------
@pytest.mark.parametrize(
    "body",
    [
        "", "{", "[]", "null", "1", '"x"', b"\xff\xfe", "{}", '{"sent_at": 1}', '{"sent_at": true, "scans": []}',
        '{"sent_at": -1, "scans": []}', '{"sent_at": 1e20, "scans": []}', '{"sent_at": 1, "scans": [1]}',
        '{"sent_at": 1, "scans": [{"id": "x", "code": "", "act": "auto", "scanned_at": 1}]}',
        '{"sent_at": 1, "scans": [{"id": "6a3e0c7e-7f1f-4c65-9f2c-111111111111", "code": 5, "act": "auto", "scanned_at": 1}]}',
        '{"sent_at": 1, "scans": [{"id": "6a3e0c7e-7f1f-4c65-9f2c-111111111111", "code": "", "act": "in", "scanned_at": 1}]}',
        "[" * 50_000,
    ],
)  # fmt: skip
def test_garbage_is_refused_in_one_sentence_and_stores_nothing(device, body):
    answer = device.send(body=body)
    assert (answer.status_code, answer.json()["over"]) == (400, False)
    assert answer.json()["sentence"].startswith("읽을 수 없습니다")
    assert (KioskScan.objects.count(), trace()) == (0, ["BadUpload"])


def test_ten_thousand_scans_at_once_are_too_many(room, device):
    many = {"sent_at": milliseconds(at("09:03")), "scans": [shows(room)] * 10_000}
    assert device.send(body=json.dumps(many)).status_code == 413
    few = {"sent_at": 1, "scans": [{}] * (MOST_AT_ONCE + 1)}
    assert device.send(body=json.dumps(few)).status_code == 413
    assert KioskScan.objects.count() == 0


@pytest.mark.parametrize(
    ("gone", "sentence"), [("ended", "이 키오스크는 끝났습니다"), ("old", "사흘"), ("unknown", "키오스크가 아닙니다")]
)
def test_a_device_that_is_no_kiosk_any_more_keeps_its_scans(room, device, travel, gone, sentence):
    waiting = shows(room)
    if gone == "ended":
        kiosks.end(device.kiosk, by=room.instructor, now=at("09:03"))
    elif gone == "old":
        travel.move_to(at("00:00", DAY + timedelta(days=4)))
    else:
        Kiosk.objects.update(token_sha256="0" * 64)
    answer = device.send(waiting)
    assert (answer.status_code, answer.json()["over"], sentence in answer.json()["sentence"]) == (403, True, True)
    assert device.client.get("/kiosk/").status_code == 403
    assert (KioskScan.objects.count(), room.ledger()) == (0, [])


def test_a_kiosk_may_send_until_three_days_after_its_day(room, device, travel):
    evening = shows(room, "18:00")
    travel.move_to(at("23:59:59", DAY + timedelta(days=3)))
    device.send(evening)
    assert room.ledger() == [("out", "18:00:00")]


def test_uploads_need_our_own_page(room, device):
    device.client.handler.enforce_csrf_checks = True
    assert device.send(shows(room)).status_code == 403
    assert KioskScan.objects.count() == 0


# --- cards ---------------------------------------------------------------------------------------
def card(room, clock="09:03") -> dict:
    return shows(room, clock, kind=CodeKind.CARD)


def test_card_counts_after_the_tap_as_of_its_scan_and_in_the_name_of_who_tapped(room, device, desk, travel):
    told = device.send(card(room)).json()["scans"][0]
    assert (told["state"], told["word"], room.ledger()) == ("waiting", "확인 대기", [])
    waiting = KioskScan.objects.get()
    travel.move_to(at("09:20"))
    assert desk.post(f"/teach/kiosk/scans/{waiting.pk}/").status_code == 409
    assert "카드 1장" in desk.get(f"/teach/sessions/{room.session.pk}/").content.decode()
    answer = desk.post(f"/teach/kiosk/scans/{waiting.pk}/", {"counts": "1", "from": "roster"})

    assert answer.url == f"/teach/sessions/{room.session.pk}/"
    event = AttendanceEvent.objects.get()
    assert (event.at, event.recorded_at, event.recorded_by, event.source) == (
        at("09:03"), at("09:20"), room.instructor, EventSource.CARD,
    )  # fmt: skip
    waiting.refresh_from_db()
    assert (waiting.state, waiting.event, waiting.decided_by, waiting.decided_at) == (
        "counted", event, room.instructor, at("09:20"),
    )  # fmt: skip


def test_card_that_is_not_confirmed_records_nothing_and_a_second_tap_changes_nothing(room, device, travel):
    device.send(card(room))
    waiting = KioskScan.objects.get()
    kiosk_scans.dismiss(waiting, by=room.instructor, now=at("09:10"))
    with pytest.raises(TransitionRefused):
        kiosk_scans.confirm(waiting, by=room.instructor, now=at("09:11"))
    assert (device.states(), room.ledger()) == ([("refused", "dismissed")], [])
    assert trace() == ["dismissed"]


def test_card_is_confirmed_by_who_keeps_the_roll_until_the_day_closes(room, device, travel):
    device.send(card(room))
    waiting = KioskScan.objects.get()
    with pytest.raises(Refused):
        kiosk_scans.confirm(waiting, by=room.trainee, now=at("09:10"))
    with pytest.raises(DomainError, match="이 날은 마감되었습니다"):
        kiosk_scans.confirm(waiting, by=room.instructor, now=at("00:00", DAY + timedelta(days=1)))
    assert room.ledger() == []


@pytest.mark.parametrize("to", ScanState.values)
@pytest.mark.parametrize("state", ScanState.values)
def test_scan_moves_by_its_table(room, device, state, to):
    device.send(card(room))
    event = AttendanceEvent.objects.create(
        complex=room.cohort.complex, enrollment=room.enrollment, session=room.session, kind="in", at=at("09:03"),
        recorded_at=at("09:03"), source=EventSource.CARD,
    )  # fmt: skip

    def fields(state: str) -> dict:
        return {
            "event": event if state in ("counted", "repeated") else None,
            "refusal": "form" if state == "refused" else "",
        }

    found = KioskScan.objects.get()
    KioskScan.objects.filter(pk=found.pk).update(state=state, **fields(state))
    found.refresh_from_db()
    if to in SCAN_TRANSITIONS[state]:
        audit.move(found, to, by=None, now=at("09:10"), **fields(to))
    else:
        with pytest.raises(TransitionRefused):
            audit.move(found, to, by=None, now=at("09:10"), **fields(to))


# --- the database refuses ------------------------------------------------------------------------
@pytest.mark.parametrize(
    "change",
    [
        {"state": "refused"},
        {"refusal": "form"},
        {"state": "counted"},
        {"client": "6a3e0c7e-7f1f-4c65-9f2c-111111111111"},
    ],
)
def test_database_refuses_a_scan_without_reason_or_line_or_sent_twice(room, device, change):
    first = card(room)
    device.send({**first, "id": "6a3e0c7e-7f1f-4c65-9f2c-111111111111"}, card(room, "09:02"))
    last = KioskScan.objects.exclude(client="6a3e0c7e-7f1f-4c65-9f2c-111111111111").get()
    with pytest.raises(IntegrityError), transaction.atomic():
        KioskScan.objects.filter(pk=last.pk).update(**change)


def test_database_keeps_one_code_of_a_kind_for_each_person(room, travel):
    phone_of(room.enrollment)
    with pytest.raises(IntegrityError), transaction.atomic():
        PersonalCode.objects.create(
            complex=room.cohort.complex, person=room.trainee, kind="phone", made_at=at("09:00"), made_by=room.trainee
        )


# --- giving and taking back ----------------------------------------------------------------------
def test_secret_is_given_once_and_only_to_people_in_training(room, phone, travel):
    given = phone.post("/learn/code/new/").json()
    held = PersonalCode.objects.get()
    assert (given["handle"], given["key"], given["now"]) == (held.handle, held.key, milliseconds(at("09:03")))
    state = phone.get("/learn/code/state/")
    assert (state.json(), held.key in state.content.decode()) == ({"handle": held.handle, "now": given["now"]}, False)
    again = phone.post("/learn/code/new/").json()
    assert again["key"] != given["key"]
    assert PersonalCode.objects.filter(revoked_at=None).count() == 1
    stranger = signed_in(factories.UserFactory())
    assert stranger.post("/learn/code/new/").status_code == 403
    assert held.key not in repr(held)


def test_office_makes_prints_and_takes_back_cards(room, travel):
    office = signed_in(factories.MembershipFactory(complex=room.cohort.complex, role="operator").user)
    classmate(room)
    address = f"/desk/cohorts/{room.cohort.pk}/codes/"
    sheet = office.post(f"{address}make/", follow=True).content.decode()
    assert (sheet.count("data:image/svg+xml"), "카드 2장을 만들었습니다" in sheet) == (2, True)
    assert "카드 0장" in office.post(f"{address}make/", follow=True).content.decode()
    first = PersonalCode.objects.filter(person=room.trainee).get()
    office.post(f"/desk/codes/{first.pk}/take-back/")
    first.refresh_from_db()
    assert first.revoked_at == at("09:03")
    assert office.get(f"{address}cards/").content.decode().count("data:image/svg+xml") == 1


# --- starting a kiosk ----------------------------------------------------------------------------
def test_starting_signs_the_person_out_and_the_device_is_a_place(room, desk, travel):
    venue = room.session.room.venue
    desk.post("/teach/kiosk/", {"place": f"venue-{venue.pk}", "leave": "on"})
    assert "_auth_user_id" not in desk.session
    page = desk.get("/kiosk/")
    assert (page.status_code, page["Permissions-Policy"]) == (200, "camera=(self)")
    assert desk.get("/").headers["Permissions-Policy"] == "camera=()"
    assert "홍길동" not in page.content.decode()
    cookie = desk.cookies["kiosk"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", "/kiosk/")
    assert Kiosk.objects.exclude(token_sha256=cookie.value).count() == 1


def test_a_place_of_another_complex_is_no_choice(room, desk, travel):
    other = factories.site_of("other", "other.localhost", name_ko="다른 단지", name_en="Other", word="다른")
    venue = factories.VenueFactory(complex=other)
    assert desk.post("/teach/kiosk/", {"place": f"venue-{venue.pk}"}).status_code == 422
    assert Kiosk.objects.count() == 0


def test_lists_are_counted_at_one_and_three(room, device, desk, django_assert_max_num_queries, travel):
    addresses = ["/teach/kiosk/", f"/teach/kiosk/{device.kiosk.pk}/"]
    device.send(shows(room))
    counts = [_queries(desk, address) for address in addresses]
    for name in ("김영희", "박민수"):
        device.send(scan(shown(phone_of(classmate(room, name)), at("09:03")), at("09:03")))
        started(room)
    assert [_queries(desk, address) for address in addresses] == counts


def _queries(client, address) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)
