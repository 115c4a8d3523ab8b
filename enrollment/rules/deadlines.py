"""What the funding rules ask of an operator for one cohort, and until which day: the table, and pure arithmetic.

Sources: 국민내일배움카드 운영규정 (article beside each row), 사업주 직업능력개발훈련 지원규정; the windows of the roster as
summarized in practice. Days are calendar days; a business day is no Saturday, Sunday or public holiday.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, timedelta

from enrollment.rules.attendance import months_later, unit_periods

EMPLOYER = frozenset({"employer"})
CONTRACTED = frozenset({"kdt", "strategic"})  # K-디지털 트레이닝, 국가기간·전략산업직종훈련
UNIT_CLOSE_DAYS, UNIT_APPLY_DAYS = 3, 3


@dataclass(frozen=True)
class Plan:
    """What a deadline is computed from. `scheme` is the key of the program."""

    starts_on: date
    ends_on: date
    training_days: int
    scheme: str = ""


@dataclass(frozen=True)
class Deadline:
    """One thing to do by the end of a day. `key` is stable for the life of a cohort; `number` is of a unit period."""

    key: str
    kind: str
    due_on: date
    article: str
    number: int = 0


@dataclass(frozen=True)
class Rule:
    """One row of the table: for which schemes (empty: all), its article, and the day."""

    kind: str
    article: str
    day: Callable[[Plan], date]
    only: Collection[str] = ()
    but: Collection[str] = ()

    def applies(self, scheme: str) -> bool:
        return (not self.only or scheme in self.only) and scheme not in self.but


def roster_on(plan: Plan) -> date:
    """Under 10 training days the first day; under 30 the next; to 180 within 7 days; longer, or six months: within 14."""
    if plan.training_days < 10:
        return plan.starts_on
    if plan.training_days < 30:
        return plan.starts_on + timedelta(days=1)
    long = plan.training_days > 180 or plan.ends_on >= months_later(plan.starts_on, 6) - timedelta(days=1)
    return plan.starts_on + timedelta(days=14 if long else 7)


def business_days(first: date, count: int, closed: Collection[date]) -> date:
    """The last of so many business days, counted from a day on, that day included."""
    day, left = first, count
    while True:
        if day.weekday() < 5 and day not in closed:
            left -= 1
            if left == 0:
                return day
        day += timedelta(days=1)


RULES = (
    Rule("contract", "운영규정 §30", lambda plan: plan.starts_on - timedelta(days=14), only=CONTRACTED),
    Rule("last_change", "운영규정 §27②", lambda plan: plan.starts_on - timedelta(days=3), but=EMPLOYER),
    Rule("start_report", "운영규정 §32①", lambda plan: plan.starts_on - timedelta(days=1)),
    Rule("roster", "운영규정 §32①", roster_on),
    Rule("report", "운영규정 §38①", lambda plan: plan.ends_on + timedelta(days=10), but=EMPLOYER),
    Rule("report", "사업주 지원규정", lambda plan: plan.ends_on + timedelta(days=14), only=EMPLOYER),
    Rule("survey", "운영규정 §33②", lambda plan: plan.ends_on + timedelta(days=30), but=EMPLOYER),
    Rule("employment", "운영규정 §40", lambda plan: months_later(plan.ends_on, 7), but=EMPLOYER),
)


def deadlines(plan: Plan, *, closed: Collection[date]) -> list[Deadline]:
    """Every deadline of a cohort, the earliest first. `closed` are the public holidays around it."""
    found = [
        Deadline(rule.kind, rule.kind, rule.day(plan), rule.article) for rule in RULES if rule.applies(plan.scheme)
    ]
    if plan.scheme not in EMPLOYER:
        found += _of_units(plan, closed)
    return sorted(found, key=lambda one: (one.due_on, one.key))


def _of_units(plan: Plan, closed: Collection[date]) -> list[Deadline]:
    """§53: a unit that ends on the 1st to 15th is closed from the 16th on, one that ends later from the next 1st on."""
    found = []
    for unit in unit_periods(plan.starts_on, plan.ends_on):
        ends = unit.ends_on
        opens = ends.replace(day=16) if ends.day <= 15 else months_later(ends.replace(day=1), 1)
        close = business_days(opens, UNIT_CLOSE_DAYS, closed)
        apply = business_days(close + timedelta(days=1), UNIT_APPLY_DAYS, closed)
        found += [
            Deadline(f"unit-close-{unit.number}", "unit_close", close, "운영규정 §53", unit.number),
            Deadline(f"unit-apply-{unit.number}", "unit_apply", apply, "운영규정 §53", unit.number),
        ]
    return found
