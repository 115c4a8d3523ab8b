"""Keeping apart who an erased account was, sealed, as long as a law asks (PIPA §21③); and destroying that."""

import json
from base64 import urlsafe_b64encode
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import transaction

from training.accounts.models import KeptApart, User
from training.accounts.ports import Due
from training.core import audit
from training.core.clock import day_of, start_of
from training.core.models import Complex

NAMES = ("name", "latin_name", "birth_date", "email")


def seal(person: User, complex: Complex, *, law: str, until: date, now: datetime) -> KeptApart:
    """Put a person's identity apart; call it in the transaction that empties the account."""
    said = json.dumps({name: str(getattr(person, name) or "") for name in NAMES}, ensure_ascii=False)
    kept, _new = KeptApart.objects.get_or_create(
        person=person,
        defaults={
            "complex": complex,
            "sealed": _keys().encrypt(said.encode()).decode(),
            "law": law,
            "until": until,
            "sealed_at": now,
        },
    )
    return kept


def opened(kept: KeptApart) -> dict[str, str] | None:
    """Who it was; None where it was destroyed or the key is another."""
    if not kept.sealed:
        return None
    try:
        said: dict[str, str] = json.loads(_keys().decrypt(kept.sealed.encode()))
    except InvalidToken:
        return None
    return said


def due(complex: Complex, now: datetime) -> Due:
    """What is kept apart in a complex and no longer needed."""
    rows = KeptApart.objects.of(complex).filter(destroyed_at=None)
    over = [row.until for row in rows if row.until < day_of(now, complex.zone)]
    coming = [row.until for row in rows if row.until >= day_of(now, complex.zone)]
    return Due(
        len(over),
        start_of(min(over), complex.zone) if over else None,
        start_of(min(coming), complex.zone) if coming else None,
    )


@transaction.atomic
def destroy_due(now: datetime) -> int:
    """Destroy the identities whose last day is over; what stays of those people bears no name."""
    gone = 0
    for kept in KeptApart.objects.filter(destroyed_at=None).select_related("complex"):
        if kept.until < day_of(now, kept.complex.zone):
            gone += _destroy(kept, now)
    return gone


def _destroy(kept: KeptApart, now: datetime) -> int:
    done = KeptApart.objects.filter(pk=kept.pk, destroyed_at=None).update(sealed="", destroyed_at=now)
    if done:
        audit.record(kept, "destroyed", by=None, at=now)
    return done


def _keys() -> MultiFernet:
    keys: list[Any] = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(urlsafe_b64encode(sha256(b"kept apart:" + str(key).encode()).digest())) for key in keys])
