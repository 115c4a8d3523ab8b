"""A cohort, where it meets, and when."""

import secrets
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from courses.models import Course, Module
from enrollment.models.programs import Program
from enrollment.states import COHORT_TRANSITIONS, CohortState, Selection
from training.core.models import Owned, OwnedQuerySet
from training.core.models.complexes import Bilingual


class Venue(Bilingual, Owned):
    """A building where training takes place."""

    name_ko = models.CharField(_("name (Korean)"), max_length=150)
    name_en = models.CharField(_("name (English)"), max_length=150)
    address_ko = models.CharField(_("address (Korean)"), max_length=250, blank=True)
    address_en = models.CharField(_("address (English)"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("venue")
        verbose_name_plural = _("venues")
        ordering = ["name_ko"]

    def __str__(self) -> str:
        return self.text("name")


class Room(Bilingual, Owned):
    """A room in a venue."""

    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="rooms")
    name_ko = models.CharField(_("name (Korean)"), max_length=100)
    name_en = models.CharField(_("name (English)"), max_length=100)
    capacity = models.PositiveSmallIntegerField(_("places"))

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        ordering = ["venue", "name_ko"]

    def __str__(self) -> str:
        return self.text("name")


class CohortQuerySet(OwnedQuerySet):
    def public(self) -> Self:
        return self.exclude(state__in=[CohortState.PLANNED, CohortState.CANCELED])

    def accepting(self, *, now: datetime) -> Self:
        """Open to applications at this instant: the deadline is half-open."""
        return self.filter(state=CohortState.OPEN, opens_at__lte=now, closes_at__gt=now)


class Cohort(Owned):
    """One run of a course (기수)."""

    TRANSITIONS = COHORT_TRANSITIONS

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="cohorts")
    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="cohorts")
    number = models.PositiveSmallIntegerField(_("number (기수)"))
    state = models.CharField(_("state"), max_length=10, choices=CohortState.choices, default=CohortState.PLANNED)
    selection = models.CharField(_("selection"), max_length=12, choices=Selection.choices, default=Selection.FIRST_COME)
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="cohorts")
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    opens_at = models.DateTimeField(_("applications open"))
    closes_at = models.DateTimeField(_("applications close"))
    offer_hours = models.PositiveSmallIntegerField(_("hours to answer an offer"), default=48)
    minimum_people = models.PositiveSmallIntegerField(_("least number of people"), default=0)

    objects = CohortQuerySet.as_manager()  # type: ignore[misc]  # more than Owned's

    class Meta:
        verbose_name = _("cohort")
        verbose_name_plural = _("cohorts")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["course", "number"], name="cohort_number_once"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="cohort_ends_after_start"),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="cohort_closes_after_opening"),
        ]

    def __str__(self) -> str:
        return f"{self.course} · {self.label}"

    @property
    def label(self) -> str:
        return f"Cohort {self.number}" if (get_language() or "ko").startswith("en") else f"{self.number}기"

    def accepts_applications(self, *, now: datetime) -> bool:
        return self.state == CohortState.OPEN and self.opens_at <= now < self.closes_at


class Teaching(Owned):
    """That an instructor teaches a cohort, from when until when."""

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="teachings")
    instructor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="teachings")
    granted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("teaching")
        verbose_name_plural = _("teachings")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "instructor"], condition=Q(ended_at=None), name="teaching_held_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instructor} · {self.cohort}"


def new_secret() -> str:
    return secrets.token_hex(32)


class Session(Bilingual, Owned):
    """One entry of a cohort's timetable. Its secret makes the rotating code and never leaves the server."""

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="sessions")
    module = models.ForeignKey(Module, on_delete=models.PROTECT, null=True, blank=True, related_name="sessions")
    room = models.ForeignKey(Room, on_delete=models.PROTECT, null=True, blank=True, related_name="sessions")
    title_ko = models.CharField(_("title (Korean)"), max_length=150)
    title_en = models.CharField(_("title (English)"), max_length=150)
    day = models.DateField(_("day"), help_text=_("The date on which it starts, in the complex's zone."))
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    is_practice = models.BooleanField(_("practice"), default=False)
    instructor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sessions",
        verbose_name=_("instructor"),
        help_text=_("Empty: whoever teaches the cohort. Anybody else is a substitute for this session."),
    )
    revision = models.PositiveIntegerField(default=0, editable=False)  # grows with every change, for calendars
    secret = models.CharField(max_length=64, default=new_secret, editable=False)
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["cohort", "day"], name="session_by_day")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="session_ends_after_start"),
        ]

    def __str__(self) -> str:
        return self.text("title")

    def __repr__(self) -> str:  # the secret stays out of every log
        return f"<Session {self.pk}>"

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None and self.closed_at is None
