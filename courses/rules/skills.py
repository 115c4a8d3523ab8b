"""What is asked at the bench: a measured value within its tolerance, or a level that is described in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from courses.rules import frozen
from courses.rules.calculators import quantities
from courses.rules.questions.content import Text
from training.core import canonical

PLACES = Decimal("0.00001")
LEVELS = range(2, 7)


class NotASkill(ValueError):
    """The content is no skill; its text says why, for whoever wrote it."""


@dataclass(frozen=True, kw_only=True)
class Skill:
    """What all have. With `needs_second`, a second assessor has to agree before it counts as passed."""

    KIND: ClassVar[str] = ""
    title: Text
    task: Text
    source: str = ""
    needs_second: bool = False


@dataclass(frozen=True, kw_only=True)
class Measured(Skill):
    """Passed from `lower` to `upper`, both included; outside `least` to `most` no instrument can have read it.

    One bound may be missing, where only too much or only too little is wrong. All in `unit`.
    """

    KIND: ClassVar[str] = "measured"
    unit: str
    least: Decimal
    most: Decimal
    target: Decimal | None = None
    lower: Decimal | None = None
    upper: Decimal | None = None

    @property
    def asked(self) -> str:
        """Target and tolerance as one reads them: “70 ± 1.5 µm”, “at most 200 ppm” is “≤ 200 ppm”."""
        unit = quantities.shown(self.unit)
        if self.lower is None or self.upper is None:
            sign, bound = ("≤", self.upper) if self.lower is None else ("≥", self.lower)
            return f"{sign} {number(bound or Decimal(0))} {unit}".rstrip()
        if self.target is not None and self.target - self.lower == self.upper - self.target:
            return f"{number(self.target)} ± {number(self.upper - self.target)} {unit}".rstrip()
        return f"{number(self.lower)}–{number(self.upper)} {unit}".rstrip()


@dataclass(frozen=True, kw_only=True)
class Rubric(Skill):
    """Levels from the lowest, each described; passed from `pass_level` on, counted from 1."""

    KIND: ClassVar[str] = "rubric"
    levels: tuple[Text, ...]
    pass_level: int


TYPES: dict[str, type[Skill]] = {kind.KIND: kind for kind in (Measured, Rubric)}


def number(value: Decimal) -> str:
    """Without the zeros that a column adds."""
    return format(value.normalize() + 0, "f")


def write(skill: Skill) -> str:
    """Canonical JSON."""
    return canonical.text({"kind": skill.KIND, **frozen.plain(skill)})


def read(values: Mapping[str, Any]) -> Skill:
    """The skill in plain values, as JSON or YAML gives them. Raises NotASkill."""
    kind = TYPES.get(str(values.get("kind")))
    if kind is None:
        raise NotASkill(_("There is no type of skill “%(kind)s”.") % {"kind": str(values.get("kind"))[:40]})
    try:
        skill: Skill = frozen.made(kind, {name: value for name, value in values.items() if name != "kind"}, kind.KIND)
    except frozen.Misfit as error:
        raise NotASkill(str(error)) from error
    return skill


def faults(skill: Skill) -> list[str]:
    """What would make it unfair or unmeasurable; empty is fine. For authors and files."""
    words = {"title": _("The skill has no title."), "task": _("The skill does not say what is to be done.")}
    found = [word for name, word in words.items() if not getattr(skill, name).ko]
    if isinstance(skill, Measured):
        return found + _of_measured(skill)
    return found + _of_rubric(skill) if isinstance(skill, Rubric) else found


def _of_measured(skill: Measured) -> list[str]:
    found = [] if quantities.is_unit(skill.unit) else [_("“%(unit)s” is not a unit we know.") % {"unit": skill.unit}]
    if skill.lower is None and skill.upper is None:
        found.append(_("There is neither a lower nor an upper bound."))
    order = [at for at in (skill.least, skill.lower, skill.target, skill.upper, skill.most) if at is not None]
    if order != sorted(order) or skill.least == skill.most:
        found.append(_("The bounds are not in order: least, lower, target, upper, most."))
    if any(at != at.quantize(PLACES) for at in order):
        found.append(_("A bound has more than five decimals."))
    return found


def _of_rubric(skill: Rubric) -> list[str]:
    found = [] if len(skill.levels) in LEVELS else [_("A rubric has two to six levels.")]
    if any(not level.ko for level in skill.levels):
        found.append(_("A level has no description."))
    if not 1 < skill.pass_level <= len(skill.levels):
        found.append(_("The level that passes is not one above the lowest."))
    return found


def value_of(text: str, skill: Measured) -> Decimal:
    """What was typed, in the skill's unit, to five decimals. Raises quantities.NotAQuantity with a sentence."""
    example = number(skill.target or skill.upper or skill.lower or skill.most)
    return Decimal(repr(quantities.parse(text, skill.unit, example=example))).quantize(PLACES)


def is_possible(skill: Measured, value: Decimal) -> bool:
    return skill.least <= value <= skill.most


def passes(skill: Skill, *, value: Decimal | None = None, level: int | None = None) -> bool:
    """Whether a reading meets what is asked; the bounds themselves do."""
    if isinstance(skill, Measured):
        return (
            value is not None
            and (skill.lower is None or value >= skill.lower)
            and (skill.upper is None or value <= skill.upper)
        )
    return isinstance(skill, Rubric) and level is not None and level >= skill.pass_level
