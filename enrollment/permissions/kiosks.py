"""Who may start, see and end kiosks, and confirm cards."""

from typing import Any

from enrollment.models import Kiosk, KioskScan
from enrollment.permissions.attendance import may_keep_session, may_open_desk
from enrollment.permissions.cohorts import may_run
from training.core.models import Complex


def may_start(user: Any, complex: Complex | None) -> bool:
    """Whoever has an instructor's desk; the kiosk then takes scans for those sessions alone whose roll they keep."""
    return may_open_desk(user, complex)


def may_keep(user: Any, kiosk: Kiosk) -> bool:
    """See what a kiosk took, and end it: who started it, as long as they teach here, and those who run the complex."""
    own = bool(user.is_authenticated) and kiosk.started_by_id == user.pk and may_open_desk(user, kiosk.complex)
    return own or may_run(user, kiosk.complex)


def may_confirm(user: Any, scan: KioskScan) -> bool:
    """Say that a card was shown by its owner: who keeps the roll of its session."""
    return scan.session is not None and may_keep_session(user, scan.session)
