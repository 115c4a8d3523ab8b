"""Progress as a lesson page and the trainee's desk show it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef

from courses.models import Lesson, LessonEdition, LessonPage
from enrollment.models import Enrollment, LessonProgress
from enrollment.states import EnrollmentState
from training.core.models import Complex

MOST_MINUTES = 180


@dataclass(frozen=True)
class OfLesson:
    """One trainee's progress in one lesson: what they saw, and what stands now."""

    edition: LessonEdition  # in the language being read: what a mark would record
    finished: LessonProgress | None
    stands: LessonEdition | None  # in the language that was studied

    @property
    def changed(self) -> bool:
        """The text changed since it was studied, in the language it was studied in."""
        return (
            self.finished is not None and self.stands is not None and self.finished.edition.number < self.stands.number
        )


@dataclass(frozen=True)
class OfCourse:
    """One trainee's marks in one course, by lesson."""

    enrollment: Enrollment
    marks: dict[int, LessonProgress]

    def among(self, lessons: Iterable[Any]) -> "Part":
        """How far they are among these entries of the contents."""
        entries = list(lessons)
        left = [entry for entry in entries if entry.id not in self.marks]
        return Part(len(entries) - len(left), len(entries), sum(entry.minutes for entry in left))


@dataclass(frozen=True)
class Part:
    """So many of so many lessons are finished; the others take so many minutes to read."""

    done: int
    of: int
    minutes_left: int

    @property
    def hours_left(self) -> int:
        """Whole hours, rounded up, where minutes would be too many to picture; else 0."""
        return -(-self.minutes_left // 60) if self.minutes_left > MOST_MINUTES else 0


def enrollment_for(user: Any, complex: Complex, course_id: int) -> Enrollment | None:
    """The enrollment in which this person studies a course: the one in training, else the latest."""
    found = [enrollment for enrollment in reading(user, complex) if enrollment.cohort.course_id == course_id]
    in_training = [enrollment for enrollment in found if enrollment.state == EnrollmentState.ENROLLED]
    return next(iter(in_training or found), None)


def reading(user: Any, complex: Complex) -> list[Enrollment]:
    """Those by which this person reads courses, the latest first, with their cohorts; asked once by a reading request."""
    if not user.is_authenticated:
        return []
    remembered: dict[Any, list[Enrollment]] = getattr(user, "answers_remembered", {})
    key = ("enrollments", complex.pk)
    if key not in remembered:
        found = Enrollment.objects.of(complex).reading().filter(trainee=user).select_related("cohort")
        remembered[key] = list(found.order_by("-pk"))
    return remembered[key]


def of_course(user: Any, complex: Complex, course_id: int) -> OfCourse | None:
    """None for people who are in no cohort of the course. Two queries at most, whatever the number of lessons."""
    enrollment = enrollment_for(user, complex, course_id)
    if enrollment is None:
        return None
    marks = LessonProgress.objects.filter(enrollment=enrollment).select_related("edition").defer("edition__content")
    return OfCourse(enrollment, {mark.lesson_id: mark for mark in marks})


def of_lesson(course: OfCourse | None, lesson: Lesson, language: str) -> OfLesson | None:
    """None for people who keep no progress, and for a lesson that was never published in the language."""
    if course is None:
        return None
    standing = standing_editions(lesson)
    finished = course.marks.get(lesson.pk)
    if language not in standing:
        return None
    return OfLesson(standing[language], finished, standing.get(finished.edition.language) if finished else None)


def standing_editions(lesson: Lesson) -> dict[str, LessonEdition]:
    """The newest edition of each language, without its content; finding the lesson's page may have answered it."""
    if hasattr(lesson, "standing_editions"):
        return dict(lesson.standing_editions)
    newer = LessonEdition.objects.filter(
        lesson=OuterRef("lesson"), language=OuterRef("language"), number__gt=OuterRef("number")
    )
    found = LessonEdition.objects.filter(~Exists(newer), lesson=lesson).defer("content")
    return {edition.language: edition for edition in found}


def published_lessons(course_id: int) -> frozenset[int]:
    """The lessons of a course that have an edition and were not taken off the site: nobody can finish those that were."""
    pages = LessonPage.objects.filter(lesson=OuterRef("lesson"))
    shown = Exists(pages.live().filter(language="ko"))  # the contents show no lesson without its Korean page
    standing = LessonEdition.objects.filter(~Exists(pages) | shown, lesson__module__course_id=course_id)
    return frozenset(standing.order_by().values_list("lesson", flat=True).distinct())
