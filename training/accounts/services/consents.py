"""Giving and taking back consent, each with the version of the text that was shown."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from training.accounts.models import Consent, ConsentText, User
from training.accounts.rules.consent_texts import SHIPPED
from training.accounts.signals import consent_withdrawn
from training.core import audit
from training.core.clock import day_of
from training.core.errors import DomainError, Refused, TransitionRefused
from training.core.models import Complex


class StillNeeded(DomainError):
    """A required consent is what the account or the training rests on."""


@transaction.atomic
def give(user: User, texts: Iterable[ConsentText], *, now: datetime) -> list[Consent]:
    """Record that a person agreed to these versions. An older version of the same matter ends with it."""
    User.objects.select_for_update().get(pk=user.pk)  # a second press waits, and finds the first one's rows
    return [_give(user, text, now=now) for text in texts]


@transaction.atomic
def withdraw(consent: Consent, *, by: User, now: datetime) -> None:
    """Take an optional consent back, as easily as it was given (PIPA §37)."""
    if consent.user_id != by.pk:
        raise Refused(_("Only the person who agreed can take it back."))
    if consent.consent_text.required:
        raise StillNeeded(_("The training rests on this consent. To take it back, ask the office to end the training."))
    ended = Consent.objects.standing().filter(pk=consent.pk).update(withdrawn_at=now)
    if not ended:
        raise TransitionRefused(_("This consent was already taken back."))
    consent.withdrawn_at = now
    audit.record(consent, "withdrawn", by=by, at=now, before="given", after="withdrawn", facts=_facts(consent))
    consent_withdrawn.send(sender=Consent, consent=consent, by=by, now=now)


@transaction.atomic
def ship(complex: Complex, *, now: datetime) -> list[ConsentText]:
    """Put the shipped texts in force from today, each once. Operators publish later versions beside them."""
    day = day_of(now, complex.zone)
    return [
        ConsentText.objects.get_or_create(
            complex=complex, key=key, version=version, defaults={**words, "in_force_on": day}
        )[0]
        for (key, version), words in SHIPPED.items()
    ]


def _give(user: User, text: ConsentText, *, now: datetime) -> Consent:
    standing = Consent.objects.standing().filter(user=user, complex=text.complex, consent_text__key=text.key)
    same = standing.filter(consent_text=text).first()
    if same:
        return same
    standing.update(withdrawn_at=now)
    consent = Consent.objects.create(complex=text.complex, user=user, consent_text=text, given_at=now)
    audit.record(consent, "given", by=user, at=now, after="given", facts=_facts(consent))
    return consent


def _facts(consent: Consent) -> dict[str, object]:
    return {"text": consent.consent_text.key, "version": consent.consent_text.version}
