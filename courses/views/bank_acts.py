"""Acts with several questions, skills or quizzes of a course, and the report of where they are used."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.auth import require_admin_access

from courses.forms.bank import ActForm
from courses.models import Course
from courses.queries import used
from courses.services import many
from courses.states import BANK_ACTS, BankAct
from courses.views.bank import own_course
from training.core.errors import DomainError
from training.core.requests import Request
from training.core.tables import as_csv


def _named(name: str) -> Any:
    if name not in BANK_ACTS:
        raise Http404
    return used.MODELS[name]


@require_POST
@require_admin_access
def act(request: Request, course_id: int, name: str) -> HttpResponse:
    """First what it would change, and where that is used; once confirmed it is done, all or nothing."""
    model, course = _named(name), own_course(request, course_id)
    form = ActForm(request.POST, course=course, name=name, model=model)
    if not form.is_valid():
        return _asked(request, course, name, form, status=422)
    given = form.cleaned_data
    if not given["confirmed"]:
        return _asked(request, course, name, form)
    try:
        changed = many.act(given["act"], list(given["rows"]), module=given["module"], by=request.user, now=request.now)
    except DomainError as error:
        form.add_error(None, str(error))
        return _asked(request, course, name, form, status=error.status)
    messages.success(request, _("Changed: %(n)s.") % {"n": changed})
    return redirect(*_list(course, name))


def _asked(request: Request, course: Course, name: str, form: ActForm, *, status: int = 200) -> HttpResponse:
    """The confirmation, or what is wrong."""
    given = form.cleaned_data
    rows = list(given.get("rows") or [])
    wanted = given.get("act", "")
    retires = wanted == BankAct.RETIRE and name == "questions"
    context = {
        "course": course,
        "name": name,
        "form": form,
        "act": wanted,
        "title": BankAct(wanted).label if wanted else _("Nothing is changed yet"),
        "module": given.get("module"),
        "used": used.of(name, rows) if rows else [],
        "short": used.short_without(rows) if retires and rows else [],
        "tab": name,
    }
    return render(request, "courses/cms/bank_act.html", context, status=status)


@require_safe
@require_admin_access
def report(request: Request, course_id: int, name: str) -> HttpResponse:
    """Everything of this course's bank with where it is used, as a table for a spreadsheet."""
    model, course = _named(name), own_course(request, course_id)
    rows = model.objects.filter(course=course).select_related("module").order_by("module__order", "key")
    return as_csv(used.report(name, list(rows)), f"{course.key}-{name}.csv")


def _list(course: Course, name: str) -> tuple[Any, ...]:
    return ("courses:bank_quizzes", course.pk) if name == "quizzes" else ("courses:bank", course.pk, name)
