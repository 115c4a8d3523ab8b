"""What every template may use."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, Any]:
    return {"DEMO": settings.DEMO, "complex": getattr(request, "complex", None), "now": getattr(request, "now", None)}
