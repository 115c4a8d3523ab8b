"""Which texts a person is asked to agree to, and what they agreed to."""

from datetime import datetime
from typing import Any

from django.db.models import F

from training.accounts.models import Consent, ConsentText
from training.accounts.states import AskedAt
from training.core.clock import day_of
from training.core.models import Complex


def in_force(complex: Complex, *, asked_at: str, now: datetime) -> list[ConsentText]:
    """The texts of the day that are asked at one moment, required ones first."""
    day = day_of(now, complex.zone)
    return list(ConsentText.objects.of(complex).in_force(day).filter(asked_at=asked_at).order_by("-required", "key"))


def asked_at_sign_up(complex: Complex, *, now: datetime) -> list[ConsentText]:
    return in_force(complex, asked_at=AskedAt.SIGN_UP, now=now)


def given(user: Any, complex: Complex) -> list[Consent]:
    """What a person agreed to in a complex, standing ones first, then the newest."""
    return list(
        Consent.objects.of(complex)
        .filter(user=user)
        .select_related("consent_text")
        .order_by(F("withdrawn_at").asc(nulls_first=True), "-given_at", "-pk")
    )


def owed(user: Any, complex: Complex, *, now: datetime) -> list[ConsentText]:
    """Required texts of sign-up that replaced what a person agreed to, and that they have not agreed to yet.

    Who never agreed to any version, such as staff whom an operator brought in, is asked nothing here.
    """
    standing = Consent.objects.of(complex).standing().filter(user=user).values_list("consent_text__key", "consent_text")
    agreed = dict(standing)
    if not agreed:
        return []
    return [
        text
        for text in asked_at_sign_up(complex, now=now)
        if text.required and text.key in agreed and agreed[text.key] != text.pk
    ]


def holds(user: Any, complex: Complex, key: str) -> bool:
    """Whether a person's consent on a matter stands, whatever the version."""
    return Consent.objects.of(complex).standing().filter(user=user, consent_text__key=key).exists()
