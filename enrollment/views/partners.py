"""The employer's desk."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from enrollment.queries import partners as queries
from training.accounts.permissions import is_manager
from training.core import ports
from training.core.errors import Refused
from training.core.requests import Request


@require_safe
def desk(request: Request) -> HttpResponse:
    """The people this employer sponsors, and the progress of those who agreed."""
    if not is_manager(request.user, request.complex):
        raise Refused(_("Only an employer's manager can open this. If you are one, ask the office for the role."))
    people = queries.sponsored(request.user, request.complex, now=request.now)
    panels = [{"panel": panel, "data": panel.query(request)} for panel in ports.panels("partners", request)]
    return render(request, "enrollment/partners/desk.html", {"people": people, "panels": panels})
