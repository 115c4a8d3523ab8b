"""A trainee's progress, composed into the pages of a course by their templates."""

from typing import Any

from django import template

from enrollment.models import Enrollment
from enrollment.permissions.attendance import is_in_training
from enrollment.queries import progress
from enrollment.queries.progress import OfCourse, OfLesson, Part

register = template.Library()


@register.simple_tag(takes_context=True)
def course_progress(context: dict[str, Any], course_id: int) -> OfCourse | None:
    """The reader's marks in this course, asked once per request; None for people who keep none."""
    request = context["request"]
    kept: dict[int, OfCourse | None] = request.__dict__.setdefault("progress_of_courses", {})
    if course_id not in kept:
        kept[course_id] = progress.of_course(request.user, request.complex, course_id)
    return kept[course_id]


@register.simple_tag
def progress_among(course: OfCourse | None, lessons: Any) -> Part | None:
    """How many of these lessons are finished, and how many minutes the others take."""
    return course.among(lessons) if course is not None and lessons else None


@register.simple_tag(takes_context=True)
def lesson_progress(context: dict[str, Any], lesson: Any, language: str) -> OfLesson | None:
    """The reader's progress in this lesson, asked once per request; None for people who keep none."""
    kept: dict[tuple[int, str], OfLesson | None] = context["request"].__dict__.setdefault("progress_of_lessons", {})
    if (lesson.pk, language) not in kept:
        course = course_progress(context, lesson.module.course_id)
        kept[lesson.pk, language] = progress.of_lesson(course, lesson, language)
    return kept[lesson.pk, language]


@register.simple_tag(takes_context=True)
def asks_as(context: dict[str, Any], course_id: int) -> Enrollment | None:
    """As whom the reader asks the instructors of this course; None for people who are not in training in it."""
    course = course_progress(context, course_id)
    return course.enrollment if course is not None and is_in_training(course.enrollment) else None
