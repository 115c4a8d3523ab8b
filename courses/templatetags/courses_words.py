"""How lessons write symbols, formulas and hazard classes."""

import re

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from courses.blocks import GHS
from courses.rules import equations

register = template.Library()
SUBSCRIPT = re.compile(r"_\{([^{}]*)\}|_(\w+)")
ADDRESS = re.compile(r"(https?://[^\s<>\"')]+)")


@register.filter
def mathml(latex: str) -> SafeString:
    """The formula drawn; one that cannot be drawn is shown as it was typed."""
    try:
        return mark_safe(equations.mathml(latex))  # noqa: S308 - built element by element from an allow-list
    except equations.NotAnEquation:
        return format_html("<code>{}</code>", latex)


@register.filter
def subscripts(symbol: str) -> SafeString:
    """`w_s` as w with a lowered s."""
    parts = SUBSCRIPT.split(symbol or "")
    pieces = [(conditional_escape(parts[0]),)]
    for braced, plain, rest in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        pieces.append((format_html("<sub>{}</sub>{}", braced or plain, rest),))
    return format_html_join("", "{}", pieces)


@register.filter
def linked(text: str) -> SafeString:
    """Addresses inside a reference as links; everything else is plain text."""
    pieces = ADDRESS.split(text or "")
    return format_html_join(
        "", "{}", ((format_html('<a href="{0}">{0}</a>', p) if n % 2 else p,) for n, p in enumerate(pieces))
    )


@register.filter
def ghs_name(code: str) -> str:
    return str(dict(GHS).get(code, code))


@register.filter
def lines(text: str) -> list[str]:
    """A text kept one item a line, as its items."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()]
