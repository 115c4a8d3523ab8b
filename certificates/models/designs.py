"""What a paper of one kind says."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from certificates.states import DesignKind
from training.core.models import Owned
from training.core.models.complexes import Bilingual


class Design(Bilingual, Owned):
    """One version of a paper's wording, seal and validity. Frozen as soon as a certificate uses it."""

    kind = models.CharField(_("kind"), max_length=15, choices=DesignKind.choices)
    version = models.PositiveSmallIntegerField(_("version"))
    title_ko = models.CharField(_("title (Korean)"), max_length=60)
    title_en = models.CharField(_("title (English)"), max_length=60)
    body_ko = models.TextField(_("sentence (Korean)"), max_length=400)
    body_en = models.TextField(_("sentence (English)"), max_length=400)
    signatory_ko = models.CharField(_("signatory (Korean)"), max_length=100)
    signatory_en = models.CharField(_("signatory (English)"), max_length=100)
    seal = models.CharField(_("letters of the seal"), max_length=9, help_text=_("Up to nine, drawn in columns."))
    validity_months = models.PositiveSmallIntegerField(_("valid for (months)"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"))

    class Meta:
        verbose_name = _("certificate design")
        verbose_name_plural = _("certificate designs")
        ordering = ["kind", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["complex", "kind", "version"], name="design_version_once"),
            models.CheckConstraint(
                condition=Q(validity_months=None) | Q(validity_months__gte=1), name="design_valid_at_least_a_month"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.text('title')} v{self.version}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None and self.certificates.exists():
            raise TypeError("A design that a certificate uses is never changed; make its next version.")
        super().save(*args, **kwargs)
