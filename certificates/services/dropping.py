"""Answering a stranger who has a file: is it one that we gave out, and if not, what can be said of it."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime

from certificates.models import CertificateFile
from certificates.rules import codes, pdfs
from certificates.services import guesses, verifying
from certificates.states import WITH_FILE, Finding, Question
from training.core.models import Complex

HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Judgment:
    """The gravest finding, and the truth about the certificate where the file leads to one."""

    finding: Finding
    answer: verifying.Answer | None = None


def by_hash(complex: Complex, *, sha256: str, now: datetime) -> Judgment:
    """What a fingerprint alone tells: a file of ours, or none."""
    file = _ours(complex, [sha256]) if HASH.fullmatch(sha256) else None
    return Judgment(Finding.UNKNOWN) if file is None else _original(complex, file, now)


def by_file(complex: Complex, *, data: bytes, client: str, now: datetime) -> Judgment:
    """What the bytes of a file tell; nothing is unpacked and nothing is kept."""
    if len(data) > pdfs.MOST:
        return Judgment(Finding.TOO_LARGE)
    file = _ours(complex, [hashlib.sha256(data).hexdigest()])
    if file is not None:
        return _original(complex, file, now)
    if not pdfs.is_pdf(data):
        return Judgment(Finding.NOT_PDF)
    earlier = _ours(complex, pdfs.beginnings(data))
    if earlier is not None:
        return Judgment(Finding.APPENDED, verifying.by_file(complex, earlier.certificate_id, now=now))
    answer = _by_its_code(complex, data, client, now)
    return Judgment(_finding(complex, data, known=answer is not None), answer)


def _finding(complex: Complex, data: bytes, *, known: bool) -> Finding:
    """Of a PDF that is none of ours, gravest first."""
    if pdfs.is_encrypted(data):
        return Finding.ENCRYPTED
    signed = pdfs.signed(data)
    if signed is not None:
        fingerprint = hashlib.sha256(signed.certificate.dump()).hexdigest()
        signer = CertificateFile.objects.filter(certificate__complex=complex, signer_sha256=fingerprint)
        return Finding.BROKEN if signer.exists() else Finding.OTHER_SIGNER
    return Finding.CODE_KNOWN if known else Finding.NO_SIGNATURE


def _original(complex: Complex, file: CertificateFile, now: datetime) -> Judgment:
    later = CertificateFile.objects.filter(certificate=file.certificate_id, number__gt=file.number).exists()
    answer = verifying.by_file(complex, file.certificate_id, now=now)
    return Judgment(Finding.EXTENDED if later else Finding.IDENTICAL, answer)


def _ours(complex: Complex, hashes: list[str]) -> CertificateFile | None:
    """The longest stored file with one of these hashes that was given out here."""
    given = CertificateFile.objects.filter(certificate__complex=complex, certificate__state__in=WITH_FILE)
    return given.filter(sha256__in=hashes).order_by("-number").first()


def _by_its_code(complex: Complex, data: bytes, client: str, now: datetime) -> verifying.Answer | None:
    """The truth about the code that the file names; a wrong one counts as a guess."""
    typed = pdfs.code(data)
    if not typed or codes.parsed(typed) is None:
        return None
    answer = verifying.by_code(complex, typed=typed, client=client, now=now, question=Question.FILE)
    return answer if answer.certificate is not None else None


def refuse_if_spent(complex: Complex, *, client: str, now: datetime) -> None:
    """Uploads are limited as wrong codes are."""
    guesses.refuse_if_spent(guesses.CODES, client, complex=complex, now=now)
