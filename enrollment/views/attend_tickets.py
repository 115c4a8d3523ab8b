"""The one-use ticket of a scan, kept in this browser's session; a sign-in keeps it, another browser never has it."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from enrollment.models import Session
from enrollment.rules.codes import TICKET_LASTS
from training.core.requests import Request

KEY = "attend_tickets"
MOST = 5  # of different sessions, in one browser


@dataclass(frozen=True)
class Ticket:
    """That a good code was opened: when, and how it came."""

    opened_at: datetime
    nonce: str
    source: str


def put(request: Request, session: Session, *, source: str) -> None:
    """Keep that a good code was opened just now. It records nothing."""
    kept = dict(list(request.session.get(KEY, {}).items())[-MOST + 1 :])
    kept.pop(str(session.pk), None)
    kept[str(session.pk)] = {"opened_at": request.now.isoformat(), "nonce": secrets.token_urlsafe(32), "source": source}
    request.session[KEY] = kept


def get(request: Request, session: Session) -> Ticket | None:
    """The ticket for a session, while its three minutes last."""
    kept = request.session.get(KEY, {}).get(str(session.pk))
    if not kept:
        return None
    opened_at = datetime.fromisoformat(kept["opened_at"])
    if not opened_at <= request.now < opened_at + TICKET_LASTS:
        return None
    return Ticket(opened_at, kept["nonce"], kept["source"])


def drop(request: Request, session: Session) -> None:
    kept = request.session.get(KEY, {})
    if kept.pop(str(session.pk), None):
        request.session[KEY] = kept
