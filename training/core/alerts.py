"""What an operator must know of: conditions, each with what is wrong and what to do. docs/alerts.md lists them all.

Each app registers its own; the desk shows those that hold, `/metrics` says them all as `ochang_condition`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

import structlog
from django.db import DatabaseError
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from training.core import clock, metrics
from training.core.models import Complex

Ask = Callable[[datetime, Complex | None], str]
Text = str | Promise
log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Condition:
    """Something that must not last.

    `ask` answers with one sentence where the condition holds, else with nothing; without a complex it speaks of all.
    """

    key: str
    title: Text
    remedy: Text
    ask: Ask


@dataclass(frozen=True)
class Alert:
    """A condition that holds."""

    key: str
    title: Text
    remedy: Text
    detail: str


_conditions: dict[str, Condition] = {}


def condition(key: str, title: Text, remedy: Text) -> Callable[[Ask], Ask]:
    """Register a condition."""

    def register(ask: Ask) -> Ask:
        if key in _conditions:
            raise ValueError(f"Two conditions are called {key}.")
        _conditions[key] = Condition(key, title, remedy, ask)
        return ask

    return register


def every() -> list[Condition]:
    return list(_conditions.values())


def now_true(now: datetime, complex: Complex | None) -> list[Alert]:
    """The conditions that hold at this instant, in the order they were registered."""
    said = ((condition, _answer(condition, now, complex)) for condition in every())
    return [Alert(found.key, found.title, found.remedy, detail) for found, detail in said if detail]


def _answer(condition: Condition, now: datetime, complex: Complex | None) -> str:
    """What cannot be asked is not fine."""
    try:
        return condition.ask(now, complex)
    except (DatabaseError, OSError, ValueError) as error:
        log.warning("condition_not_asked", condition=condition.key, error=type(error).__name__)
        return _("This could not be checked just now.")


@metrics.measured("ochang_condition", "1 where a condition of docs/alerts.md holds.", "condition")
def _measured() -> Iterator[tuple[list[str], float]]:
    now = clock.now()
    for condition in every():
        yield [condition.key], float(bool(_answer(condition, now, None)))
