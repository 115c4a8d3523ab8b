"""A hiring sheet (screens 26 and 27): sent, read, checked in the background, and its files. No account."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certificates.forms import ColumnsForm, SheetForm
from certificates.models import HiringSheet
from certificates.queries import sheets as queries
from certificates.rules.sheets import Columns
from certificates.services import sheet_reading, sheets
from certificates.views.drop import AROUND, Small
from certificates.views.verify import answered, client_of
from training.core.errors import DomainError
from training.core.requests import Request

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class SmallSheet(Small):
    most = sheet_reading.LIMITS.bytes


@login_not_required
@csrf_exempt  # judged below, once it is clear how much may be read
@require_http_methods(["GET", "HEAD", "POST"])
@answered
def send(request: Request) -> HttpResponse:
    """The box for a list; what was sent leads to its own address."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > sheet_reading.LIMITS.bytes + AROUND:
        return _refused(request, SheetForm(), sheet_reading.Refused("large"))
    request.upload_handlers = [SmallSheet(request)]
    return _sent(request)


@csrf_protect
def _sent(request: Request) -> HttpResponse:
    if request.method != "POST":
        return render(request, "certificates/verify/sheet.html", {"form": SheetForm()})
    form = SheetForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "certificates/verify/sheet.html", {"form": form}, status=422)
    try:
        received = sheets.receive(request.complex, data=form.sent, client=client_of(request), now=request.now)
    except DomainError as error:
        return _refused(request, form, error)
    return redirect("certificates:sheet_result", received.token)


def _refused(request: HttpRequest, form: SheetForm, error: DomainError) -> HttpResponse:
    form.add_error("file", str(error)) if form.is_bound else None
    context = {"form": form, "refusal": "" if form.is_bound else str(error)}
    response = render(request, "certificates/verify/sheet.html", context, status=error.status)
    if hasattr(error, "seconds"):
        response.headers["Retry-After"] = str(error.seconds(request.now))  # type: ignore[attr-defined]  # ours
    return response


@login_not_required
@require_safe
@answered
def result(request: Request, token: str) -> HttpResponse:
    """How the list was read; while it is checked, how far; then the answers."""
    sheet = _found(request, token)
    if sheet is None:
        return _gone(request)
    if sheet.checked_at is not None:
        return _finished() if request.headers.get("HX-Request") else _answers(request, sheet, token)
    if sheet.asked_at is None:
        return _preview(request, sheet, token, None)
    context = {"sheet": sheet, "token": token}
    if request.headers.get("HX-Request"):
        return render(request, "certificates/verify/_sheet_progress.html", context)
    return render(request, "certificates/verify/sheet_waiting.html", context)


@login_not_required
@require_POST
@answered
def start(request: Request, token: str) -> HttpResponse:
    """Other columns, to be looked at again, or the check itself."""
    sheet = _found(request, token)
    if sheet is None:
        return _gone(request)
    rows = sheets.table(sheet)
    form = ColumnsForm(request.POST, preview=queries.preview(rows, Columns.parsed(sheet.columns)))
    if not form.is_valid() or "look" in request.POST:
        return _preview(request, sheet, token, form)
    try:
        sheets.ask(sheet, columns=form.columns, now=request.now)
    except DomainError as error:
        form.add_error(None, str(error))
        return _preview(request, sheet, token, form, status=error.status)
    return redirect("certificates:sheet_result", token)


@login_not_required
@require_safe
@answered
def file(request: Request, token: str, kind: str) -> HttpResponse:
    """The answers as a workbook, as CSV, or as a signed paper."""
    sheet = _found(request, token)
    if sheet is None or sheet.checked_at is None:
        return _gone(request)
    if kind == "pdf":
        paper = sheets.paper(sheet)
        if paper is None:
            return redirect("certificates:sheet_result", token)
        return _download(paper, "application/pdf", sheet, kind)
    found = queries.result(sheet, sheets.answers(sheet))
    if kind == "csv":
        return _download(queries.csv(found).encode(), "text/csv; charset=utf-8", sheet, kind)
    return _download(queries.workbook(found), XLSX, sheet, kind)


@login_not_required
@require_POST
@answered
def erase(request: Request, token: str) -> HttpResponse:
    """Erased before its time, at its sender's wish."""
    sheet = _found(request, token)
    if sheet is not None:
        sheets.erase(sheet.pk)
    messages.success(request, _("The list and its answers were erased."))
    return redirect("certificates:sheet")


def _found(request: Request, token: str) -> HiringSheet | None:
    return sheets.found(request.complex, token, now=request.now)


def _preview(
    request: Request, sheet: HiringSheet, token: str, form: ColumnsForm | None, *, status: int = 200
) -> HttpResponse:
    rows = sheets.table(sheet)
    columns = Columns.parsed(sheet.columns)
    if form is not None and form.is_valid():
        columns = form.columns
    preview = queries.preview(rows, columns)
    context = {"sheet": sheet, "token": token, "preview": preview, "form": form or ColumnsForm(preview=preview)}
    bad = form is not None and not form.is_valid()
    return render(
        request, "certificates/verify/sheet_preview.html", context, status=422 if bad and status == 200 else status
    )


def _answers(request: Request, sheet: HiringSheet, token: str) -> HttpResponse:
    found = queries.result(sheet, sheets.answers(sheet))
    default = "attention" if found.attention else "all"
    show = request.GET.get("show", default)
    show = show if show in queries.SHOW else default
    context: dict[str, Any] = {
        "sheet": sheet,
        "token": token,
        "result": found,
        "facts": queries.facts(found),
        "rows": found.shown(show),
        "filters": found.filters(show),
        "has_paper": bool(sheet.paper_sealed),
    }
    return render(request, "certificates/verify/sheet_result.html", context)


def _finished() -> HttpResponse:
    """What waits for the answers loads the whole page."""
    response = HttpResponse()
    response.headers["HX-Refresh"] = "true"
    return response


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "certificates/verify/sheet_gone.html", status=404)


def _download(data: bytes, kind: str, sheet: HiringSheet, suffix: str) -> HttpResponse:
    response = HttpResponse(data, content_type=kind)
    assert sheet.checked_at is not None  # noqa: S101 - asked by the caller
    name = f"{_('certificate check')} {sheet.checked_at.astimezone(sheet.complex.zone):%Y-%m-%d %H%M}.{suffix}"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response
