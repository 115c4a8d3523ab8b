"""What a kiosk sends: strict JSON, or one sentence why not."""

import json
import uuid
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _

from enrollment.forms.attendance import LATEST
from enrollment.rules.kiosks import MOST_AT_ONCE, MOST_BYTES, Scanned, Upload
from enrollment.states import KioskAct
from training.core.errors import DomainError

MOST_LETTERS = 64  # of what was read; a code of ours has 25


class BadUpload(DomainError):
    """Not what a kiosk of ours sends."""

    status = 400


class TooLarge(DomainError):
    """More than a kiosk of ours sends at once."""

    status = 413


def check_size(length: int) -> None:
    if length > MOST_BYTES:
        raise TooLarge(_("Too many scans at once. Send them in parts of %(most)d.") % {"most": MOST_AT_ONCE})


def read(body: bytes) -> Upload:
    """Raises BadUpload for anything but our own form, and TooLarge for more than MOST_AT_ONCE scans."""
    check_size(len(body))
    try:
        found = json.loads(body)
        scans = found["scans"]
        if isinstance(scans, list) and len(scans) > MOST_AT_ONCE:
            check_size(MOST_BYTES + 1)
        return Upload(_instant(found["sent_at"]), tuple(_scanned(row) for row in scans))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise BadUpload(_("This cannot be read. Reload the kiosk's page; the scans stay on the device.")) from error


def _scanned(row: Any) -> Scanned:
    text = row["code"]
    if not isinstance(text, str) or len(text) > MOST_LETTERS:
        raise ValueError("code")
    return Scanned(uuid.UUID(row["id"]), text, KioskAct(row["act"]).value, _instant(row["scanned_at"]))


def _instant(milliseconds: Any) -> datetime:
    if type(milliseconds) is not int or not 0 <= milliseconds <= LATEST:
        raise ValueError("instant")
    return datetime.fromtimestamp(milliseconds / 1000, tz=UTC)
