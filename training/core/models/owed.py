"""Work that is owed, recorded in the transaction that caused it."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from training.core.models.complexes import Complex


class OwedQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(done_at=None, given_up_at=None)

    def ready(self, *, now: datetime) -> Self:
        """Open, due, and not held by a worker whose lease still runs."""
        return self.open().filter(Q(lease_until=None) | Q(lease_until__lte=now), due_at__lte=now)

    def dead(self) -> Self:
        """Given up, and nobody has put it aside yet."""
        return self.filter(put_aside_at=None).exclude(given_up_at=None)


class Owed(models.Model):
    """One piece of work that somebody was promised. It stands here until it is done, or a person puts it aside."""

    complex = models.ForeignKey(Complex, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=60)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    put_aside_at = models.DateTimeField(null=True)

    objects = OwedQuerySet.as_manager()

    class Meta:
        verbose_name = _("owed work")
        verbose_name_plural = _("owed work")
        ordering = ["due_at", "pk"]
        indexes = [
            models.Index(fields=["due_at"], name="owed_open_by_due", condition=Q(done_at=None) & Q(given_up_at=None)),
            models.Index(fields=["kind", "subject"], name="owed_by_subject"),
            models.Index(fields=["kind"], name="owed_not_done", condition=Q(done_at=None)),
            models.Index(fields=["done_at"], name="owed_done_by_time", condition=Q(done_at__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(name="owed_done_or_given_up", condition=Q(done_at=None) | Q(given_up_at=None)),
            models.CheckConstraint(
                name="owed_put_aside_is_given_up", condition=Q(put_aside_at=None) | Q(given_up_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.subject}"
