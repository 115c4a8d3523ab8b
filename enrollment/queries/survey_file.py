"""A survey's report for a file: the numbers of the screen, and no more than the screen shows."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from enrollment.queries.surveys import Report, Said
from training.core import words


def rows(report: Report) -> Iterator[list[str]]:
    """Lines of cells, the heads of the questions among them."""
    yield [_("Cohort"), str(report.cohort)]
    yield [pgettext("survey", "Asked"), str(report.asked)]
    yield [pgettext("survey", "Answered"), str(report.answered)]
    if not report.is_shown:
        yield [_("Not shown")]
        return
    yield [_("Question"), _("Answers"), "1", "2", "3", "4", "5", _("Average")]
    yield from (row_of(one) for one in report.said)
    for written in report.written:
        for text in written.texts or []:
            yield [written.question.text("text"), text]


def row_of(one: Said) -> list[str]:
    """One question: how many answered, how often each step was chosen, and the average to one decimal."""
    if one.tally is None:
        return [one.question.text("text"), _("fewer than 5"), *[words.UNKNOWN] * 6]
    counts = [str(count) for count in one.tally.counts]
    return [one.question.text("text"), str(one.tally.n), *counts, words.number(one.tally.average, 1)]
