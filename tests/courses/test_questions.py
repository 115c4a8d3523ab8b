"""What answers are worth: boundaries, units, thirds, and whatever a browser may send."""

import json
from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.rules.questions import drawing, formulas
from courses.rules.questions.content import (
    TYPES,
    Accepted,
    Calculated,
    Choice,
    Essay,
    Figure,
    Files,
    Item,
    Matching,
    Multiple,
    NotAQuestion,
    Numeric,
    Ordering,
    Pair,
    Parameter,
    Short,
    Single,
    Text,
    read,
    write,
)
from courses.rules.questions.fairness import faults
from courses.rules.questions.grading import expected, grade

P = Text("문제", "question")
LOADING = Numeric(prompt=P, value=Decimal("3.84"), unit="mAh/cm^2", tolerance=Decimal("0.02"))
THIRD = Decimal("0.33333")
SINGLE = Single(prompt=P, choices=(Choice("a", P, Decimal(1)), Choice("b", P, Decimal("0.5")), Choice("c", P)))
MULTIPLE = Multiple(
    prompt=P,
    choices=(Choice("a", P, THIRD), Choice("b", P, THIRD), Choice("c", P, THIRD), Choice("d", P, Decimal("-0.5"))),
)
ORDER = Ordering(prompt=P, steps=tuple(Item(key, Text(key)) for key in "abcd"))
MATCH = Matching(prompt=P, pairs=(Pair("x", P, Text("1")), Pair("y", P, Text("2"))), extra=(Item("z", Text("3")),))
SHORT = Short(prompt=P, accepted=(Accepted("전극"), Accepted("electrode", Decimal("0.5"))))
AREAL = Calculated(
    prompt=Text("{q} mAh/g, {m} mg/cm²"),
    parameters=(Parameter("q", Decimal(150), Decimal(200)), Parameter("m", Decimal(10), Decimal(20), 1)),
    formula="q * m / 1000",
    unit="mAh/cm^2",
)
DRAWN = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><path class="line" d="M0 0H4"/></svg>'
ALL = [LOADING, SINGLE, MULTIPLE, ORDER, MATCH, SHORT, AREAL, Essay(prompt=P), Files(prompt=P)]


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("3.84", True),
        ("3,84", True),
        ("3.84 mAh/cm2", True),
        ("3840 uAh/cm²", True),
        ("3840 µAh/cm2", True),
        ("0.00384 Ah/cm²", True),
        ("3.86", True),
        ("3.82", True),
        ("3.8601", False),
        ("3.8199", False),
        ("3860 uAh/cm2", True),
        ("3861 uAh/cm2", False),
        ("3.84 mAh", False),
        ("3.84 kg", False),
        ("", False),
        ("nan", False),
        ("1e999", False),
        ("about 3.84", False),
        ("3.84 mAh/cm2; drop", False),
        ("38.4 Ah/m2", True),
    ],
)
def test_numeric_is_right_within_tolerance_in_any_unit(text, right):
    assert grade(LOADING, {"text": text}).right is right


@pytest.mark.parametrize(
    ("value", "unit", "text", "right"),
    [
        (1500, "N/mm", "1,500", True),
        (1500, "N/mm", "1,500 N/mm", True),
        (1500, "N/mm", "1,500.0 kN/m", True),
        (1500, "N/mm", "1.500", False),
        (1500, "N/mm", "1,50", False),
        (1500, "N/mm", "1,5000", False),
        (1500, "N/mm", "1,500,000 N/m", True),
        (1500, "N/mm", "1,500,00 N/m", False),
        ("1.5", "N/mm", "1,500", True),
        ("0.02", "g", "0,020", True),
        (20, "g", "0,020", False),
        ("70.05", "%", "70.05 wt%", True),
        ("70.05", "%", "70,05 %", True),
        ("70.05", "%", "70.05 g/kg", False),
    ],
)
def test_a_comma_is_read_both_ways(value, unit, text, right):
    question = Numeric(prompt=P, value=Decimal(value), unit=unit)
    assert grade(question, {"text": text}).right is right


@pytest.mark.parametrize(
    ("question", "answer", "fraction"),
    [
        (SINGLE, {"choice": "a"}, 1),
        (SINGLE, {"choice": "b"}, "0.5"),
        (SINGLE, {"choice": "q"}, 0),
        (SINGLE, {"choice": ["a"]}, 0),
        (MULTIPLE, {"choices": ["a", "b", "c"]}, 1),
        (MULTIPLE, {"choices": ["a"]}, "0.33333"),
        (MULTIPLE, {"choices": ["a", "d"]}, 0),
        (MULTIPLE, {"choices": ["a", "a"]}, "0.33333"),
        (MULTIPLE, {"choices": "abc"}, 0),
        (ORDER, {"order": list("abcd")}, 1),
        (ORDER, {"order": list("dcba")}, 0),
        (ORDER, {"order": list("bcda")}, "0.66667"),
        (ORDER, {"order": list("abca")}, 0),
        (ORDER, {"order": list("abc")}, 0),
        (MATCH, {"pairs": {"x": "x", "y": "y"}}, 1),
        (MATCH, {"pairs": {"x": "x", "y": "z"}}, "0.5"),
        (MATCH, {"pairs": ["x"]}, 0),
        (SHORT, {"text": "  전극 "}, 1),
        (SHORT, {"text": "ELECTRODE"}, "0.5"),
        (SHORT, {"text": "분리막"}, 0),
        (Essay(prompt=P), {"text": "Long."}, None),
        (Essay(prompt=P), {"text": " "}, 0),
        (Files(prompt=P), {"files": [1]}, None),
        (Files(prompt=P), {"files": []}, 0),
    ],
)
def test_each_type_is_worth(question, answer, fraction):
    assert grade(question, answer).fraction == (None if fraction is None else Decimal(fraction))


@given(
    st.decimals(Decimal("3.5"), Decimal("4.2"), places=4),
    st.sampled_from([("mAh/cm²", 0), ("uAh/cm2", 3), ("µAh/cm²", 3), ("Ah/cm^2", -3), ("Ah/m2", 1)]),
)
@settings(deadline=None, max_examples=60)
def test_unit_conversion_never_changes_the_verdict(number, unit):
    name, power = unit
    assert grade(LOADING, {"text": f"{number.scaleb(power):f} {name}"}) == grade(LOADING, {"text": f"{number:f}"})


@given(
    st.dictionaries(
        st.sampled_from(["choice", "choices", "text", "order", "pairs"]),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=8),
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
            max_leaves=6,
        ),
    )
)
@settings(deadline=None, max_examples=60)
def test_whatever_a_browser_sends_is_worth_between_nothing_and_all(answer):
    for question in ALL:
        fraction = grade(question, answer, seed="s").fraction
        assert fraction is None or 0 <= fraction <= 1


@given(st.text(max_size=12))
@settings(deadline=None, max_examples=40)
def test_calculated_takes_the_numbers_of_its_own_attempt(seed):
    numbers = drawing.numbers(AREAL, seed)
    assert numbers == drawing.numbers(AREAL, seed)
    assert 150 <= numbers["q"] <= 200
    assert 10 <= numbers["m"] <= 20
    assert str(numbers["m"]) in drawing.prompt(AREAL, seed).ko
    assert grade(AREAL, {"text": f"{expected(AREAL, seed):.4f} mAh/cm2"}, seed=seed).right
    assert sorted(item.key for item in drawing.steps(ORDER, seed)) == list("abcd")
    assert drawing.steps(ORDER, seed) != list(ORDER.steps)


@pytest.mark.parametrize(
    "formula", ["__import__('os')", "q.real", "1/0", "q**9999", "[1]", "f(1)", "'a'", "True", "q if q else 1"]
)
def test_formula_is_arithmetic_only(formula):
    with pytest.raises(formulas.NotAFormula):
        formulas.value(formula, {"q": 5.0})


@pytest.mark.parametrize("question", ALL, ids=lambda question: question.KIND)
def test_content_is_read_back_as_it_was_written(question):
    written = write(question)
    assert read(json.loads(written)) == question
    assert write(read(json.loads(written))) == written
    assert faults(question) == []


def test_every_type_is_tried_here():
    assert {question.KIND for question in ALL} == set(TYPES)


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"kind": "nonsense"},
        {"kind": "single"},
        {"kind": "single", "prompt": {"ko": "?"}, "choices": "a"},
        {"kind": "essay", "prompt": {"ko": "?"}, "more": 1},
        {"kind": "numeric", "prompt": {"ko": "?"}, "value": "x"},
        {"kind": "numeric", "prompt": {"ko": "?"}, "value": "1e99"},
        {"kind": "essay", "prompt": "?"},
    ],
)
def test_what_is_no_question_is_refused(values):
    with pytest.raises(NotAQuestion):
        read(values)


@pytest.mark.parametrize(
    "question",
    [
        Single(prompt=P, choices=(Choice("a", P), Choice("b", P))),
        Single(prompt=P, choices=(Choice("a", P, Decimal(1)),)),
        Numeric(prompt=P, value=Decimal(1), unit="florins"),
        Ordering(prompt=P, steps=ORDER.steps[:1]),
        Short(prompt=P, accepted=()),
        Calculated(prompt=P, parameters=(), formula="1/0"),
        Essay(prompt=Text()),
        Files(prompt=P, at_most=0),
        Files(prompt=P, at_most=6),
        Essay(prompt=P, skills=("no key",)),
        Essay(prompt=P, figure=Figure("a.svg", Text(), svg=DRAWN)),
        Essay(prompt=P, figure=Figure("a.svg", P, svg="<svg onload='x'/>")),
        Essay(prompt=P, figure=Figure("../a.svg", P, svg=DRAWN)),
        Essay(prompt=P, figure=Figure("a.png", P)),
        Essay(prompt=P, figure=Figure("a.png", P, sha256="0" * 64, width=0, height=9)),
        Numeric(prompt=P, value=Decimal(1), tolerance=Decimal(-1)),
    ],
)
def test_unfair_questions_are_told(question):
    assert faults(question)


def test_pools_are_drawn_without_repetition_and_alike_for_one_seed():
    pools = [(list("abcde"), 2), (list("xyz"), 0)]
    found = drawing.drawn(pools, "seed", shuffle=True)
    assert found == drawing.drawn(pools, "seed", shuffle=True)
    assert len(found) == len(set(found)) == 5
    assert set("xyz") <= set(found)


def test_faults_are_told_in_the_language_of_the_author():
    with override("ko"):
        [korean] = faults(Numeric(prompt=P, value=Decimal(1), unit="florins"))
        [reckoned] = faults(Calculated(prompt=P, parameters=(), formula="1/0"))
    assert korean.startswith("“florins”")
    assert "단위" in korean
    assert "0" in reckoned
    assert "division" not in reckoned
