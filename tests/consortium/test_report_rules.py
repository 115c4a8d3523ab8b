"""One rounding rule, the cutting of periods, and differences: tables of boundaries."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.consortium.queries.reports import rows as counted
from training.consortium.rules import figures as rules
from training.consortium.rules import report_changes as changes
from training.consortium.rules import report_periods as periods


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        (504, 532, "94.7"),  # 94.736…
        (532, 532, "100.0"),
        (0, 532, "0.0"),
        (0, 0, None),  # of nothing there is no rate
        (1, 2000, "0.1"),  # 0.05 goes up
        (499, 10_000, "5.0"),  # 4.99
        (4949, 100_000, "4.9"),  # 4.949
        (4950, 100_000, "5.0"),  # 4.95: half up, where binary fractions and bankers say 4.9
        (1, 8, "12.5"),
        (2, 3, "66.7"),
        (1, 3, "33.3"),
    ],
)
def test_a_rate_has_one_decimal_rounded_half_up(part, whole, said):
    assert rules.percent(part, whole) == said


@given(st.integers(0, 10**7), st.integers(1, 10**7))
def test_rounding_is_that_of_exact_decimals(part, whole):
    exact = (Decimal(part) / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)
    assert rules.tenths(part, whole) == str(exact)


def test_hours_are_added_up_before_they_are_rounded():
    thirds = [Fraction(3600, 3)] * 3  # a third of an hour each, 0.3 if rounded first
    assert rules.values({"attended_seconds": sum(thirds)}, [rules.FIGURES["attended_hours"]]) == {
        "attended_hours": "1.0"
    }


def test_every_figure_says_what_it_counts_and_rests_on_rows_that_are_hashed():
    for figure in rules.FIGURES.values():
        assert (figure.says and figure.label and figure.value.__doc__) or figure.key.startswith("projects_")
        assert set(figure.sources) <= counted.KINDS.keys()
    assert {kind for figure in rules.FIGURES.values() for kind in figure.sources} == counted.KINDS.keys()


@pytest.mark.parametrize(
    ("unit", "keys", "ends"),
    [
        ("month", ["2026-08", "2026-09", "2026-10"], (date(2026, 8, 31), date(2026, 10, 2))),
        ("quarter", ["2026-3", "2026-4"], (date(2026, 9, 30), date(2026, 10, 2))),
        ("year", ["2026"], (date(2026, 10, 2), date(2026, 10, 2))),
    ],
)
def test_a_period_is_cut_without_gap_or_overlap(unit, keys, ends):
    found = periods.cut(date(2026, 8, 20), date(2026, 10, 2), unit)
    assert [one.key for one in found] == keys
    assert (found[0].since, found[0].until, found[-1].until) == (date(2026, 8, 20), *ends)
    assert all((after.since - before.until).days == 1 for before, after in pairwise(found))


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ({"1": "a"}, {"1": "a"}, None),
        ({}, {"1": "a"}, (1, 0, 0)),
        ({"1": "a"}, {"1": "b"}, (0, 1, 0)),
        ({"1": "a"}, {}, (0, 0, 1)),
        ({"1": "a", "2": "b", "3": "c"}, {"2": "b", "3": "d", "4": "e"}, (1, 1, 1)),
    ],
)
def test_rows_that_came_changed_or_went(before, after, found):
    one = changes.rows("decisions", before, after)
    assert found == (one and (one.added, one.changed, one.removed))


def test_cells_that_differ_are_found_also_where_a_line_or_figure_is_new():
    def lines(**of):
        return {"lines": {name: [{"key": key, "values": values} for key, values in rows] for name, rows in of.items()}}

    before = lines(total=[("", {"started": 4, "completed": 3})], courses=[("1", {"started": 4})])
    after = lines(total=[("", {"started": 4, "completed": 2})], courses=[("1", {"started": 4}), ("2", {"started": 0})])
    assert [(one.breakdown, one.line, one.figure, one.before, one.after) for one in changes.cells(before, after)] == [
        ("total", "", "completed", 3, 2),
        ("courses", "2", "started", None, 0),
    ]
