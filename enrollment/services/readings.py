"""A reading at the bench: from what was typed to what it comes to."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from courses.models import SkillVersion
from courses.rules import skills as rules
from courses.rules.calculators import quantities
from enrollment.queries import skills as queries
from training.core.errors import DomainError


class Unreadable(DomainError):
    """What was typed is no reading of this skill: no number, a wrong unit, a level there is not, or impossible."""

    status = 422


class WrongUnit(Unreadable):
    """A number with a unit that does not measure this."""


class Impossible(Unreadable):
    """A value that no instrument shows."""


class OutOfRange(DomainError):
    """A reading outside the tolerance, to be confirmed once."""

    status = 422


@dataclass(frozen=True)
class Reading:
    """What an assessor typed for one person: a value with or without its unit, or a level's number."""

    typed: str
    confirmed: bool = False
    specimen: str = ""
    remark: str = ""


@dataclass(frozen=True)
class Judged:
    """A reading in the skill's own terms, and whether it passes."""

    value: Decimal | None
    level: int | None
    passed: bool


def judge(version: SkillVersion, reading: Reading) -> Judged:
    """What a reading comes to. Raises Unreadable, or OutOfRange until it was confirmed."""
    said = version.said
    value = _value(said, reading.typed) if isinstance(said, rules.Measured) else None
    level = _level(said, reading.typed) if isinstance(said, rules.Rubric) else None
    passed = rules.passes(said, value=value, level=level)
    if value is not None and not passed and not reading.confirmed:
        raise OutOfRange(
            _("%(reading)s is outside %(asked)s. Confirm if it is right.")
            % {"reading": queries.reading_of(version, value, None), "asked": getattr(said, "asked", "")}
        )
    return Judged(value, level, passed)


def _value(said: rules.Measured, typed: str) -> Decimal:
    try:
        value = rules.value_of(typed, said)
    except quantities.WrongUnit as error:
        raise WrongUnit(str(error)) from error
    except (quantities.NotAQuantity, OverflowError, ArithmeticError) as error:
        raise Unreadable(str(error) or _("This number is too large.")) from error
    if not rules.is_possible(said, value):
        unit = quantities.shown(said.unit)
        raise Impossible(
            _("%(value)s %(unit)s cannot be: readings are from %(least)s to %(most)s %(unit)s. Measure again.")
            % {
                "value": rules.number(value),
                "unit": unit,
                "least": rules.number(said.least),
                "most": rules.number(said.most),
            }
        )
    return value


def _level(said: rules.Rubric, typed: str) -> int:
    if not typed.strip().isdecimal() or not 1 <= int(typed) <= len(said.levels):
        raise Unreadable(_("Choose one of the levels 1 to %(most)d.") % {"most": len(said.levels)})
    return int(typed)
