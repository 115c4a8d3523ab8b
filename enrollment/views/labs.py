"""Instruments outside the desk: what the public reads of the centers, and what a session has booked."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from enrollment.forms.instruments import BookingForm
from enrollment.models import Booking
from enrollment.queries import instruments as queries
from enrollment.services import bookings
from enrollment.views.common import posted, tried
from enrollment.views.teach import session_of
from training.core import words
from training.core.requests import Request

GET_POST = ["GET", "HEAD", "POST"]


@require_safe
@login_not_required
def public(request: Request) -> HttpResponse:
    """The centers with their instruments: what each measures, in which range, and for which skills."""
    chosen = request.GET.get("venue", "")
    context = {
        "centers": queries.centers(request.complex, venue=chosen),
        "venues": queries.venues(request.complex),
        "chosen": chosen,
    }
    return render(request, "enrollment/labs/public.html", context)


@require_http_methods(GET_POST)
def session_instruments(request: Request, session_id: int) -> HttpResponse:
    """What a session has booked, and the form to book more, for its instructors and for operators."""
    session = session_of(request, session_id)
    form = BookingForm(posted(request), session=session)
    status = 200
    if request.method == "POST":
        made: list[Booking] = []
        status = tried(form, lambda: made.append(_book(request, form)))
        if made:
            _said(request, made[0])
            return redirect("enrollment:session_instruments", session.pk)
    context = {
        "session": session,
        "booked": queries.of_session(session),
        "form": form,
        "is_over": session.ends_at <= request.now,
    }
    return render(request, "enrollment/labs/session.html", context, status=status)


def _book(request: Request, form: BookingForm) -> Booking:
    instrument = form.cleaned_data["instrument"]
    return bookings.book(form.session, instrument, slot=form.slot(), by=request.user, now=request.now)


def _said(request: Request, booking: Booking) -> None:
    """What is booked; where the calibration is over by then, a warning."""
    messages.success(request, _("%(instrument)s is booked.") % {"instrument": booking.instrument})
    calibration = booking.instrument.calibration(words.local_day(booking.starts_at))
    if calibration.standing == "overdue":
        sentence = _("The calibration of %(instrument)s is over by then (due %(day)s). Do not rely on its readings.")
        facts = {"instrument": booking.instrument, "day": words.date_words(calibration.due_on)}
        messages.warning(request, sentence % facts)


def _booking(request: Request, booking_id: int) -> Booking:
    rows = Booking.objects.of(request.complex).select_related("instrument")
    booking: Booking = get_object_or_404(rows, pk=booking_id)
    booking.session = session_of(request, booking.session_id)
    return booking


@require_http_methods(GET_POST)
def change_booking(request: Request, booking_id: int) -> HttpResponse:
    """Another time."""
    booking = _booking(request, booking_id)
    form = BookingForm(posted(request), session=booking.session, booking=booking)
    status = 200
    if request.method == "POST":
        status = tried(form, lambda: bookings.change(booking, form.slot(), by=request.user, now=request.now))
        if not status:
            messages.success(request, _("The booking is changed."))
            return redirect("enrollment:session_instruments", booking.session_id)
    context = {"session": booking.session, "booking": booking, "form": form}
    return render(request, "enrollment/labs/booking.html", context, status=status)


@require_POST
def cancel_booking(request: Request, booking_id: int) -> HttpResponse:
    """Give it back."""
    booking = _booking(request, booking_id)
    bookings.cancel(booking, by=request.user, now=request.now)
    messages.success(request, _("%(instrument)s is free again.") % {"instrument": booking.instrument})
    return redirect("enrollment:session_instruments", booking.session_id)
