"""What would make a question unfair or unanswerable, for authors, files and imports alike."""

import re

from django.utils.translation import gettext as _

from courses.rules import drawings
from courses.rules.calculators import quantities
from courses.rules.questions import content, formulas, grading
from courses.rules.questions.content import (
    Calculated,
    Figure,
    Files,
    Matching,
    Multiple,
    Numeric,
    Ordering,
    Question,
    Short,
    Single,
    Text,
)
from courses.rules.questions.grading import ALL, NOTHING

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
HASH = re.compile(r"[0-9a-f]{64}")
KEY = re.compile(r"[-a-zA-Z0-9_]{1,80}")
MOST_FILES, MOST_SKILLS, WIDEST = 5, 10, 4_000


def faults(question: Question) -> list[str]:
    """A sentence for each; empty is fine."""
    found = [] if question.prompt != Text() else [_("The question has no text.")]
    found += [sentence for figure in content.figures(question) for sentence in _faults_of_figure(figure)]
    if isinstance(question, Files) and not 1 <= question.at_most <= MOST_FILES:
        found.append(_("An answer takes 1 to %(most)d files.") % {"most": MOST_FILES})
    if len(set(question.skills)) > MOST_SKILLS or not all(map(KEY.fullmatch, question.skills)):
        found.append(_("A question names at most %(most)d skills, by their keys.") % {"most": MOST_SKILLS})
    if isinstance(question, Single | Multiple):
        found += _faults_of_choices(question)
    if isinstance(question, Calculated):
        found += _faults_of_formula(question)
    if isinstance(question, Numeric | Calculated) and question.tolerance < 0:
        found.append(_("The tolerance is below zero."))
    if isinstance(question, Numeric | Calculated) and not quantities.is_unit(question.unit):
        found.append(_("“%(unit)s” is not a unit we know.") % {"unit": question.unit})
    few = (isinstance(question, Ordering) and len(question.steps) < 2) or (
        isinstance(question, Matching) and len(question.pairs) < 2
    )
    if few:
        found.append(_("At least two things belong here."))
    if isinstance(question, Short) and not any(accepted.fraction == ALL for accepted in question.accepted):
        found.append(_("No wording counts in full."))
    return found


def _faults_of_choices(question: Single | Multiple) -> list[str]:
    keys = [choice.key for choice in question.choices]
    found = [_("Two choices have one key.")] if len(set(keys)) != len(keys) else []
    if len(keys) < 2:
        found.append(_("At least two choices belong here."))
    gained = [choice.fraction for choice in question.choices if choice.fraction > 0]
    best = max(gained, default=NOTHING) if isinstance(question, Single) else sum(gained, NOTHING)
    return found if grading.rounded(best) == ALL else [*found, _("No answer counts in full.")]


def _faults_of_formula(question: Calculated) -> list[str]:
    if any(parameter.high < parameter.low for parameter in question.parameters):
        return [_("A parameter's upper bound is below its lower bound.")]
    try:
        for seed in range(5):
            grading.expected(question, str(seed))
    except formulas.NotAFormula as error:
        return [_("The formula cannot be reckoned: %(reason)s") % {"reason": error}]
    return []


def _faults_of_figure(figure: Figure) -> list[str]:
    found = [] if NAME.fullmatch(figure.name) else [_("A figure's name is made of letters, digits, dots and hyphens.")]
    if figure.alt == Text():
        found.append(_("Say what is to be seen in the figure, for people who cannot see it."))
    sized = 0 < figure.width <= WIDEST and 0 < figure.height <= WIDEST
    if not figure.svg and not (HASH.fullmatch(figure.sha256) and sized):
        return [*found, _("The figure has neither a drawing nor a picture.")]
    sentence = _fault_of_drawing(figure.svg) if figure.svg else ""
    return [*found, sentence] if sentence else found


def _fault_of_drawing(svg: str) -> str:
    try:
        drawings.markup(svg)
    except drawings.NotADrawing as error:
        sentence = _("A drawing is made of plain SVG shapes and the classes of the course; “%(part)s” is none of them.")
        return sentence % {"part": error}
    return ""
