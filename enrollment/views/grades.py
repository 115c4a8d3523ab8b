"""The gradebook: a cohort's for its instructors, one person's for both, and the file."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from enrollment.models import Cohort, Enrollment
from enrollment.queries import grades as queries
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
    cohort = taught_cohort(request, cohort_id)
    back = reverse("enrollment:gradebook", args=[cohort.pk])
    return taking_of_cohort(request, cohort, Evidence.GRADES, lambda: _file(request, cohort), back=back)


def _file(request: Request, cohort: Cohort) -> HttpResponse:
    found = queries.of_cohort(cohort, now=request.now)
    day = clock.day_of(request.now, cohort.complex.zone)
    return tables.as_csv(queries.table(found), f"grades-{cohort.course.key}-{cohort.number}-{day}.csv")


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
