"""Calculators: open to everyone, worked on the server, by script as one types or by an ordinary submit without it."""

import re

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from courses.forms.calculators import CalculatorForm
from courses.rules.calculators import CALCULATORS, GROUPS
from training.core.requests import Request


@require_safe
@login_not_required
def index(request: Request) -> HttpResponse:
    """All of them, in the order of the process."""
    return render(request, "courses/calculators/index.html", {"groups": GROUPS})


@require_safe
@login_not_required
def calculator(request: Request, key: str) -> HttpResponse:
    """One calculator: its worked example, or the answer to what was sent; 422 where that cannot be worked."""
    found = CALCULATORS.get(key)
    if found is None:
        raise Http404
    asked = any(declared.key in request.GET for declared in found.inputs)
    place = request.GET.get("place", "")
    form = CalculatorForm(
        found, request.GET if asked else None, place=place if re.fullmatch(r"-\d{1,3}", place) else ""
    )
    template = "courses/calculators/_answer.html" if request.htmx else "courses/calculators/calculator.html"
    status = 422 if asked and not form.is_valid() else 200
    return render(request, template, {"calculator": found, "form": form}, status=status)
