"""Scores, what was proposed and confirmed, and objections."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from enrollment.models.cohorts import Cohort
from enrollment.models.seats import Application
from enrollment.states import OBJECTION_TRANSITIONS, ObjectionState, Outcome
from training.core.models import Owned


class Score(Owned):
    """What one reviewer gave one applicant: points by criterion. Two make a result; until then each sees only theirs."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="scores")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    points = models.JSONField(_("points"))
    comment = models.TextField(_("comment"), max_length=1000, blank=True)
    given_at = models.DateTimeField(_("given"))

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["application", "reviewer"], name="score_once_per_reviewer")]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Verdict(Owned):
    """A person's word that stands instead of the proposal, with the reason the applicant reads where it is a refusal."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="verdicts")
    outcome = models.CharField(_("result"), max_length=10, choices=Outcome.choices)
    reason = models.TextField(_("reason"), max_length=500)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("verdict")
        verbose_name_plural = _("verdicts")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["application"], name="verdict_once_per_application")]

    def __str__(self) -> str:
        return f"#{self.pk}"


class SelectionRound(Owned):
    """One confirmed and released selection: what was proposed, what was decided, frozen as canonical JSON."""

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="selection_rounds")
    number = models.PositiveSmallIntegerField(_("number"))
    evidence = models.TextField()
    evidence_sha256 = models.CharField(max_length=64)
    confirmed_at = models.DateTimeField(_("confirmed"))
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("selection round")
        verbose_name_plural = _("selection rounds")
        ordering = ["cohort", "number"]
        constraints = [models.UniqueConstraint(fields=["cohort", "number"], name="selection_number_once")]

    def __str__(self) -> str:
        return f"#{self.pk}"

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("A confirmed selection is never deleted.")


class Objection(Owned):
    """That an applicant objects to not being selected, once, and what was answered."""

    TRANSITIONS = OBJECTION_TRANSITIONS

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="objections")
    state = models.CharField(_("state"), max_length=10, choices=ObjectionState.choices, default=ObjectionState.FILED)
    grounds = models.TextField(_("why you object"), max_length=2000)
    filed_at = models.DateTimeField(_("filed"))
    answer = models.TextField(_("answer"), max_length=1000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["application"], name="objection_once_per_application"),
            models.CheckConstraint(
                condition=Q(state=ObjectionState.FILED, answered_at=None, answered_by=None)
                | (~Q(state=ObjectionState.FILED) & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="objection_answered_together",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
