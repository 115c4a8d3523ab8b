"""Signatures that outlive the keys they were made with (PAdES B-LTA): validation data and a further timestamp.

An extension is one further revision of the same file: nothing before it is touched, and a certification that allows no
changes allows it. A chain of timestamps is read backwards: each is judged at the instant that the one after it names,
the last one now; so the signature is judged at a time when its certificate still held.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from asn1crypto import cms, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import InvisSigSettings
from pyhanko.sign.general import extract_certificate_info
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.signers.pdf_signer import TimestampDSSContentSettings
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import ModificationLevel, PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.path import ValidationPath

from certificates.signing.pades import ROOM, SignatureUnfit, Writer

TIMESTAMP = "/DocTimeStamp"
LABEL = "시점확인 / Timestamp"
Roots = Sequence[x509.Certificate]


@dataclass(frozen=True)
class Chain:
    """A signature that holds: when it was witnessed first, and the certificates that say so."""

    status: PdfSignatureStatus
    stamped_at: datetime | None
    extensions: int
    paths: tuple[ValidationPath, ...]


def judged(pdf: bytes, *, roots: Roots, stamp_roots: Roots, at: datetime | None = None) -> Chain:
    """Read a signed and perhaps extended file as a stranger would, at an instant or now. Raises SignatureUnfit.

    Trusted under the issuer's root, the whole file covered, and nothing but validation data and timestamps added.
    """
    reader = PdfFileReader(io.BytesIO(pdf))
    found = reader.embedded_signatures
    if not found or found[0].sig_object_type == TIMESTAMP:
        raise SignatureUnfit("no signature")
    stamps = found[1:]
    moment, paths = _walked(stamps, stamp_roots, at)
    first = found[0]
    status = _status(first, roots, stamp_roots, moment, moment)
    stamp = status.timestamp_validity
    if stamp is not None and stamp.intact and stamp.valid and stamp.trusted:
        status = _status(first, roots, stamp_roots, stamp.timestamp, moment)
        paths.append(stamp.validation_path)
    _refuse_changes(status, stamps)
    paths.append(status.validation_path)
    stamped_at = stamp.timestamp if stamp is not None else None
    return Chain(status, stamped_at, len(stamps), tuple(path for path in paths if path is not None))


def extended(pdf: bytes, *, stamper: TimeStamper, roots: Roots, stamp_roots: Roots) -> bytes:
    """The same bytes, then validation data for what is there and a timestamp over it all. Raises SignatureUnfit."""
    chain = judged(pdf, roots=roots, stamp_roots=stamp_roots)
    writer = Writer(io.BytesIO(pdf))
    trusted = ValidationContext(trust_roots=[*roots, *stamp_roots], allow_fetching=False)
    DocumentSecurityStore.supply_dss_in_writer(writer, sig_contents=None, paths=chain.paths, validation_context=trusted)
    made = io.BytesIO()
    PdfTimeStamper(
        stamper,
        field_name=f"Timestamp{chain.extensions + 1}",
        invis_settings=InvisSigSettings(set_print_flag=True, box_out_of_bounds=True),
        readable_field_name=LABEL,
    ).timestamp_pdf(
        writer,
        "sha256",
        validation_context=ValidationContext(trust_roots=list(stamp_roots), allow_fetching=False),
        bytes_reserved=ROOM,
        output=made,
        dss_settings=TimestampDSSContentSettings(include_vri=False, update_before_ts=True),
    )
    return made.getvalue()


def lasts_until(pdf: bytes) -> datetime | None:
    """When the certificate of a file's latest timestamp ends; of its signer too, while nothing else witnesses it."""
    last = PdfFileReader(io.BytesIO(pdf)).embedded_signatures[-1]
    if last.sig_object_type == TIMESTAMP:
        return _ends(last.signed_data)
    token = next(extract_tst_data_iter(last.signer_info, signed=False), None)
    return None if token is None else min(_ends(token), _ends(last.signed_data))


def ends(token: bytes) -> datetime:
    """When the certificate of a timestamp token ends."""
    return _ends(cms.ContentInfo.load(token)["content"])


def _ends(signed: cms.SignedData) -> datetime:
    end: datetime = extract_certificate_info(signed).signer_cert.not_valid_after
    return end.astimezone(UTC)


def _walked(
    stamps: list[EmbeddedPdfSignature], roots: Roots, at: datetime | None
) -> tuple[datetime | None, list[ValidationPath | None]]:
    """The document timestamps, last first: the instant of the first of them, and who vouched."""
    paths: list[ValidationPath | None] = []
    for stamp in reversed(stamps):
        if stamp.sig_object_type != TIMESTAMP:
            raise SignatureUnfit("a second signature")
        status = validate_pdf_timestamp(stamp, _context(roots, at))
        if not (status.intact and status.valid and status.trusted):
            raise SignatureUnfit("a timestamp that does not hold")
        at = status.timestamp
        paths.append(status.validation_path)
    return at, paths


def _status(
    signature: EmbeddedPdfSignature, roots: Roots, stamp_roots: Roots, at: datetime | None, stamp_at: datetime | None
) -> PdfSignatureStatus:
    return validate_pdf_signature(signature, _context(roots, at), ts_validation_context=_context(stamp_roots, stamp_at))


def _context(roots: Roots, at: datetime | None) -> ValidationContext:
    return ValidationContext(trust_roots=list(roots), allow_fetching=False, moment=at)


def _refuse_changes(status: PdfSignatureStatus, stamps: list[EmbeddedPdfSignature]) -> None:
    if not status.bottom_line:
        raise SignatureUnfit("not trusted over the whole file")
    if not stamps:
        if status.coverage != SignatureCoverageLevel.ENTIRE_FILE:
            raise SignatureUnfit("not trusted over the whole file")
        return
    covered = stamps[-1].evaluate_signature_coverage() == SignatureCoverageLevel.ENTIRE_FILE
    if not covered or status.modification_level > ModificationLevel.LTA_UPDATES:
        raise SignatureUnfit("something was added that no extension adds")
