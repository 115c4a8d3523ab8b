"""The question bank of a cohort's course: questions brought in from Moodle's files, and given out as such."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.queries import bank
from courses.services.questions import carrying, exchange
from courses.services.questions.exchange import Outcome
from enrollment.forms.quizzes import MOST_QUESTIONS, QuestionFileForm
from enrollment.models import Cohort
from enrollment.views.common import posted, taught_cohort, tried
from training.core.requests import Request

TONES = {Outcome.NEW: "ok", Outcome.CHANGED: "info", Outcome.SAME: "plain", Outcome.REFUSED: "danger"}
FILES = {"moodle": ("xml", "application/xml"), "gift": ("txt", "text/plain")}


@require_http_methods(["GET", "HEAD", "POST"])
def cohort_questions(request: Request, cohort_id: int) -> HttpResponse:
    """The ways in and out. A post shows what would become of each question of a file; nothing is written."""
    cohort = taught_cohort(request, cohort_id)
    form = QuestionFileForm(posted(request), request.FILES or None)
    looked: dict[str, Any] = {}
    status = tried(form, lambda: looked.update(_looked(request, cohort, form))) if form.is_bound else 200
    if not status:
        return render(request, "enrollment/teach/questions_preview.html", looked)
    context = {"cohort": cohort, "form": form, "counts": bank.counts(cohort.course)}
    return render(request, "enrollment/teach/bank.html", context, status=status)


def _looked(request: Request, cohort: Cohort, form: QuestionFileForm) -> dict[str, Any]:
    said = form.cleaned_data
    report = exchange.look(
        cohort.course, said["file"], form=said["form"], language=said["language"], most=MOST_QUESTIONS
    )
    word = carrying.packed(cohort.course, report.taken, form=said["form"], by=request.user)
    return _shown(cohort, report) | {"word": word, "file": said["file"].name}


def _shown(cohort: Cohort, report: exchange.Report) -> dict[str, Any]:
    return {
        "cohort": cohort,
        "report": report,
        "counts": [(outcome.label, count) for outcome, count in report.counts.items()],
        "rows": [(row, TONES[row.outcome]) for row in report.by_need],
    }


@require_POST
def bring_in(request: Request, cohort_id: int) -> HttpResponse:
    """Write exactly the questions that were shown. A second press finds them unchanged."""
    cohort = taught_cohort(request, cohort_id)
    form, found = carrying.unpacked(cohort.course, request.POST.get("questions", ""), by=request.user)
    report = exchange.bring_in_found(cohort.course, found, form=form, by=request.user, now=request.now)
    return render(request, "enrollment/teach/questions_report.html", _shown(cohort, report))


@require_safe
def download(request: Request, cohort_id: int, form: str) -> HttpResponse:
    """The bank as a file."""
    cohort = taught_cohort(request, cohort_id)
    if form not in FILES:
        raise Http404
    suffix, kind = FILES[form]
    response = HttpResponse("".join(exchange.export(cohort.course, form)), content_type=f"{kind}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{cohort.course.key}-questions.{suffix}"'
    return response
