"""Questions and skills as an author's lists show them, and what changed from version to version."""

import json
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from courses.models import Course, Module, Question, QuestionVersion, Quiz, Skill, SkillVersion
from courses.rules.skills import Measured

MOST = 50


def questions(
    course: Course, *, q: str = "", module: Module | None = None, retired: bool = False
) -> QuerySet[Question]:
    """With `newest`, the number of the version that stands; words are looked for in it."""
    rows = Question.objects.filter(course=course, retired_at__isnull=not retired).select_related("module")
    if module:
        rows = rows.filter(module=module)
    if q:
        rows = rows.filter(Q(key__icontains=q) | Q(versions__content__icontains=q)).distinct()
    return rows.annotate(newest=Max("versions__number")).order_by("module__order", "key")


def skills(course: Course, *, q: str = "", module: Module | None = None, retired: bool = False) -> QuerySet[Skill]:
    rows = Skill.objects.filter(course=course, retired_at__isnull=not retired).select_related("module")
    if module:
        rows = rows.filter(module=module)
    if q:
        rows = rows.filter(Q(key__icontains=q) | Q(title_ko__icontains=q) | Q(title_en__icontains=q))
    return rows.annotate(newest=Max("versions__number")).order_by("module__order", "order", "pk")


def quizzes(course: Course) -> QuerySet[Quiz]:
    """With `asked`, how many questions its pools hold."""
    rows = Quiz.objects.filter(course=course).select_related("module")
    return rows.annotate(asked=Count("pools__questions", distinct=True)).order_by("order", "pk")


def prompts(rows: list[Question]) -> dict[int, str]:
    """What each question asks, shortened, in one query."""
    return {version.question_id: str(version) for version in QuestionVersion.objects.newest_of(rows)}


def asks(rows: list[Skill]) -> dict[int, str]:
    """What each measured skill asks, in short, in one query."""
    said = {version.skill_id: version.said for version in SkillVersion.objects.newest_of(rows)}
    return {key: one.asked if isinstance(one, Measured) else "" for key, one in said.items()}


@dataclass(frozen=True)
class Edit:
    """One version, and which of its parts differ from the one before."""

    version: Any
    changed: list[str]


def history(versions: "QuerySet[Any]") -> list[Edit]:
    """The latest first."""
    found: list[Edit] = []
    before: dict[str, Any] = {}
    for version in versions.select_related("made_by").order_by("number"):
        said = json.loads(version.content)
        parts = sorted(name for name in said.keys() | before.keys() if said.get(name) != before.get(name))
        found.append(Edit(version, parts if before else []))
        before = said
    return found[::-1]
