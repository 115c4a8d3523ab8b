"""The platform's addresses, and /nothing/, an empty view under the same middleware."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import path

from training.core.requests import Request
from training.urls import *  # noqa: F403
from training.urls import urlpatterns as ours


@login_not_required
def nothing(request: Request) -> HttpResponse:
    return HttpResponse("")


urlpatterns = [path("nothing/", nothing), *ours]
