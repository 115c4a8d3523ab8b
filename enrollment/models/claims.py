"""Claims about days, what became of each day, and the papers that prove them."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from enrollment.models.attendance import AttendanceEvent
from enrollment.models.people import Enrollment
from enrollment.models.private_files import PrivateFile
from enrollment.states import CLAIM_TRANSITIONS, ClaimKind, ClaimReason, ClaimState, DayStatus
from training.core import words
from training.core.models import Owned, OwnedQuerySet

DECIDED = (ClaimState.ACCEPTED, ClaimState.REJECTED)


class ClaimQuerySet(OwnedQuerySet):
    def pending(self) -> Self:
        """Those that wait for a second person."""
        return self.filter(state=ClaimState.PENDING)


class Claim(Owned):
    """That somebody asks for days to count otherwise, why, and what a second person decided.

    `asked` is how each day would count; `came` and `left` are the times a correction rests on, none where the person
    was not there. `due_at` is the deadline as it stood at filing.
    """

    TRANSITIONS = CLAIM_TRANSITIONS

    enrollment = models.ForeignKey(Enrollment, on_delete=models.PROTECT, related_name="claims")
    kind = models.CharField(_("kind"), max_length=12, choices=ClaimKind.choices)
    reason = models.CharField(_("reason"), max_length=12, choices=ClaimReason.choices)
    first_on = models.DateField(_("first day"))
    last_on = models.DateField(_("last day"))
    came = models.TimeField(_("came"), null=True, blank=True)
    left = models.TimeField(_("left"), null=True, blank=True)
    asked = models.CharField(_("asked to count as"), max_length=12, choices=DayStatus.choices)
    text = models.TextField(_("what happened"), max_length=1000)
    filed_at = models.DateTimeField(_("filed"))
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField(_("deadline"))
    late_reason = models.CharField(_("why it is allowed late"), max_length=250, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ClaimState.choices, default=ClaimState.PENDING)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decision_reason = models.TextField(_("reason of the decision"), max_length=500, blank=True)

    objects = ClaimQuerySet.as_manager()  # type: ignore[misc]  # more than Owned's

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="claim_days_in_order"),
            models.CheckConstraint(
                condition=~Q(kind=ClaimKind.CORRECTION) | Q(last_on=F("first_on")), name="claim_corrects_one_day"
            ),
            models.CheckConstraint(
                condition=Q(came=None, left=None)
                | Q(kind=ClaimKind.CORRECTION, came__isnull=False, left__isnull=False),
                name="claim_times_together_in_corrections",
            ),
            models.CheckConstraint(
                condition=Q(kind=ClaimKind.RECOGNITION, asked=DayStatus.RECOGNIZED)
                | (Q(kind=ClaimKind.CORRECTION) & ~Q(asked=DayStatus.RECOGNIZED)),
                name="claim_asks_what_its_kind_can_give",
            ),
            models.CheckConstraint(
                condition=Q(filed_at__lt=F("due_at")) | ~Q(late_reason=""), name="claim_in_time_or_allowed_late"
            ),
            models.CheckConstraint(
                condition=Q(state__in=DECIDED, decided_at__isnull=False, decided_by__isnull=False)
                | (~Q(state__in=DECIDED) & Q(decided_at=None, decided_by=None, decision_reason="")),
                name="claim_decided_together",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("filed_by")), name="claim_decided_by_a_second_person"
            ),
            models.CheckConstraint(
                condition=~Q(state=ClaimState.REJECTED) | ~Q(decision_reason=""), name="claim_rejected_with_a_reason"
            ),
            models.UniqueConstraint(
                fields=["enrollment", "first_on"],
                condition=Q(state=ClaimState.PENDING),
                name="claim_pending_once_for_a_day",
            ),
        ]
        indexes = [models.Index(fields=["complex", "state", "filed_at"], name="claim_by_state")]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def days_words(self) -> str:
        """The day, or the days from the first to the last."""
        return words.date_range(self.first_on, self.last_on)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("A claim is taken back or decided, never deleted.")


class ClaimDay(Owned):
    """What an accepted claim did to one day: both values as they stood, and the line of the ledger."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="days")
    day = models.DateField(_("day"))
    before = models.CharField(_("before"), max_length=12, choices=DayStatus.choices)
    after = models.CharField(_("after"), max_length=12, choices=DayStatus.choices)
    event = models.OneToOneField(AttendanceEvent, on_delete=models.PROTECT, related_name="claimed")

    class Meta:
        verbose_name = _("claimed day")
        verbose_name_plural = _("claimed days")
        ordering = ["day", "pk"]
        constraints = [models.UniqueConstraint(fields=["claim", "day"], name="claim_day_once")]

    def __str__(self) -> str:
        return f"#{self.pk}"


class ClaimPaper(PrivateFile):
    """One paper that proves a claim, re-written like a `Document`. Erased, the row keeps only that there was one.

    `consented_at` is when the person agreed to our keeping what tells of their health.
    """

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="papers")
    consented_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("paper of a claim")
        verbose_name_plural = _("papers of claims")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(name="", sha256="", path=""), name="claim_paper_erased_keeps_nothing"
            ),
        ]
