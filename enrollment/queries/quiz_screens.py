"""One question as a trainee sees it: never what it is worth, until the quiz lets them see."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language

from courses.rules.calculators import quantities
from courses.rules.questions import drawing, grading
from courses.rules.questions.content import (
    Calculated,
    Figure,
    Files,
    Item,
    Matching,
    Multiple,
    Numeric,
    Ordering,
    Question,
    Single,
    Text,
)
from enrollment.models import QuizAnswer, QuizAttempt
from enrollment.states import AttemptState

EQUATION = "$$"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ" + "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Option:
    key: str
    text: str
    chosen: bool
    figure: Figure | None = None

    @property
    def said(self) -> str:
        """Its words; of a figure alone, what is to be seen in it."""
        return self.text or (self.figure.alt.of(get_language() or "ko") if self.figure else "")


@dataclass(frozen=True)
class Line:
    """One select: a place in the order, or the left side of a pair."""

    name: str
    label: str
    options: list[Option]


@dataclass(frozen=True)
class Shown:
    """A question to be answered."""

    answer: QuizAnswer
    kind: str
    prompt: str
    hint: str
    text: str = ""
    unit: str = ""
    options: list[Option] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    legend: list[tuple[str, str]] = field(default_factory=list)
    figure: Figure | None = None
    most: int = 0

    @property
    def is_answered(self) -> bool:
        return not grading.is_blank(self.answer.answer)


def shown(answer: QuizAnswer) -> Shown:
    """With the numbers and orders of this attempt, and the answer given so far."""
    said, language = answer.version.said, get_language() or "ko"
    return Shown(
        answer=answer,
        kind=said.KIND,
        prompt=drawing.prompt(said, answer.seed).of(language),
        hint=said.hint.of(language),
        text=str(answer.answer.get("text", "")),
        unit=quantities.shown(said.unit) if isinstance(said, Numeric | Calculated) else "",
        options=_options(said, answer, language),
        lines=_lines(said, answer, language),
        legend=_legend(said, answer, language),
        figure=said.figure,
        most=said.at_most if isinstance(said, Files) else 0,
    )


def _options(said: Question, answer: QuizAnswer, language: str) -> list[Option]:
    if not isinstance(said, Single | Multiple):
        return []
    chosen = answer.answer.get("choices") or [answer.answer.get("choice")]
    offered = drawing.shuffled(said.choices, f"{answer.seed}/choices")
    return [Option(one.key, one.text.of(language), one.key in chosen, one.figure) for one in offered]


def _offered(said: Question, seed: str) -> list[Item]:
    """What the selects of a question offer."""
    if isinstance(said, Ordering):
        return drawing.steps(said, seed)
    return drawing.rights(said, seed) if isinstance(said, Matching) else []


def _legend(said: Question, answer: QuizAnswer, language: str) -> list[tuple[str, str]]:
    """Letters for what is offered, where a select could not show it: browsers draw no equation in one."""
    texts = [item.text.of(language) for item in _offered(said, answer.seed)]
    return list(zip(LETTERS, texts, strict=False)) if any(EQUATION in text for text in texts) else []


def _lines(said: Question, answer: QuizAnswer, language: str) -> list[Line]:
    offered = _offered(said, answer.seed)
    if any(EQUATION in item.text.of(language) for item in offered):
        offered = [Item(item.key, Text(letter)) for letter, item in zip(LETTERS, offered, strict=False)]
    if isinstance(said, Ordering):
        given = answer.answer.get("order") or []
        places = [given[place] if place < len(given) else "" for place in range(len(offered))]
        return [
            Line(f"order-{place}", str(place + 1), _select(offered, chosen, language))
            for place, chosen in enumerate(places)
        ]
    if isinstance(said, Matching):
        pairs = answer.answer.get("pairs") or {}
        return [
            Line(f"pair-{pair.key}", pair.left.of(language), _select(offered, pairs.get(pair.key), language))
            for pair in said.pairs
        ]
    return []


def _select(items: list[Item], chosen: Any, language: str) -> list[Option]:
    return [Option(item.key, item.text.of(language), item.key == chosen) for item in items]


@dataclass(frozen=True)
class Judged:
    """One answered question with what it was worth, for whoever may see that."""

    shown: Shown
    given: list[str]
    right: list[str]
    feedback: list[str]
    fraction: Decimal | None
    remark: str

    @property
    def kind(self) -> str:
        """The badge: right, partly, wrong, or not graded yet."""
        if self.fraction is None:
            return "waiting"
        return "right" if self.fraction == 1 else "partly" if self.fraction else "wrong"


def judged(answer: QuizAnswer) -> Judged:
    said, language, seen = answer.version.said, get_language() or "ko", shown(answer)
    verdict = grading.grade(said, answer.answer, seed=answer.seed)
    texts = [*verdict.feedback, said.feedback]
    return Judged(
        shown=seen,
        given=_given(seen),
        right=_right(said, answer.seed, language),
        feedback=[words for text in texts if (words := text.of(language))],
        fraction=answer.fraction,
        remark=answer.remark,
    )


def _given(seen: Shown) -> list[str]:
    words = dict(seen.legend)
    chosen = [option.said for option in seen.options if option.chosen]
    lines = [
        f"{line.label} → {words.get(option.text, option.text)}"
        for line in seen.lines
        for option in line.options
        if option.chosen
    ]
    return chosen + lines + ([seen.text] if seen.text else [])


def _right(said: Question, seed: str, language: str) -> list[str]:
    if isinstance(said, Single | Multiple):
        wanted = [choice for choice in said.choices if choice.fraction > 0]
        best = max((choice.fraction for choice in wanted), default=Decimal(0))
        right = [choice for choice in wanted if isinstance(said, Multiple) or choice.fraction == best]
        return [Option(one.key, one.text.of(language), True, one.figure).said for one in right]
    if isinstance(said, Numeric):
        return [f"{said.value:f} {quantities.shown(said.unit)}".strip()]
    if isinstance(said, Calculated):
        return [f"{quantities.figures(grading.expected(said, seed))} {quantities.shown(said.unit)}".strip()]
    if isinstance(said, Ordering):
        return [f"{place}. {step.text.of(language)}" for place, step in enumerate(said.steps, start=1)]
    if isinstance(said, Matching):
        return [f"{pair.left.of(language)} → {pair.right.of(language)}" for pair in said.pairs]
    return [accepted.text for accepted in getattr(said, "accepted", ()) if accepted.fraction == 1]


def may_see_answers(attempt: QuizAttempt, *, tries_again: bool) -> bool:
    """Not while the person may still try: the next attempt would only be copied."""
    return attempt.state != AttemptState.OPEN and attempt.quiz.shows_answers and not tries_again


def may_see_score(attempt: QuizAttempt) -> bool:
    return attempt.state == AttemptState.GRADED and attempt.quiz.shows_score
