"""Readings of skills in templates."""

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses.models import SkillVersion
from courses.rules.calculators import quantities
from courses.rules.skills import Measured, Rubric
from enrollment.models import SkillRecord
from enrollment.queries import skills

register = template.Library()


@register.simple_tag
def reading(record: SkillRecord) -> str:
    return skills.reading(record)


@register.simple_tag
def own_reading(record: SkillRecord) -> str:
    """The second assessor's own reading, in brackets; empty where they took none."""
    word = record.second_word
    if word.value is None and word.level is None:
        return ""
    return f"({skills.reading_of(record.version, word.value, word.level)})"


@register.simple_tag
def level_words(record: SkillRecord) -> str:
    """The level that was reached, described."""
    said = record.version.said
    if not isinstance(said, Rubric) or record.level is None:
        return ""
    return said.levels[record.level - 1].of(get_language() or "ko")


@register.simple_tag
def asked(version: SkillVersion) -> str:
    """What a version asks for, in short."""
    said = version.said
    if isinstance(said, Rubric):
        return _("level %(level)d of %(most)d") % {"level": said.pass_level, "most": len(said.levels)}
    return said.asked if isinstance(said, Measured) else ""


@register.filter
def skill_title(version: SkillVersion) -> str:
    """What the skill was called in this version."""
    return version.said.title.of(get_language() or "ko")


@register.filter
def unit_shown(unit: str) -> str:
    return quantities.shown(unit)
