"""What was taught in a session (훈련일지), and a unit period as it was when it was closed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from enrollment.models.cohorts import Cohort, Session
from training.core.models import AppendOnly, Owned


class TrainingLog(AppendOnly, Owned):
    """One version of the training log (훈련일지) of a session. A correction is a further version; the latest counts."""

    REFUSAL = "A training log is never {done}; write a further version."

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="logs")
    number = models.PositiveSmallIntegerField(_("version"))
    taught = models.TextField(_("what was taught"), max_length=2000)
    lessons = models.JSONField(_("lessons"), default=list, help_text=_("As they were called when this was written."))
    present = models.PositiveIntegerField(_("present"))
    people = models.PositiveIntegerField(_("in training"))
    remarks = models.TextField(_("remarks"), max_length=1000, blank=True)
    written_at = models.DateTimeField(_("written"))
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("training log")
        verbose_name_plural = _("training logs")
        ordering = ["session", "number"]
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="training_log_number_once"),
            models.CheckConstraint(condition=Q(present__lte=F("people")), name="training_log_present_among_people"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class UnitClosing(AppendOnly, Owned):
    """A unit period (단위기간) of a cohort as it stood when an operator closed it; later differences are computed."""

    REFUSAL = "A closed unit period is never {done}."

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="unit_closings")
    number = models.PositiveSmallIntegerField(_("unit period"))
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    evidence = models.JSONField(_("what it rests on"))
    evidence_sha256 = models.CharField(max_length=64)
    closed_at = models.DateTimeField(_("closed"))
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("closed unit period")
        verbose_name_plural = _("closed unit periods")
        ordering = ["cohort", "number"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "number"], name="unit_closed_once"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="unit_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
