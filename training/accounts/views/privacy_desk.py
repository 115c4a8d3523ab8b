"""The operator's page about personal data: what waits, and where."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from training.accounts import permissions
from training.accounts.queries import privacy_desk as queries
from training.core.requests import Request


@require_safe
def privacy_desk(request: Request) -> HttpResponse:
    permissions.demand_operator(request.user, request.complex)
    context = {"lines": queries.lines(request.complex, now=request.now)}
    return render(request, "accounts/desk/privacy.html", context)
