"""Requests about personal data, as an operator sees them."""

from typing import Any

from django.core.paginator import Page, Paginator

from training.accounts.models import PrivacyRequest
from training.accounts.states import CorrectedField
from training.core.models import Complex

PAGE = 50


def page(complex: Complex, *, everything: bool, number: str) -> Page[Any]:
    rows = PrivacyRequest.objects.of(complex)
    shown = rows.order_by("-asked_at", "-pk") if everything else rows.waiting()
    return Paginator(shown.select_related("person"), PAGE).get_page(number)


def present(asked: PrivacyRequest) -> str:
    """How what shall be corrected reads now."""
    if asked.field in ("", CorrectedField.OTHER):
        return ""
    value = getattr(asked.person, asked.field)
    return value.isoformat() if hasattr(value, "isoformat") else str(value or "")
