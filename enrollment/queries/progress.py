"""Progress as a lesson page and the trainee's desk show it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, OuterRef, Subquery

from courses.models import Lesson, LessonEdition
from enrollment.models import Enrollment, LessonProgress
from training.core.models import Complex


@dataclass(frozen=True)
class OfLesson:
    """One trainee's progress in one lesson: what they saw, and what stands now."""

    edition: LessonEdition
    finished: LessonProgress | None

    @property
    def changed(self) -> bool:
        """The text changed since it was studied, in the language it was studied in."""
        return (
            self.finished is not None
            and self.finished.edition.language == self.edition.language
            and self.finished.edition.number < self.edition.number
        )


def enrollment_for(user: Any, complex: Complex, course_id: int) -> Enrollment | None:
    """The enrollment in which this person studies a course: the one in training, else the latest."""
    if not user.is_authenticated:
        return None
    found = Enrollment.objects.of(complex).reading().filter(trainee=user, cohort__course_id=course_id)
    return found.current().order_by("-pk").first() or found.order_by("-pk").first()


def of_lesson(user: Any, complex: Complex, lesson: Lesson, language: str) -> OfLesson | None:
    """None for people who are in no cohort of the course, and for a lesson that was never published."""
    enrollment = enrollment_for(user, complex, lesson.module.course_id)
    if enrollment is None:
        return None
    edition = LessonEdition.objects.filter(lesson=lesson, language=language).order_by("-number").first()
    if edition is None:
        return None
    finished = LessonProgress.objects.filter(enrollment=enrollment, lesson=lesson).select_related("edition").first()
    return OfLesson(edition=edition, finished=finished)


def published_lessons(course_id: int) -> int:
    """How many lessons of a course have a published edition."""
    return LessonEdition.objects.filter(lesson__module__course_id=course_id).aggregate(
        n=Count("lesson", distinct=True)
    )["n"]


def finished_counts(enrollments: list[Enrollment]) -> dict[int, int]:
    """Finished lessons by enrollment id, in one query."""
    rows = (
        LessonProgress.objects.filter(enrollment__in=enrollments)
        .order_by()
        .values_list("enrollment")
        .annotate(n=Count("pk"))
    )
    return dict(rows)


def next_lesson(enrollment: Enrollment) -> Lesson | None:
    """The first published lesson of the course that is not finished yet."""
    done = LessonProgress.objects.filter(enrollment=enrollment).values("lesson")
    newest = LessonEdition.objects.filter(lesson=OuterRef("pk")).order_by().values("lesson").annotate(n=Max("number"))
    return (
        Lesson.objects.filter(module__course=enrollment.cohort.course_id)
        .annotate(edition=Subquery(newest.values("n")))
        .filter(edition__isnull=False)
        .exclude(pk__in=done)
        .select_related("module")
        .order_by("module__order", "order")
        .first()
    )
