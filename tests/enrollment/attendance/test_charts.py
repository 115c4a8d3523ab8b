"""The heat map and the line of the rate."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enrollment.queries import heat
from enrollment.rules.rates import course_of
from enrollment.templatetags.enrollment_charts import heat_drawing, rate_drawing
from tests.enrollment.attendance.build import DAY, at, come_to, course, scans

DAYS = [DAY.fromordinal(DAY.toordinal() + n) for n in range(40)]
SCANS = {"there": ("09:00", "18:00"), "late": ("09:20", "18:00"), "short": ("09:00", "10:00"), "gone": (None, None)}


def after(kinds: list[str], *, days: int = 20):
    events = [each for day, kind in zip(DAYS, kinds, strict=False) for each in scans(*SCANS[kind], day=day)]
    return come_to(course(days), events, now=at("00:00", DAYS[len(kinds)]))


@pytest.mark.parametrize(
    ("kinds", "rates", "end"),
    [
        ([], [], "100.0"),
        (["there"], ["100.0"], "100.0"),
        (["there", "gone"], ["100.0", "50.0"], "95.0"),
        (["late", "late", "late"], ["100.0", "100.0", "66.7"], "95.0"),
    ],
)
def test_rate_after_each_day_and_the_best_end(kinds, rates, end):
    so_far, best = course_of(after(kinds))

    assert ([str(point.rate) for point in so_far], str(best[-1].rate)) == (rates, end)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(sorted(SCANS)), max_size=20), st.sampled_from([5, 20]))
def test_lines_end_at_the_figures_of_the_summary(kinds, days):
    summary = after(kinds[:days], days=days)
    so_far, best = course_of(summary)

    assert len({point.date for point in [*so_far, *best]}) == days
    if so_far:
        assert (so_far[-1].credited, so_far[-1].done, so_far[-1].rate) == (summary.credited, summary.done, summary.rate)
    if not (so_far and so_far[-1].credited == 0):  # below nothing a rate does not fall
        assert best[-1].rate == summary.best_possible


def test_drawing_stays_within_its_box_and_says_the_finding():
    draw = rate_drawing(after(["gone"] * 8 + ["there"]))

    assert draw.title == "지금까지 출석률은 11.1 %이고 최고 60.0 %로 마칠 수 있습니다. 수료에는 80 %가 필요합니다."
    assert all(0 <= x <= draw.width and 0 <= y <= draw.height for x, y in (draw.last, draw.end))
    assert rate_drawing(after([])) is None


@pytest.mark.django_db
def test_heat_map_keeps_weeks_apart(room, travel):
    draw = heat_drawing(heat.heat(room.cohort, now=at("09:00")))

    assert [x for _head, x in draw.heads][:3] == [0, 188, 376]
    assert draw.rows[0].count("<use ") == 40
