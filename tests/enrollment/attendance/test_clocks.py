"""Rules run on the device's time where it is plausible, else on that of receipt, and the page says which."""

from datetime import timedelta

import pytest

from enrollment.models import AttendanceEvent
from enrollment.rules import clocks, codes
from tests.enrollment.attendance.build import at

SHOWN = at("09:10:00")


def text(response) -> str:
    return response.content.decode()


def milliseconds(instant) -> int:
    return int(instant.timestamp() * 1000)


@pytest.mark.parametrize(
    ("device", "counts"),
    [
        (None, "09:10:12"),
        ("09:09:59", "09:10:12"),  # before the code could be seen
        ("09:10:00", "09:10:00"),
        ("09:10:07", "09:10:07"),
        ("09:10:12", "09:10:12"),
        ("09:10:13", "09:10:12"),  # after it had come to us
    ],
)
def test_device_time_counts_between_the_first_showing_and_the_receipt(device, counts):
    said = device and at(device)
    assert clocks.counted(said, not_before=SHOWN, received_at=at("09:10:12")) == at(counts)


@pytest.mark.parametrize(
    ("opened", "first"), [("09:10:00", "09:09:50"), ("09:10:09.9", "09:09:50"), ("09:10:10", "09:10:00")]
)
def test_good_code_was_first_shown_at_most_one_step_before_the_one_on_the_screen(opened, first):
    assert codes.first_shown(at(opened)) == at(first)


def scan(phone, room, travel, device_at) -> AttendanceEvent:
    """The code is opened at 09:10:05 and spent a minute later."""
    travel.move_to(at("09:10:05"))
    phone.get(room.code())
    phone.get(f"/attend/{room.session.pk}/")
    travel.move_to(at("09:11:05"))
    sent = {} if device_at is None else {"scanned": milliseconds(device_at), "clock": milliseconds(at("09:11:00"))}
    answer = phone.post(f"/attend/{room.session.pk}/", {"kind": "in", **sent}, follow=True)
    assert answer.status_code == 200
    event = AttendanceEvent.objects.get()
    event.page = text(answer)  # what the trainee read
    return event


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("device", "counts", "sentence"),
    [
        ("09:09:58", "09:09:58", "이 기기의 시계로 적었습니다."),
        ("09:10:05", "09:10:05", "이 기기의 시계로 적었습니다."),
        ("09:09:49", "09:10:05", "우리 시계로 적었습니다. 기기의 시계는 09:09:49였습니다."),
        ("09:10:30", "09:10:05", "우리 시계로 적었습니다. 기기의 시계는 09:10:30였습니다."),
    ],
)
def test_scan_counts_by_a_plausible_phone_and_says_by_which_clock(room, phone, travel, device, counts, sentence):
    event = scan(phone, room, travel, at(device))

    assert (event.at, event.device_at, event.by_device) == (at(counts), at(device), counts == device)
    assert sentence in event.page


@pytest.mark.django_db
def test_scan_without_script_counts_by_receipt_and_says_nothing_of_clocks(room, phone, travel):
    event = scan(phone, room, travel, None)

    assert (event.at, event.device_at, event.by_device) == (at("09:10:05"), None, False)
    assert "시계" not in event.page


@pytest.mark.django_db
def test_phone_that_is_seconds_ahead_of_the_opening_of_the_roll_is_not_refused(room, phone, travel):
    type(room.session).objects.update(opened_at=at("09:10:03"))
    event = scan(phone, room, travel, at("09:10:01"))

    assert (event.at, event.by_device) == (at("09:10:05"), False)


@pytest.mark.django_db
def test_clock_of_a_phone_wins_no_more_than_the_life_of_a_code(room, phone, travel):
    """Ten minutes slow is believed to be online, and still late."""
    event = scan(phone, room, travel, at("09:10:05") - timedelta(minutes=9))

    assert event.at == at("09:10:05")
