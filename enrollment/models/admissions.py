"""What a program asks of applicants, and how it chooses among them: data, not code."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from enrollment.models.programs import Program
from enrollment.states import ApplicantKind
from training.core.models import Owned


def usual_kinds() -> list[str]:
    return [ApplicantKind.EMPLOYED.value, ApplicantKind.JOB_SEEKER.value]


class Admission(Owned):
    """One program's rules of application and selection. A program without a row has the defaults.

    `documents`, `eligibility` and `criteria` are lists of dicts whose shapes stand in `rules.requirements`,
    `rules.eligibility` and `rules.ranking`.
    """

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="admissions")
    kinds = models.JSONField(_("who may apply"), default=usual_kinds)
    asks_card_number = models.BooleanField(_("asks for the learning card's number"), default=False)
    documents = models.JSONField(_("documents"), default=list, blank=True)
    eligibility = models.JSONField(_("eligibility"), default=list, blank=True)
    criteria = models.JSONField(_("criteria of the review"), default=list, blank=True)
    pass_percent = models.PositiveSmallIntegerField(_("least score (%)"), default=0)
    no_show_days = models.PositiveSmallIntegerField(_("freed seats are offered until training day"), default=0)
    objection_days = models.PositiveSmallIntegerField(_("days to object to a result"), default=7)
    appeal_days = models.PositiveSmallIntegerField(_("days to appeal against a dismissal"), default=3)
    document_days = models.PositiveSmallIntegerField(_("days that documents are kept after the result"), default=30)

    class Meta:
        verbose_name = _("admission rules")
        verbose_name_plural = _("admission rules")
        ordering = ["program"]
        constraints = [
            models.UniqueConstraint(fields=["program"], name="admission_once_per_program"),
            models.CheckConstraint(condition=Q(pass_percent__lte=100), name="admission_percent_at_most_100"),
            models.CheckConstraint(condition=Q(appeal_days__gte=3), name="admission_appeal_at_least_3_days"),
        ]

    def __str__(self) -> str:
        return str(self.program)

    @classmethod
    def of_program(cls, program_id: int) -> "Admission":
        """The program's row, or the defaults; `appeal_days` is never under the 3 of 운영규정 §35③."""
        return cls.objects.filter(program_id=program_id).first() or cls(program_id=program_id)

    def document(self, key: str) -> dict[str, Any] | None:
        return next((item for item in self.documents if item.get("key") == key), None)
