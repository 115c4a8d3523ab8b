"""Breaches of personal data: what happened, what was done, who was told."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from training.accounts.models.people import User
from training.accounts.states import BreachAct
from training.core.models import AppendOnly, Owned


class BreachRecord(Owned):
    """One breach, or one that may have been: noticed when, of whose data, and what the law asks (PIPA §34)."""

    title = models.CharField(_("what happened, in one line"), max_length=150)
    noticed_at = models.DateTimeField(_("noticed"))
    happened = models.TextField(_("how it came about, as far as known"), max_length=2000)
    items = models.CharField(_("which data"), max_length=500)
    people_count = models.PositiveIntegerField(_("how many people"))
    is_sensitive = models.BooleanField(_("health data or other sensitive data among it"), default=False)
    is_intrusion = models.BooleanField(_("somebody broke in from outside"), default=False)
    is_only_possible = models.BooleanField(_("not certain yet"), default=False)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField(_("reported to the authority"), null=True, blank=True)
    told_at = models.DateTimeField(_("people told"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    class Meta:
        verbose_name = _("breach")
        verbose_name_plural = _("breaches")
        ordering = ["-noticed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(noticed_at__lte=F("recorded_at")), name="breach_noticed_before_recorded"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("A breach is never deleted from its register.")


class BreachEntry(AppendOnly):
    """One line of a breach's history: what was found, done, reported or told, when and by whom."""

    REFUSAL = "The history of a breach is never {done}."

    breach = models.ForeignKey(BreachRecord, on_delete=models.PROTECT, related_name="entries")
    act = models.CharField(_("kind"), max_length=10, choices=BreachAct.choices)
    text = models.TextField(_("what"), max_length=2000)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("entry about a breach")
        verbose_name_plural = _("entries about breaches")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"#{self.pk}"


class BreachPerson(AppendOnly):
    """That one person's data were in a breach, and that they were told by mail."""

    REFUSAL = "Who was told of a breach is never {done}."

    breach = models.ForeignKey(BreachRecord, on_delete=models.PROTECT, related_name="people")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField()

    class Meta:
        verbose_name = _("person of a breach")
        verbose_name_plural = _("people of breaches")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["breach", "person"], name="breach_person_told_once")]

    def __str__(self) -> str:
        return f"#{self.pk}"
