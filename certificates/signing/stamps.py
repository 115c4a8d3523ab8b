"""RFC 3161 timestamps over a hash: a token says that its authority saw these bytes at an instant.

The service is the one that signatures use (TIMESTAMP_URL). Where DEMO names none, an authority of its own answers in the
same process; it says so in its name, and nobody outside trusts it.
"""

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from asn1crypto import cms, x509
from asn1crypto import keys as asn1_keys
from cryptography import x509 as certificates
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12, serialize_key_and_certificates
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from django.conf import settings
from pyhanko.sign.timestamps import DummyTimeStamper, TimeStamper
from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko.sign.validation.status import TimestampSignatureStatus
from pyhanko_certvalidator import ValidationContext

from certificates.signing import authorities
from certificates.signing.keys import KeyMissing, folder, kept

DEMONSTRATION = "Ochang demonstration timestamps"
DIGEST = "sha256"
YEARS = 20
BACK = timedelta(days=1)


class StampUnfit(Exception):
    """The service does not answer, or its token does not hold; nothing is kept."""


@dataclass(frozen=True)
class Stamp:
    """A token in DER, the instant it names, and whose it is."""

    token: bytes
    at: datetime
    authority: str
    is_demonstration: bool


def stamped(data: bytes, *, owner: str) -> Stamp:
    """Ask for a token and check it. Raises StampUnfit and KeyMissing."""
    digest = hashlib.sha256(data).digest()
    try:
        token: cms.ContentInfo = asyncio.run(_stamper(owner).async_timestamp(digest, DIGEST))
    except (OSError, ValueError, AttributeError) as error:  # as in papers: pyHanko's way to say "wrong answer"
        raise StampUnfit(type(error).__name__) from error
    return checked(token.dump(), data, roots=roots(owner))


def checked(token: bytes, data: bytes, *, roots: Sequence[x509.Certificate]) -> Stamp:
    """What a token says of these bytes, under trusted roots. Raises StampUnfit."""
    trusted = ValidationContext(trust_roots=list(roots), allow_fetching=False)
    try:
        content = cms.ContentInfo.load(token)["content"]
        judged = validate_tst_signed_data(content, trusted, lambda name: hashlib.new(name, data).digest())
        status = TimestampSignatureStatus(**asyncio.run(judged))
    except (ValueError, TypeError, KeyError, OSError) as error:
        raise StampUnfit("no timestamp that can be read") from error
    if not (status.intact and status.valid and status.trusted):
        raise StampUnfit("the token is of other bytes or not trusted")
    name = status.signing_cert.subject.native.get("common_name", "")
    return Stamp(token, status.timestamp, str(name), str(name) == DEMONSTRATION)


def roots(owner: str) -> list[x509.Certificate]:
    """Whom tokens are trusted under."""
    return authorities.stamp_roots(owner) if settings.TIMESTAMP_URL else [_demonstration(owner)[0]]


def _stamper(owner: str) -> TimeStamper:
    if settings.TIMESTAMP_URL:
        return RequestsHTTPTimeStamper(settings.TIMESTAMP_URL, timeout=settings.TIMESTAMP_SECONDS)
    return _demonstration(owner)[1]


# --- the demonstration authority ----------------------------------------------------------------
def _demonstration(owner: str) -> tuple[x509.Certificate, DummyTimeStamper]:
    if not settings.MAKE_KEYS:
        raise KeyMissing("TIMESTAMP_URL is not set")
    return _loaded(kept(folder(owner) / "stamp.p12", _made))


@lru_cache(maxsize=8)
def _loaded(packed: bytes) -> tuple[x509.Certificate, DummyTimeStamper]:
    bundle = load_pkcs12(packed, None)
    if bundle.cert is None or not isinstance(bundle.key, rsa.RSAPrivateKey):
        raise KeyMissing("stamp.p12: no RSA key")
    der = bundle.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    own = x509.Certificate.load(bundle.cert.certificate.public_bytes(Encoding.DER))
    return own, DummyTimeStamper(own, asn1_keys.PrivateKeyInfo.load(der))


def _made() -> bytes:
    """A key with a certificate that it signed itself."""
    now = datetime.now(UTC) - BACK
    key = rsa.generate_private_key(65537, 2048)  # pyHanko's own stamper knows RSA only
    name = certificates.Name([certificates.NameAttribute(NameOID.COMMON_NAME, DEMONSTRATION)])
    made = (
        certificates.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(certificates.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=366 * YEARS))
        .add_extension(certificates.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(certificates.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .sign(key, hashes.SHA256())
    )
    return serialize_key_and_certificates(b"stamp", key, made, None, NoEncryption())
