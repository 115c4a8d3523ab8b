"""The instruments of the centers: what each measures, who works at it when, and when it was out of order."""

from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.models import Equipment, Skill
from enrollment.models.cohorts import Room, Session
from enrollment.rules.instruments import DUE_SOON, Calibration
from enrollment.rules.timetable import Slot
from enrollment.states import SafetyClass
from training.core.models import Owned, OwnedQuerySet
from training.core.models.complexes import Bilingual


class InstrumentQuerySet(OwnedQuerySet):
    def in_use(self) -> Self:
        return self.filter(retired_at=None)

    def due(self, *, today: date) -> Self:
        """In use, and to be calibrated within 30 days or long since."""
        return self.in_use().filter(calibration_due_on__lte=today + DUE_SOON)

    def out(self, *, now: datetime) -> Self:
        """Out of order at this instant."""
        return self.in_use().filter(pk__in=Outage.objects.standing().filter(starts_at__lte=now).values("instrument"))


class Instrument(Bilingual, Owned):
    """One unit that stands in a room; its kind, where the catalog has one, is a row of courses (`Equipment`)."""

    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="instruments", verbose_name=_("room"))
    equipment = models.ForeignKey(
        Equipment,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="units",
        verbose_name=_("kind in the list of equipment"),
    )
    name_ko = models.CharField(_("name (Korean)"), max_length=100)
    name_en = models.CharField(_("name (English)"), max_length=100)
    serial = models.CharField(_("serial number"), max_length=60)
    safety_class = models.CharField(
        _("safety class"), max_length=10, choices=SafetyClass.choices, default=SafetyClass.GENERAL
    )
    calibrated_on = models.DateField(_("calibrated on"), null=True, blank=True)
    calibration_due_on = models.DateField(_("calibration due"), null=True, blank=True)
    skills = models.ManyToManyField(Skill, blank=True, related_name="instruments", verbose_name=_("skills it serves"))
    retired_at = models.DateTimeField(pgettext_lazy("instrument", "retired"), null=True, blank=True)

    objects = InstrumentQuerySet.as_manager()  # type: ignore[misc]  # more than Owned's

    class Meta:
        verbose_name = _("instrument")
        verbose_name_plural = _("instruments")
        ordering = ["name_ko", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["complex", "serial"], name="instrument_serial_once"),
            models.CheckConstraint(
                condition=Q(calibrated_on=None) | Q(calibration_due_on=None) | Q(calibration_due_on__gt=F("calibrated_on")),
                name="instrument_due_after_calibration",
                violation_error_message=_("It is due before it was calibrated. Enter a later day."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.text("name")

    def calibration(self, today: date) -> Calibration:
        return Calibration(self.calibration_due_on, today)


class Measurand(Bilingual, Owned):
    """One thing that an instrument measures, or sets, and in which range; a limit of None is not stated."""

    instrument = models.ForeignKey(Instrument, on_delete=models.CASCADE, related_name="measurands")
    quantity_ko = models.CharField(_("quantity (Korean)"), max_length=80)
    quantity_en = models.CharField(_("quantity (English)"), max_length=80)
    unit = models.CharField(pgettext_lazy("measure", "unit"), max_length=20, blank=True)
    low = models.DecimalField(pgettext_lazy("range", "from"), max_digits=16, decimal_places=6, null=True, blank=True)
    high = models.DecimalField(pgettext_lazy("range", "up to"), max_digits=16, decimal_places=6, null=True, blank=True)

    class Meta:
        verbose_name = _("measured quantity")
        verbose_name_plural = _("measured quantities")
        ordering = ["instrument", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["instrument", "quantity_ko", "unit"], name="measurand_once"),
            models.CheckConstraint(
                condition=Q(low=None) | Q(high=None) | Q(high__gte=F("low")),
                name="measurand_range_rises",
                violation_error_message=_("The range ends below where it begins. Enter a higher end."),
            ),
        ]

    def __str__(self) -> str:
        return self.text("quantity")


class BookingQuerySet(OwnedQuerySet):
    def meeting(self, slot: Slot) -> Self:
        """Those that have an instant in common with a slot."""
        return self.filter(starts_at__lt=slot.ends_at, ends_at__gt=slot.starts_at)


class Booking(Owned):
    """That a session works at an instrument from an instant until another (half-open), on quarters of an hour.

    `services.bookings` is the one writer: what a booking takes stands in its slots.
    """

    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="bookings")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="bookings")
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = BookingQuerySet.as_manager()  # type: ignore[misc]  # more than Owned's

    class Meta:
        verbose_name = _("booking")
        verbose_name_plural = _("bookings")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "instrument"], name="booking_once_per_session"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="booking_ends_after_start"),
        ]
        indexes = [models.Index(fields=["instrument", "starts_at"], name="booking_by_instrument")]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def slot(self) -> Slot:
        return Slot(self.starts_at, self.ends_at)


class BookingSlot(Owned):
    """One quarter of an hour of an instrument, given to one booking (quarters are counted from 1970).

    The unique constraint is what makes a double booking impossible, in the same way on PostgreSQL and on SQLite: an
    exclusion constraint would need an extension that only one of them has.
    """

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="slots")
    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="+")
    quarter = models.BigIntegerField()

    class Meta:
        verbose_name = _("booked quarter")
        verbose_name_plural = _("booked quarters")
        ordering = ["instrument", "quarter"]
        constraints = [
            models.UniqueConstraint(fields=["instrument", "quarter"], name="instrument_given_once_a_quarter")
        ]

    def __str__(self) -> str:
        return f"#{self.instrument_id}: {self.quarter}"


class OutageQuerySet(OwnedQuerySet):
    def meeting(self, slot: Slot) -> Self:
        """Those that were, are, or are expected to be in a slot."""
        rows = self.annotate(over_at=Coalesce("ended_at", "expected_until"))
        return rows.filter(Q(over_at=None) | Q(over_at__gt=slot.starts_at), starts_at__lt=slot.ends_at)

    def standing(self) -> Self:
        return self.filter(ended_at=None)


class Outage(Owned):
    """That an instrument is out of order: from when, until when as far as anybody knows, and why."""

    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="outages")
    starts_at = models.DateTimeField(_("from"))
    expected_until = models.DateTimeField(_("expected until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=250)
    reported_at = models.DateTimeField()
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = OutageQuerySet.as_manager()  # type: ignore[misc]  # more than Owned's

    class Meta:
        verbose_name = _("outage")
        verbose_name_plural = _("outages")
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expected_until=None) | Q(expected_until__gt=F("starts_at")),
                name="outage_expected_after_start",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("starts_at")), name="outage_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="outage_ended_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.reason

    @property
    def until(self) -> datetime | None:
        """When it was over, or is expected to be; None where nobody knows."""
        return self.ended_at or self.expected_until
