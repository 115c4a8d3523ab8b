"""The funnel as a drawing: horizontal bars on one baseline, each with its words above it."""

from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from enrollment.queries.applicants import Funnel

register = template.Library()
WIDTH, ROW, BAR = 320, 44, 14


@register.simple_tag
def funnel_svg(funnel: Funnel) -> SafeString:
    """Attributes only, since a strict policy blocks styles; the words carry what the length shows."""
    rows = format_html_join(
        "",
        '<text x="0" y="{}">{} {}</text><rect x="0" y="{}" width="{}" height="{}" class="{}"/>',
        (
            (
                index * ROW + 16,
                step.label,
                step.said,
                index * ROW + 22,
                max(round(WIDTH * step.count / funnel.most, 1), 1 if step.count else 0),
                BAR,
                "oc-bar-lost" if step.lost else "oc-bar",
            )
            for index, step in enumerate(funnel.steps)
        ),
    )
    return format_html(
        '<svg class="oc-funnel" viewBox="0 0 {} {}" role="img" xmlns="http://www.w3.org/2000/svg">'
        "<title>{}</title><desc>{}</desc>{}</svg>",
        WIDTH,
        len(funnel.steps) * ROW,
        funnel.finding,
        _(
            "Bars from one line: applied, eligible once a selection was confirmed, selected, enrolled, completed, "
            "certificate issued; then those who left."
        ),
        rows,
    )


@register.simple_tag
def funnel_rows(funnel: Funnel) -> list[list[Any]]:
    return [[step.label, step.count, step.said if step.of is not None else "–"] for step in funnel.steps]


@register.simple_tag
def funnel_heads() -> list[str]:
    return [_("Step"), _("People"), _("Of the step before")]
