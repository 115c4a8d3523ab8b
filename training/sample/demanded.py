"""What invented partner companies of the sample need trained: one waits too long, two wait, one is answered, one declined."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from courses.models import Course, Skill
from training.accounts.models import Organization, User
from training.consortium.models import Demand
from training.consortium.rules.quarters import Quarter
from training.consortium.services import demands as services
from training.consortium.services.demands import Asked
from training.consortium.states import DemandFor, Level
from training.core import clock


@dataclass(frozen=True)
class Wish:
    """One demand of the sample: whose, which skill of the course (None: its whole step), and how long ago."""

    whose: str
    module: str
    whole_step: bool
    people: int
    quarters_ahead: int
    level: str
    training_for: str
    days_ago: int
    note: str = ""


WISHES = [
    Wish(
        "partner",
        "mixing",
        False,
        12,
        1,
        Level.BASIC,
        DemandFor.STAFF,
        35,
        "2교대라 주간반과 야간반으로 나누어 주십시오.",
    ),
    Wish("partner2", "mixing", False, 8, 1, Level.BASIC, DemandFor.STAFF, 12),
    Wish("partner", "tab-welding", False, 6, 2, Level.INTERMEDIATE, DemandFor.STAFF, 3),
    Wish("partner2", "formation", True, 10, 2, Level.BASIC, DemandFor.HIRES, 20),
    Wish("partner", "reuse-recycling", False, 4, 3, Level.ADVANCED, DemandFor.HIRES, 40),
]
ANSWER = "활성화 실습 장비를 점검한 뒤 여름에 엽니다. 일정이 정해지면 알려 드립니다."
REFUSAL = "사용 후 배터리 과정은 다른 거점에서 엽니다. 한국전지산업협회에 문의해 주십시오."


def demands(course: Course, members: dict[str, Organization], accounts: dict[str, User], *, now: datetime) -> None:
    """Stated by the companies' managers, through the same service as everybody."""
    managers = {"partner": accounts["employer"], "partner2": accounts["employer2"]}
    stated = [_stated(course, wish, members[wish.whose], managers[wish.whose], now) for wish in WISHES]
    operator = accounts["operator"]
    services.answer(stated[3], text=ANSWER, by=operator, now=now - timedelta(days=9))
    services.decline(stated[4], text=REFUSAL, by=operator, now=now - timedelta(days=30))


def _stated(course: Course, wish: Wish, organization: Organization, by: Any, now: datetime) -> Demand:
    at = now - timedelta(days=wish.days_ago)
    module = course.modules.select_related("block__course").get(key=_key(course, wish.module))
    skill = None if wish.whole_step else Skill.objects.asked().filter(module=module).first()
    if skill is not None:
        skill.module = module
    quarter = Quarter.of(clock.day_of(now, course.complex.zone)).later(wish.quarters_ahead)
    asked = Asked(
        module.block, skill, wish.people, quarter, wish.level, wish.training_for, wish.note
    )  # fmt: skip
    return services.state(organization, asked, by=by, now=at)


def _key(course: Course, name: str) -> str:
    return next(key for key in course.modules.values_list("key", flat=True) if key.endswith(name))
