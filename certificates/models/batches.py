"""Issuing to a whole cohort."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from certificates.models.designs import Design
from certificates.states import BATCH_TRANSITIONS, BatchState, DesignKind
from enrollment.models import Cohort
from training.core.models import Owned, OwnedQuerySet


class IssueBatchQuerySet(OwnedQuerySet):
    def open(self) -> Self:
        return self.exclude(state=BatchState.FINISHED)


class IssueBatch(Owned):
    """That somebody set out to issue one kind of paper to a cohort: first a trial of one, then the rest.

    It holds no counts: what was done, failed and waits is read from the certificates.
    """

    TRANSITIONS = BATCH_TRANSITIONS

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="batches")
    kind = models.CharField(_("kind"), max_length=15, choices=DesignKind.choices)
    design = models.ForeignKey(Design, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=BatchState.choices, default=BatchState.TRIAL)
    paused = models.BooleanField(_("paused"), default=False)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(_("started"))
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    objects = IssueBatchQuerySet.as_manager()  # type: ignore[misc]  # more than Owned's

    class Meta:
        verbose_name = _("issue batch")
        verbose_name_plural = _("issue batches")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "kind"], condition=~Q(state=BatchState.FINISHED), name="batch_open_once"
            ),
            models.CheckConstraint(
                condition=Q(state=BatchState.FINISHED, finished_at__isnull=False, paused=False)
                | Q(finished_at=None) & ~Q(state=BatchState.FINISHED),
                name="batch_finished_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
