"""What apps above say of the people whose data they hold: what, why, until when; and how it is copied, erased, moved."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from training.core.models import Complex

Files = Iterator[tuple[str, bytes]]


@dataclass(frozen=True)
class Held:
    """One kind of data held of a person. Of `count` things, `kept` must stay by `law` until `until`."""

    key: str
    label: str
    count: int
    purpose: str
    ground: str
    period: str
    kept: int = 0
    law: str = ""
    until: date | None = None

    @property
    def goes(self) -> int:
        """How many an erasure takes now."""
        return self.count - self.kept


@dataclass(frozen=True)
class Copied:
    """A person's copy of what one app holds: plain data, and files that are read one after the other."""

    name: str
    data: dict[str, Any]
    files: Callable[[], Files] = field(default=lambda: iter(()))


class Holdings(Protocol):
    """What one app holds of people."""

    def held(self, person: Any, complex: Complex, *, now: datetime) -> list[Held]:
        """Every kind it can hold, also those of which there is none now."""

    def copied(self, person: Any, complex: Complex, *, now: datetime) -> Copied:
        """A copy for the person."""

    def obstacles(self, person: Any, complex: Complex, *, now: datetime) -> list[str]:
        """Sentences that say why nothing can be erased yet; empty means it can."""

    def erase(self, person: Any, complex: Complex, *, by: Any, now: datetime) -> dict[str, int]:
        """Erase what no law asks to keep, and say how many of each kind. Done twice, nothing changes."""

    def rests_on(self, person: Any) -> bool:
        """Whether records stand under a person's name, so that a change of it is an operator's to decide."""

    def people(self, complex: Complex) -> Iterable[int]:
        """Whose data it holds in a complex, by number."""

    def clashes(self, stays: Any, goes: Any) -> list[str]:
        """Sentences that say why two accounts cannot become one; empty means they can."""

    def move(self, stays: Any, goes: Any, *, by: Any, now: datetime) -> dict[str, int]:
        """Give what one account holds to the other, and say how many of each kind."""


_holdings: list[Holdings] = []


def add_holdings(holdings: Holdings) -> None:
    """Register an app's word; called from `ready()` only."""
    _holdings.append(holdings)


def rests_on(person: Any) -> bool:
    """Whether any app keeps records under a person's name."""
    return any(one.rests_on(person) for one in _holdings)


def holdings() -> list[Holdings]:
    return list(_holdings)


@dataclass(frozen=True)
class Due:
    """What a rule would take now: how many things, since when the oldest is due, and when the next one will be."""

    count: int
    oldest: datetime | None = None
    next_at: datetime | None = None


@dataclass(frozen=True)
class Rule:
    """One rule of how long something is kept. `due` only looks; `erase` takes what is due and says how many went."""

    key: str
    title: Any
    words: Any
    due: Callable[[Complex, datetime], Due]
    erase: Callable[[datetime], int]


_rules: dict[str, Rule] = {}


def add_rule(rule: Rule) -> None:
    """Register a rule of retention; called from `ready()` only."""
    _rules[rule.key] = rule


def rules() -> list[Rule]:
    return [_rules[key] for key in sorted(_rules)]
