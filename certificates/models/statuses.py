"""Revocation status lists: where whoever holds a credential reads whether it still counts."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from certificates.rules.bitstrings import ENTRIES
from training.core.models import AppendOnly, Owned


class StatusList(Owned):
    """A list of places, one for each credential that names it, under one issuer.

    `version` counts its marks; `text` is the list as it was signed with `signed_version` of them. Where the two differ,
    the text is out of date and is not given out.
    """

    number = models.PositiveIntegerField(_("number"))
    issuer = models.CharField(_("issuer"), max_length=300, help_text=_("The DID that its credentials bear."))
    taken = models.PositiveIntegerField(_("places given"), default=0)
    version = models.PositiveIntegerField(default=0)
    text = models.TextField(blank=True, default="")
    signed_version = models.PositiveIntegerField(null=True, blank=True)
    signed_at = models.DateTimeField(_("signed"), null=True, blank=True)

    class Meta:
        verbose_name = _("status list")
        verbose_name_plural = _("status lists")
        ordering = ["complex", "number"]
        constraints = [
            models.UniqueConstraint(fields=["complex", "number"], name="status_list_number_once"),
            models.CheckConstraint(condition=Q(taken__lte=ENTRIES), name="status_list_not_overfull"),
            models.CheckConstraint(
                condition=Q(signed_version=None, signed_at=None)
                | Q(signed_version__isnull=False, signed_at__isnull=False, signed_version__lte=F("version")),
                name="status_list_signed_together",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.number}"

    @property
    def is_current(self) -> bool:
        """Whether the signed text shows every mark."""
        return self.signed_version == self.version


class StatusMark(AppendOnly):
    """That a place of a list is set: its credential no longer counts. Never unset."""

    REFUSAL = "A mark in a status list is never {done}."

    status_list = models.ForeignKey(StatusList, on_delete=models.PROTECT, related_name="marks")
    index = models.PositiveIntegerField(_("place in the status list"))
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("mark in a status list")
        verbose_name_plural = _("marks in status lists")
        ordering = ["status_list", "index"]
        constraints = [
            models.UniqueConstraint(fields=["status_list", "index"], name="status_mark_once"),
            models.CheckConstraint(condition=Q(index__lt=ENTRIES), name="status_mark_in_its_list"),
        ]

    def __str__(self) -> str:
        return f"{self.status_list_id}: {self.index}"
