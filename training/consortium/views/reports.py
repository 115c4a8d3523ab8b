"""Reports: the list, a new one with its live figures, one report with its editions, its differences and its files."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from enrollment import pdf as papers
from enrollment.views.common import paper, posted, refuse_others, tried
from training.consortium import pdf
from training.consortium.forms.reports import ChoicesForm, CorrectForm, KeepForm, SubmitForm
from training.consortium.models import Report, ReportEdition
from training.consortium.queries.reports import comparison, figures, listed, screens, xlsx
from training.consortium.queries.reports.scope import Scope
from training.consortium.rules import report_periods as periods
from training.consortium.rules.figures import RULE_VERSION
from training.consortium.services import reports
from training.consortium.states import ReportState
from training.core import canonical, clock, words
from training.core.requests import Request

GET_POST = ["GET", "HEAD", "POST"]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _report(request: Request, report_id: int) -> Report:
    refuse_others(request)
    return get_object_or_404(listed.of(request.complex), pk=report_id)


def _edition(request: Request, report: Report) -> ReportEdition | None:
    """The edition that the address names, else the newest; none of a draft."""
    number = request.GET.get("edition", "")
    found = listed.edition(report, number)
    if found is None and number:
        raise Http404
    return found


@require_safe
def index(request: Request) -> HttpResponse:
    """What was submitted and what is in the making, the newest first."""
    refuse_others(request)
    page = listed.listed(request.complex, number=request.GET.get("page", "1"))
    return render(request, "consortium/reports/index.html", {"page_obj": page})


@require_http_methods(GET_POST)
def new(request: Request) -> HttpResponse:
    """The figures of what is chosen, at once; kept as a draft under a title."""
    refuse_others(request)
    today = clock.day_of(request.now, request.complex.zone)
    choices = ChoicesForm(request.GET, complex=request.complex, today=today)
    form, status, made = KeepForm(posted(request)), 200, []
    valid = choices.is_valid()
    if request.method == "POST" and not valid:
        status = 422
    elif request.method == "POST":
        status = tried(form, lambda: made.append(_keep(request, choices, form)))
        if made:
            messages.success(request, _("The report is kept as a draft. Read it, then submit it."))
            return redirect("consortium:report", made[0].pk)
    context = {
        "choices": choices,
        "form": form,
        "offered": [(_offered(choice), choice) for choice in periods.offered(today)],
        **(_read(figures.of(_scope(request, choices))) if valid else {}),
    }
    return render(request, "consortium/reports/new.html", context, status=status)


def _keep(request: Request, choices: ChoicesForm, form: KeepForm) -> Report:
    return reports.keep(
        request.complex, choices.asked(), title=form.cleaned_data["title"], by=request.user, now=request.now
    )  # fmt: skip


def _scope(request: Request, choices: ChoicesForm) -> Scope:
    asked = choices.asked()
    return Scope(
        [request.complex], asked.since, asked.until, asked.unit, request.now, asked.course, asked.organization
    )  # fmt: skip


def _offered(choice: periods.Choice) -> str:
    stretches = periods.cut(choice.since, choice.until, choice.unit)
    if choice.unit == "month":
        return screens.stretch_words(periods.key_of(choice.since, "quarter"), "quarter")
    if len(stretches) > 4:
        return _("%(first)d to %(last)d") % {"first": choice.since.year, "last": choice.until.year}
    return screens.stretch_words(f"{choice.since:%Y}", "year")


def _read(found: dict[str, Any]) -> dict[str, Any]:
    return {
        "head": screens.head_of(found),
        "breakdowns": screens.breakdowns(found),
        "definitions": screens.definitions(),
    }


@require_safe
def page(request: Request, report_id: int) -> HttpResponse:
    """A draft with the figures of now, or an edition with those it froze."""
    report = _report(request, report_id)
    edition = _edition(request, report)
    found = _found(report, edition, request)
    context = {
        "report": report,
        "edition": edition,
        "editions": listed.editions(report),
        "facts": _facts(report, edition, found),
        **_read(found),
    }
    return render(request, "consortium/reports/report.html", context)


def _found(report: Report, edition: ReportEdition | None, request: Request) -> dict[str, Any]:
    return edition.figures if edition is not None else figures.of(reports.scope_of(report, now=request.now))


def _facts(report: Report, edition: ReportEdition | None, found: dict[str, Any]) -> list[tuple[str, str]]:
    """What it is about; of an edition also its number, when and by whom it was submitted, and the hashes."""
    rows = screens.head_of(found).rows
    if edition is None:
        return [*rows, (pgettext("report", "State"), str(ReportState.DRAFT.label))]
    said = [
        *rows,
        (pgettext("report", "Number"), str(edition.number)),
        (pgettext("report", "Submitted"), f"{words.moment(edition.submitted_at)} · {edition.submitted_by}"),
        (pgettext("report", "Rules"), _("version %(n)d") % {"n": edition.rule_version}),
        (pgettext("report", "Hash of the rows counted"), edition.source_sha256),
        (pgettext("report", "Hash of the figures"), edition.sha256),
    ]
    if edition.replaces is not None:
        said.append((pgettext("report", "Replaces"), f"{edition.replaces.number} · {edition.reason}"))
    return said


@require_http_methods(GET_POST)
def submit(request: Request, report_id: int) -> HttpResponse:
    """Submit what was read; a report that was submitted already gets a corrected edition."""
    report = _report(request, report_id)
    before = listed.edition(report, "")
    found = figures.of(reports.scope_of(report, now=request.now))
    seen = canonical.sha256(found)
    form = (SubmitForm if before is None else CorrectForm)(posted(request), initial={"seen": seen})
    status, made = 200, []
    if request.method == "POST":
        status = tried(form, lambda: made.append(_submit(request, report, form)))
        if made:
            messages.success(request, _("The report is submitted as number %(n)d.") % {"n": made[0].number})
            return redirect("consortium:report", report.pk)
        form.data = {**request.POST.dict(), "seen": seen}  # the next try is about what this page shows
    context = {"report": report, "before": before, "form": form, "rule_version": RULE_VERSION, **_read(found)}
    return render(request, "consortium/reports/submit.html", context, status=status)


def _submit(request: Request, report: Report, form: SubmitForm) -> ReportEdition:
    data = form.cleaned_data
    return reports.submit(
        report, seen=data["seen"], reason=data.get("reason", ""), by=request.user, now=request.now
    )  # fmt: skip


@require_POST
def discard(request: Request, report_id: int) -> HttpResponse:
    """Take a draft away."""
    reports.discard(_report(request, report_id), by=request.user, now=request.now)
    messages.success(request, _("The draft is discarded."))
    return redirect("consortium:reports")


@require_safe
def differences(request: Request, report_id: int) -> HttpResponse:
    """Reckon what was submitted anew, and show every cell that differs and why."""
    report = _report(request, report_id)
    edition = _edition(request, report)
    if edition is None:
        raise Http404
    found = comparison.compare(edition, reports.scope_of(report, now=request.now))
    context = {"report": report, "edition": edition, "comparison": found}
    return render(request, "consortium/reports/differences.html", context)


@require_safe
def workbook(request: Request, report_id: int) -> HttpResponse:
    """XLSX."""
    report, edition, found = _taken(request, report_id, "xlsx")
    response = HttpResponse(xlsx.workbook(found, _title_and(report, _facts(report, edition, found))), content_type=XLSX)
    name = f"{_name(report, edition)}.xlsx"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_safe
def drawn(request: Request, report_id: int) -> HttpResponse:
    """PDF."""
    report, edition, found = _taken(request, report_id, "pdf")
    document = pdf.report(report, found, _facts(report, edition, found), now=request.now)
    return paper(papers.draw(document), _name(report, edition))


def _taken(request: Request, report_id: int, form: str) -> tuple[Report, ReportEdition | None, dict[str, Any]]:
    report = _report(request, report_id)
    edition = _edition(request, report)
    reports.taken(report, form, by=request.user, now=request.now)
    return report, edition, _found(report, edition, request)


def _title_and(report: Report, facts: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(_("Title"), report.title), (_("Complex"), str(report.complex)), *facts]


def _name(report: Report, edition: ReportEdition | None) -> str:
    return f"report-{edition.number}" if edition is not None else f"report-draft-{report.pk}"
