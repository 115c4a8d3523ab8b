"""What stands in a personal code, when it is good, and which act a scan is."""

from datetime import timedelta
from itertools import permutations

import pytest

from enrollment.rules import kiosks, personal_codes
from enrollment.rules.personal_codes import STEP, WRAPS, Secret
from tests.enrollment.attendance.build import at, event, scheduled

SECRET = Secret("0badcafe", "5e" * 32)
NOW = at("09:03:15")


def test_code_is_25_letters_that_say_who_and_when_and_its_secret_is_in_no_log():
    code = personal_codes.phone_code(SECRET, 59_700_000)
    assert personal_codes.FORM.fullmatch(code)
    assert personal_codes.read(code).handle == "0badcafe"
    assert personal_codes.read(code).step == 59_700_000 % WRAPS
    assert len(personal_codes.read(code).mac) * 8 == 64
    assert repr(SECRET) == "<Secret of 0badcafe>"


@pytest.mark.parametrize(
    ("age", "verdict"), [(0, "good"), (1, "good"), (-1, "good"), (2, "expired"), (-2, "expired"), (2880, "expired")]
)
def test_phone_code_is_good_for_its_step_and_one_either_way(age, verdict):
    code = personal_codes.phone_code(SECRET, personal_codes.step_at(NOW) - age)
    assert personal_codes.judge(SECRET, personal_codes.read(code), at=NOW) == verdict


def test_step_in_three_bytes_is_read_as_the_nearest():
    for instant in (NOW, NOW + STEP * WRAPS, NOW + STEP * (WRAPS // 2 - 1)):
        step = personal_codes.step_at(instant)
        assert personal_codes.nearest_step(step % WRAPS, instant + timedelta(hours=1)) == step


def test_card_is_good_at_any_time_and_no_letter_of_a_code_can_be_changed():
    card, phone = personal_codes.card_code(SECRET), personal_codes.phone_code(SECRET, personal_codes.step_at(NOW))
    assert personal_codes.judge(SECRET, personal_codes.read(card), at=NOW + timedelta(days=900)) == "good"
    for code in (card, phone):
        for place in range(8, 25):  # behind who it names
            letter = "A" if code[place] != "A" else "B"
            changed = personal_codes.read(code[:place] + letter + code[place + 1 :])
            assert personal_codes.judge(SECRET, changed, at=NOW) in ("wrong", "expired")
    assert personal_codes.judge(SECRET, personal_codes.read("C" + phone[1:]), at=NOW) == "wrong"


@pytest.mark.parametrize(
    "text", ["", "P", "X" + "A" * 24, "P" + "a" * 24, "P" + "A" * 25, "P" + "1" * 24, "P" + "A" * 24 + "\n"]
)
def test_what_is_no_code_by_its_form_is_not_read(text):
    assert personal_codes.read(text) is None


@pytest.mark.parametrize(
    ("choice", "clock", "before", "kind"),
    [
        ("auto", "08:50", [], "in"),
        ("auto", "13:00", [], "in"),
        ("auto", "17:49", [], "in"),
        ("auto", "17:50", [], "out"),  # an earlier check-in may still arrive
        ("auto", "09:04", [("in", "09:03")], None),  # nobody leaves by being scanned twice
        ("auto", "17:49", [("in", "09:03")], None),
        ("auto", "17:50", [("in", "09:03")], "out"),
        ("auto", "12:30", [("in", "09:03"), ("away", "12:00")], "back"),
        ("auto", "12:30", [("in", "09:03"), ("away", "12:40")], None),  # what came later is no reason
        ("auto", "16:00", [("in", "09:03"), ("out", "15:00")], "out"),
        ("out", "11:00", [("in", "09:03")], "out"),
        ("away", "11:00", [], "away"),
    ],
)
def test_act_of_a_scan(choice, clock, before, kind):
    standing = [event(kind, when) for kind, when in before]
    assert kiosks.kind_of(choice, standing, scheduled(), at=at(clock)) == kind


def test_after_a_check_out_only_a_check_out_follows_whatever_arrives_first():
    for lines in permutations([event("in", "09:00"), event("out", "15:00")]):
        follows = [kiosks.follows(kind, lines, at=at("15:30")) for kind in ("in", "out", "away", "back")]
        assert follows == [False, True, False, False]
        assert kiosks.follows("away", lines, at=at("14:00"))


@pytest.mark.parametrize(
    ("off", "counts"), [(0, "09:03:00"), (-5, "09:03:00"), (5, "09:03:00"), (-6, "09:03:06"), (240, "08:59:00")]
)
def test_a_device_that_agrees_counts_by_its_clock_and_another_by_ours(off, counts):
    sent = at("12:00") + timedelta(seconds=off)
    found = kiosks.counted(at("09:03:00"), sent_at=sent, received_at=at("12:00"))
    assert f"{found:%H:%M:%S}" == counts
