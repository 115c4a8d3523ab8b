"""Funding schemes and their rules, kept as data."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from enrollment.rules.recognition import SHIPPED
from training.core.models import Owned
from training.core.models.complexes import Bilingual


def shipped_reasons() -> dict[str, int]:
    """The list that a new program starts from."""
    return dict(SHIPPED)


class Program(Bilingual, Owned):
    """A funding scheme, such as the national learning card or employer training."""

    key = models.SlugField(_("key"))
    name_ko = models.CharField(_("name (Korean)"), max_length=150)
    name_en = models.CharField(_("name (English)"), max_length=150)
    legal_basis_ko = models.TextField(_("sentence on certificates (Korean)"), blank=True)
    legal_basis_en = models.TextField(_("sentence on certificates (English)"), blank=True)

    class Meta:
        verbose_name = _("program")
        verbose_name_plural = _("programs")
        ordering = ["key"]
        constraints = [models.UniqueConstraint(fields=["complex", "key"], name="program_key_once")]

    def __str__(self) -> str:
        return self.text("name")

    def policy_on(self, day: date) -> "PolicyVersion":
        """The version in force on a day: the latest that had begun."""
        begun = [policy for policy in self.policies.all() if policy.in_force_on <= day]
        if not begun:
            raise PolicyVersion.DoesNotExist("No policy was in force.")
        return max(begun, key=lambda policy: (policy.in_force_on, policy.number))


class PolicyVersion(Owned):
    """The rules of attendance and completion of a program from a day on. Never changed, only followed by another.

    Source of the shipped values: 국민내일배움카드 운영규정 §34, §35, §38; 사업주훈련 지원규정 §10, §11.
    """

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="policies")
    number = models.PositiveSmallIntegerField(_("version"))
    in_force_on = models.DateField(_("in force from"))
    grace_minutes = models.PositiveSmallIntegerField(_("grace for late and early (minutes)"), default=10)
    minimum_day_percent = models.PositiveSmallIntegerField(_("least share of a day (%)"), default=50)
    events_per_absence = models.PositiveSmallIntegerField(_("late, early or away for one absence"), default=3)
    completion_percent = models.PositiveSmallIntegerField(_("attendance to complete (%)"), default=80)
    hours_below_days = models.PositiveSmallIntegerField(_("count hours below this many days"), default=10)
    hours_below_hours = models.PositiveSmallIntegerField(_("count hours below this many hours"), default=40)
    unit_absence_percent = models.PositiveSmallIntegerField(_("dismissal: absences in a unit period (%)"), default=50)
    unit_minimum_days = models.PositiveSmallIntegerField(_("dismissal: shortest unit period (days)"), default=14)
    absence_least_days = models.PositiveSmallIntegerField(
        _("absences are recognized in courses of so many days and more"), default=10
    )
    illness_percent = models.PositiveSmallIntegerField(_("illness: at most this share of all days (%)"), default=10)
    leave_months = models.PositiveSmallIntegerField(_("leave: in courses of so many months and more"), default=6)
    absence_reasons = models.JSONField(
        _("reasons for recognized absence"),
        default=shipped_reasons,
        help_text=_(
            "By reason: calendar days on end at most, 0 for as many as needed. What is not listed is not recognized."
        ),
    )
    needs_lessons = models.BooleanField(_("completion needs the lessons"), default=False)
    needs_quizzes = models.BooleanField(_("completion needs the quizzes"), default=False)
    needs_skills = models.BooleanField(_("completion needs the skills"), default=False)
    needs_papers = models.BooleanField(_("completion needs the papers asked for at admission"), default=False)

    class Meta:
        verbose_name = _("policy version")
        verbose_name_plural = _("policy versions")
        ordering = ["program", "number"]
        constraints = [
            models.UniqueConstraint(fields=["program", "number"], name="policy_number_once"),
            models.UniqueConstraint(fields=["program", "in_force_on"], name="policy_day_once"),
            models.CheckConstraint(
                condition=Q(
                    completion_percent__lte=100,
                    minimum_day_percent__lte=100,
                    unit_absence_percent__lte=100,
                    illness_percent__lte=100,
                ),
                name="policy_percent_at_most_100",
            ),
            models.CheckConstraint(condition=Q(events_per_absence__gte=1), name="policy_events_at_least_one"),
        ]

    def __str__(self) -> str:
        return f"{self.program} v{self.number}"
