"""Adding a module or a lesson, inside Wagtail's admin."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin.auth import require_admin_access

from courses import permissions
from courses.forms.authoring import LessonForm, ModuleForm
from courses.models import Course, LessonPage, Module
from courses.services import authoring
from training.core.errors import DomainError, Refused
from training.core.requests import Request


def _course_of_author(request: Request, **wanted: Any) -> Course:
    """A course of this complex that this person may add to; others' courses are refused."""
    course = get_object_or_404(Course.objects.of(request.complex).select_related("complex"), **wanted)
    if not permissions.may_author(request.user, course):
        raise Refused(_("Only those who teach this course and curriculum leads can add to it."))
    return course


def where(request: Request) -> HttpResponse:
    """The courses this person may add a module to; straight on where there is only one."""
    courses = [
        c
        for c in Course.objects.of(request.complex).select_related("complex")
        if permissions.may_author(request.user, c)
    ]
    if not courses:
        raise Refused(_("Only those who teach a course and curriculum leads can add modules."))
    if len(courses) == 1:
        return redirect("courses:add_module", courses[0].pk)
    context = {"courses": courses}
    return require_admin_access(partial(render, template_name="courses/cms/where.html", context=context))(request)


@require_http_methods(["GET", "HEAD", "POST"])
def add_module(request: Request, course_id: int) -> HttpResponse:
    course = _course_of_author(request, pk=course_id)
    form = ModuleForm(_posted(request), course=course)
    return _answer(
        request, form, course.text("title"), lambda: authoring.add_module(course, draft=form.draft(), by=request.user)
    )


@require_http_methods(["GET", "HEAD", "POST"])
def add_lesson(request: Request, module_id: int) -> HttpResponse:
    course = _course_of_author(request, modules__pk=module_id)
    module = get_object_or_404(Module.objects.select_related("course__complex", "complex"), pk=module_id, course=course)
    form = LessonForm(_posted(request))
    return _answer(
        request,
        form,
        module.text("title"),
        lambda: authoring.add_lesson(module, draft=form.lesson_draft(), by=request.user),
    )


def _posted(request: Request) -> Any:
    """An empty post is a post too."""
    return request.POST if request.method == "POST" else None


@require_admin_access
def _answer(request: Request, form: Any, place: str, act: Callable[[], LessonPage]) -> HttpResponse:
    """The form, or after adding the editor of the new lesson's page."""
    if request.method == "POST" and form.is_valid():
        try:
            page = act()
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(
                request, _("“%(title)s” was added as a draft. Write it and submit it.") % {"title": page.title}
            )
            return redirect("wagtailadmin_pages:edit", page.pk)
    status = 422 if form.is_bound else 200
    return render(request, "courses/cms/add.html", {"form": form, "place": place}, status=status)
