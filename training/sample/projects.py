"""Joint projects of the sample, invented, one in each state: only invented partners take part."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from courses.models import Course, Skill
from training.accounts.models import Organization
from training.consortium.rules.projects import ORDER
from training.consortium.services import projects as services
from training.consortium.services.projects import Sketch
from training.consortium.states import ProjectKind, ProjectState
from training.core import clock


@dataclass(frozen=True)
class Plan:
    """One project of the sample, and how far it has come."""

    state: ProjectState
    kind: ProjectKind
    title: tuple[str, str]
    summary: tuple[str, str]
    from_months: int
    module: str = ""
    results: tuple[str, str] = ("", "")


PLANS = [
    Plan(
        ProjectState.DONE, ProjectKind.TRAINING, ("파우치 소재 검사 교재 (견본)", "Inspecting pouch materials (sample)"),
        ("파우치 소재의 입고 검사를 함께 가르칠 교재를 만듭니다.", "A shared text on inspecting pouch materials."), -14, "packaging",
        ("실습지 여섯 장과 평가표를 만들었습니다.", "Six worksheets and a form for assessment."),
    ),
    Plan(
        ProjectState.RUNNING, ProjectKind.DEVELOPMENT, ("전해질 첨가제 비교 평가 (견본)", "Comparing electrolyte additives (sample)"),
        ("주액 조건에 따른 첨가제의 효과를 비교합니다.", "How additives act under different filling conditions."), -3, "filling-wetting",
    ),
    Plan(
        ProjectState.PROPOSED, ProjectKind.TRAINING, ("고안전 모듈 조립 실습 (견본)", "Assembling high-safety modules (sample)"),
        ("절연과 체결을 함께 가르칠 실습을 준비합니다.", "A practice on insulation and fastening."), 4, "module-pack",
    ),
    Plan(
        ProjectState.IDEA, ProjectKind.DEVELOPMENT, ("드라이룸 습도 자료 공유 (견본)", "Sharing dry-room humidity data (sample)"),
        ("여러 기업의 노점 자료를 한 형식으로 모읍니다.", "Dew points of several companies in one form."), 8,
    ),
]  # fmt: skip


def projects(course: Course, members: dict[str, Organization], *, by: Any, now: datetime) -> None:
    """Through the same service as everybody, step by step."""
    today = clock.day_of(now, course.complex.zone)
    partners = [members["partner"], members["partner2"]]
    for plan in PLANS:
        sketch = _sketch(plan, course, partners, today)
        made = services.add(course.complex, sketch, by=by, now=now)
        for to in ORDER[1 : ORDER.index(plan.state) + 1]:
            services.step(made, to, reason="", by=by, now=now)


def _sketch(plan: Plan, course: Course, partners: list[Organization], today: date) -> Sketch:
    first = (today + timedelta(days=30 * plan.from_months)).replace(day=1)
    skills = Skill.objects.asked().filter(course=course, module__key__endswith=plan.module or "-")[:2]
    return Sketch(
        plan.kind, *plan.title, *plan.summary, *plan.results, first, first + timedelta(days=364), True,
        partners, [course], list(skills),
    )  # fmt: skip
