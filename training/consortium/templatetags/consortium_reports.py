"""Completed of started as a drawing: horizontal bars on one baseline, each with its words above it."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from training.consortium.queries.reports.screens import Bar, Chart
from training.core import words

register = template.Library()
WIDTH, ROW, BAR = 320, 44, 12
ROOM = {"ko": 25, "en": 46}  # letters that have room above a bar; the table has the line's name whole


@register.simple_tag
def report_svg(chart: Chart) -> SafeString:
    """Attributes only, since a strict policy blocks styles; the paper, which knows no style sheet of ours, has them alone."""
    bars = format_html_join("", "{}", ((_bar(bar, n, chart.most),) for n, bar in enumerate(chart.bars)))
    return format_html(
        '<svg class="oc-funnel oc-demand" viewBox="0 0 {} {}" role="img" xmlns="http://www.w3.org/2000/svg">'
        "<title>{}</title><desc>{}</desc>{}</svg>",
        WIDTH,
        len(chart.bars) * ROW,
        chart.title,
        _("Bars from one line and on one scale. The whole length started, the filled part completed."),
        bars,
    )


def _bar(bar: Bar, number: int, most: int) -> SafeString:
    top = number * ROW
    return format_html(
        '<text x="0" y="{}" font-family="Gothic, sans-serif" font-size="13" fill="#16202b">{} · {}</text>'
        '<rect x="1" y="{}" width="{}" height="{}" class="oc-demand-asked" fill="none" stroke="#4d5967"/>'
        '<rect x="1" y="{}" width="{}" height="{}" class="oc-bar" fill="#0b4a6f"/>',
        top + 16,
        _short(bar),
        bar.said,
        top + 24,
        _length(bar.whole, most),
        BAR,
        top + 24,
        _length(bar.part, most),
        BAR,
    )


def _length(people: int, most: int) -> str:
    return f"{max((WIDTH - 2) * people / most, 2 if people else 0):.1f}"


def _short(bar: Bar) -> str:
    """As much of the name as has room before the figures."""
    room = max(ROOM[words.language()] - len(bar.said) - 3, 6)
    return bar.label if len(bar.label) <= room else f"{bar.label[: room - 1]}…"


@register.simple_tag
def report_rows(chart: Chart) -> list[list[str]]:
    return [[bar.label, words.number(bar.whole), words.number(bar.part)] for bar in chart.bars]


@register.simple_tag
def report_heads() -> list[str]:
    return ["", _("Started"), _("Completed")]


@register.simple_tag
def report_left_out(chart: Chart) -> str:
    """What has no room in the drawing, as a sentence; empty where all have."""
    if not chart.left_out:
        return ""
    said = ngettext("%(n)d more line stands in the tables.", "%(n)d more lines stand in the tables.", chart.left_out)
    return said % {"n": chart.left_out}
