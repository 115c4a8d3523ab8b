"""The credential of a certificate: made once, before its PDF, from what was frozen (invariant 3)."""

import hashlib
import secrets
from datetime import datetime

from certificates import pdf
from certificates.models import Certificate
from certificates.rules import badges
from certificates.rules.badges import Identity
from certificates.services import statuses, vault
from certificates.states import Failure
from training.core import canonical
from training.core.models import Complex

SALT_BYTES = 16


def make(certificate: Certificate, *, now: datetime) -> None:
    """Sign and keep the credential; of two that make it at once the first one's stays.

    Does nothing where it is made, and for certificates that were intended before there were credentials: they have no
    place in a status list, are issued as they were intended, and are valid without one.
    """
    if certificate.status_list is None or certificate.credential_sha256:
        return
    text = canonical.text(_signed(certificate, now=now))
    digest = hashlib.sha256(text.encode()).hexdigest()
    waiting = Certificate.objects.filter(pk=certificate.pk, credential_sha256="")
    waiting.update(credential=text, credential_sha256=digest)
    certificate.refresh_from_db(fields=["credential", "credential_sha256"])


def profile(complex: Complex, did: str) -> dict[str, object]:
    """Who issues, as every credential has it."""
    return badges.profile(
        did=did,
        name_ko=complex.issuer_ko,
        name_en=complex.issuer_en,
        host=complex.address("/"),
        email=complex.support_email,
    )


def _signed(certificate: Certificate, *, now: datetime) -> dict[str, object]:
    complex, facts = certificate.complex, certificate.facts
    given = statuses.place_of(certificate)
    issuer = statuses.issuer_of(complex, given.did)
    code = vault.opened(certificate.code_sealed)
    if code is None:
        raise pdf.RenderFailed(Failure.ERASED)
    document = badges.credential(
        facts,
        address=complex.address(f"/verify/{code}/"),
        host=complex.address("/"),
        issuer={**profile(complex, issuer.did), "name": badges.both(facts["issuer"]["ko"], facts["issuer"]["en"])},
        identities=[
            Identity(kind, value, secrets.token_hex(SALT_BYTES))
            for kind, value in (("name", facts["holder"]["name"]), ("emailAddress", certificate.person.email))
        ],
        place=given.place,
        zone=complex.zone,
    )
    return issuer.signed(document, now=now)
