"""Where somebody is signed in, and ending that: the next request of an ended session is a stranger's."""

from datetime import datetime
from importlib import import_module

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction

from training.accounts.models import User
from training.core import audit


@transaction.atomic
def end(session: UserSession, *, by: User, now: datetime) -> None:
    """End one session of one's own."""
    _end(session)
    audit.record(by, "session ended", by=by, at=now)


@transaction.atomic
def end_others(person: User, *, current: str, now: datetime) -> int:
    """End every session but the one whose key is given; says how many."""
    others = list(UserSession.objects.filter(user=person).exclude(session_key=current))
    for session in others:
        _end(session)
    if others:
        audit.record(person, "sessions ended", by=person, at=now, facts={"number": len(others)})
    return len(others)


def end_all(person: User) -> int:
    """End every session of an account that is closed."""
    found = list(UserSession.objects.filter(user=person))
    for session in found:
        _end(session)
    return len(found)


def _end(session: UserSession) -> None:
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store.delete(session.session_key)
    session.delete()
