"""What chance decides in an attempt, always the same for the same seed: questions, their order, their numbers."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TypeVar

from courses.rules.questions.content import Calculated, Item, Matching, Ordering, Question, Text

Thing = TypeVar("Thing")


def shuffled(things: Iterable[Thing], seed: str) -> list[Thing]:
    found = list(things)
    random.Random(seed).shuffle(found)  # noqa: S311 - an order, no secret
    return found


def drawn(pools: Sequence[tuple[Sequence[Thing], int]], seed: str, *, shuffle: bool) -> list[Thing]:
    """So many of each pool; a pool that is too small gives all it has, and a pool of 0 gives everything."""
    found: list[Thing] = []
    for number, (things, draw) in enumerate(pools):
        taken = set(shuffled(range(len(things)), f"{seed}/pool/{number}")[: draw or len(things)])
        found += [thing for place, thing in enumerate(things) if place in taken]
    return shuffled(found, f"{seed}/order") if shuffle else found


def numbers(question: Question, seed: str) -> dict[str, Decimal]:
    """The parameters of a calculated question in one attempt."""
    if not isinstance(question, Calculated):
        return {}
    chance = random.Random(f"{seed}/numbers")  # noqa: S311 - numbers of an exercise, no secret
    found = {}
    for parameter in question.parameters:
        step = Decimal(1).scaleb(-parameter.decimals)
        steps = int((parameter.high - parameter.low) / step)
        found[parameter.name] = (parameter.low + step * chance.randint(0, max(steps, 0))).quantize(step)
    return found


def prompt(question: Question, seed: str) -> Text:
    """The question's text with the numbers of this attempt."""
    text = question.prompt
    for name, number in numbers(question, seed).items():
        text = replace(
            text, ko=text.ko.replace(f"{{{name}}}", str(number)), en=text.en.replace(f"{{{name}}}", str(number))
        )
    return text


def steps(question: Ordering, seed: str) -> list[Item]:
    """The steps as they are offered: never by chance in the right order already."""
    offered = shuffled(question.steps, f"{seed}/steps")
    return offered if offered != list(question.steps) or len(offered) < 2 else offered[::-1]


def rights(question: Matching, seed: str) -> list[Item]:
    """The right sides as they are offered, each text once."""
    sides = [Item(pair.key, pair.right) for pair in question.pairs] + list(question.extra)
    return shuffled({side.text: side for side in reversed(sides)}.values(), f"{seed}/rights")
