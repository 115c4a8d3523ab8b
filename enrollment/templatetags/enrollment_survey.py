"""The survey's report as a drawing and as rows: one stacked bar a question, centered on the step in the middle."""

from collections.abc import Iterator

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
MIDDLE = WIDTH / 2


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
    shown = [one for one in report.said if one.tally is not None]
    return format_html(
        '<svg class="oc-survey" viewBox="0 0 {} {}" role="img" xmlns="http://www.w3.org/2000/svg">'
        '<title>{}</title><desc>{}</desc><line x1="{}" y1="20" x2="{}" y2="{}"/>{}</svg>',
        WIDTH,
        len(shown) * ROW,
        survey_finding(report),
        _("One bar a question: to the left of the middle who does not agree, to the right who agrees."),
        *(MIDDLE, MIDDLE, len(shown) * ROW - 4),
        format_html_join("", "{}", ((_row(index * ROW, one),) for index, one in enumerate(shown))),
    )


def _row(top: int, one: Said) -> SafeString:
    tally = one.tally
    assert tally is not None  # noqa: S101 - only such rows are drawn
    said = _("%(n)d of %(all)d satisfied") % {"n": tally.satisfied, "all": tally.n}
    return format_html(
        '<text x="0" y="{}">{} · {}</text>{}',
        top + 16,
        one.question.text("label"),
        said,
        format_html_join(
            "",
            '<rect x="{}" y="{}" width="{}" height="{}" class="oc-step-{}"/>',
            ((x, top + 22, width, BAR, step) for step, x, width in pieces(tally)),
        ),
    )


def pieces(tally: Tally) -> Iterator[tuple[int, float, float]]:
    """For each step that was chosen its place and width; half of the middle step lies on either side."""
    one, two, three, *_rest = tally.counts
    share = MIDDLE / tally.n
    x = MIDDLE - (one + two + three / 2) * share
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
