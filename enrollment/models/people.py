"""People in training, what they studied, and what was decided about them."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.models import Lesson, LessonEdition
from enrollment.models.cohorts import Cohort
from enrollment.models.programs import PolicyVersion
from enrollment.models.seats import Seat
from enrollment.states import ENROLLMENT_TRANSITIONS, EnrollmentState
from training.accounts.models import Organization
from training.core.models import Owned, OwnedQuerySet

# In training, or through with it to the end, completed or not. Who left before the end has the day on which they left.
STAYED = Q(state__in=[EnrollmentState.ENROLLED, EnrollmentState.COMPLETED]) | Q(
    state=EnrollmentState.NOT_COMPLETED, ended_on=None
)


class EnrollmentQuerySet(OwnedQuerySet):
    def current(self) -> Self:
        """People who are in training now."""
        return self.filter(state=EnrollmentState.ENROLLED)

    def reading(self) -> Self:
        """People who may read the course: those who stayed. A drop-out is 미수료 too, and reads no more."""
        return self.filter(STAYED)


class Enrollment(Owned):
    """One person in one cohort."""

    TRANSITIONS = ENROLLMENT_TRANSITIONS

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="enrollments")
    trainee = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="enrollments")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sponsor = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sponsored",
        verbose_name=_("sponsor"),
    )
    state = models.CharField(
        _("state"), max_length=15, choices=EnrollmentState.choices, default=EnrollmentState.ENROLLED
    )
    moved_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="moved_to", verbose_name=_("moved from")
    )
    enrolled_at = models.DateTimeField(_("enrolled"))
    ended_on = models.DateField(_("left on"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)

    objects = EnrollmentQuerySet.as_manager()  # type: ignore[misc]  # more than Owned's

    class Meta:
        verbose_name = _("enrollment")
        verbose_name_plural = _("enrollments")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["cohort", "trainee"], name="enrollment_once_per_cohort")]

    def __str__(self) -> str:
        return f"#{self.pk}"


class LessonProgress(Owned):
    """That a trainee finished a lesson, in the edition they saw."""

    enrollment = models.ForeignKey(Enrollment, on_delete=models.PROTECT, related_name="progress")
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey(LessonEdition, on_delete=models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(_("finished"))

    class Meta:
        verbose_name = _("lesson progress")
        verbose_name_plural = _("lesson progress")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["enrollment", "lesson"], name="progress_once_per_lesson")]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Decision(Owned):
    """What was decided about one person at the end, with its reasons, frozen. Reopening adds another."""

    enrollment = models.ForeignKey(Enrollment, on_delete=models.PROTECT, related_name="decisions")
    number = models.PositiveSmallIntegerField(_("number"))
    outcome = models.CharField(_("outcome"), max_length=15, choices=EnrollmentState.choices)
    policy = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="+")
    shortfalls = models.JSONField(_("what was missing"), default=list)
    evidence = models.JSONField(_("what it rests on"))
    evidence_sha256 = models.CharField(max_length=64)
    reason = models.TextField(_("reason"), blank=True)
    decided_at = models.DateTimeField(_("decided"))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reopened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["enrollment", "number"]
        constraints = [
            models.UniqueConstraint(fields=["enrollment", "number"], name="decision_number_once"),
            models.UniqueConstraint(fields=["enrollment"], condition=Q(reopened_at=None), name="decision_one_in_force"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("A decision is never deleted.")
