"""Revoking several certificates: one person proposes, another confirms."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from certificates.models.awards import Certificate
from certificates.states import REVOCATION_TRANSITIONS, RevocationReason, RevocationState
from enrollment.models import Cohort
from training.core.models import Owned, OwnedQuerySet

_S = RevocationState


class RevocationQuerySet(OwnedQuerySet):
    def open(self) -> Self:
        """Those that wait for a second person."""
        return self.filter(state=_S.PROPOSED)


class Revocation(Owned):
    """That several certificates of a cohort shall no longer count, and what another person decided about it."""

    TRANSITIONS = REVOCATION_TRANSITIONS

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="revocations")
    state = models.CharField(_("state"), max_length=10, choices=_S.choices, default=_S.PROPOSED)
    code = models.CharField(_("public reason"), max_length=15, choices=RevocationReason.choices)
    note = models.TextField(_("private note"))
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(_("proposed"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    reason = models.TextField(_("why it was declined"), blank=True, default="")
    certificates = models.ManyToManyField(Certificate, through="ProposedRevocation", related_name="revocations")

    objects = RevocationQuerySet.as_manager()  # type: ignore[misc]  # more than Owned's

    class Meta:
        verbose_name = _("revocation of several certificates")
        verbose_name_plural = _("revocations of several certificates")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=_S.PROPOSED, decided_by=None, decided_at=None)
                | ~Q(state=_S.PROPOSED) & Q(decided_by__isnull=False, decided_at__isnull=False),
                name="revocation_decided_together",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[_S.CONFIRMED, _S.DECLINED]) | ~Q(decided_by=F("proposed_by")),
                name="revocation_decided_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state=_S.WITHDRAWN) | Q(decided_by=F("proposed_by")), name="revocation_taken_back_by_own"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class ProposedRevocation(models.Model):
    """One certificate of a proposal; `was_revoked` once it was confirmed and the certificate still stood."""

    revocation = models.ForeignKey(Revocation, on_delete=models.PROTECT, related_name="rows")
    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="proposed_revocations")
    was_revoked = models.BooleanField(_("revoked by it"), default=False)

    class Meta:
        verbose_name = _("certificate of a revocation")
        verbose_name_plural = _("certificates of a revocation")
        ordering = ["certificate"]
        constraints = [
            models.UniqueConstraint(fields=["revocation", "certificate"], name="revocation_names_a_certificate_once")
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
