"""What an answer is worth.

An answer is plain JSON: `{"choice": key}`, `{"choices": [keys]}`, `{"text": words}`, `{"order": [keys]}`,
`{"pairs": {left: right}}` or `{"files": [ids]}`. Whatever else came in is worth nothing and raises nothing: it was sent by a browser.
"""

import itertools
import math
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from functools import singledispatch
from typing import Any

from courses.rules.calculators import quantities
from courses.rules.questions import drawing, formulas
from courses.rules.questions.content import (
    Calculated,
    Choice,
    Essay,
    Files,
    Matching,
    Multiple,
    Numeric,
    Ordering,
    Question,
    Short,
    Single,
    Text,
)

PLACES = Decimal("0.00001")
SLACK = 1e-9  # of the value: what binary numbers lose on the way through units must not decide
THOUSANDS = re.compile(r"\s*[+\-−]?[1-9]\d{0,2}(,\d{3})+(?![\d,])")
NOTHING, ALL = Decimal(0), Decimal(1)


@dataclass(frozen=True)
class Verdict:
    """`fraction` from 0 to 1, or None while a person has to read the answer."""

    fraction: Decimal | None
    feedback: tuple[Text, ...] = ()

    @property
    def right(self) -> bool:
        return self.fraction == ALL


def grade(question: Question, answer: Mapping[str, Any] | None, *, seed: str = "") -> Verdict:
    """The verdict on one answer; `seed` is that of the attempt's place, for numbers that were drawn."""
    if is_blank(answer):
        return Verdict(NOTHING)
    return _grade(question, answer or {}, seed)


def is_blank(answer: Mapping[str, Any] | None) -> bool:
    """Nothing was chosen or written."""
    return not answer or not any(_filled(value) for value in answer.values())


def _filled(value: Any) -> bool:
    if isinstance(value, Mapping):
        return any(value.values())
    return bool(value.strip() if isinstance(value, str) else value)


@singledispatch
def _grade(question: Question, answer: Mapping[str, Any], seed: str) -> Verdict:
    raise TypeError(question)


@_grade.register
def _single(question: Single, answer: Mapping[str, Any], seed: str) -> Verdict:
    chosen = [choice for choice in question.choices if choice.key == answer.get("choice")]
    return _of_choices(chosen)


@_grade.register
def _multiple(question: Multiple, answer: Mapping[str, Any], seed: str) -> Verdict:
    """What is chosen adds up, wrong ones take away; never below nothing."""
    keys = answer.get("choices")
    return _of_choices([choice for choice in question.choices if isinstance(keys, list) and choice.key in keys])


def _of_choices(chosen: list[Choice]) -> Verdict:
    total = sum((choice.fraction for choice in chosen), NOTHING)
    return Verdict(rounded(total), tuple(choice.feedback for choice in chosen if choice.feedback != Text()))


@_grade.register
def _numeric(question: Numeric, answer: Mapping[str, Any], seed: str) -> Verdict:
    return _near(float(question.value), question, answer)


@_grade.register
def _calculated(question: Calculated, answer: Mapping[str, Any], seed: str) -> Verdict:
    return _near(expected(question, seed), question, answer)


def expected(question: Calculated, seed: str) -> float:
    """The right value for the numbers of one attempt. Raises NotAFormula."""
    drawn = {name: float(number) for name, number in drawing.numbers(question, seed).items()}
    return formulas.value(question.formula, drawn)


def _near(value: float, question: "Numeric | Calculated", answer: Mapping[str, Any]) -> Verdict:
    """Within the tolerance, whatever unit it was written in."""
    width = float(question.tolerance) * (abs(value) if question.relative else 1.0)
    slack = SLACK * max(abs(value), width)
    near = any(abs(given - value) <= width + slack for given in _readings(_text(answer), question.unit))
    return Verdict(ALL if near else NOTHING)


def _readings(text: str, unit: str) -> Iterator[float]:
    """What a number may mean: in “1,500” the comma parts thousands for some and begins the decimals for others."""
    for said in {text, re.sub(r",(?=\d{3}(?!\d))", "", text) if THOUSANDS.match(text) else text}:
        try:
            given = quantities.parse(said, unit)
        except (quantities.NotAQuantity, OverflowError):
            continue
        if math.isfinite(given):
            yield given


@_grade.register
def _ordering(question: Ordering, answer: Mapping[str, Any], seed: str) -> Verdict:
    """The share of neighbors that follow each other as they should."""
    right, given = [step.key for step in question.steps], answer.get("order")
    if not isinstance(given, list) or sorted(map(str, given)) != sorted(right):
        return Verdict(NOTHING)
    follows = set(itertools.pairwise(right))
    kept = sum(pair in follows for pair in itertools.pairwise(given))
    return Verdict(rounded(Decimal(kept) / max(len(right) - 1, 1)))


@_grade.register
def _matching(question: Matching, answer: Mapping[str, Any], seed: str) -> Verdict:
    """The share of pairs that are right; two right sides of the same words are the same."""
    given = answer.get("pairs")
    if not isinstance(given, Mapping):
        return Verdict(NOTHING)
    words = {pair.key: pair.right for pair in question.pairs} | {side.key: side.text for side in question.extra}
    right = sum(words.get(str(given.get(pair.key))) == pair.right for pair in question.pairs)
    return Verdict(rounded(Decimal(right) / max(len(question.pairs), 1)))


@_grade.register
def _short(question: Short, answer: Mapping[str, Any], seed: str) -> Verdict:
    said = _plain(_text(answer))
    found = [accepted for accepted in question.accepted if _plain(accepted.text) == said]
    if not found:
        return Verdict(NOTHING)
    best = max(found, key=lambda accepted: accepted.fraction)
    return Verdict(rounded(best.fraction), (best.feedback,) if best.feedback != Text() else ())


@_grade.register(Essay)
@_grade.register(Files)
def _by_hand(question: "Essay | Files", answer: Mapping[str, Any], seed: str) -> Verdict:
    return Verdict(None)


def _text(answer: Mapping[str, Any]) -> str:
    return str(answer.get("text", ""))[:10_000]


def _plain(text: str) -> str:
    """Case, width and blanks do not matter."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def rounded(fraction: Decimal) -> Decimal:
    """Thirds are written with five places, so what is a whole but for them is a whole."""
    fraction = min(max(fraction, NOTHING), ALL)
    return ALL if ALL - fraction <= PLACES * 5 else fraction.quantize(PLACES, ROUND_HALF_EVEN)


def total(fractions: list[Decimal]) -> Decimal:
    """The mean of all questions: what an attempt is worth."""
    if not fractions:
        return NOTHING
    return (sum(fractions, NOTHING) / len(fractions)).quantize(PLACES, ROUND_HALF_EVEN)
