"""How much a trainee may write in an hour, at its edges and for any order of messages."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrollment.rules import asking
from tests.factories import NOW

HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


@pytest.mark.parametrize(
    ("written", "again"),
    [
        ([], None),
        ([NOW] * 19, None),
        ([NOW] * 20, NOW + HOUR),
        ([NOW - HOUR + SECOND] * 20, NOW + SECOND),
        ([NOW - HOUR] * 20, None),  # half-open: an hour later is an hour later
        ([NOW - HOUR] + [NOW - SECOND] * 19, None),
        ([NOW - 2 * SECOND] + [NOW - SECOND] * 20, NOW - SECOND + HOUR),
    ],
)
def test_twenty_messages_within_an_hour(written, again):
    assert asking.again_at(written, now=NOW) == again


@given(st.lists(st.integers(min_value=0, max_value=7200), max_size=120))
def test_whoever_obeys_never_writes_more_than_twenty_within_any_hour(seconds):
    written = []
    for second in sorted(seconds):
        now = NOW + timedelta(seconds=second)
        again = asking.again_at(written, now=now)
        if again is None:
            written.append(now)
        else:
            assert again > now
            assert asking.again_at(written, now=again) is None
    for first in written:
        assert sum(first <= at < first + HOUR for at in written) <= asking.MOST


@pytest.mark.parametrize(
    ("text", "after", "same"),
    [
        ("a", timedelta(0), True),
        ("a", timedelta(seconds=59), True),
        ("a", timedelta(minutes=1), False),
        ("b", timedelta(0), False),
    ],
)
def test_the_same_words_within_a_minute_are_a_second_press(text, after, same):
    assert asking.is_the_same(text, "a", written_at=NOW, now=NOW + after) is same
