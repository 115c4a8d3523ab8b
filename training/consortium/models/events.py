"""Events, who registered for them, what was handed out, and what was said afterwards."""

import uuid
from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.models import Course
from enrollment.models import PrivateFile, SeatPool, Venue
from training.accounts.models import Consent, Organization
from training.consortium.rules import events as rules
from training.consortium.states import (
    EVENT_TRANSITIONS,
    REGISTRATION_TRANSITIONS,
    EventKind,
    EventState,
    RegistrationState,
)
from training.core.models import Owned, OwnedQuerySet
from training.core.models.complexes import Bilingual


class EventQuerySet(OwnedQuerySet):
    def public(self) -> Self:
        """Everybody may read them: announced, held, and canceled after it was announced."""
        return self.filter(announced_at__isnull=False)


class Event(Bilingual, Owned):
    """An open lecture, an evening or a fair: when, where, for how many, and until when one registers."""

    TRANSITIONS = EVENT_TRANSITIONS

    kind = models.CharField(_("kind"), max_length=10, choices=EventKind.choices)
    title_ko = models.CharField(_("title (Korean)"), max_length=150)
    title_en = models.CharField(_("title (English)"), max_length=150)
    summary_ko = models.CharField(_("in one sentence (Korean)"), max_length=300)
    summary_en = models.CharField(_("in one sentence (English)"), max_length=300, blank=True)
    description_ko = models.TextField(_("description (Korean)"), max_length=4000, blank=True)
    description_en = models.TextField(_("description (English)"), max_length=4000, blank=True)
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    place = models.CharField(_("room, or another place"), max_length=150, blank=True)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    opens_at = models.DateTimeField(_("registration opens"))
    closes_at = models.DateTimeField(_("registration closes"))
    hosts = models.ManyToManyField(Organization, blank=True, related_name="hosted_events")
    courses = models.ManyToManyField(Course, blank=True, related_name="events")
    pool = models.OneToOneField(SeatPool, on_delete=models.PROTECT, related_name="event")
    state = models.CharField(_("state"), max_length=10, choices=EventState.choices, default=EventState.DRAFT)
    reason = models.TextField(_("why it was canceled"), max_length=500, blank=True)
    revision = models.PositiveIntegerField(default=0)  # of what stands in calendars
    questions = models.PositiveSmallIntegerField(default=rules.NEWEST)  # which version is asked afterwards
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    announced_at = models.DateTimeField(null=True, blank=True)

    objects = EventQuerySet.as_manager()  # type: ignore[misc]  # more than Owned's

    class Meta:
        verbose_name = pgettext_lazy("consortium", "event")
        verbose_name_plural = pgettext_lazy("consortium", "events")
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["complex", "starts_at"], name="event_by_day")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="event_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at"), closes_at__lte=F("ends_at")), name="event_registration_in_time"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[EventState.ANNOUNCED, EventState.HELD]) | Q(announced_at__isnull=False),
                name="event_announced_has_instant",
            ),
        ]

    def __str__(self) -> str:
        return self.text("title")

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("An event stays on record.")

    @property
    def where(self) -> str:
        return ", ".join(str(part) for part in (self.place, self.venue) if part)

    def takes_registrations(self, now: datetime) -> bool:
        return self.state == EventState.ANNOUNCED and rules.takes_registrations(self.opens_at, self.closes_at, now=now)


class EventMaterial(PrivateFile):
    """A file for those who registered."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="materials")

    class Meta:
        verbose_name = _("material of an event")
        verbose_name_plural = _("materials of events")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(name="", sha256="", path=""), name="event_material_erased_keeps_nothing"
            ),
        ]


class RegistrationQuerySet(OwnedQuerySet):
    def waiting(self) -> Self:
        """Those who wait for a seat, the longest waiting first."""
        return self.filter(state=RegistrationState.WAITING).order_by("registered_at", "pk")

    def expected(self) -> Self:
        """Those who hold a seat or wait for one."""
        return self.filter(state__in=rules.OPEN)

    def listed(self) -> Self:
        """Those who agreed to be introduced, and whose consent stands."""
        return self.filter(state__in=rules.THERE, consent__isnull=False, consent__withdrawn_at=None)


class Registration(Owned):
    """One person at one event. A year after it nobody is named any more; the row counts.

    `consent` and what follows it say that the person takes part in introductions there: as a graduate with a sentence
    about themselves, or for an organization.
    """

    TRANSITIONS = REGISTRATION_TRANSITIONS

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="registrations")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="registrations"
    )
    state = models.CharField(_("state"), max_length=10, choices=RegistrationState.choices)
    registered_at = models.DateTimeField(_("registered"))
    came_at = models.DateTimeField(_("came"), null=True, blank=True)
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    words = models.CharField(_("about me"), max_length=200, blank=True)

    objects = RegistrationQuerySet.as_manager()  # type: ignore[misc]  # more than Owned's

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["registered_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "person"], condition=Q(person__isnull=False), name="registration_once_per_event"
            ),
            models.CheckConstraint(
                condition=~Q(state=RegistrationState.CAME) | Q(came_at__isnull=False),
                name="registration_came_has_instant",
            ),
            models.CheckConstraint(
                condition=Q(consent__isnull=False) | Q(organization=None, words=""),
                name="registration_listed_by_consent",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class EventAnswered(Owned):
    """That somebody answered the survey after an event, and on which day; not what."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="answered")
    registration = models.OneToOneField(Registration, on_delete=models.PROTECT, related_name="+")
    answered_on = models.DateField(_("day"))

    class Meta:
        verbose_name = _("answered survey of an event")
        verbose_name_plural = _("answered surveys of events")

    def __str__(self) -> str:
        return str(self.pk)


class EventResponse(Owned):
    """What somebody answered; nothing says who or when. `answers` maps keys of questions to 1…5 or to words."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="responses")
    answers = models.JSONField(_("answers"))

    class Meta:
        verbose_name = _("survey response of an event")
        verbose_name_plural = _("survey responses of events")

    def __str__(self) -> str:
        return str(self.pk)


class Wish(Owned):
    """That one would like to meet another at an event. Nobody but the one who wishes reads it alone."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="wishes")
    who = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="wishes")
    whom = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="wished")
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("wish to meet")
        verbose_name_plural = _("wishes to meet")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["who", "whom"], name="wish_once"),
            models.CheckConstraint(condition=~Q(who=F("whom")), name="wish_for_another"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Introduction(Owned):
    """That a graduate and a company got each other's contact, on which consents; ended when one took it back."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="introductions")
    graduate = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="+")
    company = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="+")
    graduate_consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="+")
    company_consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("introduction")
        verbose_name_plural = _("introductions")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["graduate", "company"], condition=Q(ended_at=None), name="introduction_stands_once"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
