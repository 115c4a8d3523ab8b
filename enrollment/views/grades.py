"""The gradebook: a cohort's for its instructors, one person's for both, and the file."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from enrollment.models import Cohort, Enrollment
from enrollment.queries import completion_matrix, grade_changes, grades_xlsx
from enrollment.queries import grades as queries
from enrollment.views.attendance_records import XLSX
from enrollment.views.common import looked_at, taking_of_cohort, taught_cohort
from training.accounts.states import Evidence
from training.core import clock, tables
from training.core.requests import Request


@require_safe
def book(request: Request, cohort_id: int) -> HttpResponse:
    """People × attendance, quizzes, skills, and what is missing."""
    cohort = taught_cohort(request, cohort_id)
    context = {"cohort": cohort, "book": queries.of_cohort(cohort, now=request.now)}
    return render(request, "enrollment/teach/grades.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def book_file(request: Request, cohort_id: int) -> HttpResponse:
    """The same as CSV, for who says why; that it was taken is recorded."""
    return _taken(request, cohort_id, _csv)


@require_http_methods(["GET", "HEAD", "POST"])
def book_workbook(request: Request, cohort_id: int) -> HttpResponse:
    """The same as a workbook, with every change of a grade on a sheet of its own, for who says why; recorded."""
    return _taken(request, cohort_id, _workbook)


def _taken(request: Request, cohort_id: int, made: Callable[[Request, Cohort], HttpResponse]) -> HttpResponse:
    cohort = taught_cohort(request, cohort_id)
    back = reverse("enrollment:gradebook", args=[cohort.pk])
    return taking_of_cohort(request, cohort, Evidence.GRADES, lambda: made(request, cohort), back=back)


def _csv(request: Request, cohort: Cohort) -> HttpResponse:
    table = queries.table(queries.of_cohort(cohort, now=request.now))
    return tables.as_csv(table, f"{_name(request, cohort)}.csv")


def _workbook(request: Request, cohort: Cohort) -> HttpResponse:
    table = queries.table(queries.of_cohort(cohort, now=request.now))
    content = grades_xlsx.workbook(table, grade_changes.of_cohort(cohort), zone=cohort.complex.zone)
    response = HttpResponse(content, content_type=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{_name(request, cohort)}.xlsx"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _name(request: Request, cohort: Cohort) -> str:
    return f"grades-{cohort.course.key}-{cohort.number}-{clock.day_of(request.now, cohort.complex.zone)}"


@require_safe
def to_go(request: Request, cohort_id: int) -> HttpResponse:
    """People × what the rules ask for: who still misses what."""
    cohort = taught_cohort(request, cohort_id)
    context = {"cohort": cohort, "matrix": completion_matrix.of_cohort(cohort, now=request.now)}
    return render(request, "enrollment/teach/to_go.html", context)


@require_safe
def person(request: Request, enrollment_id: int) -> HttpResponse:
    """One person for their instructors, with every change of a grade."""
    enrollment = _enrollment(request, enrollment_id)
    taught_cohort(request, enrollment.cohort_id)
    looked_at(request, enrollment, Evidence.GRADES, [enrollment.trainee_id])
    context = {
        "person": queries.of_person(enrollment, now=request.now, everything=True),
        "beside": queries.beside(enrollment.cohort, enrollment),
        "cohort": enrollment.cohort,
    }
    return render(request, "enrollment/teach/person_grades.html", context)


@require_safe
def own(request: Request, enrollment_id: int) -> HttpResponse:
    """One's own results only, the latest first; no ranking."""
    enrollment = _enrollment(request, enrollment_id, trainee=request.user)
    person = queries.of_person(enrollment, now=request.now, everything=False)
    context = {"person": person, "cohort": enrollment.cohort}
    return render(request, "enrollment/learn/grades.html", context)


def _enrollment(request: Request, enrollment_id: int, **only: Any) -> Enrollment:
    rows = Enrollment.objects.of(request.complex).select_related(
        "trainee", "complex", "cohort__course", "cohort__program", "cohort__complex"
    )
    found: Enrollment = get_object_or_404(rows, pk=enrollment_id, **only)
    return found
