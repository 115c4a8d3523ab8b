"""Records of attendance on the operator's desk: the book of a unit period, and its closing."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from enrollment.forms.attendance_records import CloseForm
from enrollment.models import Cohort
from enrollment.queries import attendance_book, attendance_xlsx, unit_changes
from enrollment.queries.attendance_book import Book
from enrollment.queries.attendance_marks import legend
from enrollment.rules.attendance import UnitPeriod
from enrollment.services import attendance_exports, unit_periods
from enrollment.views.common import cohort_or_404, posted, tried
from training.core import canonical
from training.core.requests import Request

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def unit_book(request: Request, cohort_id: int, number: int) -> HttpResponse:
    """The attendance book of a unit period, as it is printed."""
    book = attendance_book.book(*_unit(request, cohort_id, number), now=request.now)
    return render(request, "enrollment/attendance/book.html", _context(book))


@require_safe
def unit_book_xlsx(request: Request, cohort_id: int, number: int) -> HttpResponse:
    """The same as a workbook; that it was taken is recorded."""
    cohort, period = _unit(request, cohort_id, number)
    content = attendance_exports.book(cohort, period, by=request.user, now=request.now)
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="attendance-{cohort.pk}-unit-{period.number}.xlsx"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
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
