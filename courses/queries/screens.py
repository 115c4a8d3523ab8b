"""What the catalog and the pages of a course, a module and a lesson show."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Sum

from courses.models import (
    Course,
    CourseIndexPage,
    CoursePage,
    Lesson,
    LessonPage,
    Module,
    ModulePage,
    ProcessBlock,
)
from courses.queries.contents import Contents, LessonEntry, ModuleEntry, contents, only_module
from courses.states import Translation

Crumbs = list[tuple[str, str]]


@dataclass(frozen=True)
class CourseEntry:
    """A course as the catalog shows it."""

    course: Course
    title: str
    address: str
    language: str
    summary: str
    modules: int
    theory_hours: Decimal
    practice_hours: Decimal


@dataclass(frozen=True)
class CourseScreen:
    course: Course
    contents: Contents
    summary: str
    outcomes: list[str]
    audience: str


@dataclass(frozen=True)
class ModuleScreen:
    module: Module
    entry: ModuleEntry | None
    block: ProcessBlock
    block_title: str
    summary: str
    outcomes: list[str]
    planned: list[str]
    crumbs: Crumbs


@dataclass(frozen=True)
class LessonScreen:
    lesson: Lesson
    block_title: str
    contents: Contents
    previous: LessonEntry | None
    next: LessonEntry | None
    translation: Translation
    crumbs: Crumbs

    @property
    def module_lessons(self) -> tuple[LessonEntry, ...]:
        """The lessons of the module this one belongs to."""
        return next((entry.lessons for entry in self.contents.modules if entry.here), ())


def catalog(page: CourseIndexPage, *, language: str) -> list[CourseEntry]:
    """The published courses of a catalog, those not translated yet in Korean."""
    keys = CourseIndexPage.objects.filter(translation_key=page.translation_key).values_list("path", flat=True)
    found: dict[int, dict[str, CoursePage]] = {}
    for path in keys:
        for course_page in CoursePage.objects.live().filter(path__startswith=path, course__isnull=False).select_related(
            "course"
        ).defer("body").order_by("course__order", "course_id"):  # fmt: skip
            found.setdefault(course_page.course_id, {})[course_page.language] = course_page
    sums = {row["course"]: row for row in _hours(found)}
    return [_entry(pages.get(language, pages["ko"]), sums.get(pk, {})) for pk, pages in found.items() if "ko" in pages]


def _hours(courses: Any) -> Any:
    return (
        Module.objects.published()
        .filter(course__in=list(courses))
        .order_by()
        .values("course")
        .annotate(modules=Count("pk"), theory=Sum("theory_hours"), practice=Sum("practice_hours"))
    )


def _entry(page: CoursePage, sums: dict[str, Any]) -> CourseEntry:
    return CourseEntry(
        course=page.course,
        title=page.title,
        address=page.address(),
        language=page.language,
        summary=page.course.text("summary"),
        modules=sums.get("modules", 0),
        theory_hours=sums.get("theory") or Decimal(0),
        practice_hours=sums.get("practice") or Decimal(0),
    )


def course(page: CoursePage, *, language: str, readable: bool) -> CourseScreen:
    row: Course = page.course
    return CourseScreen(
        course=row,
        contents=contents(row, language=language, readable=readable),
        summary=row.text("summary"),
        outcomes=row.text("outcomes").splitlines(),
        audience=row.text("audience"),
    )


def module(page: ModulePage, *, language: str, readable: bool) -> ModuleScreen:
    row: Module = page.module
    entry = only_module(contents(row.course, language=language, readable=readable), row)
    written = {lesson.title for lesson in entry.lessons} if entry else set()
    return ModuleScreen(
        module=row,
        entry=entry,
        block=row.block,
        block_title=row.block.text("title"),
        summary=row.text("summary"),
        outcomes=row.text("outcomes").splitlines(),
        planned=[title for title in row.text("outline").splitlines() if title not in written],
        crumbs=[(row.course.text("title"), above(page, 1))],
    )


def lesson(page: LessonPage, *, language: str, readable: bool) -> LessonScreen:
    """One query, whatever the number of lessons and blocks."""
    row: Lesson = page.lesson
    whole = contents(row.module.course, language=language, readable=readable, here=row.pk)
    before, after = whole.beside(row.pk)
    return LessonScreen(
        lesson=row,
        block_title=row.module.block.text("title"),
        contents=whole,
        previous=before,
        next=after,
        translation=translation(page, language=language),
        crumbs=[(row.module.course.text("title"), above(page, 2)), (row.module.text("title"), above(page, 1))],
    )


def above(page: Any, levels: int) -> str:
    """The address of a page's ancestor so many levels up."""
    parts = page.address().rstrip("/").split("/")
    return "/".join(parts[:-levels]) + "/"


def translation(page: LessonPage, *, language: str) -> Translation:
    """Whether the words shown are those of the Korean edition that stands now."""
    if language == "ko":
        return Translation.ORIGINAL
    if page.language == "ko":
        return Translation.MISSING
    if not page.translates:
        return Translation.UNCHECKED
    korean = page.hash_of_korean()
    return Translation.CURRENT if korean in ("", page.translates) else Translation.OUTDATED
