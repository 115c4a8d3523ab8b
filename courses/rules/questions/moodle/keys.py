"""The keys of choices, steps and pairs that come from a file without them.

Answers are kept by key and may be graded anew under a later version, so what says the same keeps its key from one
version to the next, and what is new takes a key that nothing had.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from courses.rules.questions import content
from courses.rules.questions.moodle.found import key_at

Keyed = TypeVar("Keyed", content.Choice, content.Item, content.Pair)


def as_before(said: content.Question, before: content.Question) -> content.Question:
    """The question with the keys of the version before it."""
    if isinstance(said, content.Single | content.Multiple) and isinstance(before, content.Single | content.Multiple):
        return replace(said, choices=_rekeyed(said.choices, before.choices, _text))
    if isinstance(said, content.Ordering) and isinstance(before, content.Ordering):
        return replace(said, steps=_rekeyed(said.steps, before.steps, _text))
    if isinstance(said, content.Matching) and isinstance(before, content.Matching):
        taken = [pair.key for pair in before.pairs] + [item.key for item in before.extra]
        pairs = _rekeyed(said.pairs, before.pairs, lambda pair: pair.left, taken)
        taken += [pair.key for pair in pairs]
        return replace(said, pairs=pairs, extra=_rekeyed(said.extra, before.extra, _text, taken))
    return said


def _text(item: "content.Choice | content.Item") -> content.Text:
    return item.text


def _rekeyed(
    things: Sequence[Keyed], before: Sequence[Keyed], words: Callable[[Any], content.Text], taken: Iterable[str] = ()
) -> tuple[Keyed, ...]:
    known: dict[content.Text, list[str]] = {}
    for thing in before:
        known.setdefault(words(thing), []).append(thing.key)
    used = {thing.key for thing in before} | set(taken)
    found = []
    for thing in things:
        same = known.get(words(thing))
        key = same.pop(0) if same else next(key for key in map(key_at, range(1000)) if key not in used)
        used.add(key)
        found.append(replace(thing, key=key))
    return tuple(found)
