"""What a policy said on each day it was in force."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from training.core.models.appended import AppendOnly
from training.core.models.complexes import Owned


class PolicyEdition(AppendOnly, Owned):
    """One published text of a policy in one language, as its readers saw it. Appended on publishing, never changed.

    `key` is the page's translation key, so that an edition outlives the page; `sha256` is the hash of `content`.
    """

    REFUSAL = "A published policy is never {done}."

    key = models.UUIDField(_("policy"))
    language = models.CharField(_("language"), max_length=2)
    number = models.PositiveIntegerField(_("edition"))
    title = models.CharField(_("title"), max_length=255)
    content = models.TextField(_("text as HTML"))
    sha256 = models.CharField(max_length=64)
    in_force_on = models.DateField(_("in force from"))
    published_at = models.DateTimeField(_("published"))

    class Meta:
        verbose_name = _("policy edition")
        verbose_name_plural = _("policy editions")
        ordering = ["key", "language", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["key", "language", "number"], name="policy_edition_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.language} {self.number})"
