"""The survey: answered by a trainee, read by the operator, in numbers by the cohort's instructors."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from enrollment.forms.surveys import SurveyForm
from enrollment.models import Cohort, Enrollment
from enrollment.permissions.attendance import may_keep_roll
from enrollment.queries import survey_file
from enrollment.queries import surveys as queries
from enrollment.services import surveys
from enrollment.views.common import cohort_or_404, posted, tried
from training.core import tables
from training.core.requests import Request

KEPT_NOWHERE = cache_control(private=True, no_store=True)


@require_http_methods(["GET", "HEAD", "POST"])
@KEPT_NOWHERE
def survey(request: Request, cohort_id: int) -> HttpResponse:
    """The questions while they can be answered; before and after, and once answered, a sentence."""
    rows = Enrollment.objects.of(request.complex).reading().filter(trainee=request.user)
    related = rows.select_related("cohort__course", "cohort__complex")
    enrollment = get_object_or_404(related, cohort=cohort_id)
    standing = queries.standing(enrollment, now=request.now)
    asks = standing.is_open and not standing.answered
    questions = queries.questions(surveys.of(enrollment.cohort)) if asks or request.method == "POST" else []
    form = SurveyForm(posted(request), questions=questions)
    status = 200
    if request.method == "POST":
        answer = lambda: surveys.answer(enrollment, answers=form.answers, by=request.user, now=request.now)  # noqa: E731
        status = tried(form, answer)
        if not status:
            messages.success(request, _("Thank you. Your answers are kept without your name."))
            return redirect("enrollment:learn")
    context = {"standing": standing, "cohort": enrollment.cohort, "form": form, "asks": asks}
    return render(request, "enrollment/learn/survey.html", context, status=status)


@require_safe
@KEPT_NOWHERE
def cohort_survey(request: Request, cohort_id: int) -> HttpResponse:
    """What a cohort said, with what was written, for operators."""
    cohort = cohort_or_404(request, cohort_id)
    context = {"cohort": cohort, "report": queries.report(cohort, now=request.now), "shows_words": True}
    return render(request, "enrollment/desk/survey.html", context)


@require_safe
@KEPT_NOWHERE
def cohort_survey_file(request: Request, cohort_id: int) -> HttpResponse:
    """The same as a table that opens in a spreadsheet program."""
    cohort = cohort_or_404(request, cohort_id)
    report = queries.report(cohort, now=request.now)
    return tables.as_csv(survey_file.rows(report), f"survey-{cohort.pk}.csv")


@require_safe
@KEPT_NOWHERE
def taught_survey(request: Request, cohort_id: int) -> HttpResponse:
    """What a cohort said in numbers, for those who teach it; to all others it does not exist."""
    cohort = get_object_or_404(Cohort.objects.of(request.complex).select_related("course", "complex"), pk=cohort_id)
    if not may_keep_roll(request.user, cohort):
        raise Http404
    context = {"cohort": cohort, "report": queries.report(cohort, now=request.now), "shows_words": False}
    return render(request, "enrollment/teach/survey.html", context)
