"""What rests on a consent ends with it, in the same transaction."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from training.accounts.models import Consent
from training.accounts.signals import consent_withdrawn
from training.accounts.states import ConsentKey
from training.consortium.services import introductions, outcomes


@receiver(consent_withdrawn, dispatch_uid="consortium.consent_withdrawn")
def consent_ended(consent: Consent, now: datetime, **_: Any) -> None:
    if consent.consent_text.key == ConsentKey.INTRODUCTION:
        introductions.consent_ended(consent, now=now)
    if consent.consent_text.key == ConsentKey.OUTCOME:
        outcomes.consent_ended(consent, now=now)
