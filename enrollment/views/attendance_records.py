"""Records of attendance on the operator's desk: the book of a unit period, and its closing."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from enrollment.forms.attendance_records import CloseForm, ComparisonForm
from enrollment.models import Cohort
from enrollment.queries import attendance_book, attendance_xlsx, comparison, unit_changes
from enrollment.queries.attendance_book import Book
from enrollment.queries.attendance_marks import legend
from enrollment.queries.concerned import trainee_ids
from enrollment.rules.attendance import UnitPeriod
from enrollment.services import attendance_exports, unit_periods
from enrollment.views.common import cohort_or_404, looked_at, paper, posted, taking_of_cohort, tried
from training.accounts.states import Evidence
from training.core import canonical
from training.core.requests import Request

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
GET_POST = ["GET", "HEAD", "POST"]


@require_safe
def unit_book(request: Request, cohort_id: int, number: int) -> HttpResponse:
    """The attendance book of a unit period, as it is printed."""
    cohort, period = _unit(request, cohort_id, number)
    looked_at(request, cohort, Evidence.ATTENDANCE, trainee_ids(cohort))
    book = attendance_book.book(cohort, period, now=request.now)
    return render(request, "enrollment/attendance/book.html", _context(book))


@require_http_methods(GET_POST)
def unit_book_xlsx(request: Request, cohort_id: int, number: int) -> HttpResponse:
    """The same as a workbook; that it was taken is recorded, with its reason."""
    cohort, period = _unit(request, cohort_id, number)

    def give() -> HttpResponse:
        content = attendance_exports.book(cohort, period, by=request.user, now=request.now)
        return _file(content, XLSX, f"attendance-{cohort.pk}-unit-{period.number}.xlsx")

    return _taken(request, cohort, give, reverse("enrollment:unit_book", args=[cohort.pk, period.number]))


@require_http_methods(GET_POST)
def unit_book_pdf(request: Request, cohort_id: int, number: int) -> HttpResponse:
    """The same as a PDF that is drawn here; that it was taken is recorded, with its reason."""
    cohort, period = _unit(request, cohort_id, number)

    def give() -> HttpResponse:
        content = attendance_exports.book_pdf(cohort, period, by=request.user, now=request.now)
        return paper(content, f"attendance-{cohort.pk}-unit-{period.number}")

    return _taken(request, cohort, give, reverse("enrollment:unit_book", args=[cohort.pk, period.number]))


@require_http_methods(GET_POST)
def corrections_pdf(request: Request, cohort_id: int) -> HttpResponse:
    """The register of corrections, to be signed; that it was taken is recorded, with its reason."""
    cohort = cohort_or_404(request, cohort_id)

    def give() -> HttpResponse:
        content = attendance_exports.register_pdf(cohort, by=request.user, now=request.now)
        return paper(content, f"corrections-{cohort.pk}")

    return _taken(request, cohort, give, reverse("enrollment:corrections", args=[cohort.pk]))


def _taken(request: Request, cohort: Cohort, give: Callable[[], HttpResponse], back: str) -> HttpResponse:
    return taking_of_cohort(request, cohort, Evidence.ATTENDANCE, give, back=back)


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_http_methods(GET_POST)
def close_unit(request: Request, cohort_id: int, number: int) -> HttpResponse:
    """What will be frozen, and the one button that freezes it."""
    cohort, period = _unit(request, cohort_id, number)
    book = attendance_book.book(cohort, period, now=request.now)
    form = CloseForm(posted(request), seen=canonical.sha256(attendance_book.frozen(book)))
    status = 200
    if request.method == "POST":
        status = tried(form, lambda: _close(request, cohort, period, form))
        if not status:
            messages.success(request, _("The unit period is closed."))
            return redirect("enrollment:unit_book", cohort.pk, period.number)
    return render(request, "enrollment/attendance/close_unit.html", _context(book) | {"form": form}, status=status)


def _close(request: Request, cohort: Cohort, period: UnitPeriod, form: CloseForm) -> None:
    unit_periods.close(cohort, period, seen=form.cleaned_data["seen"], by=request.user, now=request.now)


@require_http_methods(GET_POST)
def comparison_file(request: Request, cohort_id: int) -> HttpResponse:
    """What an operator lays beside the state system; that it was taken is recorded, with its reason."""
    cohort = cohort_or_404(request, cohort_id)

    def give() -> HttpResponse:
        content = attendance_exports.comparison(cohort, by=request.user, now=request.now)
        return _file(content, "text/csv; charset=utf-8", f"attendance-{cohort.pk}-comparison.csv")

    return _taken(request, cohort, give, reverse("enrollment:cohort_attendance", args=[cohort.pk]))


@require_http_methods(GET_POST)
def compare(request: Request, cohort_id: int) -> HttpResponse:
    """The state system's file laid beside our days. Nothing is written."""
    cohort = cohort_or_404(request, cohort_id)
    form = ComparisonForm(posted(request), request.FILES or None)
    found, status = None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            found, status = _compared(cohort, form, request)
    context = {"cohort": cohort, "form": form, "found": found}
    return render(request, "enrollment/attendance/compare.html", context, status=status)


def _compared(cohort: Cohort, form: ComparisonForm, request: Request) -> tuple[comparison.Comparison | None, int]:
    try:
        return comparison.compare(cohort, form.cleaned_data["file"], now=request.now), 200
    except comparison.Unreadable:
        form.add_error("file", _("This is no text in UTF-8 or CP949. Save it as CSV and choose that file."))
        return None, 422


def _unit(request: Request, cohort_id: int, number: int) -> tuple[Cohort, UnitPeriod]:
    cohort = cohort_or_404(request, cohort_id)
    period = attendance_book.period_of(cohort, number)
    if period is None:
        raise Http404
    return cohort, period


def _context(book: Book) -> dict[str, Any]:
    return {
        "cohort": book.cohort,
        "book": book,
        "heads": attendance_xlsx.total_heads(),
        "table": [(row, attendance_xlsx.total_figures(row)) for row in book.rows],
        "lines": attendance_xlsx.head_lines(book)[1:],
        "legend": legend(),
        "changes": unit_changes.of_book(book),
    }
