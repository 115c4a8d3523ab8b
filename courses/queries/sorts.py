"""Questions and skills as an author's lists show them, and what changed from version to version."""

import json
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from wagtail.images import get_image_model

from courses.models import Course, Module, Question, QuestionVersion, Quiz, Skill, SkillVersion
from courses.rules.questions import content as contents
from courses.rules.skills import Measured

MOST = 50


def questions(
    course: Course, *, q: str = "", module: Module | None = None, skill: Skill | None = None, retired: bool = False
) -> QuerySet[Question]:
    """With `newest`, the number of the version that stands; words are looked for in it."""
    rows = Question.objects.filter(course=course, retired_at__isnull=not retired).select_related("module")
    if module:
        rows = rows.filter(module=module)
    if skill:
        rows = rows.filter(pk__in=_supporting(rows, skill))
    if q:
        rows = rows.filter(Q(key__icontains=q) | Q(versions__content__icontains=q)).distinct()
    return rows.annotate(newest=Max("versions__number")).order_by("module__order", "key")


def _supporting(rows: "QuerySet[Question]", skill: Skill) -> list[int]:
    """Those whose standing version names the skill. The database finds its key, which other words may hold too."""
    newest = QuestionVersion.objects.newest_of(rows.values_list("pk", flat=True))
    found = newest.filter(content__contains=f'"{skill.key}"')
    return [version.question_id for version in found if skill.key in version.said.skills]


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


@dataclass(frozen=True)
class Asks:
    """What a question asks, shortened, and which skills it supports."""

    words: str
    skills: list[str]
    shows: bool  # a figure


def prompts(course: Course, rows: list[Question]) -> dict[int, Asks]:
    """What each question asks. Two queries."""
    titles = {skill.key: str(skill) for skill in Skill.objects.filter(course=course)}
    return {
        version.question_id: Asks(
            str(version),
            [titles.get(key, key) for key in version.said.skills],
            bool(contents.figures(version.said)),
        )
        for version in QuestionVersion.objects.newest_of(rows)
    }


def words(rows: list[Question]) -> dict[int, str]:
    """What each question asks and nothing more, in one query."""
    return {version.question_id: str(version) for version in QuestionVersion.objects.newest_of(rows)}


def asks(rows: list[Skill]) -> dict[int, Asks]:
    """What each measured skill asks, in short, in one query."""
    said = {version.skill_id: version.said for version in SkillVersion.objects.newest_of(rows)}
    return {key: Asks(one.asked if isinstance(one, Measured) else "", [], False) for key, one in said.items()}


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


def images(course: Course) -> list[tuple[str, str]]:
    """The images of the course's folder, by title: what its questions may show."""
    rows = get_image_model().objects.filter(collection=course.collection_id) if course.collection_id else ()
    return [(str(image.pk), image.title) for image in sorted(rows, key=lambda one: one.title)]
