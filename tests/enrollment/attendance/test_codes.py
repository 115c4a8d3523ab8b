"""The rotating code lives for at most twenty seconds, and nothing but its own session accepts it."""

import random
import re
from datetime import UTC, datetime, timedelta

import pytest

from enrollment.rules import codes
from enrollment.rules.codes import Secret

START = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
SECRET = Secret(session=7, key="ab" * 32)


def shown_at(instant: datetime, secret: Secret = SECRET) -> str:
    return codes.token(secret, codes.step_at(instant))


@pytest.mark.parametrize(
    ("after", "verdict"),
    [
        (0, "good"),
        (9.9, "good"),
        (10, "good"),
        (19.9, "good"),
        (20, "expired"),
        (599, "expired"),
        (600, "wrong"),
        (-0.1, "wrong"),
    ],
)
def test_code_is_good_for_its_step_and_one_more(after, verdict):
    assert codes.judge(SECRET, shown_at(START), now=START + timedelta(seconds=after)) == verdict


def test_thousand_codes_opened_25_seconds_after_the_photograph_are_all_refused():
    chance = random.Random(5)
    verdicts = []
    for _ in range(1000):
        photographed = START + timedelta(seconds=chance.uniform(0, 86_400))
        verdicts.append(codes.judge(SECRET, shown_at(photographed), now=photographed + timedelta(seconds=25)))

    assert verdicts == ["expired"] * 1000


def test_one_step_more_would_let_photographs_through(monkeypatch):
    """The teeth of the thousand: with three steps accepted some would be good."""
    monkeypatch.setattr(codes, "STEPS_ACCEPTED", 3)
    chance = random.Random(5)
    photographed = [START + timedelta(seconds=chance.uniform(0, 86_400)) for _ in range(100)]
    verdicts = {codes.judge(SECRET, shown_at(at), now=at + timedelta(seconds=25)) for at in photographed}

    assert verdicts == {"good", "expired"}


@pytest.mark.parametrize("other", [Secret(8, SECRET.key), Secret(7, "cd" * 32)])
def test_code_of_another_session_or_secret_is_wrong(other):
    assert codes.judge(SECRET, shown_at(START, other), now=START) == "wrong"
    assert not codes.digits_match(SECRET, codes.digits(other, codes.step_at(START)), now=START)


@pytest.mark.parametrize("garbage", ["", "x", "한글", "a" * 500, "\udcff", "'; --"])
def test_garbage_is_wrong(garbage):
    assert codes.judge(SECRET, garbage, now=START) == "wrong"
    assert not codes.digits_match(SECRET, garbage, now=START)


def test_token_carries_80_bits_and_digits_are_six_and_say_nothing_about_it():
    step = codes.step_at(START)
    assert re.fullmatch(r"[a-z2-7]{16}", codes.token(SECRET, step))
    assert re.fullmatch(r"\d{6}", codes.digits(SECRET, step))
    assert len({codes.token(SECRET, step + n) for n in range(2000)}) == 2000


@pytest.mark.parametrize(("after", "accepted"), [(0, True), (19.9, True), (20, False), (-1, False)])
def test_digits_are_good_as_long_as_the_token(after, accepted):
    given = codes.digits(SECRET, codes.step_at(START))

    assert codes.digits_match(SECRET, given, now=START + timedelta(seconds=after)) is accepted


def test_next_step_comes_within_ten_seconds():
    assert codes.next_step_in(START) == timedelta(seconds=10)
    assert codes.next_step_in(START + timedelta(seconds=7.5)) == timedelta(seconds=2.5)


def test_secret_is_in_no_log():
    assert SECRET.key not in repr(SECRET)
