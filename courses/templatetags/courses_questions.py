"""The text and figures of questions: paragraphs, and equations between two pairs of dollar signs."""

import re
from decimal import Decimal
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import escape, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from courses.rules import equations
from courses.rules.questions.content import Figure
from courses.templatetags.courses_words import drawing_of

register = template.Library()
EQUATION = re.compile(r"\$\$(.+?)\$\$", re.DOTALL)


@register.filter
def question_words(text: str) -> SafeString:
    """One line: everything escaped but the equations, which are made here of an allow-list."""
    parts = EQUATION.split(str(text))
    drawn = [_equation(part) if place % 2 else escape(part) for place, part in enumerate(parts)]
    return mark_safe("".join(drawn))  # noqa: S308 - escaped above


@register.filter
def question_text(text: str) -> SafeString:
    """Paragraphs."""
    return mark_safe(linebreaks(question_words(text)))  # noqa: S308 - escaped above


def _equation(latex: str) -> str:
    try:
        return equations.mathml(latex)
    except equations.NotAnEquation:
        return escape(latex)


@register.inclusion_tag("courses/includes/question_figure.html")
def question_figure(figure: Figure | None, course_id: int) -> dict[str, Any]:
    """What a question or choice shows, without a query; nothing where it shows nothing."""
    if figure is None:
        return {}
    at = {"course_id": course_id, "sha256": figure.sha256}
    return {
        "figure": figure,
        "alt": figure.alt.of(get_language() or "ko"),
        "drawn": drawing_of(figure.svg) if figure.svg else None,
        "address": reverse("courses:question_figure", kwargs=at) if figure.sha256 else "",
    }


@register.filter
def as_percent(fraction: Decimal) -> str:
    """0.8333 as 83.3 %."""
    return f"{fraction * 100:.1f} %"
