"""The report on translations, inside Wagtail's admin, over the courses a person writes."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.admin.auth import require_admin_access

from courses import permissions
from courses.forms.translations import FilterForm
from courses.models import Course
from courses.queries import translations
from training.core.errors import Refused
from training.core.requests import Request


@require_safe
@require_admin_access
def report(request: Request) -> HttpResponse:
    courses = _own_courses(request)
    form = FilterForm(request.GET, courses=courses)
    form.full_clean()
    lines = translations.report(courses, **form.wishes())
    return render(request, "courses/cms/translations.html", {"form": form, "lines": lines, "several": len(courses) > 1})


@require_safe
@require_admin_access
def lesson(request: Request, lesson_id: int) -> HttpResponse:
    found = translations.comparison(lesson_id, _own_courses(request))
    if found is None:
        raise Http404
    return render(request, "courses/cms/translation.html", {"found": found, "line": found.line})


def _own_courses(request: Request) -> list[Course]:
    """Those of the host's complex that this person writes; nobody without any comes in."""
    found = [c for c in translations.of_complex(request.complex) if permissions.may_author(request.user, c)]
    if not found:
        raise Refused(_("Only those who teach a course and curriculum leads can see its translations."))
    return found
