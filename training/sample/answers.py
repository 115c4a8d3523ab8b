"""The right answer to a question, as a browser would send it."""

from typing import Any

from courses.rules.questions import grading
from courses.rules.questions.content import (
    Calculated,
    Essay,
    Files,
    Matching,
    Multiple,
    Numeric,
    Ordering,
    Question,
    Short,
    Single,
)


def right(said: Question, seed: str) -> dict[str, Any]:
    """An answer that is worth everything; an essay gets a sentence, and files come by themselves."""
    if isinstance(said, Single):
        return {"choice": max(said.choices, key=lambda choice: choice.fraction).key}
    if isinstance(said, Multiple):
        return {"choices": [choice.key for choice in said.choices if choice.fraction > 0]}
    if isinstance(said, Numeric):
        return {"text": f"{said.value} {said.unit}"}
    if isinstance(said, Calculated):
        return {"text": f"{grading.expected(said, seed):.6g} {said.unit}"}
    if isinstance(said, Ordering):
        return {"order": [step.key for step in said.steps]}
    if isinstance(said, Matching):
        return {"pairs": {pair.key: pair.key for pair in said.pairs}}
    if isinstance(said, Short):
        return {"text": said.accepted[0].text}
    if isinstance(said, Essay):
        return {"text": "배운 대로 설명합니다."}
    if isinstance(said, Files):
        return {}
    raise TypeError(said)
