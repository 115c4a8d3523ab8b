"""Links by which a holder shows a certificate to one employer or gives it to a wallet, and who looked."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from certificates.models.awards import Certificate
from certificates.states import Device, Field, LookedAt
from training.core.models import Owned, OwnedQuerySet


class DisclosureQuerySet(OwnedQuerySet):
    def open_at(self, now: datetime) -> Self:
        """Those that still lead somewhere. The end is half-open: at that instant it is over."""
        return self.filter(revoked_at=None, expires_at__gt=now)


class Disclosure(Owned):
    """That a holder lets one employer see chosen parts of one certificate until an instant.

    Or lets a wallet fetch its credential: then nobody is named, and it shows nothing else.
    The link's token is not stored, only its hash: a copy of the database opens nothing.
    """

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="disclosures")
    recipient = models.CharField(_("for whom"), max_length=100)
    fields = models.JSONField(_("what it shows"))
    token_sha256 = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("made"))
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = DisclosureQuerySet.as_manager()  # type: ignore[misc]  # more than Owned's

    class Meta:
        verbose_name = _("link of a holder")
        verbose_name_plural = _("links of holders")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="disclosure_ends_after_it_is_made"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def is_for_wallet(self) -> bool:
        return Field.CREDENTIAL in self.fields


class Look(models.Model):
    """That somebody opened a link. Who it was is not kept: `visitor` only tells one from another within one link."""

    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, related_name="looks")
    at = models.DateTimeField(_("at"))
    part = models.CharField(_("what was opened"), max_length=10, choices=LookedAt.choices)
    device = models.CharField(_("with"), max_length=10, choices=Device.choices)
    visitor = models.CharField(max_length=16)

    class Meta:
        verbose_name = _("look at a link")
        verbose_name_plural = _("looks at links")
        ordering = ["disclosure", "at", "pk"]
        indexes = [models.Index(fields=["disclosure", "visitor", "at"], name="look_by_visitor")]

    def __str__(self) -> str:
        return f"{self.disclosure_id}: {self.part}"
