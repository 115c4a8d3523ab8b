"""A trainee's progress, composed into lesson pages by their templates."""

from typing import Any

from django import template
from django.utils.translation import get_language

from courses.models import Lesson
from enrollment.queries import progress
from enrollment.queries.progress import OfLesson

register = template.Library()


@register.simple_tag(takes_context=True)
def lesson_progress(context: dict[str, Any], lesson: Any, language: str) -> OfLesson | None:
    """The reader's progress in this lesson; None for people who keep none."""
    request = context["request"]
    return progress.of_lesson(request.user, request.complex, lesson, language)


@register.simple_tag(takes_context=True)
def lesson_address(context: dict[str, Any], lesson: Lesson) -> str | None:
    """Where a lesson is read: its live page in the reader's language, else in Korean."""
    pages = {page.locale.language_code: page for page in lesson.pages.live().select_related("locale")}
    page = pages.get(get_language() or "ko") or pages.get("ko")
    return page.get_url(context["request"]) if page else None
