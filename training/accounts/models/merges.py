"""Two accounts of one person: which one stays, and who is known to be somebody else."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from training.accounts.models.people import User
from training.core.models import AppendOnly, Owned


class Merge(AppendOnly, Owned):
    """That one account was found to be the same person as another: closed, kept, and pointing to the one that stays."""

    REFUSAL = "The record of two merged accounts is never {done}."

    stays = models.ForeignKey(User, on_delete=models.PROTECT, related_name="merged_into_me")
    goes = models.OneToOneField(User, on_delete=models.PROTECT, related_name="merged")
    reason = models.CharField(_("reason"), max_length=250)
    moved = models.JSONField(default=dict)
    merged_at = models.DateTimeField()
    merged_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("merge of two accounts")
        verbose_name_plural = _("merges of accounts")
        ordering = ["-merged_at", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(stays=F("goes")), name="merge_of_two_accounts")]

    def __str__(self) -> str:
        return f"#{self.pk}"


class DifferentPeople(AppendOnly, Owned):
    """That two accounts which look alike belong to two people. `first` has the lower number."""

    REFUSAL = "The word that two people are different is never {done}."

    first = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("two different people")
        verbose_name_plural = _("pairs of different people")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["complex", "first", "second"], name="different_people_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="different_people_in_order"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
