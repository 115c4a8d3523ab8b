"""What a PDF says of itself in plain bytes: where it ends, what signs it, which code it names.

Nothing is unpacked and no page is read, so a file that would unfold to gigabytes costs what its own bytes cost.
"""

import hashlib
import re
from dataclasses import dataclass
from itertools import islice

from asn1crypto import cms, x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

MOST = 5 * 1024 * 1024  # bytes of a file that is looked at
MOST_SIGNATURE = 64 * 1024  # bytes of a signature; ours take 16 KB
MOST_ENDS = 16  # places where a file may have been complete before something was appended
END = re.compile(rb"%%EOF(?:\r\n|\n|\r)?")
RANGE = re.compile(rb"/ByteRange\s{0,9}\[\s{0,9}(\d{1,9})\s{1,9}(\d{1,9})\s{1,9}(\d{1,9})\s{1,9}(\d{1,9})\s{0,9}\]")
ENCRYPTED = re.compile(rb"/Encrypt\s{0,9}(?:\d{1,9}\s{1,9}\d{1,9}\s{1,9}R|<<)")
CODE = re.compile(rb"/verify/([0-9A-Za-z-]{20,24})/")


@dataclass(frozen=True)
class Signed:
    """The first signature of a file: whether it holds over its bytes, and the certificate that made it."""

    holds: bool
    certificate: x509.Certificate


def is_pdf(data: bytes) -> bool:
    return data.startswith(b"%PDF-")


def is_encrypted(data: bytes) -> bool:
    return ENCRYPTED.search(data) is not None


def code(data: bytes) -> str:
    """The code in the address that our metadata names, or nothing."""
    found = CODE.search(data)
    return found[1].decode() if found else ""


def beginnings(data: bytes) -> list[str]:
    """The hashes of the shorter files that this one begins with, for each place where it once ended."""
    ends = [match.end() for match in islice(END.finditer(data), MOST_ENDS)]
    running, done, found = hashlib.sha256(), 0, []
    for end in ends:
        running.update(data[done:end])
        done = end
        if end < len(data):
            found.append(running.hexdigest())
    return found


def signed(data: bytes) -> Signed | None:
    """The first signature, or None where there is none that can be read."""
    match = RANGE.search(data)
    if match is None:
        return None
    start, length, second, rest = (int(number) for number in match.groups())
    gap = data[start + length : second]
    if start != 0 or not 2 < len(gap) <= 2 * MOST_SIGNATURE or second + rest > len(data):
        return None
    try:
        return _signed(bytes.fromhex(gap[1:-1].decode("ascii")), [data[:length], data[second : second + rest]])
    except (ValueError, TypeError, KeyError, IndexError):  # whatever a forger writes in place of a signature
        return None


def _signed(packed: bytes, pieces: list[bytes]) -> Signed | None:
    content = cms.ContentInfo.load(packed)["content"]
    signer = content["signer_infos"][0]
    serial = signer["sid"].chosen["serial_number"].native
    held = [choice.chosen for choice in content["certificates"]]
    ours = [found for found in held if isinstance(found, x509.Certificate) and found.serial_number == serial]
    if not ours:
        return None
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
    stated = {attribute["type"].native: attribute["values"][0].native for attribute in signer["signed_attrs"]}
    same = stated.get("message_digest") == digest.digest()
    return Signed(same and _is_made_by(ours[0], signer), ours[0])


def _is_made_by(certificate: x509.Certificate, signer: cms.SignerInfo) -> bool:
    """Whether the signature over the signed attributes is this certificate's key's (P-256 and SHA-256 only)."""
    public = serialization.load_der_public_key(certificate.public_key.dump())
    if not isinstance(public, ec.EllipticCurvePublicKey):
        return False
    try:
        public.verify(signer["signature"].native, signer["signed_attrs"].untag().dump(), ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True
