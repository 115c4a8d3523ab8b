"""Seats that are exact, and the way a person comes to one."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from enrollment.models.cohorts import Cohort
from enrollment.states import (
    APPLICATION_TRANSITIONS,
    OFFER_TRANSITIONS,
    ApplicantKind,
    ApplicationState,
    OfferState,
)
from training.accounts.models import Organization
from training.core.models import Owned, OwnedQuerySet

AGREED = "agreed-"  # how the key of a pool begins whose seats were agreed with an employer


class SeatPoolQuerySet(OwnedQuerySet):
    def serving(self, kind: str) -> Self:
        """The pools in which an applicant of a kind needs a seat: the cohort's own, and the kind's quota if there is one."""
        return self.filter(Q(key="") | Q(key=kind, closed_at=None)).order_by("pk")

    def quotas(self) -> Self:
        """Quotas by kind of applicant."""
        return self.filter(key__in=ApplicantKind.values, closed_at=None)

    def agreed(self) -> Self:
        """Those of agreements with employers that still keep seats."""
        return self.filter(key__startswith=AGREED, closed_at=None)


class SeatPool(Owned):
    """So many seats, of which so many are taken and so many kept for agreements with employers.

    `taken` equals the seats held, `reserved` what the cohort's open agreements have left; the database bounds both.
    """

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, null=True, blank=True, related_name="pools")
    key = models.SlugField(_("quota"), blank=True, help_text=_("Empty for the pool of the whole cohort."))
    capacity = models.PositiveIntegerField(_("seats"))
    taken = models.PositiveIntegerField(_("taken"), default=0)
    reserved = models.PositiveIntegerField(_("reserved"), default=0)
    closed_at = models.DateTimeField(null=True, blank=True)  # a quota that was lifted

    objects = SeatPoolQuerySet.as_manager()  # type: ignore[misc]  # more than Owned's

    class Meta:
        verbose_name = _("seat pool")
        verbose_name_plural = _("seat pools")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "key"], condition=Q(cohort__isnull=False), name="seat_pool_once_per_quota"
            ),
            models.CheckConstraint(
                condition=Q(taken__gte=0, reserved__gte=0, capacity__gte=F("taken") + F("reserved")),
                name="seat_pool_never_oversold",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.taken}/{self.capacity}"

    @property
    def left(self) -> int:
        return self.capacity - self.taken - self.reserved


class SeatQuerySet(OwnedQuerySet):
    def held(self) -> Self:
        return self.filter(released_at=None)


class Seat(Owned):
    """One person's seat in a pool; released, never deleted."""

    pool = models.ForeignKey(SeatPool, on_delete=models.PROTECT, related_name="seats")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="seats")
    held_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True, blank=True)

    objects = SeatQuerySet.as_manager()  # type: ignore[misc]  # more than Owned's

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pool", "person"], condition=Q(released_at=None), name="seat_held_once_per_person"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class ApplicationQuerySet(OwnedQuerySet):
    def queue(self) -> Self:
        """Those who wait for a seat, the longest waiting first."""
        return self.filter(state=ApplicationState.WAITLISTED).order_by("queued_at", "pk")

    def submitted(self) -> Self:
        """Handed in at some time; a draft that was closed never was."""
        return self.exclude(state=ApplicationState.DRAFT).filter(applied_at__isnull=False)

    def live(self) -> Self:
        """Submitted and not over: somebody still counts on it."""
        return self.filter(
            state__in=[
                ApplicationState.APPLIED,
                ApplicationState.SELECTED,
                ApplicationState.WAITLISTED,
                ApplicationState.ENROLLED,
            ]
        )


class Application(Owned):
    """One person's application to one cohort."""

    TRANSITIONS = APPLICATION_TRANSITIONS

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="applications")
    applicant = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="applications")
    state = models.CharField(
        _("state"), max_length=10, choices=ApplicationState.choices, default=ApplicationState.DRAFT
    )
    kind = models.CharField(_("I am"), max_length=12, choices=ApplicantKind.choices)
    card_number = models.CharField(_("learning card number"), max_length=25, blank=True)
    sponsor = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("employer that sends me"),
    )
    motivation = models.TextField(_("why this course"), max_length=2000, blank=True)
    applied_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    queued_at = models.DateTimeField(_("in the queue since"), null=True, blank=True)
    decided_at = models.DateTimeField(_("result given"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)

    objects = ApplicationQuerySet.as_manager()  # type: ignore[misc]  # more than Owned's

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["applied_at", "pk"]
        indexes = [models.Index(fields=["cohort", "state", "queued_at"], name="application_queue")]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "applicant"], name="application_once_per_cohort"),
            models.CheckConstraint(
                condition=~Q(state=ApplicationState.WAITLISTED) | Q(queued_at__isnull=False),
                name="application_waitlisted_has_place",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[ApplicationState.DRAFT, ApplicationState.WITHDRAWN])
                | Q(applied_at__isnull=False),
                name="application_submitted_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class OfferQuerySet(OwnedQuerySet):
    def open(self) -> Self:
        return self.filter(state=OfferState.OPEN)

    def overdue(self, *, now: datetime) -> Self:
        """Open and past its deadline, which is half-open."""
        return self.open().filter(expires_at__lte=now)


class Offer(Owned):
    """A seat held for an applicant until an instant."""

    TRANSITIONS = OFFER_TRANSITIONS

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="offers")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="offers")
    state = models.CharField(_("state"), max_length=10, choices=OfferState.choices, default=OfferState.OPEN)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = OfferQuerySet.as_manager()  # type: ignore[misc]  # more than Owned's

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["application"], condition=Q(state=OfferState.OPEN), name="offer_open_once"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
