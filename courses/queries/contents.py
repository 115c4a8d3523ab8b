"""A course's published modules and lessons, in the order of the process, as its pages list them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import JSONArray, JSONObject

from courses.models import Course, LessonPage, Module, ModulePage, ProcessBlock
from courses.models.presenting import address_of
from training.core.prepared import Prepared

Row = dict[str, Any]
OF_PAGE = {"title": "title", "url_path": "url_path", "language": "language"}
OF_MODULE = ["id", "complex_id", "course_id", "block_id", "key", "order", "title_ko", "title_en", "summary_ko",
             "summary_en", "theory_hours", "practice_hours"]  # fmt: skip
OF_BLOCK = ["id", "course_id", "key", "order", "mark", "title_ko", "title_en"]


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
    """One query, whatever the number of modules and lessons. `here` is the id of the lesson being read.

    It reads columns, not pages: making page objects would cost more than all else on a lesson's page.
    """
    rows = _ROWS.rows(course_id=course.pk, language=language)
    rows.sort(key=lambda row: row["place"])
    lessons: dict[int, list[LessonEntry]] = {}
    for row in _in_language([row for row in rows if "minutes" in row], language):
        lessons.setdefault(row["module"], []).append(_lesson(row, readable=readable, here=here))
    blocks: dict[ProcessBlock, list[ModuleEntry]] = {}
    modules = [{**row, "module": _made(row)} for row in rows if "minutes" not in row]
    for number, row in enumerate(_in_language(modules, language), start=1):
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


def _module_rows(course_id: int, language: str) -> QuerySet:
    """Each module with its block and what its live pages say."""
    row = JSONObject(
        **OF_PAGE,
        row="module_id",
        place=JSONArray("module__block__order", "module__order", "module_id"),
        module=JSONObject(**{name: f"module__{name}" for name in OF_MODULE}),
        block=JSONObject(**{name: f"module__block__{name}" for name in OF_BLOCK}),
    )
    found = ModulePage.objects.live().filter(module__course=course_id, language__in=("ko", language))
    return found.order_by().values_list(row, flat=True)


def _lesson_rows(course_id: int, language: str) -> QuerySet:
    row = JSONObject(
        **OF_PAGE,
        row="lesson_id",
        place=JSONArray("lesson__order", "lesson_id"),
        module="lesson__module_id",
        key="lesson__key",
        minutes="lesson__minutes",
        is_preview="lesson__is_preview",
    )
    found = LessonPage.objects.live().filter(lesson__module__course=course_id, language__in=("ko", language))
    return found.order_by().values_list(row, flat=True)


def _rows(*, course_id: int, language: str) -> QuerySet:
    return _module_rows(course_id, language).union(_lesson_rows(course_id, language), all=True)


_ROWS = Prepared(_rows, course_id=int, language=str)


def _made(row: Row) -> Module:
    """The module of a row with its block: of both, what lists show; the rest is asked for when it is wanted."""
    hours = {name: Decimal(str(row["module"][name])) for name in ("theory_hours", "practice_hours")}
    module = Module.from_db(None, OF_MODULE, [{**row["module"], **hours}[name] for name in OF_MODULE])
    module.block = ProcessBlock.from_db(None, OF_BLOCK, [row["block"][name] for name in OF_BLOCK])
    return module


def _in_language(rows: Iterable[Row], language: str) -> list[Row]:
    """One row of a page for each `row` whose Korean page is live: in the language if there is one, else the Korean."""
    found: dict[int, dict[str, Row]] = {}
    for row in rows:
        found.setdefault(row["row"], {})[row["language"]] = row
    return [by_language.get(language, by_language["ko"]) for by_language in found.values() if "ko" in by_language]


def _lesson(row: Row, *, readable: bool, here: int | None) -> LessonEntry:
    return LessonEntry(
        id=row["row"],
        key=row["key"],
        title=row["title"],
        address=address_of(row["url_path"], row["language"]),
        language=row["language"],
        minutes=row["minutes"],
        is_preview=bool(row["is_preview"]),
        readable=readable or bool(row["is_preview"]),
        here=row["row"] == here,
    )


def only_module(whole: Contents, module: Module) -> ModuleEntry | None:
    """One module's entry out of the course's; None while it is not published."""
    return next((entry for entry in whole.modules if entry.module.pk == module.pk), None)
