"""Sheets of a cohort: applicants, changes of the roster and grades brought in, and lists taken away."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from enrollment.forms.sheets import SheetForm
from enrollment.models import Cohort, SheetImport
from enrollment.queries import sheet_words as queries
from enrollment.queries.concerned import trainee_ids
from enrollment.services import sheet_undoing as undoing
from enrollment.services import sheets as services
from enrollment.states import SheetKind, SheetState
from enrollment.views.common import cohort_or_404, posted, refuse_others, tried
from training.accounts.states import Evidence
from training.accounts.views import reasons
from training.core import clock, progress, tables
from training.core.errors import DomainError
from training.core.requests import Request
from training.core.sealed.sheets import USUAL
from training.core.services import sheets as files

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EXPORTS = ("applicants", "roster", "results")
SHOWN = 200  # lines of a preview
OPEN = (SheetState.READING, SheetState.WRITING)


@require_http_methods(["GET", "HEAD", "POST"])
def cohort_sheets(request: Request, cohort_id: int) -> HttpResponse:
    """What was brought in, the form for another, and what can be taken away."""
    cohort = cohort_or_404(request, cohort_id)
    form = SheetForm(posted(request), request.FILES or None)
    status = 200
    if request.method == "POST":
        made: list[SheetImport] = []
        status = tried(form, lambda: made.append(_brought_in(request, cohort, form)))
        if not status:
            return redirect("enrollment:sheet", made[0].pk)
    rows = SheetImport.objects.filter(cohort=cohort).select_related("uploaded_by").defer("rows", "made", "findings")
    context = {
        "cohort": cohort,
        "form": form,
        "sheets": rows[:20],
        "labels": _labels(),
        "exports": [(what, _labels()[what]) for what in EXPORTS],
    }
    return render(request, "enrollment/desk/sheets.html", context, status=status)


def _brought_in(request: Request, cohort: Cohort, form: SheetForm) -> SheetImport:
    file = form.cleaned_data["file"]
    raw = file.read(USUAL.bytes + 1)
    kind = form.cleaned_data["kind"]
    return services.bring_in(cohort, kind=kind, name=file.name, raw=raw, by=request.user, now=request.now)


@require_http_methods(["GET", "HEAD", "POST"])
def undo_sheet(request: Request, sheet_id: int) -> HttpResponse:
    """What taking a written sheet back means; confirmed, it is done in one step, or refused with what has changed."""
    found = _sheet(request, sheet_id)
    refusal, status = "", 200
    if request.method == "POST":
        try:
            undoing.take_back(found, by=request.user, now=request.now)
        except undoing.Refused as refused:
            refusal, status = str(refused), 409
        else:
            messages.success(request, _("The sheet is taken back. Everything stands as before it."))
            return redirect("enrollment:sheet", found.pk)
    context = {"sheet": found, "cohort": found.cohort, "refusal": refusal, "undo_until": undoing.until(found)}
    return render(request, "enrollment/desk/undo_sheet.html", context, status=status)


@require_safe
def sheet(request: Request, sheet_id: int) -> HttpResponse:
    """How far it is; then its lines, or what has to be corrected."""
    found = _sheet(request, sheet_id)
    context: dict[str, Any] = {"sheet": found, "cohort": found.cohort, "is_open": found.state in OPEN}
    context |= _until(found, request.now)
    if found.state in OPEN:
        context["percent"] = progress.of(f"sheet:{found.pk}")
    elif found.state == SheetState.READY and found.kind != SheetKind.APPLICANTS:
        context["acts"] = [(act["line"], act["name"], queries.will(act)) for act in found.rows[:SHOWN]]
    elif found.state == SheetState.READY:
        matched = queries.matched(found.rows)
        context |= {"first": found.rows[:20], "matched": matched, "new": len(found.rows) - matched}
    part = "includes/sheet_progress.html" if request.headers.get("HX-Request") else "sheet.html"
    return render(request, f"enrollment/desk/{part}", context)


def _until(found: SheetImport, now: datetime) -> dict[str, Any]:
    """Until when it waits, or can be taken back, as far as that is still to come."""
    undo = undoing.until(found)
    waits = services.waits_until(found) if found.state == SheetState.READY else None
    stays = found.state == SheetState.READY and queries.stays(found.rows, found.kind)
    return {"undo_until": undo if undo and now < undo else None, "waits_until": waits, "stays": stays}


@require_POST
def confirm_sheet(request: Request, sheet_id: int) -> HttpResponse:
    found = _sheet(request, sheet_id)
    services.confirm(found, by=request.user, now=request.now)
    return redirect("enrollment:sheet", found.pk)


@require_POST
def discard_sheet(request: Request, sheet_id: int) -> HttpResponse:
    found = _sheet(request, sheet_id)
    services.discard(found, by=request.user, now=request.now)
    messages.success(request, _("Discarded. Nothing was written."))
    return redirect("enrollment:cohort_sheets", found.cohort_id)


@require_http_methods(["GET", "HEAD", "POST"])
def sheet_file(request: Request, cohort_id: int, what: str, form: str) -> HttpResponse:
    """The template of applicants; or what names people, to keep or to fill in, for who says why.

    XLSX, or CSV in UTF-8 with its mark, or in CP949 if asked.
    """
    cohort = cohort_or_404(request, cohort_id)
    if what not in _labels() or form not in ("xlsx", "csv"):
        raise Http404
    if what == "template":
        return _written(request, cohort, what, form)
    people = {*trainee_ids(cohort), *cohort.applications.values_list("applicant", flat=True)}
    back = reverse("enrollment:cohort_sheets", args=[cohort.pk])
    give = partial(_written, request, cohort, what, form)
    return reasons.taking(request, cohort, what=Evidence.SHEET, people=people, give=give, back=back)


def _written(request: Request, cohort: Cohort, what: str, form: str) -> HttpResponse:
    rows = [[str(cell) for cell in row] for row in _rows(request, cohort)[what]()]
    day = clock.day_of(request.now, cohort.complex.zone)
    name = f"{what}-{cohort.course.key}-{cohort.number}-{day}.{form}"
    if form == "xlsx":
        return _download(files.workbook(rows, str(_labels()[what])), XLSX, name)
    return _csv(rows, name, encoding=request.GET.get("encoding", ""))


def _csv(rows: list[list[str]], name: str, *, encoding: str) -> HttpResponse:
    if encoding != "cp949":
        return tables.as_csv(rows, name)
    try:
        content = tables.written(rows).removeprefix(tables.BOM).encode("cp949")
    except UnicodeEncodeError:
        raise DomainError(
            _("A name has letters that CP949 does not have. Take the XLSX file or CSV in UTF-8.")
        ) from None
    return _download(content, "text/csv; charset=cp949", name)


def _download(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _rows(request: Request, cohort: Cohort) -> dict[str, Callable[[], queries.Rows]]:
    return {
        "template": queries.template_rows,
        "applicants": lambda: queries.applicants_rows(cohort),
        "roster": lambda: queries.roster_rows(cohort),
        "changes": lambda: queries.roster_changes_rows(cohort),
        "grades": lambda: queries.grades_rows(cohort),
        "skills": lambda: queries.skills_rows(cohort),
        "results": lambda: queries.results_rows(cohort, request.now),
    }


def _labels() -> dict[str, str]:
    return {
        "template": _("Template for applicants"),
        "applicants": _("Applicants"),
        "roster": pgettext("tab", "Roster"),
        "results": _("Results"),
        "changes": _("Roster to fill in"),
        "grades": _("Grades to fill in"),
        "skills": _("Readings to fill in"),
    }


def _sheet(request: Request, sheet_id: int) -> SheetImport:
    refuse_others(request)
    related = "cohort__course", "cohort__program", "cohort__venue", "cohort__complex__site", "uploaded_by"
    found: SheetImport = get_object_or_404(
        SheetImport.objects.of(request.complex).select_related(*related), pk=sheet_id
    )
    return found
