"""What employers need trained, and what became of it."""

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.models import ProcessBlock, Skill
from enrollment.models import Cohort
from training.accounts.models import Organization
from training.consortium.rules.quarters import Quarter
from training.consortium.states import DEMAND_TRANSITIONS, DemandFor, DemandState, Level
from training.core.models import Owned, OwnedQuerySet

OPEN = (DemandState.STATED, DemandState.ANSWERED)
ANSWERS = (DemandState.ANSWERED, DemandState.PLANNED, DemandState.DECLINED)


class DemandGroup(Owned):
    """That several demands are looked at, planned and answered as one."""

    title = models.CharField(_("name of the group"), max_length=100)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("group of demands")
        verbose_name_plural = _("groups of demands")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title


class DemandQuerySet(OwnedQuerySet):
    def open(self) -> Self:
        """Those a cohort can still be planned for."""
        return self.filter(state__in=OPEN)

    def waiting(self) -> Self:
        """Those nobody has answered."""
        return self.filter(state=DemandState.STATED)

    def overdue(self, *, now: datetime) -> Self:
        """Without an answer when it was due; the deadline is half-open."""
        return self.waiting().filter(due_at__lte=now)


class Demand(Owned):
    """That an organization needs so many people trained in a process step or one skill of it, from a quarter on.

    `due_at` is by when it was to be answered, as it stood when it was stated.
    """

    TRANSITIONS = DEMAND_TRANSITIONS

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="demands", verbose_name=_("organization")
    )
    block = models.ForeignKey(ProcessBlock, on_delete=models.PROTECT, related_name="+", verbose_name=_("process block"))
    skill = models.ForeignKey(
        Skill, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("skill")
    )
    people = models.PositiveSmallIntegerField(_("people"))
    from_on = models.DateField(_("first day of the quarter"))
    level = models.CharField(pgettext_lazy("training", "level"), max_length=12, choices=Level.choices)
    training_for = models.CharField(_("for whom"), max_length=6, choices=DemandFor.choices)
    note = models.TextField(_("note"), max_length=1000, blank=True)
    stated_at = models.DateTimeField(_("stated"))
    stated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField(_("deadline"))
    state = models.CharField(_("state"), max_length=9, choices=DemandState.choices, default=DemandState.STATED)
    group = models.ForeignKey(DemandGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="demands")
    answer = models.TextField(_("answer"), max_length=1000, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, null=True, blank=True, related_name="demands")

    objects = DemandQuerySet.as_manager()  # type: ignore[misc]  # more than Owned's

    class Meta:
        verbose_name = _("demand")
        verbose_name_plural = _("demands")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(people__gte=1), name="demand_for_somebody"),
            models.CheckConstraint(
                condition=Q(from_on__day=1, from_on__month__in=(1, 4, 7, 10)), name="demand_from_a_quarter_on"
            ),
            models.CheckConstraint(
                condition=Q(state__in=ANSWERS, answered_at__isnull=False, answered_by__isnull=False)
                | Q(state=DemandState.STATED, answered_at=None, answered_by=None, answer="")
                | Q(state=DemandState.WITHDRAWN, answered_at=None, answered_by=None)
                | Q(state=DemandState.WITHDRAWN, answered_at__isnull=False, answered_by__isnull=False),
                name="demand_answered_together",
            ),
            models.CheckConstraint(
                condition=Q(state=DemandState.PLANNED, cohort__isnull=False)
                | (~Q(state=DemandState.PLANNED) & Q(cohort=None)),
                name="demand_planned_with_its_cohort",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[DemandState.ANSWERED, DemandState.DECLINED]) | ~Q(answer=""),
                name="demand_answered_in_words",
            ),
        ]
        indexes = [models.Index(fields=["complex", "state", "due_at"], name="demand_by_state")]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def subject(self) -> str:
        """The skill, or the process step where no skill is named."""
        return str(self.skill or self.block)

    @property
    def quarter(self) -> Quarter:
        return Quarter.of(self.from_on)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("A demand is taken back or answered, never deleted.")
