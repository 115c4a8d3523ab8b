"""Confirmations of enrollment at the desk, one by one, for whoever asks."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from certificates.services import confirmations
from certificates.views.desk import cohort_of, operators_only
from enrollment.models import Enrollment
from training.core.requests import Request


@require_safe
def index(request: Request, cohort_id: int) -> HttpResponse:
    """Everybody of the cohort with what was issued last."""
    found = cohort_of(request, cohort_id)
    context = {"cohort": found, "lines": confirmations.board(found), "tab": "certificates"}
    return render(request, "certificates/desk/confirmations.html", context)


@require_POST
def confirm(request: Request, enrollment_id: int) -> HttpResponse:
    operators_only(request)
    rows = Enrollment.objects.of(request.complex).select_related("complex")
    found = get_object_or_404(rows, pk=enrollment_id)
    made = confirmations.issue(found, by=request.user, now=request.now)
    messages.success(request, _("%(number)s is being made.") % {"number": made})
    return redirect("certificates:confirmations", found.cohort_id)
