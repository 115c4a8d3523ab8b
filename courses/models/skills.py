"""Skills that are shown at the bench (숙련목표), and what each asked from one edit to the next."""

import json
from functools import cached_property
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models.rows import Course, Loaded, Module
from courses.models.versions import Version
from courses.rules import skills as rules
from training.core.models import Owned, OwnedQuerySet
from training.core.models.complexes import Bilingual


class Measure(models.TextChoices):
    """How a skill is judged; it is never changed, since records have its form."""

    MEASURED = "measured", _("a measured value")
    RUBRIC = "rubric", _("a described level")


class SkillQuerySet(OwnedQuerySet):
    def asked(self) -> Self:
        """Those that are still asked for, in the order of the course."""
        return self.filter(retired_at=None).order_by("module__order", "order", "pk")


class Skill(Loaded, Bilingual, Owned):
    """One skill of a course, by process step. What it asks stands in its versions; the titles are the newest's.

    A safety skill is passed before any other is tried.
    """

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="skills", verbose_name=_("course"))
    module = models.ForeignKey(Module, on_delete=models.PROTECT, related_name="skills", verbose_name=_("module"))
    key = models.SlugField(_("key"), max_length=80)
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    measure = models.CharField(_("judged by"), max_length=10, choices=Measure.choices)
    title_ko = models.CharField(_("title (Korean)"), max_length=150)
    title_en = models.CharField(_("title (English)"), max_length=150, blank=True)
    is_required = models.BooleanField(_("needed for completion"), default=True)
    is_safety = models.BooleanField(_("safety: passed before practice"), default=False)
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True)

    objects = SkillQuerySet.as_manager()  # type: ignore[misc]  # more than Owned's

    class Meta:
        verbose_name = _("skill")
        verbose_name_plural = _("skills")
        ordering = ["course", "module", "order", "pk"]
        constraints = [models.UniqueConstraint(fields=["course", "key"], name="skill_key_once")]

    def __str__(self) -> str:
        return self.text("title")


class SkillVersion(Version):
    """What a skill asked from one edit to the next. Appended, never changed or deleted: records point here.

    `content` is canonical JSON (courses.rules.skills); `sha256` is the hash of exactly those bytes.
    """

    REFUSAL = "A version of a skill is never {done}."
    OF = "skill"

    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="versions")

    class Meta:
        verbose_name = _("version of a skill")
        verbose_name_plural = _("versions of skills")
        ordering = ["skill", "number"]
        constraints = [models.UniqueConstraint(fields=["skill", "number"], name="skill_version_number_once")]

    def __str__(self) -> str:
        return f"#{self.skill_id} v{self.number}"

    @cached_property
    def said(self) -> rules.Skill:
        return rules.read(json.loads(self.content))
