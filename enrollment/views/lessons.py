"""What a trainee studied: what changed since."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses.models import Lesson
from enrollment.queries import changes, progress
from training.core.errors import Refused
from training.core.requests import Request


@require_safe
def lesson_changes(request: Request, lesson_id: int) -> HttpResponse:
    """The edition they studied beside the one that stands, for a person in a cohort of the course only."""
    lesson = get_object_or_404(Lesson.objects.of(request.complex).select_related("module__course"), pk=lesson_id)
    course = progress.of_course(request.user, request.complex, lesson.module.course_id)
    if course is None:
        raise Refused(_("Only people in a cohort of this course can see what changed in its lessons."))
    found = changes.since_studied(course, lesson)
    context = {
        "lesson": lesson,
        "found": found,
        "page": lesson.pages.filter(live=True, language=_language(found)).first(),
    }
    response = render(request, "enrollment/learn/changes.html", context)
    patch_cache_control(response, private=True, no_store=True)
    return response


def _language(found: changes.Changes | None) -> str:
    return found.stands.language if found else "ko"
