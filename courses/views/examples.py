"""The blocks of lessons in the style guide."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from courses.queries import examples
from training.core.requests import Request


@require_safe
@login_not_required
def blocks(request: Request) -> HttpResponse:
    """Every block once, in DEMO only."""
    if not settings.DEMO:
        raise Http404
    return render(request, "courses/examples.html", {"page": examples.page()})
