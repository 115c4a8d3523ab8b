"""When a survey is open, and what may be shown: at the edges, and for any sizes of groups."""

from datetime import date, timedelta
from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrollment.models import SurveyQuestion
from enrollment.rules import surveys as rules
from enrollment.rules.surveys import Tally
from enrollment.states import SurveyKind

END = date(2026, 11, 23)


@pytest.mark.parametrize(("days", "is_open"), [(-1, False), (0, True), (1, True), (30, True), (31, False)])
def test_open_from_the_last_day_until_thirty_days_later(days, is_open):
    assert rules.is_open(END, today=END + timedelta(days=days)) is is_open


@pytest.mark.parametrize(
    ("days", "asked", "answered", "final"),
    [(30, 20, 19, False), (31, 20, 0, True), (0, 20, 20, True), (0, 0, 0, False), (0, 6, 7, True)],
)
def test_results_come_when_no_further_answer_can(days, asked, answered, final):
    assert rules.is_final(END, today=END + timedelta(days=days), asked=asked, answered=answered) is final


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [
        ({}, set()),
        ({"a": 4}, set()),
        ({"a": 5}, {"a"}),
        ({"a": 10, "b": 4}, set()),  # the complement of a hidden group is hidden with it
        ({"a": 10, "b": 5}, {"a", "b"}),
        ({"a": 10, "b": 9, "c": 2}, {"a"}),
        ({"a": 10, "b": 3, "c": 2}, {"a"}),  # what is left without a are five
        ({"a": 10, "": 4}, set()),
        ({"a": 10, "": 5}, {"a"}),
        ({"": 20}, set()),
        ({"a": 5, "b": 5, "c": 1}, {"b"}),
    ],
)
def test_a_small_group_is_hidden_and_so_is_what_would_give_it_away(sizes, shown):
    assert rules.shown_groups(sizes) == shown


@given(st.dictionaries(st.sampled_from(["", "a", "b", "c", "d"]), st.integers(min_value=0, max_value=30)))
def test_no_sum_or_difference_of_what_is_shown_is_a_small_group(sizes):
    shown = rules.shown_groups(sizes)
    whole = sum(sizes.values())
    for some in chain.from_iterable(combinations(shown, n) for n in range(len(shown) + 1)):
        size = sum(sizes[group] for group in some)
        assert size == 0 or size >= rules.LEAST
        if shown:
            assert whole - size == 0 or whole - size >= rules.LEAST


@given(st.lists(st.text(max_size=8)), st.randoms())
def test_the_order_of_texts_does_not_depend_on_the_order_in_which_they_came(texts, random):
    again = list(texts)
    random.shuffle(again)
    assert rules.mixed(again, salt="best") == rules.mixed(texts, salt="best")
    assert sorted(rules.mixed(texts, salt="best")) == sorted(texts)


def test_two_questions_have_two_orders():
    texts = [str(n) for n in range(20)]
    assert rules.mixed(texts, salt="best") != rules.mixed(texts, salt="better")


@given(st.lists(st.sampled_from(list(rules.SCALE))))
def test_a_tally_counts_everybody_once(steps):
    tally = Tally.of(steps)
    assert tally.n == len(steps)
    assert tally.satisfied == sum(step >= 4 for step in steps)
    assert tally.average == (sum(steps) / len(steps) if steps else None)


@pytest.mark.parametrize("number", rules.STANDARD)
def test_what_is_shipped_fits_its_columns_in_both_languages(number):
    asked = rules.STANDARD[number]
    assert len({one.key for one in asked}) == len(asked)
    for one in asked:
        assert one.kind in SurveyKind.values
        for name in ("key", "label_ko", "label_en", "text_ko", "text_en"):
            assert 0 < len(getattr(one, name)) <= SurveyQuestion._meta.get_field(name).max_length
