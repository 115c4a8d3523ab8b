"""Training logs on the instructor's desk."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from enrollment.forms.training_logs import TrainingLogForm
from enrollment.models import Cohort, Session, TrainingLog
from enrollment.permissions.attendance import may_keep_roll
from enrollment.queries import attendance_book
from enrollment.queries import training_logs as queries
from enrollment.services import training_logs
from enrollment.services.sessions import only_instructors
from enrollment.views.common import posted, tried
from enrollment.views.teach import session_of
from training.core.requests import Request


@require_http_methods(["GET", "HEAD", "POST"])
def session_log(request: Request, session_id: int) -> HttpResponse:
    """Write the log of a session, or a further version of it."""
    session = session_of(request, session_id)
    versions = queries.versions(session)
    form = TrainingLogForm(
        posted(request), lessons=queries.lessons_of(session), initial=_initial(versions[0] if versions else None)
    )
    status = 200
    if request.method == "POST":
        status = tried(form, lambda: _write(request, session, form))
        if not status:
            messages.success(request, _("The training log is saved."))
            return redirect("enrollment:session_log", session.pk)
    context = {
        "session": session,
        "form": form,
        "versions": [(log, queries.titles(log)) for log in versions],
        "attended": queries.attended(session, now=request.now),
        "has_begun": request.now >= session.starts_at,
    }
    return render(request, "enrollment/teach/log.html", context, status=status)


def _initial(log: TrainingLog | None) -> dict[str, object]:
    if log is None:
        return {"seen": 0}
    lessons = [each["lesson"] for each in log.lessons]
    return {"seen": log.number, "taught": log.taught, "remarks": log.remarks, "lessons": lessons}


def _write(request: Request, session: Session, form: TrainingLogForm) -> None:
    data = form.cleaned_data
    training_logs.write(
        session,
        taught=data["taught"],
        lessons=data.get("lessons") or [],
        remarks=data["remarks"],
        seen=data["seen"],
        by=request.user,
        now=request.now,
    )


@require_safe
def unit_logs(request: Request, cohort_id: int, number: int) -> HttpResponse:
    """The training logs of a unit period, as they are printed."""
    cohorts = Cohort.objects.of(request.complex).select_related("course", "complex__site")
    cohort = get_object_or_404(cohorts, pk=cohort_id)
    if not may_keep_roll(request.user, cohort):
        raise only_instructors()
    period = attendance_book.period_of(cohort, number)
    if period is None:
        raise Http404
    context = {"cohort": cohort, "period": period, "lines": queries.of_unit(cohort, period)}
    return render(request, "enrollment/teach/unit_logs.html", context)
