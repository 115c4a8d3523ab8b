"""What verifiers asked."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from certificates.models.awards import Certificate
from certificates.states import Question, Truth
from training.core.models import Owned


class Verification(Owned):
    """That somebody asked, how, and what they were told. Nothing about who asked, and nothing they typed."""

    certificate = models.ForeignKey(
        Certificate, on_delete=models.PROTECT, null=True, blank=True, related_name="verifications"
    )
    question = models.CharField(_("asked by"), max_length=10, choices=Question.choices)
    answer = models.CharField(_("answer"), max_length=15, choices=Truth.choices)
    name_matched = models.BooleanField(_("name is the same"), null=True, blank=True)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("verification")
        verbose_name_plural = _("verifications")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["certificate", "at"], name="verification_by_paper"),
            models.Index(fields=["at"], name="verification_by_instant"),
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.answer}"
