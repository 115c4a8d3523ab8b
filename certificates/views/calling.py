"""How programs ask: the page that a programmer reads."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from certificates.queries import calling
from certificates.services import guesses
from certificates.views import programs
from training.core.requests import Request

EXAMPLE = "7K3M-9QXT-2B4W-HD8N-0000"  # of the shape of a code, and no code: its check letters are wrong


@login_not_required
@require_safe
def page(request: Request) -> HttpResponse:
    """Addresses, examples, what each field means, limits, and the way without us."""
    if not request.complex:  # lazy: never `is None`
        raise Http404
    one = request.complex.address(reverse("certificates:verify_json", args=["CODE"]))
    context = {
        "one": one,
        "many": request.complex.address(reverse("certificates:verify_many")),
        "example": one.replace("CODE", EXAMPLE),
        "code": EXAMPLE,
        "most": programs.MOST,
        "truths": calling.truths(),
        "fields": calling.fields(),
        "codes": guesses.CODES,
        "minutes": guesses.CODES.seconds // 60,
    }
    return render(request, "certificates/api.html", context)
