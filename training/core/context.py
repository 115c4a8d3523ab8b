"""What every template may use."""

from typing import Any

from django.conf import settings

from training.core.requests import Request


def page(request: Request) -> dict[str, Any]:
    return {"DEMO": settings.DEMO, "complex": getattr(request, "complex", None), "now": getattr(request, "now", None)}
