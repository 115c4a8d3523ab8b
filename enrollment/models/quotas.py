"""How a cohort's seats are divided among kinds of applicants."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from enrollment.models.cohorts import Cohort
from enrollment.states import ApplicantKind
from training.core.models import Owned


class CohortQuota(Owned):
    """So many of a cohort's seats are for one kind of applicant. A kind without a row has no quota of its own."""

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="quotas")
    kind = models.CharField(pgettext_lazy("applicant", "kind"), max_length=12, choices=ApplicantKind.choices)
    seats = models.PositiveSmallIntegerField(_("seats"))

    class Meta:
        verbose_name = _("quota")
        verbose_name_plural = _("quotas")
        ordering = ["cohort", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "kind"], name="quota_once_per_kind"),
            models.CheckConstraint(condition=Q(seats__gte=1), name="quota_at_least_one"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.seats}"
