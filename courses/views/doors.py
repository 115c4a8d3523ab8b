"""The doors to what is taught: pages and documents. Each asks before anything is shown."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe
from wagtail.images import get_image_model
from wagtail.models import Collection, ReferenceIndex

from courses import permissions
from courses.models import Course, CoursePage, LessonPage, ModulePage
from courses.queries import screens
from courses.templatetags.courses_pages import readable
from training.core import views as ground
from training.core.models import Complex
from training.core.requests import Request


def page(page: Any, request: Request) -> HttpResponse | None:
    """None where the page may be shown; else what to say instead of it."""
    if not isinstance(page, CoursePage | ModulePage | LessonPage):
        return None
    row = getattr(page, page.row_field)
    if row is None or request.complex is None or row.complex_id != request.complex.pk:
        raise Http404
    if not isinstance(page, LessonPage):
        return None
    if permissions.may_read(request.user, row, request.complex, courses=lambda: readable(request)):
        return None
    context = {"page": page, "lesson": row, "course_address": screens.above(page, 2), "crumbs": _crumbs(page)}
    response = render(request, "courses/locked.html", context, status=403)
    patch_cache_control(response, private=True, no_store=True)
    return response


def _crumbs(page: LessonPage) -> screens.Crumbs:
    module = page.lesson.module
    return [(module.course.text("title"), screens.above(page, 2)), (module.text("title"), screens.above(page, 1))]


def document(document: Any, request: Request) -> HttpResponse | None:
    """A document in a course's collection is for people of the course, but for those that an open preview shows.

    Documents outside of courses are public at their complex's host, as the pages that show them are.
    """
    path = document.collection.path
    if _is_anothers(path, request.complex):
        raise Http404
    paths = [path[:end] for end in range(document.collection.steplen, len(path) + 1, document.collection.steplen)]
    course = Course.objects.filter(collection__path__in=paths).select_related("complex").first()
    if course is None or permissions.may_read_course(request.user, course, request.complex):
        return None
    if request.complex is None or course.complex_id != request.complex.pk:
        raise Http404
    if _in_open_preview(document, course):
        return None
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    return render(request, "courses/locked_document.html", {"course": course}, status=403)


@require_safe
@login_not_required
def picture(request: Request, path: str) -> HttpResponseBase:
    """A picture of a page, at the host of the complex in whose folder it lies; what lies in none is everybody's."""
    drawn = get_image_model().get_rendition_model().objects.filter(file=f"images/{path}")
    folder = drawn.values_list("image__collection__path", flat=True).first()
    if folder and _is_anothers(folder, request.complex):
        raise Http404
    return ground.picture(request, path)


def _is_anothers(path: str, complex: Complex | None) -> bool:
    """Whether a folder lies below that of another complex: one that bears its name, or holds its courses."""
    top = path[: 2 * Collection.steplen]
    name = Collection.objects.filter(path=top, depth=2).values("name")
    courses = (
        Course.objects.filter(collection__path__startswith=top).values("complex")
        if len(path) > Collection.steplen
        else []
    )
    return (
        Complex.objects.filter(Q(name_ko__in=name) | Q(pk__in=courses))
        .exclude(pk=complex.pk if complex else 0)
        .exists()
    )


def _in_open_preview(document: Any, course: Course) -> bool:
    """Whether a published preview of the course points at the document."""
    pages = LessonPage.objects.live().filter(lesson__module__course=course, lesson__is_preview=True)
    keys = [str(pk) for pk in pages.values_list("pk", flat=True)]
    return bool(ReferenceIndex.get_references_to(document).filter(object_id__in=keys).exists())
