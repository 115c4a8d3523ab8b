"""What stands in the database before a load, asked in a few queries whatever the number of lessons."""

from dataclasses import dataclass, field
from typing import Any

from courses.models import Course, CoursePage, Equipment, Lesson, LessonPage, Module, ModulePage, Term
from courses.services import trees
from training.core.models import Complex

Rows = dict[Any, Any]


@dataclass
class Standing:
    """Rows by (model, owner's key, key) and pages by (model, key of the row); filled as the loader goes."""

    rows: Rows = field(default_factory=dict)
    pages: dict[tuple[type[Any], int], trees.Pair] = field(default_factory=dict)

    def row(self, model: type[Any], owner: Any, key: str) -> Any:
        return self.rows.get((model, owner.pk, key))

    def pages_of(self, row: Any) -> trees.Pair:
        """The pages of a row by language; the same dictionary each time."""
        return self.pages.setdefault((type(row), row.pk), {})


def standing(complex: Complex, key: str) -> Standing:
    """The words of a complex and everything of one of its courses."""
    found = Standing()
    for model in (Term, Equipment):
        for row in model._default_manager.filter(complex=complex):
            found.rows[(model, complex.pk, row.key)] = row
    course = Course.objects.of(complex).filter(key=key).first()
    if course is None:
        return found
    found.rows[(Course, complex.pk, key)] = course
    for module in Module.objects.filter(course=course).select_related("block", "course"):
        found.rows[(Module, course.pk, module.key)] = module
    for lesson in Lesson.objects.filter(module__course=course).select_related("module__course"):
        found.rows[(Lesson, lesson.module_id, lesson.key)] = lesson
    _pages(found, CoursePage, {"course": course})
    _pages(found, ModulePage, {"module__course": course})
    _pages(found, LessonPage, {"lesson__module__course": course})
    return found


def _pages(found: Standing, model: Any, only: dict[str, Any]) -> None:
    field_name = model.row_field
    row = model._meta.get_field(field_name).related_model
    for page in model.objects.filter(**only).select_related("locale", field_name):
        found.pages.setdefault((row, page.presented_id), {})[page.language] = page
