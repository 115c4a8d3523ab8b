"""PAdES signatures: certification with no changes allowed, P-256; B-T with a timestamp, B-B without."""

import io
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

FIELD = "Issuer"
ROOM = 16_384  # bytes kept for the signature: with a timestamp and its chain it takes about half


class SignatureUnfit(Exception):
    """What was just signed does not hold when it is read again; it is not given out."""


@dataclass(frozen=True)
class Wording:
    """What a PDF reader shows beside the signature."""

    reason: str
    place: str
    label: str  # the field's name for screen readers


class Writer(IncrementalPdfFileWriter):  # type: ignore[misc]  # pyhanko's own types are partial
    """Adds the signature and nothing else: pyHanko would write the metadata anew, and no longer as PDF/A has it."""

    def _update_meta(self) -> None:
        pass


def sign(pdf: bytes, *, signer: signers.Signer, stamper: TimeStamper | None, wording: Wording) -> bytes:
    """The bytes of a PDF, then its signature: nothing before it is touched."""
    metadata = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        reason=wording.reason,
        location=wording.place,
        subfilter=fields.SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
    )
    # Outside the page and named: what PDF/A and PDF/UA ask of a signature that nobody sees.
    field = fields.SigFieldSpec(
        FIELD,
        on_page=0,
        invis_sig_settings=fields.InvisSigSettings(set_print_flag=True, box_out_of_bounds=True),
        readable_field_name=wording.label,
    )
    made = io.BytesIO()
    signers.PdfSigner(metadata, signer=signer, timestamper=stamper, new_field_spec=field).sign_pdf(
        Writer(io.BytesIO(pdf)), output=made, bytes_reserved=ROOM
    )
    return made.getvalue()


def checked(
    pdf: bytes, *, roots: Sequence[x509.Certificate], stamp_roots: Sequence[x509.Certificate], stamped: bool
) -> datetime | None:
    """Read a signed file as a stranger would; the instant of its timestamp. Raises SignatureUnfit.

    Trusted under our own root, over the whole file, with no change allowed, and stamped where a stamp was asked for.
    """
    status = examined(pdf, roots=roots, stamp_roots=stamp_roots)
    if status.coverage != SignatureCoverageLevel.ENTIRE_FILE or not status.bottom_line:
        raise SignatureUnfit("not trusted over the whole file")
    stamp = status.timestamp_validity
    if stamped and (stamp is None or not stamp.intact or not stamp.valid or not stamp.trusted):
        raise SignatureUnfit("no trusted timestamp")
    return stamp.timestamp if stamp is not None else None


def examined(
    pdf: bytes, *, roots: Sequence[x509.Certificate], stamp_roots: Sequence[x509.Certificate]
) -> PdfSignatureStatus:
    """pyHanko's judgment of the first signature, offline."""
    reader = PdfFileReader(io.BytesIO(pdf))
    trusted = ValidationContext(trust_roots=list(roots), allow_fetching=False)
    stamps = ValidationContext(trust_roots=list(stamp_roots), allow_fetching=False)
    return validate_pdf_signature(reader.embedded_signatures[0], trusted, ts_validation_context=stamps)


def attached(pdf: bytes, *, most: int) -> bytes | None:
    """The one file inside a signed PDF; nothing where there is none, or where it would unfold to more than `most` bytes."""
    files = PdfFileReader(io.BytesIO(pdf)).root.get("/AF") or []
    if len(files) != 1:
        return None
    stream = files[0]["/EF"]["/F"]
    packed: bytes = stream.encoded_data
    if "/Filter" not in stream:
        return packed if len(packed) <= most else None
    if stream["/Filter"] != "/FlateDecode" or "/DecodeParms" in stream:
        return None
    unpacker = zlib.decompressobj()
    data = unpacker.decompress(packed, most)
    return data if unpacker.eof else None
