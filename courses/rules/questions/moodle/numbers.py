"""The one number of a numeric question, and its unit. Moodle allows several numbers and asks for multipliers."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from courses.rules.calculators import quantities
from courses.rules.questions.moodle.found import Unsaid, decimal

ALL = Decimal(1)


@dataclass(frozen=True)
class Answer:
    """One answer that Moodle would take: a number or formula, how far off it may be, what it is worth."""

    value: str
    tolerance: str
    fraction: Decimal
    remark: str = ""  # what is said to who answers so
    relative: str = ""  # the share of our own export, which stands as long as it says the same


def the_one(answers: Sequence[Answer], remarks: list[str]) -> Answer:
    """The answer that counts. Raises Unsaid where several do."""
    counting = [answer for answer in answers if answer.fraction > 0 and answer.value.strip() != "*"]
    if len(counting) != 1 or counting[0].fraction != ALL:
        raise Unsaid(_("Not exactly one number counts in full. Make a question for each number."))
    if any(answer.fraction > 0 for answer in answers if answer not in counting):
        raise Unsaid(_("It takes any number as right."))
    if any(answer.remark for answer in answers):
        remarks.append(_("What it says about single numbers was left out."))
    return counting[0]


def tolerance(answer: Answer, value: Decimal) -> tuple[Decimal, bool]:
    """How far off an answer may be, and whether that is a share of the value."""
    absolute = decimal(answer.tolerance or "0")
    if answer.relative and decimal(answer.relative) * abs(value) == absolute:
        return decimal(answer.relative), True
    return absolute, False


def unit(units: Sequence[tuple[str, str]]) -> str:
    """The unit of the number, of pairs of a name and how many of it make one of the number's. Raises Unsaid."""
    if not units:
        return ""
    first = next((name for name, multiplier in units if decimal(multiplier or "1") == 1), None)
    if first is None or not quantities.is_unit(first):
        raise Unsaid(_("“%(unit)s” is not a unit we know.") % {"unit": (first or units[0][0])[:40]})
    for name, multiplier in units:
        if name != first:
            _refuse_another_size(name, float(decimal(multiplier or "1")), first)
    return first


def _refuse_another_size(name: str, multiplier: float, first: str) -> None:
    """Our answers may be in any unit, so the file must mean by it what everybody means."""
    try:
        many = quantities.parse(f"{multiplier:.15g} {name}", first)
    except quantities.NotAQuantity:
        many = math.nan
    if not math.isclose(many, 1.0, rel_tol=1e-6):
        sentence = _("It takes %(many)s %(name)s for one %(unit)s, which is not so here.")
        raise Unsaid(sentence % {"many": f"{multiplier:g}", "name": name[:40], "unit": first[:40]})
