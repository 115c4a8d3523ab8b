"""Witnesses of the public log: other institutions that sign what they saw."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from certificates.models.log import Added, TreeHead
from training.core.models import Owned


class Witness(Owned):
    """Somebody who keeps the log's length and root on a machine of their own (C2SP tlog-witness).

    `seen` is the last size that it is known to have signed; a witness that says otherwise is believed.
    """

    verifier = models.CharField(_("verifier key"), max_length=300, help_text=_("name+id+key, as the witness gives it."))
    address = models.URLField(_("address"), max_length=300, help_text=_("Before /add-checkpoint."))
    seen = models.PositiveBigIntegerField(_("last size it signed"), default=0)
    is_active = models.BooleanField(_("asked"), default=True)

    class Meta:
        verbose_name = _("witness")
        verbose_name_plural = _("witnesses")
        ordering = ["complex", "pk"]
        constraints = [models.UniqueConstraint(fields=["complex", "verifier"], name="witness_once")]

    def __str__(self) -> str:
        return self.verifier.partition("+")[0]


class Cosignature(Added):
    """The line that a witness added under a checkpoint, as it is given out."""

    head = models.ForeignKey(TreeHead, on_delete=models.PROTECT, related_name="cosignatures")
    witness = models.ForeignKey(Witness, on_delete=models.PROTECT, related_name="cosignatures")
    line = models.CharField(max_length=600)
    signed_at = models.DateTimeField(_("signed"))

    class Meta:
        verbose_name = _("cosignature")
        verbose_name_plural = _("cosignatures")
        ordering = ["head", "witness"]
        constraints = [models.UniqueConstraint(fields=["head", "witness"], name="cosignature_once")]

    def __str__(self) -> str:
        return f"{self.head_id}: {self.witness_id}"
