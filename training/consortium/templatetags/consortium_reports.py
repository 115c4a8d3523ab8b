"""Parts of wholes as a drawing: horizontal bars on one baseline, each with its words above it."""

from decimal import Decimal
from unicodedata import east_asian_width

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from training.consortium.queries.reports.screens import Bar, Chart
from training.core import words

register = template.Library()
LETTERS = mark_safe('font-family="Gothic, sans-serif" font-size="13" fill="#16202b"')
WIDTH, ROW, BAR = 320, 44, 12
WIDE, NARROW = 13, 7.2  # how far a letter of 13 px reaches, of Hangul and of all else


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
        _("Bars from one line and on one scale. %(caption)s") % {"caption": chart.caption},
        bars,
    )


def _bar(bar: Bar, number: int, most: Decimal) -> SafeString:
    top = number * ROW
    return format_html(
        '<text x="0" y="{}" {}>{}</text><text x="{}" y="{}" text-anchor="end" {}>{}</text>'
        '<rect x="1" y="{}" width="{}" height="{}" class="oc-demand-asked" fill="none" stroke="#4d5967"/>'
        '<rect x="1" y="{}" width="{}" height="{}" class="oc-bar" fill="#0b4a6f"/>',
        top + 16,
        LETTERS,
        _short(bar),
        WIDTH,
        top + 16,
        LETTERS,
        bar.said,
        top + 24,
        _length(bar.whole, most),
        BAR,
        top + 24,
        _length(bar.part, most),
        BAR,
    )


def _length(amount: Decimal, most: Decimal) -> str:
    return f"{max(float((WIDTH - 2) * amount / most), 2 if amount else 0):.1f}"


def _short(bar: Bar) -> str:
    """As much of the name as has room before the figures; the table has it whole."""
    room = WIDTH - _reach(bar.said) - 2 * NARROW
    if _reach(bar.label) <= room:
        return bar.label
    shown = bar.label
    while shown and _reach(shown) + WIDE > room:
        shown = shown[:-1]
    return f"{shown.rstrip()}…"


def _reach(text: str) -> float:
    return sum(WIDE if east_asian_width(letter) in "WF" else NARROW for letter in text)


@register.simple_tag
def report_rows(chart: Chart) -> list[list[str]]:
    places = max((-int(bar.whole.as_tuple().exponent) for bar in chart.bars), default=0)
    return [[bar.label, words.number(bar.whole, places), words.number(bar.part, places)] for bar in chart.bars]


@register.simple_tag
def report_caption(chart: Chart) -> str:
    """What the lengths mean, and how much has no room in the drawing."""
    if not chart.left_out:
        return chart.caption
    more = ngettext("%(n)d more line stands in the tables.", "%(n)d more lines stand in the tables.", chart.left_out)
    return f"{chart.caption} {more % {'n': chart.left_out}}"
