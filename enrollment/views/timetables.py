"""A cohort's timetable for everybody: a page, and a feed for calendars."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from enrollment.models import Cohort
from enrollment.queries import feeds
from enrollment.queries import timetables as queries
from enrollment.queries.cohorts import was_published
from training.core.requests import Request


def _published(request: Request, cohort_id: int) -> Cohort:
    """A cohort that was published, also when it was canceled since."""
    rows = Cohort.objects.of(request.complex).select_related("course", "venue", "complex__site")
    cohort = get_object_or_404(rows, pk=cohort_id)
    if not was_published(cohort):
        raise Http404
    return cohort


@login_not_required
@require_safe
def timetable(request: Request, cohort_id: int) -> HttpResponse:
    """Every session of a cohort, without a person."""
    cohort = _published(request, cohort_id)
    feed = cohort.complex.address(f"/cohorts/{cohort.pk}/timetable.ics")
    context = {
        "cohort": cohort,
        "weeks": queries.grid(cohort, queries.sessions_of(cohort)),
        "feed": feed,
        "subscribe": "webcal://" + feed.split("://", 1)[1],
    }
    return render(request, "enrollment/timetable.html", context)


@login_not_required
@require_safe
def feed(request: Request, cohort_id: int) -> HttpResponse:
    """The same for calendar programs."""
    cohort = _published(request, cohort_id)
    answer = HttpResponse(feeds.calendar(cohort, now=request.now), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'inline; filename="cohort-{cohort.number}.ics"'
    answer["Cache-Control"] = "public, max-age=300"
    return answer
