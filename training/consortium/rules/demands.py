"""By when an employer has an answer, and what a cohort for several would hold."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from training.consortium.states import DemandFor

DAYS_TO_ANSWER = 30
MOST_PEOPLE = 500


def last_day_to_answer(stated_on: date) -> date:
    return stated_on + timedelta(days=DAYS_TO_ANSWER)


@dataclass(frozen=True)
class Wish:
    """How many people, whose, and from when: what a plan is made of."""

    people: int
    training_for: str
    from_on: date


@dataclass(frozen=True)
class Seats:
    """What is suggested for a cohort that serves several wishes."""

    capacity: int
    sponsored: int
    earliest: date


def seats_for(wishes: Iterable[Wish], *, most: int) -> Seats:
    """A seat for each person, no more than `most`; staff come on sponsored seats; begin when the first is wanted."""
    known = list(wishes)
    capacity = min(sum(wish.people for wish in known), most)
    staff = sum(wish.people for wish in known if wish.training_for == DemandFor.STAFF)
    return Seats(capacity, min(staff, capacity), min(wish.from_on for wish in known))
