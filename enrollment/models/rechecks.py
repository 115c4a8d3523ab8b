"""A random re-check: who was asked to scan once more, and who did. No rule about days reads it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from enrollment.models.cohorts import Session
from enrollment.models.people import Enrollment
from training.core.models import Owned


class Recheck(Owned):
    """An instructor asked some or all of those who were in to scan again until an instant."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="rechecks")
    asked_at = models.DateTimeField(_("asked"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    until_at = models.DateTimeField(_("until"))

    class Meta:
        verbose_name = _("re-check")
        verbose_name_plural = _("re-checks")
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=Q(until_at__gt=F("asked_at")), name="recheck_lasts")]

    def __str__(self) -> str:
        return f"#{self.pk}"


class RecheckCall(Owned):
    """One person who was asked, and when they scanned; empty while they have not."""

    recheck = models.ForeignKey(Recheck, on_delete=models.CASCADE, related_name="calls")
    enrollment = models.ForeignKey(Enrollment, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(_("scanned"), null=True)

    class Meta:
        verbose_name = _("call of a re-check")
        verbose_name_plural = _("calls of re-checks")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["recheck", "enrollment"], name="recheck_calls_once")]

    def __str__(self) -> str:
        return f"#{self.pk}"
