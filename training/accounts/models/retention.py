"""What the daily erasing took."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from training.core.models import AppendOnly, Complex


class RetentionEntry(AppendOnly):
    """That one rule was carried out on a day, and how many things went. `complex` None: a rule of the platform."""

    REFUSAL = "The log of what was erased is never {done}."

    complex = models.ForeignKey(Complex, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    rule = models.CharField(_("rule"), max_length=40)
    erased = models.PositiveIntegerField(_("erased"))
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("entry of the erasing log")
        verbose_name_plural = _("entries of the erasing log")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.rule}: {self.erased}"
