"""Personal codes, the kiosks that read them, and every scan with what became of it."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from enrollment.models.attendance import AttendanceEvent
from enrollment.models.cohorts import Room, Session, Venue
from enrollment.models.people import Enrollment
from enrollment.rules.personal_codes import Secret
from enrollment.states import SCAN_TRANSITIONS, CodeKind, KioskAct, ScanRefusal, ScanState
from training.core.models import Owned


def new_handle() -> str:
    return secrets.token_hex(4)


def new_key() -> str:
    return secrets.token_hex(32)


class PersonalCode(Owned):
    """What one person's phone or card shows at a kiosk, until it is replaced or taken back. At most one of each kind."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="personal_codes")
    kind = models.CharField(_("kind"), max_length=5, choices=CodeKind.choices)
    handle = models.CharField(max_length=8, unique=True, default=new_handle, editable=False)
    key = models.CharField(max_length=64, default=new_key, editable=False)
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("personal code")
        verbose_name_plural = _("personal codes")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["complex", "person", "kind"], condition=Q(revoked_at=None), name="personal_code_one_of_a_kind"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None) | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="personal_code_revoked_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    def __repr__(self) -> str:  # the key stays out of every log
        return f"<PersonalCode {self.pk}>"

    @property
    def secret(self) -> Secret:
        return Secret(self.handle, self.key)


class Kiosk(Owned):
    """A device that reads personal codes at one place on one day. It is signed in as a place, not as a person."""

    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="kiosks", verbose_name=_("venue"))
    room = models.ForeignKey(
        Room, on_delete=models.PROTECT, null=True, blank=True, related_name="kiosks", verbose_name=_("room")
    )
    day = models.DateField(_("day"))
    token_sha256 = models.CharField(max_length=64, unique=True, editable=False)
    started_at = models.DateTimeField(_("started"))
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(_("ended"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("kiosk")
        verbose_name_plural = _("kiosks")
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None) | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="kiosk_ended_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.venue} · {self.room}" if self.room else str(self.venue)


class KioskScan(Owned):
    """One scan as a kiosk sent it, with both clocks, and what the server made of it. `client` is the kiosk's own number."""

    TRANSITIONS = SCAN_TRANSITIONS

    kiosk = models.ForeignKey(Kiosk, on_delete=models.PROTECT, related_name="scans")
    client = models.UUIDField()
    act = models.CharField(_("chosen"), max_length=4, choices=KioskAct.choices)
    code = models.ForeignKey(PersonalCode, on_delete=models.PROTECT, null=True, related_name="scans")
    scanned_at = models.DateTimeField(_("scanned, by the kiosk's clock"))
    sent_at = models.DateTimeField(_("sent, by the kiosk's clock"))
    received_at = models.DateTimeField(_("received, by our clock"))
    enrollment = models.ForeignKey(Enrollment, on_delete=models.PROTECT, null=True, related_name="kiosk_scans")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, null=True, related_name="kiosk_scans")
    state = models.CharField(_("state"), max_length=8, choices=ScanState.choices)
    refusal = models.CharField(_("why not"), max_length=10, choices=ScanRefusal.choices, blank=True)
    event = models.ForeignKey(AttendanceEvent, on_delete=models.PROTECT, null=True, related_name="kiosk_scans")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("decided"), null=True)

    class Meta:
        verbose_name = _("scan at a kiosk")
        verbose_name_plural = _("scans at kiosks")
        ordering = ["scanned_at", "pk"]
        indexes = [models.Index(fields=["session", "state"], name="kiosk_scan_by_session")]
        constraints = [
            models.UniqueConstraint(fields=["kiosk", "client"], name="kiosk_scan_sent_once"),
            models.CheckConstraint(
                condition=Q(state=ScanState.REFUSED) & ~Q(refusal="") | ~Q(state=ScanState.REFUSED) & Q(refusal=""),
                name="kiosk_scan_refused_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[ScanState.COUNTED, ScanState.REPEATED], event__isnull=False)
                | Q(state__in=[ScanState.WAITING, ScanState.REFUSED], event=None),
                name="kiosk_scan_counts_by_a_line",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
