"""The survey's report as a drawing and as rows: one stacked bar a question, centered on the step in the middle."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from enrollment.queries.survey_file import row_of
from enrollment.queries.surveys import Report, Said
from enrollment.rules.surveys import Tally
from training.core import words

register = template.Library()
WIDTH, ROW, BAR = 320, 48, 16


@dataclass(frozen=True)
class Place:
    """Where the middle stands and how wide everybody is, so that all bars together fill the drawing."""

    middle: float
    whole: float

    @classmethod
    def of(cls, tallies: Iterable[Tally]) -> "Place":
        shares = [(left_of(tally) / tally.n, 1 - left_of(tally) / tally.n) for tally in tallies]
        left, right = max(share for share, _rest in shares), max(rest for _share, rest in shares)
        return cls(WIDTH * left / (left + right), WIDTH / (left + right))


def left_of(tally: Tally) -> float:
    """Who stands left of the middle: those who do not agree, and half of those in between."""
    one, two, three, *_rest = tally.counts
    return one + two + three / 2


@register.simple_tag
def survey_finding(report: Report) -> str:
    """What the first question says, as a sentence."""
    first = next((one for one in report.said if one.tally is not None), None)
    if first is None or first.tally is None:
        return _("No question was answered by five people or more.")
    facts = {"n": first.tally.satisfied, "all": first.tally.n, "label": first.question.text("label")}
    return _("%(label)s: %(n)d of %(all)d are satisfied.") % facts


@register.simple_tag
def survey_svg(report: Report) -> SafeString:
    """Attributes only, since a strict policy blocks styles; the words above each bar carry what it shows."""
    shown = [(one.question.text("label"), one.tally) for one in report.said if one.tally is not None]
    if not shown:
        return SafeString("")
    place = Place.of(tally for _label, tally in shown)
    rows = ((_row(index * ROW, label, tally, place),) for index, (label, tally) in enumerate(shown))
    return format_html(
        '<svg class="oc-survey" viewBox="0 0 {} {}" role="img" xmlns="http://www.w3.org/2000/svg">'
        "<title>{}</title><desc>{}</desc>{}</svg>",
        WIDTH,
        len(shown) * ROW,
        survey_finding(report),
        _("One bar a question: to the left of the middle who does not agree, to the right who agrees."),
        format_html_join("", "{}", rows),
    )


def _row(top: int, label: str, tally: Tally, place: Place) -> SafeString:
    said = _("%(n)d of %(all)d satisfied") % {"n": tally.satisfied, "all": tally.n}
    bars = ((x, top + 22, width, BAR, step) for step, x, width in pieces(tally, place))
    middle = round(place.middle, 1)
    return format_html(
        '<text x="0" y="{}">{} · {}</text>{}<line x1="{}" y1="{}" x2="{}" y2="{}"/>',
        top + 16,
        label,
        said,
        format_html_join("", '<rect x="{}" y="{}" width="{}" height="{}" class="oc-step-{}"/>', bars),
        *(middle, top + 20, middle, top + 24 + BAR),
    )


def pieces(tally: Tally, place: Place) -> Iterator[tuple[int, float, float]]:
    """For each step that was chosen its place and width; half of the middle step lies on either side."""
    share = place.whole / tally.n
    x = place.middle - left_of(tally) * share
    for step, count in enumerate(tally.counts, start=1):
        if count:
            yield step, round(x, 1), round(count * share, 1)
        x += count * share


@register.simple_tag
def survey_heads() -> list[str]:
    return [_("Question"), _("Answers"), "1", "2", "3", "4", "5", _("Average")]


@register.simple_tag
def survey_rows(report: Report) -> list[list[str]]:
    return [row_of(one) for one in report.said]


@register.simple_tag
def survey_groups(report: Report) -> list[tuple[Said, list[str]]]:
    """For each question what each shown group says: average and number, or that it is not shown."""
    return [(one, [_cell(one.groups.get(group)) for group, _label in report.groups]) for one in report.said]


def _cell(tally: Tally | None) -> str:
    return f"{words.number(tally.average, 1)} ({tally.n})" if tally is not None else words.UNKNOWN


@register.simple_tag
def survey_label(one: Said) -> str:
    return one.question.text("label")
