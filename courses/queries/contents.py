"""A course's published modules and lessons, in the order of the process, as its pages list them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import F
from django.db.models.functions import JSONObject

from courses.models import Course, LessonPage, Module, ProcessBlock
from courses.models.presenting import address_of

Row = dict[str, Any]


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
    """Two queries, whatever the number of modules and lessons. `here` is the id of the lesson being read.

    They read columns, not pages: making page objects would cost more than all else on a lesson's page.
    """
    lessons: dict[int, list[LessonEntry]] = {}
    for row in _in_language(_lesson_rows(course, language), language):
        lessons.setdefault(row["lesson__module_id"], []).append(_lesson(row, readable=readable, here=here))
    blocks: dict[ProcessBlock, list[ModuleEntry]] = {}
    for number, row in enumerate(_in_language(_module_rows(course, language), language), start=1):
        module = row["module"]
        blocks.setdefault(module.block, []).append(_module(row, number, tuple(lessons.get(module.pk, []))))
    return Contents(tuple(BlockEntry(block, block.text("title"), tuple(found)) for block, found in blocks.items()))


def _module(row: Row, number: int, lessons: tuple[LessonEntry, ...]) -> ModuleEntry:
    return ModuleEntry(
        module=row["module"],
        number=number,
        title=row["title"],
        summary=row["module"].text("summary"),
        address=address_of(row["url_path"], row["language"]),
        language=row["language"],
        lessons=lessons,
    )


def _module_rows(course: Course, language: str) -> Iterable[Row]:
    """Each module with what its live pages say."""
    found = (
        Module.objects.filter(course=course, pages__live=True, pages__language__in=("ko", language))
        .select_related("block")
        .annotate(of_page=JSONObject(title="pages__title", url_path="pages__url_path", language="pages__language"))
        .order_by("block__order", "order", "pk")
    )
    return [{"row": module.pk, "module": module, **module.of_page} for module in found]


def _lesson_rows(course: Course, language: str) -> Iterable[Row]:
    return (
        LessonPage.objects.live()
        .filter(lesson__module__course=course, language__in=("ko", language))
        .order_by("lesson__order", "lesson_id")
        .values(
            "language", "title", "url_path", "lesson__key", "lesson__module_id", "lesson__minutes", "lesson__is_preview",
            row=F("lesson_id"),
        )
    )  # fmt: skip


def _in_language(rows: Iterable[Row], language: str) -> list[Row]:
    """One row of a page for each `row` whose Korean page is live: in the language if there is one, else the Korean."""
    found: dict[int, dict[str, Row]] = {}
    for row in rows:
        found.setdefault(row["row"], {})[row["language"]] = row
    return [by_language.get(language, by_language["ko"]) for by_language in found.values() if "ko" in by_language]


def _lesson(row: Row, *, readable: bool, here: int | None) -> LessonEntry:
    return LessonEntry(
        id=row["row"],
        key=row["lesson__key"],
        title=row["title"],
        address=address_of(row["url_path"], row["language"]),
        language=row["language"],
        minutes=row["lesson__minutes"],
        is_preview=row["lesson__is_preview"],
        readable=readable or row["lesson__is_preview"],
        here=row["row"] == here,
    )


def only_module(whole: Contents, module: Module) -> ModuleEntry | None:
    """One module's entry out of the course's; None while it is not published."""
    return next((entry for entry in whole.modules if entry.module.pk == module.pk), None)
