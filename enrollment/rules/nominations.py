"""Whom an employer may nominate: pure decisions on a list of people, before anything is written."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

MOST_AT_ONCE = 200


@dataclass(frozen=True)
class Nominee:
    """One person as the employer wrote them down; the address in small letters."""

    name: str
    email: str
    note: str = ""


@dataclass(frozen=True)
class Known:
    """What stands in the cohort already, and who nominates."""

    own: frozenset[str]
    enrolled: frozenset[str]
    nominated: frozenset[str]  # by this employer
    nominated_elsewhere: frozenset[str]  # by another
    left: int  # seats of the agreement that nobody holds and nobody is offered


@dataclass(frozen=True)
class Fault:
    """Why one line cannot be taken."""

    line: int  # from 0
    kind: str


KINDS = ("name", "address", "own", "twice", "enrolled", "nominated", "nominated_elsewhere")


def faults(people: Sequence[Nominee], known: Known, *, malformed: frozenset[int] = frozenset()) -> list[Fault]:
    """Every line that cannot be taken, each with its first fault. `malformed` are the lines whose address is none."""
    times = Counter(person.email for person in people)
    found = ((line, _fault(person, known, times, line in malformed)) for line, person in enumerate(people))
    return [Fault(line, kind) for line, kind in found if kind]


def _fault(person: Nominee, known: Known, times: Counter[str], is_malformed: bool) -> str:
    reasons = {
        "name": not person.name,
        "address": is_malformed or not person.email,
        "own": person.email in known.own,
        "twice": times[person.email] > 1,
        "enrolled": person.email in known.enrolled,
        "nominated": person.email in known.nominated,
        "nominated_elsewhere": person.email in known.nominated_elsewhere,
    }
    return next((kind for kind in KINDS if reasons[kind]), "")
