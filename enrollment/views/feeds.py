"""A person's own calendar: the page where its address is made and ended, and the calendar itself."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from enrollment.models import CalendarFeed
from enrollment.queries import feeds as queries
from enrollment.services import feeds
from training.core.requests import Request


@require_safe
@cache_control(private=True, no_store=True)
def calendar(request: Request) -> HttpResponse:
    """The address, while there is one, and how to take it into a calendar."""
    feed = CalendarFeed.objects.of(request.complex).filter(person=request.user, ended_at=None).first()
    address = feed and request.complex.address(reverse("enrollment:own_feed", args=[feed.pk, feed.token]))
    context = {"feed": feed, "address": address, "subscribe": address and "webcal://" + address.split("://", 1)[1]}
    return render(request, "enrollment/learn/calendar.html", context)


@require_POST
def make_calendar(request: Request) -> HttpResponseRedirect:
    feeds.make(request.user, request.complex, now=request.now)
    messages.success(request, _("Your calendar has its address. An address from before leads nowhere now."))
    return redirect("enrollment:calendar")


@require_POST
def end_calendar(request: Request) -> HttpResponseRedirect:
    feeds.end(request.user, request.complex, now=request.now)
    messages.success(request, _("The address leads nowhere now. Calendars that had it keep what they read last."))
    return redirect("enrollment:calendar")


@login_not_required
@require_safe
@cache_control(private=True, max_age=300)
def own_feed(request: Request, feed_id: int, token: str) -> HttpResponse:
    """What a calendar program fetches, without an account: whoever has the address."""
    rows = CalendarFeed.objects.of(request.complex).select_related("person", "complex__site")
    feed = rows.filter(pk=feed_id, person__is_active=True).first()
    if feed is None or not feed.opens(token):
        raise Http404
    with translation.override(feed.person.language):
        content = queries.own(feed.person, feed.complex, now=request.now)
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="sessions.ics"'
    answer["X-Robots-Tag"] = "noindex"
    return answer
