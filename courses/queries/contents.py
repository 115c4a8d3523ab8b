"""A course's published modules and lessons, in the order of the process, as its pages list them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from courses.models import Course, LessonPage, Module, ModulePage, ProcessBlock


@dataclass(frozen=True)
class LessonEntry:
    """A lesson as a list shows it. `language` is that of its words: Korean where it is not translated yet."""

    id: int
    key: str
    title: str
    address: str
    language: str
    minutes: int
    is_preview: bool
    readable: bool
    here: bool = False


@dataclass(frozen=True)
class ModuleEntry:
    """A module as a list shows it."""

    module: Module
    number: int  # through the whole course
    title: str
    summary: str
    address: str
    language: str
    lessons: tuple[LessonEntry, ...] = ()

    @property
    def hours(self) -> Decimal:
        return self.module.hours

    @property
    def here(self) -> bool:
        return any(lesson.here for lesson in self.lessons)


@dataclass(frozen=True)
class BlockEntry:
    """A process block with its modules, in order."""

    block: ProcessBlock
    title: str
    modules: tuple[ModuleEntry, ...]


@dataclass(frozen=True)
class Contents:
    """The whole course as one reader finds it."""

    blocks: tuple[BlockEntry, ...] = field(default=())

    @property
    def modules(self) -> list[ModuleEntry]:
        return [module for block in self.blocks for module in block.modules]

    @property
    def lessons(self) -> list[LessonEntry]:
        return [lesson for module in self.modules for lesson in module.lessons]

    @property
    def theory_hours(self) -> Decimal:
        return sum((entry.module.theory_hours for entry in self.modules), Decimal(0))

    @property
    def practice_hours(self) -> Decimal:
        return sum((entry.module.practice_hours for entry in self.modules), Decimal(0))

    def beside(self, lesson_id: int | None) -> tuple[LessonEntry | None, LessonEntry | None]:
        """The lessons before and after one."""
        ids = [lesson.id for lesson in self.lessons]
        if lesson_id not in ids:
            return None, None
        place = ids.index(lesson_id)
        after = self.lessons[place + 1] if place + 1 < len(ids) else None
        return (self.lessons[place - 1] if place else None), after


def contents(course: Course, *, language: str, readable: bool, here: int | None = None) -> Contents:
    """Two queries, whatever the number of modules and lessons. `here` is the id of the lesson being read."""
    lessons: dict[int, list[LessonEntry]] = {}
    for page in _in_language(_lesson_pages(course), "lesson_id", language):
        lessons.setdefault(page.lesson.module_id, []).append(_lesson(page, readable=readable, here=here))
    blocks: dict[ProcessBlock, list[ModuleEntry]] = {}
    for number, page in enumerate(_in_language(_module_pages(course), "module_id", language), start=1):
        entry = _module(page, number, tuple(lessons.get(page.module_id, [])))
        blocks.setdefault(page.module.block, []).append(entry)
    return Contents(tuple(BlockEntry(block, block.text("title"), tuple(found)) for block, found in blocks.items()))


def _module(page: Any, number: int, lessons: tuple[LessonEntry, ...]) -> ModuleEntry:
    return ModuleEntry(
        module=page.module,
        number=number,
        title=page.title,
        summary=page.module.text("summary"),
        address=page.address(),
        language=page.language,
        lessons=lessons,
    )


def _module_pages(course: Course) -> Iterable[Any]:
    return (
        ModulePage.objects.live()
        .filter(module__course=course)
        .select_related("module__block")
        .defer("body")
        .order_by("module__block__order", "module__order", "module_id")
    )


def _lesson_pages(course: Course) -> Iterable[Any]:
    return (
        LessonPage.objects.live()
        .filter(lesson__module__course=course)
        .select_related("lesson")
        .defer("body", "objectives", "summary", "sources", "review_notes")
        .order_by("lesson__order", "lesson_id")
    )


def _in_language(pages: Iterable[Any], row: str, language: str) -> list[Any]:
    """One page per row whose Korean page is live: that in the language if there is one, else the Korean."""
    found: dict[int, dict[str, Any]] = {}
    for page in pages:
        found.setdefault(getattr(page, row), {})[page.language] = page
    return [by_language.get(language, by_language["ko"]) for by_language in found.values() if "ko" in by_language]


def _lesson(page: Any, *, readable: bool, here: int | None) -> LessonEntry:
    lesson = page.lesson
    return LessonEntry(
        id=lesson.pk,
        key=lesson.key,
        title=page.title,
        address=page.address(),
        language=page.language,
        minutes=lesson.minutes,
        is_preview=lesson.is_preview,
        readable=readable or lesson.is_preview,
        here=lesson.pk == here,
    )


def only_module(whole: Contents, module: Module) -> ModuleEntry | None:
    """One module's entry out of the course's; None while it is not published."""
    return next((entry for entry in whole.modules if entry.module.pk == module.pk), None)
