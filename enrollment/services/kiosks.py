"""Starting and ending kiosks, and knowing one by its token."""

import secrets
from datetime import datetime
from hashlib import sha256
from typing import Any

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from enrollment.models import Kiosk, Room, Venue
from enrollment.permissions import kiosks as permissions
from enrollment.rules.kiosks import SENT_WITHIN
from enrollment.services import attempts
from training.core import audit, clock
from training.core.errors import Refused
from training.core.models import Complex

log = structlog.get_logger(__name__)


class NoKiosk(Refused):
    """The device is no kiosk, or none any more."""


@transaction.atomic
def start(complex: Complex, *, venue: Venue, room: Room | None, by: Any, now: datetime) -> tuple[Kiosk, str]:
    """A kiosk for today, and the token its device keeps. The token is never shown again; we keep its hash."""
    if not permissions.may_start(by, complex):
        raise only_starters()
    token = secrets.token_urlsafe(32)
    kiosk = Kiosk.objects.create(
        complex=complex, venue=venue, room=room, day=clock.day_of(now, complex.zone), token_sha256=_hash(token),
        started_at=now, started_by=by,
    )  # fmt: skip
    audit.record(kiosk, "kiosk started", by=by, at=now)
    return kiosk, token


@transaction.atomic
def end(kiosk: Kiosk, *, by: Any, now: datetime) -> None:
    """Take nothing from this device any more. Ending twice changes nothing."""
    if not permissions.may_keep(by, kiosk):
        raise only_its_keepers()
    if Kiosk.objects.filter(pk=kiosk.pk, revoked_at=None).update(revoked_at=now, revoked_by=by):
        audit.record(kiosk, "kiosk ended", by=by, at=now)


def of_token(token: str, complex: Complex, *, now: datetime) -> Kiosk:
    """The kiosk that holds a token, for as long as it may send. Raises NoKiosk otherwise."""
    rows = Kiosk.objects.of(complex).select_related("venue", "room", "complex__site", "started_by")
    kiosk = rows.filter(token_sha256=_hash(token)).first()
    if kiosk is None:
        log.info("kiosk_unknown")
        raise NoKiosk(_("This device is no kiosk. An instructor or the office starts one at the teaching desk."))
    if kiosk.revoked_at is not None:
        attempts.refused(kiosk, "kiosk ended", by=None, now=now)
        raise NoKiosk(_("This kiosk was ended. An instructor or the office starts a new one at the teaching desk."))
    if now >= clock.end_of(kiosk.day, complex.zone) + SENT_WITHIN:
        attempts.refused(kiosk, "kiosk too old", by=None, now=now)
        raise NoKiosk(_("This kiosk's day was more than three days ago. Start a new one at the teaching desk."))
    return kiosk


def only_starters() -> Refused:
    return Refused(_("Only instructors and operators start a kiosk. If you are one, ask the office for the role."))


def only_its_keepers() -> Refused:
    return Refused(_("Only who started this kiosk and the office can open this. If you are one, sign in as yourself."))


def _hash(token: str) -> str:
    return sha256(token.encode(errors="replace")).hexdigest()
