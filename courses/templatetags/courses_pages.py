"""What each page of a course shows, asked for by its template: so that a preview in the CMS shows the same."""

from typing import Any

from django import template
from django.utils.translation import get_language

from courses import permissions
from courses.queries import screens

register = template.Library()


def _language(context: Any) -> str:
    """The address's language; in the CMS, whose own language may be another, the page's."""
    if getattr(context["request"], "is_preview", False):
        return str(getattr(context["page"], "language", "ko"))
    return "en" if (get_language() or "ko").startswith("en") else "ko"


def readable(request: Any) -> frozenset[int]:
    """The courses that this request's person may read, asked once per request."""
    if not hasattr(request, "readable_courses"):
        request.readable_courses = permissions.readable_courses(request.user, request.complex)
    found: frozenset[int] = request.readable_courses
    return found


@register.simple_tag(takes_context=True)
def catalog_screen(context: Any) -> list[screens.CourseEntry]:
    return screens.catalog(context["page"], language=_language(context))


@register.simple_tag(takes_context=True)
def course_screen(context: Any) -> screens.CourseScreen | None:
    page = context["page"]
    if page.presented_id is None:  # the preview of a copy
        return None
    return screens.course(page, language=_language(context), readable=page.course_id in readable(context["request"]))


@register.simple_tag(takes_context=True)
def module_screen(context: Any) -> screens.ModuleScreen | None:
    page = context["page"]
    if page.presented_id is None:  # the preview of a copy
        return None
    allowed = page.module.course_id in readable(context["request"])
    return screens.module(page, language=_language(context), readable=allowed)


@register.simple_tag(takes_context=True)
def lesson_screen(context: Any) -> screens.LessonScreen | None:
    page = context["page"]
    if page.presented_id is None:  # the preview of a copy
        return None
    allowed = page.lesson.module.course_id in readable(context["request"])
    return screens.lesson(page, language=_language(context), readable=allowed)
