"""What people ask about their data, the copies made for them, and what is kept apart after an erasure."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from training.accounts.models.people import User
from training.accounts.states import REQUEST_TRANSITIONS, CorrectedField, RequestKind, RequestState
from training.core.models import Owned, OwnedQuerySet


class PrivacyRequestQuerySet(OwnedQuerySet):
    def waiting(self) -> Self:
        """Those that wait for an operator, the most urgent first."""
        return self.filter(state=RequestState.OPEN).order_by("due_at", "pk")


class PrivacyRequest(Owned):
    """That a person asks for a correction or an erasure, and what an operator answered (PIPA §36, ten days).

    Once an erasure is done, `text`, `value` and `answer` are empty, and `outcome` holds counts by kind alone.
    """

    TRANSITIONS = REQUEST_TRANSITIONS

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="privacy_requests")
    kind = models.CharField(_("kind"), max_length=10, choices=RequestKind.choices)
    field = models.CharField(_("what"), max_length=12, choices=CorrectedField.choices, blank=True)
    value = models.CharField(_("as it should be"), max_length=150, blank=True)
    text = models.TextField(_("why"), max_length=1000, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=RequestState.choices, default=RequestState.OPEN)
    asked_at = models.DateTimeField(_("asked"))
    due_at = models.DateTimeField(_("answer by"))
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.TextField(_("answer"), max_length=1000, blank=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    outcome = models.JSONField(default=dict, blank=True)

    objects = PrivacyRequestQuerySet.as_manager()  # type: ignore[misc]  # more than Owned's

    class Meta:
        verbose_name = _("request about personal data")
        verbose_name_plural = _("requests about personal data")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["complex", "person"],
                condition=Q(kind=RequestKind.ERASURE, state__in=[RequestState.OPEN, RequestState.ACCEPTED]),
                name="request_of_erasure_once",
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None) | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="request_decided_together",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[RequestState.OPEN, RequestState.WITHDRAWN]) | Q(decided_at__isnull=False),
                name="request_answered_by_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("A request about personal data is answered, never deleted.")


class DataExport(Owned):
    """A copy of everything held of a person, made for them, for a few days; its file is private."""

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="data_exports")
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    path = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("copy of somebody's data")
        verbose_name_plural = _("copies of people's data")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["complex", "person"],
                condition=Q(made_at=None, erased_at=None),
                name="data_export_made_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(path="", sha256=""), name="data_export_erased_keeps_nothing"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class KeptApart(Owned):
    """Who an erased account was, sealed and away from every desk, as long as a law asks for it (PIPA §21③)."""

    person = models.OneToOneField(User, on_delete=models.PROTECT, related_name="kept_apart")
    sealed = models.TextField(blank=True)
    law = models.CharField(_("law"), max_length=150)
    until = models.DateField(_("kept until"))
    sealed_at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("identity kept apart")
        verbose_name_plural = _("identities kept apart")
        ordering = ["until", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(destroyed_at=None) | Q(sealed=""), name="kept_apart_destroyed_is_empty"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
