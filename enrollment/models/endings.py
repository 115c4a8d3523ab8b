"""Dismissal, from the notice to its end."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from enrollment.models.people import Enrollment
from enrollment.states import DISMISSAL_TRANSITIONS, DismissalGround, DismissalState
from training.core.models import Owned


class Dismissal(Owned):
    """A written notice of dismissal (제적) and what became of it: 국민내일배움카드 운영규정 §35."""

    TRANSITIONS = DISMISSAL_TRANSITIONS

    enrollment = models.ForeignKey(Enrollment, on_delete=models.PROTECT, related_name="dismissals")
    state = models.CharField(_("state"), max_length=10, choices=DismissalState.choices, default=DismissalState.NOTICED)
    ground = models.CharField(_("ground"), max_length=15, choices=DismissalGround.choices)
    reason = models.TextField(_("what happened"), max_length=1000)
    caused_on = models.DateField(_("day of the cause"))
    noticed_at = models.DateTimeField(_("notice given"))
    noticed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    appeal_until = models.DateTimeField(_("appeal until"))
    appeal = models.TextField(_("appeal"), max_length=2000, blank=True)
    appealed_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(_("answer"), max_length=1000, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("dismissal")
        verbose_name_plural = _("dismissals")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrollment"],
                condition=Q(state__in=[DismissalState.NOTICED, DismissalState.APPEALED]),
                name="dismissal_one_under_way",
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None) | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="dismissal_decided_together",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("A notice of dismissal is never deleted.")
