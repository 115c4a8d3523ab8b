"""What the person's page about their data shows."""

from datetime import datetime
from typing import Any

from training.accounts.models import DataExport, PrivacyRequest, User
from training.accounts.queries import access, consents, held
from training.core.models import Complex


def page(person: User, complex: Complex, *, now: datetime, number: str) -> dict[str, Any]:
    export = _export(person, complex)
    return {
        "held": held.everything(person, complex, now=now),
        "looks": access.of_person(person, complex, page=number),
        "consents": consents.given(person, complex),
        "requests": list(PrivacyRequest.objects.of(complex).filter(person=person)[:20]),
        "export": export,
        "export_is_ready": export is not None and export.expires_at is not None and now < export.expires_at,
        "export_is_owed": export is not None and export.made_at is None,
    }


def erasure(person: User, complex: Complex, *, now: datetime) -> dict[str, Any]:
    """What an erasure would take, what the law keeps and until when, and what is in the way."""
    found = held.everything(person, complex, now=now)
    elsewhere = held.elsewhere(person, complex, now=now)
    taken = [
        one for one in found if one.goes and one.key in ERASED and not (one.key in held.OF_THE_PERSON and elsewhere)
    ]
    return {
        "goes": taken,
        "kept": [one for one in found if one.kept],
        "nameless": [one for one in found if one.count and one.key in NAMELESS],
        "obstacles": held.obstacles(person, complex, now=now),
        "elsewhere": elsewhere,
    }


ERASED = frozenset(
    "account sessions mail requests applications documents papers answer_files photos questions certificates".split()
)
NAMELESS = frozenset({"consents", "roles", "access"})  # they stay as facts about an account that bears no name


def _export(person: User, complex: Complex) -> DataExport | None:
    rows = DataExport.objects.of(complex).filter(person=person, erased_at=None)
    return rows.order_by("-asked_at", "-pk").first()
