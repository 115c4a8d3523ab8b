"""What became of a graduate, as far as they agreed to say it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from enrollment.models import Enrollment
from training.accounts.models import Consent, Organization
from training.consortium.states import OutcomeStatus
from training.core.models import Owned, OwnedQuerySet


class JobOutcomeQuerySet(OwnedQuerySet):
    def standing(self) -> Self:
        """Those whose person agrees."""
        return self.filter(consent__withdrawn_at=None)


class JobOutcome(Owned):
    """What a person did after one training they completed. Without a consent there is no row; taken back, it is gone."""

    enrollment = models.OneToOneField(Enrollment, on_delete=models.PROTECT, related_name="outcome")
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(
        _("what you do now"), max_length=12, choices=OutcomeStatus.choices, default=OutcomeStatus.NOT_ANSWERED
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organization")
    )
    employer = models.CharField(_("another employer or school"), max_length=150, blank=True)
    started_on = models.DateField(_("since"), null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = JobOutcomeQuerySet.as_manager()  # type: ignore[misc]  # more than Owned's

    class Meta:
        verbose_name = _("job outcome")
        verbose_name_plural = _("job outcomes")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status=OutcomeStatus.NOT_ANSWERED, answered_at=None)
                | (~Q(status=OutcomeStatus.NOT_ANSWERED) & Q(answered_at__isnull=False)),
                name="outcome_answered_has_instant",
            ),
            models.CheckConstraint(
                condition=Q(checked_at=None, checked_by=None) | Q(checked_at__isnull=False, checked_by__isnull=False),
                name="outcome_checked_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
