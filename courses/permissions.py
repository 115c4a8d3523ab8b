"""Who may read and who may write. Every door to a lesson asks `may_read`."""

from collections.abc import Callable
from typing import Any

from courses.models import Course, Lesson
from courses.ports import lesson_access
from training.accounts.permissions import is_lead, roles
from training.accounts.states import Role
from training.core.errors import NobodyAnswers
from training.core.models import Complex


def readable_courses(user: Any, complex: Complex | None) -> frozenset[int]:
    """The courses all of whose lessons this person may read now; none where no app answers the question."""
    if complex is None or not user.is_authenticated or not user.is_active:
        return frozenset()
    try:
        return lesson_access.ask().readable_courses(user, complex)
    except NobodyAnswers:
        return frozenset()


def may_read(
    user: Any, lesson: Lesson, complex: Complex | None, *, courses: Callable[[], frozenset[int]] | None = None
) -> bool:
    """Previews are open to everyone; the rest to people of the course.

    `courses` gives the readable courses where a request has asked for them already.
    """
    if complex is None or lesson.complex_id != complex.pk:
        return False
    if lesson.is_preview:
        return True
    return lesson.module.course_id in (courses() if courses else readable_courses(user, complex))


def may_read_course(user: Any, course: Course, complex: Complex | None) -> bool:
    """Whatever belongs to the course as a whole, such as its documents."""
    if complex is None or course.complex_id != complex.pk:
        return False
    return course.pk in readable_courses(user, complex) or may_author(user, course)


def may_author(user: Any, course: Course) -> bool:
    """Those who teach the course, and the leads of its complex."""
    if not user.is_authenticated or not user.is_active:
        return False
    if user.is_superuser or is_lead(user, course.complex):
        return True
    return course.authors_id is not None and user.groups.filter(pk=course.authors_id).exists()


def may_switch_review(user: Any, complex: Complex | None) -> bool:
    """The complex's administrators, and who administers the platform."""
    return user.is_superuser or Role.ADMIN in roles(user, complex)
