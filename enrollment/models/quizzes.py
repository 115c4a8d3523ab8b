"""What trainees answered in quizzes, and what it was worth."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.models import QuestionVersion, Quiz
from enrollment.models.people import Enrollment
from enrollment.states import ATTEMPT_TRANSITIONS, AttemptState
from training.core.models import Owned


class QuizAttempt(Owned):
    """One try of one person at a quiz. Its questions are drawn when it starts, and its rules frozen with it.

    `fraction` is set as soon as every answer is graded; `pass_percent` is the pass mark of the day it began.
    """

    TRANSITIONS = ATTEMPT_TRANSITIONS

    enrollment = models.ForeignKey(Enrollment, on_delete=models.PROTECT, related_name="attempts")
    quiz = models.ForeignKey(Quiz, on_delete=models.PROTECT, related_name="tries")
    number = models.PositiveSmallIntegerField(_("attempt"))
    state = models.CharField(_("state"), max_length=10, choices=AttemptState.choices, default=AttemptState.OPEN)
    seed = models.CharField(max_length=32, editable=False)
    pass_percent = models.PositiveSmallIntegerField(_("pass mark (%)"))
    started_at = models.DateTimeField(_("started"))
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("handed in"), null=True, blank=True)
    timed_out = models.BooleanField(_("ended by time"), default=False)
    fraction = models.DecimalField(_("score"), max_digits=6, decimal_places=5, null=True, blank=True)

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        ordering = ["enrollment", "quiz", "number"]
        indexes = [models.Index(fields=["state", "ends_at"], name="attempt_overdue")]
        constraints = [
            models.UniqueConstraint(fields=["enrollment", "quiz", "number"], name="attempt_number_once"),
            models.UniqueConstraint(
                fields=["enrollment", "quiz"], condition=Q(state=AttemptState.OPEN), name="attempt_one_open"
            ),
            models.CheckConstraint(
                condition=Q(state=AttemptState.OPEN, submitted_at=None, fraction=None)
                | Q(state=AttemptState.SUBMITTED, submitted_at__isnull=False, fraction=None)
                | Q(state=AttemptState.GRADED, submitted_at__isnull=False, fraction__isnull=False),
                name="attempt_graded_has_a_score",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    def is_over(self, *, now: datetime) -> bool:
        """The time is up: half-open, and by the server's clock."""
        return self.ends_at is not None and now >= self.ends_at

    @property
    def passed(self) -> bool:
        return self.fraction is not None and self.fraction * 100 >= self.pass_percent

    @property
    def percent(self) -> Decimal | None:
        """The score to one decimal."""
        return None if self.fraction is None else (self.fraction * 100).quantize(Decimal("0.1"))

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("An attempt is never deleted.")


class QuizAnswer(models.Model):
    """One question in one attempt, in the version it was seen, and the last answer given.

    `sequence` is the browser's count of its savings: an older one never overwrites a newer one.
    """

    attempt = models.ForeignKey(QuizAttempt, on_delete=models.PROTECT, related_name="answers")
    position = models.PositiveSmallIntegerField(_("number"))
    version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="answers")
    answer = models.JSONField(_("answer"), default=dict, blank=True)
    sequence = models.BigIntegerField(default=0)
    saved_at = models.DateTimeField(_("saved"), null=True, blank=True)
    fraction = models.DecimalField(_("score"), max_digits=6, decimal_places=5, null=True, blank=True)
    remark = models.TextField(_("remark"), blank=True)
    graded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    graded_at = models.DateTimeField(_("graded"), null=True, blank=True)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["attempt", "position"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "position"], name="answer_position_once"),
            models.CheckConstraint(
                condition=Q(fraction=None) | Q(fraction__gte=0, fraction__lte=1), name="answer_score_is_a_share"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def seed(self) -> str:
        """What decides numbers and orders of this question in this attempt."""
        return f"{self.attempt.seed}/{self.position}"


class ExtraTime(Owned):
    """More minutes for one person in one quiz, with the reason."""

    enrollment = models.ForeignKey(Enrollment, on_delete=models.PROTECT, related_name="extra_time")
    quiz = models.ForeignKey(Quiz, on_delete=models.PROTECT, related_name="+")
    minutes = models.PositiveSmallIntegerField(_("more minutes"))
    reason = models.CharField(_("reason"), max_length=250)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(_("given"))

    class Meta:
        verbose_name = _("extra time")
        verbose_name_plural = _("extra time")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["enrollment", "quiz"], name="extra_time_once")]

    def __str__(self) -> str:
        return f"#{self.pk}"
