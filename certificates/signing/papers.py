"""From a drawn page to the file that is given out: signed, stamped where a service is named, and read again."""

from dataclasses import dataclass
from datetime import datetime

from asn1crypto import x509
from cryptography.hazmat.primitives import hashes
from django.conf import settings
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper

from certificates.signing import authorities, lasting, pades
from certificates.signing.keys import KeyMissing
from training.core.errors import NotYet


class TimestampFailed(NotYet):
    """The service does not answer, or answers wrongly. What is not stamped is not given out."""


@dataclass(frozen=True)
class Signature:
    """Who signed a file, and when that was witnessed; no instant where no service is named."""

    signer: str = ""
    signer_sha256: str = ""
    is_demonstration: bool = False
    stamped_at: datetime | None = None
    lasts_until: datetime | None = None  # of the latest timestamp; an extension comes before


@dataclass(frozen=True)
class Paper:
    pdf: bytes
    signature: Signature


def refuse_unless_ready(owner: str, *, now: datetime) -> None:
    """Raises KeyMissing before anything is drawn, where the key is missing, expired, or could not be stamped."""
    authorities.of(owner).refuse_if_unusable(now)
    if settings.TIMESTAMP_URL:
        authorities.stamp_roots(owner)
    elif not settings.MAKE_KEYS:
        raise KeyMissing("TIMESTAMP_URL is not set")


def signed(pdf: bytes, *, owner: str, wording: pades.Wording) -> Paper:
    """The file as it is given out. Raises TimestampFailed and pades.SignatureUnfit; never signs more weakly."""
    authority, stamper = authorities.of(owner), _stamper()
    try:
        made = pades.sign(pdf, signer=authority.signer(), stamper=stamper, wording=wording)
    except (OSError, ValueError, AttributeError) as error:
        # No answer (pyHanko's and requests' errors are OSErrors), nonsense, or a wrong nonce, which pyHanko 0.38
        # notices and then fails to put into words.
        if stamper is None:
            raise
        raise TimestampFailed(type(error).__name__) from error
    stamp_roots: list[x509.Certificate] = authorities.stamp_roots(owner) if stamper else []
    stamped_at = pades.checked(
        made, roots=authorities.roots(owner), stamp_roots=stamp_roots, stamped=stamper is not None
    )
    signature = Signature(
        signer=authority.name,
        signer_sha256=authority.certificate.fingerprint(hashes.SHA256()).hex(),
        is_demonstration=authority.is_demonstration,
        stamped_at=stamped_at,
        lasts_until=lasting.lasts_until(made) if stamper else None,
    )
    return Paper(made, signature)


def extended(pdf: bytes, *, owner: str) -> tuple[bytes, datetime]:
    """The same bytes with validation data and one more timestamp, read again; and until when that lasts.

    Raises KeyMissing where no service is named, TimestampFailed and pades.SignatureUnfit.
    """
    stamper = _stamper()
    if stamper is None:
        raise KeyMissing("TIMESTAMP_URL is not set")
    roots, stamp_roots = authorities.roots(owner), authorities.stamp_roots(owner)
    lasting.judged(pdf, roots=roots, stamp_roots=stamp_roots)
    try:
        made = lasting.extended(pdf, stamper=stamper, roots=roots, stamp_roots=stamp_roots)
    except (OSError, ValueError, AttributeError) as error:
        raise TimestampFailed(type(error).__name__) from error
    lasting.judged(made, roots=roots, stamp_roots=stamp_roots)
    until = lasting.lasts_until(made)
    if until is None or not made.startswith(pdf):
        raise pades.SignatureUnfit("the extension does not begin with the file")
    return made, until


def _stamper() -> TimeStamper | None:
    if not settings.TIMESTAMP_URL:
        return None
    return RequestsHTTPTimeStamper(settings.TIMESTAMP_URL, timeout=settings.TIMESTAMP_SECONDS)
