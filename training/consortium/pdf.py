"""Reports as papers, drawn on the server in the sealed process, in the language of who asks for them."""

from datetime import datetime
from typing import Any

from django.template.loader import render_to_string

from training.consortium.models import Report
from training.consortium.queries.reports import screens
from training.core.paper import Document


def report(of: Report, found: dict[str, Any], facts: list[tuple[str, str]], *, now: datetime) -> Document:
    """Every table and chart, and how it is counted."""
    context = {
        "title": of.title,
        "about": of.complex,
        "complex": of.complex,
        "lines": [str(of.complex), *(f"{label}: {words}" for label, words in facts)],
        "made_at": now,
        "breakdowns": screens.breakdowns(found),
        "definitions": screens.definitions(),
    }
    return Document(html=render_to_string("consortium/reports/paper.html", context))
