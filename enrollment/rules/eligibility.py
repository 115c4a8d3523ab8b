"""Who meets a program's rules: rules are rows of data, the answer is the list of those that are not met."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Facts:
    """What is known about an applicant on a day."""

    kind: str
    age: int | None
    has_card_number: bool
    has_sponsor: bool
    papers: frozenset[str]
    completed_before: bool  # the same course


@dataclass(frozen=True)
class Reason:
    """One rule that is not met: its name, and what it asks."""

    rule: str
    value: Any = None


def _age_at_least(facts: Facts, value: Any) -> bool:
    return facts.age is not None and facts.age >= int(value)


def _age_at_most(facts: Facts, value: Any) -> bool:
    return facts.age is not None and facts.age <= int(value)


def _kind_in(facts: Facts, value: Any) -> bool:
    return facts.kind in value


def _paper(facts: Facts, value: Any) -> bool:
    return value in facts.papers


RULES: dict[str, Callable[[Facts, Any], bool]] = {
    "age_at_least": _age_at_least,
    "age_at_most": _age_at_most,
    "kind_in": _kind_in,
    "paper": _paper,
    "card_number": lambda facts, _value: facts.has_card_number,
    "sponsor": lambda facts, _value: facts.has_sponsor,
    "not_completed_before": lambda facts, _value: not facts.completed_before,
}


def unmet(rules: Iterable[Mapping[str, Any]], facts: Facts) -> list[Reason]:
    """The rules that are not met, in the program's order. A rule may name the kinds it is for (`kinds`).

    Rows like {"rule": "age_at_least", "value": 15, "kinds": ["job_seeker"]}. An unknown rule is not met: what nobody
    can judge, a person looks at.
    """
    return [
        Reason(str(row["rule"]), row.get("value"))
        for row in rules
        if facts.kind in (row.get("kinds") or [facts.kind]) and not _is_met(row, facts)
    ]


def _is_met(row: Mapping[str, Any], facts: Facts) -> bool:
    check = RULES.get(str(row["rule"]))
    return check is not None and check(facts, row.get("value"))
