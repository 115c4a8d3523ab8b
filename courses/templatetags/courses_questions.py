"""The text of questions: paragraphs, and equations between two pairs of dollar signs."""

import re
from decimal import Decimal

from django import template
from django.utils.html import escape, linebreaks
from django.utils.safestring import SafeString, mark_safe

from courses.rules import equations

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


@register.filter
def as_percent(fraction: Decimal) -> str:
    """0.8333 as 83.3 %."""
    return f"{fraction * 100:.1f} %"
