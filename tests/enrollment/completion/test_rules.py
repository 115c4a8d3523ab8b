"""What is still missing, by tables of boundary values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrollment.rules.completion import Demands, Evidence, Shortfall, Tally, least, shortfalls


def evidence(*, basis="days", scheduled=40, credited=32, lessons=6, lessons_finished=6, quizzes=None):
    return Evidence(basis, scheduled, credited, lessons, lessons_finished, quizzes or Tally())


CARD = Demands(attendance_percent=80, lessons=False)
EMPLOYER = Demands(attendance_percent=80, lessons=True, quizzes=True)


@pytest.mark.parametrize(
    ("percent", "whole", "expected"),
    [(80, 40, 32), (80, 39, 32), (80, 41, 33), (80, 120, 96), (80, 0, 0), (100, 7, 7), (0, 7, 0), (80, 1, 1)],
)
def test_least_is_the_smallest_whole_number_that_reaches_the_share(percent, whole, expected):
    assert least(percent, whole) == expected


@pytest.mark.parametrize(
    ("demands", "given_", "expected"),
    [
        (CARD, evidence(credited=32), []),
        (CARD, evidence(credited=31), [Shortfall("attendance", 32, 31, "days")]),
        (CARD, evidence(credited=31, scheduled=39), [Shortfall("attendance", 32, 31, "days")]),  # 79.5 %
        (CARD, evidence(credited=102, scheduled=120), []),  # field.md 4.7.15: 85.0 %
        (CARD, evidence(lessons_finished=0), []),  # the card asks for attendance alone
        (EMPLOYER, evidence(lessons_finished=5), [Shortfall("lessons", 6, 5)]),
        (EMPLOYER, evidence(lessons_finished=6), []),
        (CARD, evidence(quizzes=Tally(3, 0)), []),
        (EMPLOYER, evidence(quizzes=Tally(3, 2)), [Shortfall("quizzes", 3, 2)]),
        (EMPLOYER, evidence(quizzes=Tally(3, 1, 2)), [Shortfall("quizzes", 3, 1, waiting=2)]),
        (EMPLOYER, evidence(quizzes=Tally(3, 3)), []),
        (
            EMPLOYER,
            evidence(credited=0, lessons_finished=0),
            [Shortfall("attendance", 32, 0, "days"), Shortfall("lessons", 6, 0)],
        ),
        (
            CARD,
            evidence(scheduled=0, credited=0),
            [Shortfall("attendance", 1, 0, "days")],
        ),  # nothing held, nothing proven
        (CARD, evidence(basis="hours", scheduled=1200, credited=959), [Shortfall("attendance", 960, 959, "hours")]),
    ],
)
def test_shortfalls_names_what_is_missing(demands, given_, expected):
    assert shortfalls(demands, given_) == expected


@given(st.integers(1, 300), st.integers(0, 300), st.integers(0, 20))
def test_shortfalls_never_grow_with_one_more_day(scheduled, credited, finished):
    before = shortfalls(
        EMPLOYER, evidence(scheduled=scheduled, credited=credited, lessons=20, lessons_finished=finished)
    )
    after = shortfalls(
        EMPLOYER, evidence(scheduled=scheduled, credited=credited + 1, lessons=20, lessons_finished=finished)
    )
    assert {s.kind for s in after} <= {s.kind for s in before}
