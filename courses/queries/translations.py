"""How the English of a complex's courses stands to the Korean: what is missing, out of date, or not compared yet."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Subquery

from courses.models import Course, Lesson, LessonEdition, LessonPage, Module, ModulePage
from courses.rules.differences import Change, differences
from courses.states import Translation
from training.core.models import Complex

TO_DO = (Translation.MISSING, Translation.OUTDATED, Translation.UNCHECKED)


@dataclass(frozen=True)
class Line:
    """A module or lesson of the report. Ids of pages are None where there is no such page."""

    row: Module | Lesson
    module: Module
    title: str
    state: Translation
    korean_id: int | None
    english_id: int | None

    @property
    def is_lesson(self) -> bool:
        return isinstance(self.row, Lesson)

    @property
    def compares(self) -> bool:
        return self.is_lesson and self.state in (Translation.OUTDATED, Translation.UNCHECKED)


@dataclass(frozen=True)
class Comparison:
    """One lesson's Korean editions beside each other: that which the English translates, and that which stands."""

    line: Line
    translated: LessonEdition | None
    standing: LessonEdition | None
    changes: list[Change]


def report(courses: Iterable[Course], *, course: int | None = None, state: str = "") -> list[Line]:
    """The published modules and lessons of these courses in their order, filtered. Four queries, whatever the number."""
    wanted = [c.pk for c in courses if course in (None, c.pk)]
    modules, lessons = _modules(wanted), _lessons(wanted)
    module_pages = _by_row(ModulePage.objects.filter(module__in=[m.pk for m in modules]).defer("body"), "module_id")
    lesson_pages = _by_row(_light(LessonPage.objects.filter(lesson__in=[x.pk for x in lessons])), "lesson_id")
    lines = []
    for module in modules:
        lines.append(_of_module(module, module_pages.get(module.pk, {})))
        lines += [_of_lesson(x, module, lesson_pages.get(x.pk, {})) for x in lessons if x.module_id == module.pk]
    return [line for line in lines if not state or line.state == state]


def comparison(lesson_id: int, courses: Iterable[Course]) -> Comparison | None:
    """None where the lesson is in none of these courses."""
    lesson = _lessons([c.pk for c in courses]).filter(pk=lesson_id).first()
    if lesson is None:
        return None
    pages = _by_row(_light(LessonPage.objects.filter(lesson=lesson)), "lesson_id").get(lesson.pk, {})
    editions = LessonEdition.objects.filter(lesson=lesson, language="ko").order_by("-number")
    standing = editions.first()
    english = pages.get("en")
    translated = editions.filter(sha256=english.translates).first() if english and english.translates else None
    changes = (
        differences(json.loads(translated.content), json.loads(standing.content)) if translated and standing else []
    )
    return Comparison(_of_lesson(lesson, lesson.module, pages), translated, standing, changes)


def of_complex(complex: Complex) -> Any:
    return Course.objects.of(complex).select_related("complex").order_by("order", "pk")


def _modules(courses: list[int]) -> Any:
    return (
        Module.objects.published()
        .filter(course__in=courses)
        .select_related("course", "block")
        .order_by("course__order", "course", "block__order", "order", "pk")
    )


def _lessons(courses: list[int]) -> Any:
    standing = LessonEdition.objects.filter(lesson=OuterRef("pk"), language="ko").order_by("-number")
    return (
        Lesson.objects.published()
        .filter(module__course__in=courses)
        .select_related("module__course")
        .annotate(korean_sha256=Subquery(standing.values("sha256")[:1]))
        .order_by("order", "pk")
    )


def _light(pages: Any) -> Any:
    return pages.defer("body", "objectives", "summary", "sources", "review_notes")


def _by_row(pages: Iterable[Any], row: str) -> dict[int, dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    for page in pages:
        found.setdefault(getattr(page, row), {})[page.language] = page
    return found


def _of_lesson(lesson: Any, module: Module, pages: dict[str, Any]) -> Line:
    english = pages.get("en")
    if english is None or not english.live:
        state = Translation.MISSING
    elif not english.translates:
        state = Translation.UNCHECKED
    else:
        state = Translation.CURRENT if english.translates == lesson.korean_sha256 else Translation.OUTDATED
    return _line(lesson, module, state, pages)


def _of_module(module: Module, pages: dict[str, Any]) -> Line:
    """A module has no editions: its English is out of date when the Korean page was published after it."""
    korean, english = pages.get("ko"), pages.get("en")
    if english is None or not english.live:
        state = Translation.MISSING
    elif _later(korean, english):
        state = Translation.OUTDATED
    else:
        state = Translation.CURRENT
    return _line(module, module, state, pages)


def _later(korean: Any, english: Any) -> bool:
    """Whether the Korean page was published after the English. What files brought in bears no time: it came first."""
    at = korean.last_published_at if korean else None
    return at is not None and (english.last_published_at is None or english.last_published_at < at)


def _line(row: Any, module: Module, state: Translation, pages: dict[str, Any]) -> Line:
    ids = {language: page.pk for language, page in pages.items()}
    return Line(row, module, row.text("title"), state, ids.get("ko"), ids.get("en"))
