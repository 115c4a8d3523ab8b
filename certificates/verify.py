"""Check a certificate without us: no database, no network, no account.

    python -m certificates.verify FILE --proof FILE.tlog-proof --log-key KEY --root ROOT.pem

FILE is the PDF, the proof comes from its verification page, KEY is the log's public key as the log's page shows it (or a
file that holds it), ROOT.pem the issuer's root certificate. Take both from a source you trust, not from the same mail.
A file that bears a timestamp needs the root of its service too: --stamp-root.

Ends with 0 where the file is genuine. Whether it was revoked since then stands only on the issuer's verification page.
Ends with 1 where it is not genuine, and with 2 where something cannot be read.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from asn1crypto import pem, x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.validation.errors import SignatureValidationError

from certificates.rules import pdfs, proofs
from certificates.signing import notes, pades

GENUINE, FALSE, UNREADABLE = 0, 1, 2
VERDICTS = {
    True: "진본입니다. 지금도 유효한지는 발급 기관의 확인 화면에서 보세요. / Genuine; present status not known.",
    False: "진본이 아닙니다. / Not genuine.",
}


@dataclass(frozen=True)
class Check:
    """One thing that was looked at."""

    korean: str
    english: str
    holds: bool

    def __str__(self) -> str:
        return f"{'✓' if self.holds else '✗'} {self.korean} / {self.english}"


class Unreadable(Exception):
    """Something that was given is not what it should be; the text says what."""


def checks(
    pdf: bytes,
    *,
    proof: str,
    log_key: str,
    roots: Sequence[x509.Certificate],
    stamp_roots: Sequence[x509.Certificate] = (),
) -> list[Check]:
    """Signature, entry, log and checkpoint, each apart. Raises Unreadable."""
    try:
        found = proofs.parsed(proof)
    except proofs.NotAProof as error:
        raise Unreadable(f"proof: {error}") from error
    try:
        name, key = notes.parsed_verifier(log_key)
    except ValueError as error:
        raise Unreadable(f"log key: {error}") from error
    return [
        Check(
            "발급 기관이 서명했고 그 뒤로 바뀌지 않았습니다",
            "signed by the issuer, and unchanged since",
            _is_signed(pdf, roots, stamp_roots),
        ),
        Check("기록에 있는 발급 파일입니다", "the file that the entry says was issued", _is_of(found.entry, pdf)),
        Check("공개 기록에 들어 있습니다", "in the public log", found.holds),
        Check(
            "기록의 열쇠가 서명한 시점 기록입니다",
            "under a checkpoint that the log's key signed",
            found.origin == name and notes.is_signed(found.note, name=name, key=key),
        ),
    ]


def _is_signed(pdf: bytes, roots: Sequence[x509.Certificate], stamp_roots: Sequence[x509.Certificate]) -> bool:
    if len(pdf) > pdfs.MOST or not pdfs.is_pdf(pdf):
        return False
    try:
        pades.checked(pdf, roots=roots, stamp_roots=stamp_roots, stamped=False)
    except (pades.SignatureUnfit, SignatureValidationError, PdfError, ValueError, IndexError, KeyError, TypeError):
        return False  # whatever a forger writes in place of a signature
    return True


def _is_of(entry: bytes, pdf: bytes) -> bool:
    """Whether an entry says that these very bytes were issued."""
    try:
        said = json.loads(entry)
    except ValueError:
        return False
    return (
        isinstance(said, dict) and said.get("event") == "issue" and said.get("file") == hashlib.sha256(pdf).hexdigest()
    )


def main(arguments: Sequence[str] | None = None) -> int:
    asked = _asked(arguments)
    try:
        found = checks(
            _read(asked.file),
            proof=_read(asked.proof).decode(errors="replace"),
            log_key=_key(asked.log_key),
            roots=_roots(asked.root),
            stamp_roots=_roots(asked.stamp_root) if asked.stamp_root else [],
        )
    except Unreadable as error:
        _say(f"{error}", to=sys.stderr)
        return UNREADABLE
    genuine = all(check.holds for check in found)
    _say("\n".join([*map(str, found), VERDICTS[genuine]]), to=sys.stdout)
    return GENUINE if genuine else FALSE


def _asked(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="certificates.verify", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)  # fmt: skip
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--proof", type=Path, required=True)
    parser.add_argument("--log-key", required=True)
    parser.add_argument("--root", type=Path, required=True)
    parser.add_argument("--stamp-root", type=Path)
    return parser.parse_args(arguments)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Unreadable(f"{path}: {error.strerror}") from error


def _key(given: str) -> str:
    return given if "+" in given else _read(Path(given)).decode(errors="replace")


def _roots(path: Path) -> list[x509.Certificate]:
    try:
        return [x509.Certificate.load(der) for _name, _headers, der in pem.unarmor(_read(path), multiple=True)]
    except ValueError as error:
        raise Unreadable(f"{path}: no certificates in PEM") from error


def _say(text: str, *, to: object) -> None:
    print(text, file=to)  # type: ignore[call-overload] # a terminal's stream


if __name__ == "__main__":
    sys.exit(main())
