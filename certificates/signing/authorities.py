"""Who signs: the key and certificate of a complex, in `KEYS_DIR/<complex>/signer.p12`, and whom its verifiers trust.

DEMO makes an authority of its own and says so wherever the signature is spoken of. A new `signer.p12` takes over at
once; the root certificates in `roots/` stay, so that what an earlier key signed is trusted as before.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.hazmat.primitives.serialization.pkcs12 import (
    PKCS12KeyAndCertificates,
    load_pkcs12,
    serialize_key_and_certificates,
)
from cryptography.x509.oid import NameOID
from django.conf import settings
from pyhanko.sign import signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from certificates.signing.keys import KeyMissing, folder, kept

DEMONSTRATION = "Ochang demonstration authority"
ROOT_YEARS, SIGNER_YEARS = 20, 5
BACK = timedelta(days=1000)  # samples are issued in the past


@dataclass(frozen=True)
class Authority:
    """A key with its certificate and the chain above it."""

    bundle: PKCS12KeyAndCertificates

    @property
    def certificate(self) -> x509.Certificate:
        found = self.bundle.cert
        if found is None:
            raise KeyMissing("signer.p12: no certificate")
        return found.certificate

    @property
    def name(self) -> str:
        return _common_name(self.certificate.subject)

    @property
    def is_demonstration(self) -> bool:
        return _common_name(self.certificate.issuer) == DEMONSTRATION

    def refuse_if_unusable(self, now: datetime) -> None:
        """Raises KeyMissing where the certificate is not valid at this instant."""
        if not self.certificate.not_valid_before_utc <= now <= self.certificate.not_valid_after_utc:
            raise KeyMissing("signer.p12: its certificate has expired or is not valid yet")

    def signer(self) -> signers.SimpleSigner:
        """As pyHanko wants it; the key stays loaded, since loading costs more than signing."""
        return _signer(self.bundle)


def of(owner: str) -> Authority:
    """The authority that signs for a complex now. Raises KeyMissing."""
    return _authority(kept(folder(owner) / "signer.p12", lambda: _demonstration(owner)), settings.SIGNER_PASSPHRASE)


def roots(owner: str) -> list[asn1_x509.Certificate]:
    """Every root that signatures of a complex are trusted under, those of earlier keys included."""
    return _read(owner, "roots") + [_asn1(entry.certificate) for entry in of(owner).bundle.additional_certs[-1:]]


def stamp_roots(owner: str) -> list[asn1_x509.Certificate]:
    """Whom timestamps are trusted under: `stamp-roots/*.pem`. Raises KeyMissing where there is none."""
    found = _read(owner, "stamp-roots")
    if not found:
        raise KeyMissing("stamp-roots: no certificate")
    return found


def _read(owner: str, name: str) -> list[asn1_x509.Certificate]:
    paths = sorted((folder(owner) / name).glob("*.pem"))
    return [_asn1(x509.load_pem_x509_certificate(path.read_bytes())) for path in paths]


@lru_cache(maxsize=16)
def _authority(p12: bytes, passphrase: str) -> Authority:
    try:
        return Authority(load_pkcs12(p12, passphrase.encode() or None))
    except ValueError as error:
        raise KeyMissing("signer.p12: not readable with this passphrase") from error


@lru_cache(maxsize=16)
def _signer(bundle: PKCS12KeyAndCertificates) -> signers.SimpleSigner:
    if bundle.key is None or bundle.cert is None:
        raise KeyMissing("signer.p12: no key")
    der = bundle.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    chain = SimpleCertificateStore()
    chain.register_multiple([_asn1(entry.certificate) for entry in bundle.additional_certs])
    return signers.SimpleSigner(
        signing_cert=_asn1(bundle.cert.certificate),
        signing_key=asn1_keys.PrivateKeyInfo.load(der),
        cert_registry=chain,
    )


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))


def _common_name(name: x509.Name) -> str:
    found = name.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(found[0].value) if found else ""


# --- the demonstration authority ----------------------------------------------------------------
def _demonstration(owner: str) -> bytes:
    """A root and, under it, the certificate that signs; the root's own key is thrown away."""
    now = datetime.now(UTC) - BACK
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root = _certificate(DEMONSTRATION, DEMONSTRATION, root_key, root_key, now, years=ROOT_YEARS, is_root=True)
    leaf = _certificate(
        f"Ochang demonstration signer ({owner})", DEMONSTRATION, key, root_key, now, years=SIGNER_YEARS, is_root=False
    )
    passphrase = settings.SIGNER_PASSPHRASE.encode()
    encryption = BestAvailableEncryption(passphrase) if passphrase else NoEncryption()
    return serialize_key_and_certificates(b"signer", key, leaf, [root], encryption)


def _certificate(
    subject: str,
    issuer: str,
    key: ec.EllipticCurvePrivateKey,
    issuer_key: ec.EllipticCurvePrivateKey,
    now: datetime,
    *,
    years: int,
    is_root: bool,
) -> x509.Certificate:
    usage = dict.fromkeys("key_encipherment data_encipherment key_agreement encipher_only decipher_only".split(), False)
    usage |= {"digital_signature": not is_root, "content_commitment": not is_root}
    usage |= {"key_cert_sign": is_root, "crl_sign": is_root}
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=366 * years))
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=0 if is_root else None), critical=True)
        .add_extension(x509.KeyUsage(**usage), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
    )
    return builder.sign(issuer_key, hashes.SHA256())


def _name(text: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "KR"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Ochang demonstration"),
            x509.NameAttribute(NameOID.COMMON_NAME, text),
        ]
    )
