"""Hiring sheets: what an employer sent to be checked, for as long as the page says and no longer."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from training.core.models import Owned, OwnedQuerySet


class HiringSheetQuerySet(OwnedQuerySet):
    def kept_at(self, now: datetime) -> Self:
        """Those that may still be read, whether or not their erasure has been done."""
        return self.filter(erase_at__gt=now)


class HiringSheet(Owned):
    """A list that somebody without an account sent, and its answers. The whole row is erased when its time is over.

    Names and answers are kept encrypted, since the database is copied to backups; the address's token only as a hash, and
    who asked only as a keyed hash, for the limits.
    """

    token_sha256 = models.CharField(max_length=64, unique=True)
    asker = models.CharField(max_length=64)
    input_sha256 = models.CharField(max_length=64)
    language = models.CharField(_("language"), max_length=2)
    sent_at = models.DateTimeField(_("sent"))
    erase_at = models.DateTimeField(_("erased"))
    table_sealed = models.TextField()
    columns = models.JSONField(_("how its columns are read"))
    asked_at = models.DateTimeField(_("asked"), null=True, blank=True)
    lines = models.PositiveIntegerField(_("lines"), default=0)
    done = models.PositiveIntegerField(_("lines answered"), default=0)
    checked_at = models.DateTimeField(_("checked"), null=True, blank=True)
    answers_sealed = models.TextField(blank=True, default="")
    log_size = models.PositiveBigIntegerField(_("entries of the log"), null=True, blank=True)
    log_root = models.CharField(max_length=44, blank=True, default="")
    paper_sealed = models.TextField(blank=True, default="")

    objects = HiringSheetQuerySet.as_manager()  # type: ignore[misc]  # more than Owned's

    class Meta:
        verbose_name = _("hiring sheet")
        verbose_name_plural = _("hiring sheets")
        ordering = ["-sent_at"]
        constraints = [
            models.CheckConstraint(condition=Q(erase_at__gt=F("sent_at")), name="sheet_is_erased_later"),
            models.CheckConstraint(
                condition=Q(checked_at=None, answers_sealed="", paper_sealed="")
                | Q(checked_at__isnull=False, asked_at__isnull=False) & ~Q(answers_sealed=""),
                name="sheet_checked_has_answers",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    def __repr__(self) -> str:  # nothing of its content in any log
        return f"<HiringSheet {self.pk}>"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("A hiring sheet changes by conditional updates only.")
        super().save(*args, **kwargs)
