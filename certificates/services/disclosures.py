"""A link by which a holder shows chosen parts of a certificate to one employer, or gives a wallet its credential:
made, looked at, withdrawn.
"""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from certificates.models import Certificate, Disclosure, Look
from certificates.rules import truths
from certificates.rules.devices import device
from certificates.services import storing
from certificates.services.storing import FileDamaged
from certificates.states import Field, LookedAt, Truth
from training.accounts.models import User
from training.core import audit, clock
from training.core.errors import DomainError, Refused
from training.core.models import Complex

SHOWABLE = frozenset({Truth.VALID, Truth.EXPIRED})
MOST_OPEN = 20  # links of one certificate at a time
MOST_LOOKS = 1_000  # kept of one link
AGAIN = timedelta(minutes=10)  # the same visitor within this is one look


@dataclass(frozen=True)
class Made:
    """The link, and its token, which is told this once."""

    disclosure: Disclosure
    token: str


@transaction.atomic
def make(
    certificate: Certificate, *, recipient: str, fields: Sequence[str], days: int, by: User, now: datetime
) -> Made:
    """A link for one employer. Raises DomainError where the certificate no longer counts, or has too many links."""
    locked = Certificate.objects.select_for_update().select_related("complex").get(pk=certificate.pk)
    if by.pk != locked.person_id:
        raise Refused(_("Only its holder shows a certificate by a link."))
    if truths.truth(locked.state, locked.expires_on, clock.day_of(now, locked.complex.zone)) not in SHOWABLE:
        raise DomainError(_("This certificate no longer counts, so it is not shown by a link."))
    if locked.disclosures.open_at(now).count() >= MOST_OPEN:
        raise DomainError(_("There are %(n)d links already. Withdraw one that is no longer needed.") % {"n": MOST_OPEN})
    token = secrets.token_urlsafe(24)
    disclosure = Disclosure.objects.create(
        complex=locked.complex,
        certificate=locked,
        recipient=recipient,
        fields=[field.value for field in Field if field in fields],
        token_sha256=hashed(token),
        made_by=by,
        made_at=now,
        expires_at=now + timedelta(days=days),
    )
    audit.record(locked, "link made", by=by, at=now, facts={"link": disclosure.pk, "fields": disclosure.fields})
    return Made(disclosure, token)


@transaction.atomic
def withdraw(disclosure: Disclosure, *, by: User, now: datetime) -> None:
    """From this instant it leads nowhere. Done twice, nothing happens."""
    if Disclosure.objects.filter(pk=disclosure.pk, revoked_at=None).update(revoked_at=now):
        audit.record(disclosure.certificate, "link withdrawn", by=by, at=now, facts={"link": disclosure.pk})


def found(complex: Complex, token: str) -> Disclosure | None:
    """The link with this token, whether or not it still leads somewhere."""
    rows = Disclosure.objects.of(complex).select_related("certificate__complex", "certificate__superseded_by")
    return rows.filter(token_sha256=hashed(token)).first()


def is_open(disclosure: Disclosure, *, now: datetime) -> bool:
    return disclosure.revoked_at is None and now < disclosure.expires_at


def note(disclosure: Disclosure, *, part: LookedAt, client: str, agent: str, by: User | None, now: datetime) -> None:
    """Keep that somebody looked: when, at what, with what, and a word that tells visitors of this link apart.

    The holder's own looks are not kept, nor a second one of the same visitor within minutes.
    """
    if by is not None and by.pk == disclosure.certificate.person_id:
        return
    visitor = _visitor(disclosure, client)
    looks = Look.objects.filter(disclosure=disclosure)
    if looks.filter(visitor=visitor, part=part, at__gt=now - AGAIN).exists() or looks.count() >= MOST_LOOKS:
        return
    Look.objects.create(disclosure=disclosure, at=now, part=part, device=device(agent), visitor=visitor)


def pdf(disclosure: Disclosure) -> bytes | None:
    """The stored file, where the holder shows it. Raises FileDamaged rather than give others."""
    if Field.PDF not in disclosure.fields:
        return None
    file = disclosure.certificate.files.order_by("-number").first()
    if file is None:
        raise FileDamaged(disclosure.certificate_id)
    return storing.read(file)


def credential(disclosure: Disclosure) -> str:
    """The credential as it was signed, where this link is a wallet's; empty where it is not, or where it was erased."""
    return disclosure.certificate.credential if disclosure.is_for_wallet else ""


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def _visitor(disclosure: Disclosure, client: str) -> str:
    """The same for one client at one link; another at every other link, so that nobody is followed."""
    text = f"certificates.look:{disclosure.token_sha256}:{client}"
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()[:16]
