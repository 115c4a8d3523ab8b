"""Seats agreed with an employer, whom it nominates, and who lets it see their progress."""

from typing import Self

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from enrollment.models.cohorts import Cohort
from enrollment.models.seats import SeatPool
from enrollment.states import AGREEMENT_TRANSITIONS, NOMINATION_TRANSITIONS, AgreementState, NominationState
from training.accounts.models import Consent, Organization
from training.core.models import Owned, OwnedQuerySet


class SeatAgreementQuerySet(OwnedQuerySet):
    def keeping(self) -> Self:
        """Those that still keep seats: open ones, and ended ones with a nomination that waits for its answer."""
        return self.filter(pool__closed_at=None)


class SeatAgreement(Owned):
    """So many seats of a cohort, kept for the staff of one employer until a deadline.

    Its pool counts who took one. What the pool has left is reserved in the cohort's own pool, and in the quota for
    sponsored people where there is one, so nobody else can take it.
    """

    TRANSITIONS = AGREEMENT_TRANSITIONS

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="agreements", verbose_name=_("cohort"))
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="agreements", verbose_name=_("employer")
    )
    pool = models.OneToOneField(SeatPool, on_delete=models.PROTECT, related_name="agreement")
    state = models.CharField(_("state"), max_length=10, choices=AgreementState.choices, default=AgreementState.OPEN)
    seats = models.PositiveIntegerField(_("seats agreed"), validators=[MinValueValidator(1)])
    nominate_until = models.DateTimeField(_("nominations until"))
    answer_days = models.PositiveSmallIntegerField(_("days to answer"), default=7)
    reason = models.TextField(_("reason"), blank=True)
    made_at = models.DateTimeField(_("agreed"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = SeatAgreementQuerySet.as_manager()  # type: ignore[misc]  # more than Owned's

    class Meta:
        verbose_name = _("seat agreement")
        verbose_name_plural = _("seat agreements")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "organization"], condition=Q(state=AgreementState.OPEN), name="agreement_open_once"
            ),
            models.CheckConstraint(condition=Q(seats__gte=1), name="agreement_of_a_seat"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class NominationQuerySet(OwnedQuerySet):
    def open(self) -> Self:
        """Those that wait for the nominee's answer; each keeps a seat."""
        return self.filter(state=NominationState.INVITED)


class Nomination(Owned):
    """One person whom an employer nominates for one of its seats, known by a work address until they answer."""

    TRANSITIONS = NOMINATION_TRANSITIONS

    agreement = models.ForeignKey(SeatAgreement, on_delete=models.PROTECT, related_name="nominations")
    # The agreement's: the constraint is on it.
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=100, blank=True)
    email = models.EmailField(_("work e-mail"), blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=NominationState.choices, default=NominationState.INVITED
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="nominations"
    )
    invited_at = models.DateTimeField(_("invited"))
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    mailed_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(_("to be answered until"))
    answered_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)  # who it was is no longer held

    objects = NominationQuerySet.as_manager()  # type: ignore[misc]  # more than Owned's

    class Meta:
        verbose_name = _("nomination")
        verbose_name_plural = _("nominations")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "email"],
                condition=Q(state__in=[NominationState.INVITED, NominationState.ACCEPTED]),
                name="nomination_once_per_cohort",
            ),
            models.CheckConstraint(
                condition=(Q(state=NominationState.ACCEPTED) & Q(person__isnull=False))
                | (~Q(state=NominationState.ACCEPTED) & Q(person=None)),
                name="nomination_accepted_by_a_person",
            ),
            models.CheckConstraint(
                condition=(Q(state=NominationState.INVITED) & Q(answered_at=None))
                | (~Q(state=NominationState.INVITED) & Q(answered_at__isnull=False)),
                name="nomination_answered_together",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class ShareQuerySet(OwnedQuerySet):
    def standing(self) -> Self:
        """Given, and neither it nor the consent it rests on taken back."""
        return self.filter(withdrawn_at=None, consent__withdrawn_at=None)


class Share(Owned):
    """That one person lets one employer see their progress, on one version of the text (PIPA §17)."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="shares")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(_("given"))
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ShareQuerySet.as_manager()  # type: ignore[misc]  # more than Owned's

    class Meta:
        verbose_name = _("consent to an employer's view")
        verbose_name_plural = _("consents to an employer's view")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organization"], condition=Q(withdrawn_at=None), name="share_given_once"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
