"""Plots are drawn from the shipped data, on round axes, with nothing a strict policy would block."""

import math
from itertools import pairwise

import pytest
from django.template import Context, Template
from hypothesis import example, given
from hypothesis import strategies as st

from courses.rules import plots


@pytest.mark.parametrize("key", plots.PLOTS)
def test_every_point_lies_inside_the_drawing(key):
    plot = plots.plot(key)
    for curve in plot.curves:
        for point in curve.points:
            x, y = plot.at(point)
            assert plots.LEFT <= x <= plots.WIDTH - plots.RIGHT
            assert plots.TOP <= y <= plots.HEIGHT - plots.BOTTOM


def test_the_aged_cell_gives_87_percent_of_the_fresh_one():
    fresh, aged = (curve.points[-1][0] for curve in plots.plot("discharge").curves)
    assert round(aged / fresh * 100) == 87


def test_the_derivative_of_a_straight_discharge_is_its_slope():
    line = tuple((4 - step / 10, step * 3.0) for step in range(6))
    assert [round(value, 6) for _, value in plots.derivative(line)] == [30.0] * 4


def test_the_area_under_dqdv_is_the_capacity():
    points = plots.plot("dqdv").curves[0].points
    area = sum((one[0] - two[0]) * (one[1] + two[1]) / 2 for one, two in pairwise(points))
    assert area == pytest.approx(22.0, abs=0.4)  # mAh, field notes 5


def test_the_titles_say_what_the_data_says():
    """87 %, shrinking and moving peaks, 1.4 mΩ, and the cathode full first."""
    fresh, aged = (max(curve.points, key=lambda p: p[1]) for curve in plots.plot("dqdv").curves)
    assert (round(fresh[1], 1), round(aged[1], 1), fresh[0] < aged[0]) == (83.9, 66.9, True)
    ohmic = [min(re for re, _ in curve.points) for curve in plots.plot("nyquist").curves]
    assert round(max(ohmic) - min(ohmic), 1) == 1.4
    cathode, anode = (curve.points[-1][0] for curve in plots.plot("half-cells").curves)
    assert (round(cathode, 2), cathode < anode) == (3.84, True)


def test_a_spectrum_has_no_inductive_points():
    assert all(up >= 0 for curve in plots.plot("nyquist").curves for _, up in curve.points)


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=9))
@example([0.0, 5e-324])
@example([1e6, 1e6 + 1e-9])
def test_an_axis_holds_its_values_between_round_numbers(values):
    axis = plots.axis("x", "", values)
    slack = axis.step * 1e-6
    assert axis.low - slack <= min(values)
    assert max(values) <= axis.high + slack
    mantissa = axis.step / 10 ** math.floor(math.log10(axis.step) + 1e-12)
    assert round(mantissa, 6) in (1, 2, 5, 10)
    assert 1 <= len(axis.ticks) <= 12


@pytest.mark.parametrize("key", plots.PLOTS)
def test_a_drawing_has_words_a_table_and_no_style(key):
    html = Template('{% include "courses/includes/plot.html" with key=key only %}').render(Context({"key": key}))
    for wanted in ("<title>", "<desc>", 'role="img"', "<table", "example data"):
        assert wanted in html
    assert "style=" not in html
    assert "nan" not in html.lower().replace("nanum", "")
