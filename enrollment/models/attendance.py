"""The attendance ledger, and the wrong digits that lock the typing of codes."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from enrollment.models.cohorts import Session
from enrollment.models.people import Enrollment
from enrollment.states import ClaimReason, DayStatus, EventKind, EventSource
from training.core.models import AppendOnly, Owned


class AttendanceEvent(AppendOnly, Owned):
    """One thing that happened, as it was recorded. Inserted, never updated or deleted; undone by a further event.

    `at` is the instant the rules run on. It is `device_at` where that was plausible, else that of receipt
    (`rules.clocks.counted`); so whoever reads a line can say by which clock it counts.

    The database refuses too: a migration lays triggers on this table. SQLite drops them whenever a migration rebuilds
    the table, so such a migration must lay them again; a test tells.
    """

    REFUSAL = "The ledger is only ever added to."

    enrollment = models.ForeignKey(Enrollment, on_delete=models.PROTECT, related_name="events")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(_("kind"), max_length=12, choices=EventKind.choices)
    at = models.DateTimeField(_("at"), help_text=_("The instant that counts."))
    device_at = models.DateTimeField(
        _("device's clock"),
        null=True,
        editable=False,
        help_text=_("When the device says the scan was made; empty where it said nothing."),
    )
    device_mark = models.CharField(
        max_length=16, blank=True, default="", editable=False
    )  # the same device, this session
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    source = models.CharField(_("source"), max_length=10, choices=EventSource.choices)
    status = models.CharField(
        _("status by hand"),
        max_length=12,
        choices=DayStatus.choices,
        blank=True,
        help_text=_("For a mark by hand, a correction or a recognized absence: how the day counts."),
    )
    reason = models.CharField(_("reason"), max_length=12, choices=ClaimReason.choices, blank=True)
    note = models.CharField(_("note"), max_length=250, blank=True)
    ticket = models.CharField(max_length=43, blank=True, editable=False)
    undoes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="undone_by")

    class Meta:
        verbose_name = _("attendance event")
        verbose_name_plural = _("attendance events")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["enrollment", "at"], name="event_by_enrollment")]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=[EventKind.IN, EventKind.OUT, EventKind.AWAY, EventKind.BACK, EventKind.UNDO], status=""
                )
                | Q(kind__in=[EventKind.MANUAL, EventKind.CORRECTION, EventKind.RECOGNIZED]) & ~Q(status=""),
                name="event_status_only_by_hand",
            ),
            models.CheckConstraint(
                condition=Q(kind=EventKind.UNDO, undoes__isnull=False) | ~Q(kind=EventKind.UNDO) & Q(undoes=None),
                name="event_undo_names_what",
            ),
            models.UniqueConstraint(fields=["ticket"], condition=~Q(ticket=""), name="event_ticket_spent_once"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def by_device(self) -> bool:
        """Whether it counts by the device's clock."""
        return self.device_at is not None and self.device_at == self.at


class WrongDigits(Owned):
    """One wrong try at typing a session's six digits. Five within a while lock the field."""

    enrollment = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("wrong digits")
        verbose_name_plural = _("wrong digits")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["enrollment", "at"], name="wrong_digits_by_person")]

    def __str__(self) -> str:
        return f"#{self.pk}"
