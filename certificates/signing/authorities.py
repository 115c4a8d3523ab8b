"""Who signs: the certificate of a complex with its key, in `KEYS_DIR/<complex>/`, and whom its verifiers trust.

Either `signer.p12` holds both, or `signer.pem` holds the certificate with those above it, and before them, on a line of
its own, where the key lies in a token (`pkcs11:token=…;object=…`); where there are both files, the token signs. DEMO makes
an authority of its own and says so wherever the signature is spoken of. A new file takes over at once; the root
certificates in `roots/` stay, so that what an earlier key signed is trusted as before.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Protocol

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.hazmat.primitives.serialization.pkcs12 import (
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


class Signing(Protocol):
    """A key, wherever it lies."""

    def signer(self, certificate: asn1_x509.Certificate, above: list[asn1_x509.Certificate]) -> signers.Signer:
        """As pyHanko wants it; the key stays loaded, since loading costs more than signing. Raises KeyMissing."""


@dataclass(frozen=True)
class Authority:
    """A key with its certificate and the chain above it, the root last."""

    certificate: x509.Certificate
    above: tuple[x509.Certificate, ...]
    key: Signing
    file: str

    @property
    def name(self) -> str:
        return _common_name(self.certificate.subject)

    @property
    def is_demonstration(self) -> bool:
        return _common_name(self.certificate.issuer) == DEMONSTRATION

    def refuse_if_unusable(self, now: datetime) -> None:
        """Raises KeyMissing where the certificate is not valid at this instant, or the key cannot be had."""
        if not self.certificate.not_valid_before_utc <= now <= self.certificate.not_valid_after_utc:
            raise KeyMissing(f"{self.file}: its certificate has expired or is not valid yet")
        self.signer()

    def signer(self) -> signers.Signer:
        return self.key.signer(_asn1(self.certificate), [_asn1(each) for each in self.above])


def of(owner: str) -> Authority:
    """The authority that signs for a complex now. Raises KeyMissing."""
    with suppress(FileNotFoundError):
        return _of_token((folder(owner) / "signer.pem").read_bytes())
    return _of_file(kept(folder(owner) / "signer.p12", lambda: _demonstration(owner)), settings.SIGNER_PASSPHRASE)


def roots(owner: str) -> list[asn1_x509.Certificate]:
    """Every root that signatures of a complex are trusted under, those of earlier keys included."""
    return _read(owner, "roots") + [_asn1(each) for each in of(owner).above[-1:]]


def stamp_roots(owner: str) -> list[asn1_x509.Certificate]:
    """Whom timestamps are trusted under: `stamp-roots/*.pem`. Raises KeyMissing where there is none."""
    found = _read(owner, "stamp-roots")
    if not found:
        raise KeyMissing("stamp-roots: no certificate")
    return found


def _read(owner: str, name: str) -> list[asn1_x509.Certificate]:
    paths = sorted((folder(owner) / name).glob("*.pem"))
    return [_asn1(x509.load_pem_x509_certificate(path.read_bytes())) for path in paths]


# --- where the key lies -------------------------------------------------------------------------
class KeyInFile:
    """A key that was read from `signer.p12`."""

    def __init__(self, key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) -> None:
        self.der = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        self.made: signers.SimpleSigner | None = None

    def signer(self, certificate: asn1_x509.Certificate, above: list[asn1_x509.Certificate]) -> signers.Signer:
        if self.made is None:
            chain = SimpleCertificateStore()
            chain.register_multiple(above)
            key = asn1_keys.PrivateKeyInfo.load(self.der)
            self.made = signers.SimpleSigner(signing_cert=certificate, signing_key=key, cert_registry=chain)
        return self.made


@lru_cache(maxsize=16)
def _of_file(p12: bytes, passphrase: str) -> Authority:
    try:
        bundle = load_pkcs12(p12, passphrase.encode() or None)
    except ValueError as error:
        raise KeyMissing("signer.p12: not readable with this passphrase") from error
    if bundle.cert is None or not isinstance(bundle.key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise KeyMissing("signer.p12: no certificate, or no key on an elliptic curve or of RSA")
    above = tuple(entry.certificate for entry in bundle.additional_certs)
    return Authority(bundle.cert.certificate, above, KeyInFile(bundle.key), "signer.p12")


@lru_cache(maxsize=16)
def _of_token(pem: bytes) -> Authority:
    from certificates.signing import tokens  # noqa: PLC0415 - loads a library that is needed where a token signs

    try:
        certificate, *above = x509.load_pem_x509_certificates(pem)
    except ValueError as error:
        raise KeyMissing("signer.pem: no certificate") from error
    address = next((line for line in pem.decode(errors="replace").splitlines() if line.startswith("pkcs11:")), "")
    return Authority(certificate, tuple(above), tokens.KeyInToken(tokens.place(address)), "signer.pem")


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
