"""A cohort's timetable on the operator's desk."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from enrollment.forms.cohorts import PatternForm, SessionForm
from enrollment.models import Cohort, Session
from enrollment.queries import timetables as queries
from enrollment.queries.concerned import concerned, is_published
from enrollment.queries.records import of_session
from enrollment.services import timetable
from enrollment.views.common import cohort_or_404, posted, refuse_others, tried
from enrollment.views.desk.told import asked_first
from training.core.requests import Request

GET_POST = ["GET", "HEAD", "POST"]


@require_safe
def sessions(request: Request, cohort_id: int) -> HttpResponse:
    """The sessions by weeks, the public holidays between, and above all what needs attention."""
    cohort = cohort_or_404(request, cohort_id)
    found = queries.sessions_of(cohort)
    context = {
        "cohort": cohort,
        "weeks": queries.grid(cohort, found),
        "attention": queries.attention(cohort, found),
        "sessions": found,
        "today": request.now,
    }
    return render(request, "enrollment/desk/timetable.html", context)


@require_http_methods(GET_POST)
def add(request: Request, cohort_id: int) -> HttpResponse:
    """Put one session into the timetable."""
    cohort = cohort_or_404(request, cohort_id)
    form = SessionForm(posted(request), cohort=cohort)
    status = 200
    if request.method == "POST":
        asked = asked_first(request, cohort, form, lambda: timetable.preview(cohort, [form.entry()]))
        if asked is not None:
            return asked
        status = tried(form, lambda: timetable.add(cohort, form.entry(), by=request.user, now=request.now))
        if not status:
            messages.success(request, _("The session is in the timetable."))
            return redirect("enrollment:cohort_timetable", cohort.pk)
    return render(request, "enrollment/desk/session_form.html", {"cohort": cohort, "form": form}, status=status)


@require_http_methods(GET_POST)
def change(request: Request, session_id: int) -> HttpResponse:
    """Change one session."""
    session = _session(request, session_id)
    cohort = session.cohort
    form = SessionForm(posted(request), cohort=cohort, session=session)
    status = 200
    if request.method == "POST":
        asked = asked_first(request, cohort, form, lambda: timetable.preview(cohort, [form.entry()], session=session))
        if asked is not None:
            return asked
        status = tried(form, lambda: _change(request, session, form))
        if not status:
            messages.success(request, _("The session is changed."))
            return redirect("enrollment:cohort_timetable", cohort.pk)
    context = {"cohort": cohort, "form": form, "session": session, "records": of_session(session)}
    return render(request, "enrollment/desk/session_form.html", context, status=status)


def _change(request: Request, session: Session, form: SessionForm) -> Session:
    revision = form.cleaned_data["revision"]
    return timetable.change(session, form.entry(), by=request.user, now=request.now, revision=revision)


def _session(request: Request, session_id: int) -> Session:
    refuse_others(request)
    rows = Session.objects.of(request.complex).select_related(
        "cohort__course", "cohort__program", "cohort__venue", "cohort__complex", "room", "module", "instructor"
    )
    return get_object_or_404(rows, pk=session_id)


@require_http_methods(GET_POST)
def remove(request: Request, session_id: int) -> HttpResponse:
    """Take one session out, on a page that says who is told."""
    session = _session(request, session_id)
    cohort = session.cohort
    if request.method == "POST":
        timetable.remove(session, by=request.user, now=request.now)
        messages.success(request, _("The session is removed."))
        return redirect("enrollment:cohort_timetable", cohort.pk)
    told = concerned(cohort, also=[session.instructor]) if is_published(cohort) else None
    context = {"cohort": cohort, "session": session, "told": told}
    return render(request, "enrollment/desk/remove_session.html", context)


@require_http_methods(GET_POST)
def generate(request: Request, cohort_id: int) -> HttpResponse:
    """Make sessions from a weekly pattern."""
    cohort = cohort_or_404(request, cohort_id)
    form = PatternForm(posted(request), cohort=cohort)
    status = 200
    if request.method == "POST":
        asked = asked_first(request, cohort, form, lambda: timetable.preview(cohort, _entries(cohort, form)))
        if asked is not None:
            return asked
        made: list[Session] = []
        status = tried(form, lambda: made.extend(_generate(request, cohort, form)))
        if not status:
            messages.success(request, _made(len(made)))
            return redirect("enrollment:cohort_timetable", cohort.pk)
    context = {"cohort": cohort, "form": form, "holidays": sorted(timetable.skipped_holidays(cohort).items())}
    return render(request, "enrollment/desk/generate.html", context, status=status)


def _entries(cohort: Cohort, form: PatternForm) -> list[timetable.Entry]:
    given = form.cleaned_data
    return form.entries(timetable.pattern_days(cohort, given["weekdays"], given["first"], given["last"]))


def _generate(request: Request, cohort: Cohort, form: PatternForm) -> list[Session]:
    return timetable.generate(cohort, **form.cleaned_data, by=request.user, now=request.now)


def _made(count: int) -> str:
    sentence = ngettext("%(n)d session is in the timetable.", "%(n)d sessions are in the timetable.", count)
    return sentence % {"n": count}
