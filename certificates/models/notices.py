"""That a holder was told of a coming end of validity."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from certificates.models.awards import Certificate


class ExpiryNotice(models.Model):
    """One notice, sent so many days before the end. Each once for a certificate."""

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="expiry_notices")
    days = models.PositiveSmallIntegerField(_("days before"))
    sent_at = models.DateTimeField(_("sent"))

    class Meta:
        verbose_name = _("expiry notice")
        verbose_name_plural = _("expiry notices")
        ordering = ["certificate", "-days"]
        constraints = [models.UniqueConstraint(fields=["certificate", "days"], name="expiry_notice_once")]

    def __str__(self) -> str:
        return f"#{self.certificate_id}: {self.days}"
