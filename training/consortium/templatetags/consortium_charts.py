"""Small multiples as drawings: for each quarter, horizontal bars on one baseline and one scale."""

from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from training.consortium.queries.demand_chart import Bar, Chart, Panel
from training.consortium.queries.quarter_words import quarter_words
from training.consortium.rules.quarters import Quarter
from training.core import words

register = template.Library()
WIDTH, ROW, BAR, HEAD = 320, 46, 12, 26
ROOM = {"ko": 25, "en": 46}  # letters that have room above a bar; the table has the subject whole


@register.simple_tag
def demand_svg(chart: Chart) -> SafeString:
    """Attributes only, since a strict policy blocks styles; the words carry what the length shows."""
    drawings = format_html_join("", "{}", ((_panel(panel, chart.most),) for panel in chart.panels))
    return format_html('<div class="oc-multiples">{}</div>', drawings)


def _panel(panel: Panel, most: int) -> SafeString:
    bars = format_html_join("", "{}", ((_bar(bar, n, most),) for n, bar in enumerate(panel.bars)))
    says = _("%(quarter)s: %(people)d people in all.") % {"quarter": panel.title, "people": panel.people}
    return format_html(
        '<svg class="oc-funnel oc-demand" viewBox="0 0 {} {}" role="img" xmlns="http://www.w3.org/2000/svg">'
        '<title>{}</title><desc>{}</desc><text x="0" y="16" class="oc-demand-head">{}</text>{}</svg>',
        WIDTH,
        HEAD + len(panel.bars) * ROW,
        says,
        _("Bars from one line, all quarters on one scale. The filled part is planned, the outlined part is not."),
        panel.title,
        bars,
    )


def _bar(bar: Bar, number: int, most: int) -> SafeString:
    top = HEAD + number * ROW
    return format_html(
        '<text x="0" y="{}">{} · {}</text><rect x="1" y="{}" width="{}" height="{}" class="oc-demand-asked"/>'
        '<rect x="1" y="{}" width="{}" height="{}" class="oc-bar"/>',
        top + 16,
        _short(bar),
        bar.said,
        top + 24,
        _length(bar.people, most),
        BAR,
        top + 24,
        _length(bar.planned, most),
        BAR,
    )


def _length(people: int, most: int) -> str:
    return f"{max((WIDTH - 2) * people / most, 2 if people else 0):.1f}"


def _short(bar: Bar) -> str:
    """As much of the subject as has room before the number of people."""
    room = ROOM[words.language()] - len(bar.said) - 3
    return bar.label if len(bar.label) <= room else f"{bar.label[: room - 1]}…"


@register.filter
def in_words(quarter: Quarter) -> str:
    return quarter_words(quarter)


@register.simple_tag
def demand_state(demand: Any, overdue: bool = False) -> dict[str, str]:
    """The tone of a demand's badge; its word is the state's."""
    tones = {"stated": "warn" if overdue else "info", "planned": "ok", "answered": "info", "declined": "plain"}
    return {"tone": tones.get(demand.state, "plain"), "word": demand.get_state_display()}
