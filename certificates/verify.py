"""Check a certificate without us: no database, no network, no account.

    python -m certificates.verify FILE.pdf --proof FILE.tlog-proof --log-key KEY --root ROOT.pem [--status LIST]
        [--witness KEY …] [--witnesses N]
    python -m certificates.verify FILE.json --issuer ISSUER.json [--status LIST]

FILE is the PDF, or the credential that was in it. The proof comes from its verification page, KEY is the log's public
key as the log's page shows it (or a file that holds it), ROOT.pem the issuer's root certificate, ISSUER.json names the
issuer's keys (/log/issuer.json). Take them from a source you trust, not from the same mail. A file that bears a timestamp
needs the root of its service too: --stamp-root. LIST is the status list that the credential names, as you fetched it;
where a later key signed it, --issuer says which keys are the issuer's. Without a list nothing is said of revocation.

Each --witness is the public key of an institution that watches the log; so many of them as --witnesses says, or all, must have
signed the checkpoint: then not even the issuer and its log's key together can show you another log than everybody else.

Ends with 0 where the file is genuine and nothing given says otherwise, with 1 where it is not genuine or the list does not
belong to it, with 2 where something cannot be read, and with 3 where it is genuine but revoked, superseded or past its
validity.
"""

import argparse
import hashlib
import json
import sys
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from asn1crypto import pem, x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.validation.errors import SignatureValidationError

from certificates.rules import pdfs, proofs
from certificates.signing import cosignatures, judging, lasting, notes, pades
from certificates.signing.credentials import MOST, CredentialUnfit
from certificates.signing.judging import Judgment, ListUnfit

GENUINE, FALSE, UNREADABLE, ENDED = 0, 1, 2, 3
MOST_READ = 8 * 1024 * 1024  # bytes of any file
UNKNOWN = "진본입니다. 지금도 유효한지는 발급 기관의 확인 화면에서 보세요. / Genuine; present status not known."
FORGED = "진본이 아닙니다. / Not genuine."
NOT_TOLD = "이 목록으로는 지금 유효한지 알 수 없습니다. / Present status not known: this list does not tell."
REVOKED = "진본이지만 취소되었거나 새 증서로 바뀌었습니다. / Genuine, but revoked or superseded."
EXPIRED = "진본이지만 유효기간이 끝났습니다. / Genuine, but past its validity."
VALID = "진본이고, {at} 기준 취소되지 않았습니다. / Genuine, and not revoked as of {at}."


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
    """Signature, entry, log and checkpoint, each apart; and the credential inside, where the entry names one."""
    is_signed = _is_signed(pdf, roots, stamp_roots)
    found = _parsed(proof)
    inside = embedded(pdf) if is_signed else None
    return [
        Check("발급 기관이 서명했고 그 뒤로 바뀌지 않았습니다", "signed by the issuer, and unchanged since", is_signed),
        Check(
            "기록에 있는 발급 파일입니다",
            "the file that the entry says was issued",
            _is_file(found.entry, pdf, is_whole=is_signed),
        ),
        *_in_log(found, log_key),
        *([_holds(found.entry, inside)] if "credential" in _said(found.entry) else []),
    ]


def credential_checks(credential: bytes, *, proof: str, log_key: str) -> list[Check]:
    """A credential by itself: entry, log and checkpoint. Raises Unreadable."""
    found = _parsed(proof)
    return [_holds(found.entry, credential), *_in_log(found, log_key)]


def witness_check(proof: str, verifiers: Sequence[str], *, least: int) -> Check:
    """How many of the named witnesses signed the checkpoint. Raises Unreadable."""
    note = _parsed(proof).note
    try:
        signed = sum(cosignatures.found(note, verifier=_key(one).strip()) is not None for one in verifiers)
    except ValueError as error:
        raise Unreadable(f"witness key: {error}") from error
    counts = f"{signed}/{len(verifiers)}"
    return Check(
        f"증인이 서명한 시점 기록입니다 ({counts})",
        f"under a checkpoint that witnesses signed ({counts})",
        signed >= least,
    )


def embedded(pdf: bytes) -> bytes | None:
    """The credential inside a signed file; none in papers from before there were credentials."""
    try:
        return pades.attached(pdf, most=MOST)
    except (PdfError, ValueError, IndexError, KeyError, TypeError, AttributeError, zlib.error):
        return None


def _parsed(proof: str) -> proofs.Proof:
    try:
        return proofs.parsed(proof)
    except proofs.NotAProof as error:
        raise Unreadable(f"proof: {error}") from error


def _in_log(found: proofs.Proof, log_key: str) -> list[Check]:
    try:
        name, key = notes.parsed_verifier(log_key)
    except ValueError as error:
        raise Unreadable(f"log key: {error}") from error
    return [
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
        lasting.judged(pdf, roots=roots, stamp_roots=stamp_roots)
    except (pades.SignatureUnfit, SignatureValidationError, PdfError, ValueError, IndexError, KeyError, TypeError):
        return False  # whatever a forger writes in place of a signature
    return True


def _said(entry: bytes) -> dict[str, object]:
    try:
        said = json.loads(entry)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _is_of(entry: bytes, part: str, data: bytes) -> bool:
    """Whether an entry says that these very bytes were issued."""
    said = _said(entry)
    return said.get("event") == "issue" and said.get(part) == hashlib.sha256(data).hexdigest()


def _is_file(entry: bytes, pdf: bytes, *, is_whole: bool) -> bool:
    """The issued file, or one that begins with it where all that was added is known to be an extension."""
    said = _said(entry)
    known = {hashlib.sha256(pdf).hexdigest(), *(pdfs.beginnings(pdf) if is_whole else ())}
    return said.get("event") == "issue" and said.get("file") in known


def _holds(entry: bytes, credential: bytes | None) -> Check:
    same = credential is not None and _is_of(entry, "credential", credential)
    return Check("기록에 있는 디지털 자격 증명입니다", "the credential that the entry says was issued", same)


def main(arguments: Sequence[str] | None = None, *, now: datetime | None = None) -> int:
    parser = _parser()
    asked = parser.parse_args(arguments)
    try:
        given = _read(asked.file)
        found = _found(asked, given, parser)
        genuine = all(check.holds for check in found)
        judgment = _judgment(asked, given, now or datetime.now(UTC)) if genuine else None
    except Unreadable as error:
        _say(f"{error}", to=sys.stderr)
        return UNREADABLE
    except CredentialUnfit as error:
        word = NOT_TOLD if isinstance(error, ListUnfit) else FORGED
        _say(f"✗ {error}\n{word}", to=sys.stdout)
        return FALSE
    word, status = _verdict(genuine, judgment)
    _say("\n".join([*map(str, found), word]), to=sys.stdout)
    return status


def _found(asked: argparse.Namespace, given: bytes, parser: argparse.ArgumentParser) -> list[Check]:
    """The checks for which everything was given; those that a file cannot do without are asked for."""
    if asked.witness:
        if asked.proof is None:
            parser.error("--witness needs --proof")
        return [*_found_alone(asked, given, parser), _witnesses(asked, parser)]
    return _found_alone(asked, given, parser)


def _witnesses(asked: argparse.Namespace, parser: argparse.ArgumentParser) -> Check:
    least = len(asked.witness) if asked.witnesses is None else asked.witnesses
    if not 1 <= least <= len(asked.witness):
        parser.error("--witnesses is between 1 and the number of keys")
    return witness_check(_read(asked.proof).decode(errors="replace"), asked.witness, least=least)


def _found_alone(asked: argparse.Namespace, given: bytes, parser: argparse.ArgumentParser) -> list[Check]:
    by_log = asked.proof is not None and asked.log_key is not None
    proof = {"proof": _read(asked.proof).decode(errors="replace"), "log_key": _key(asked.log_key)} if by_log else {}
    if _is_credential(given):
        if not by_log and asked.issuer is None:
            parser.error("a credential needs --issuer, or --proof and --log-key")
        return credential_checks(given, **proof) if by_log else []
    if not by_log or asked.root is None:
        parser.error("a PDF needs --proof, --log-key and --root")
    stamp_roots = _roots(asked.stamp_root) if asked.stamp_root else []
    return checks(given, roots=_roots(asked.root), stamp_roots=stamp_roots, **proof)


def _judgment(asked: argparse.Namespace, given: bytes, now: datetime) -> Judgment | None:
    """What the credential and the list say. Its own key is taken at its word only where the log vouches for its bytes."""
    credential = given if _is_credential(given) else embedded(given)
    if credential is None:
        if asked.status is not None:
            raise Unreadable("The file is from before there were credentials: no list knows it.")
        return None
    keys = judging.keys_named_in(credential) if asked.proof else {}
    if asked.issuer is not None:
        keys |= _issuer_keys(asked.issuer)
    return judging.judged(credential, keys=keys, now=now, status=_read(asked.status) if asked.status else None)


def _verdict(genuine: bool, judgment: Judgment | None) -> tuple[str, int]:
    if not genuine:
        return FORGED, FALSE
    if judgment is not None and judgment.marked:
        return REVOKED, ENDED
    if judgment is not None and judgment.expired:
        return EXPIRED, ENDED
    if judgment is None or judgment.marked is None:
        return UNKNOWN, GENUINE
    return VALID.format(at=judgment.listed_at), GENUINE


def _is_credential(given: bytes) -> bool:
    return given.lstrip()[:1] == b"{"


def _issuer_keys(path: Path) -> dict[str, bytes]:
    try:
        return judging.keys_of_issuer(_read(path))
    except CredentialUnfit as error:
        raise Unreadable(f"{path}: {error}") from error


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="certificates.verify", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)  # fmt: skip
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--proof", type=Path)
    parser.add_argument("--log-key")
    parser.add_argument("--root", type=Path)
    parser.add_argument("--stamp-root", type=Path)
    parser.add_argument("--issuer", type=Path)
    parser.add_argument("--status", type=Path)
    parser.add_argument("--witness", action="append", default=[])
    parser.add_argument("--witnesses", type=int)
    return parser


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_READ:
            raise Unreadable(f"{path}: too large")
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
