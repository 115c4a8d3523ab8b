"""Proof files: what somebody needs to check, without us, that a certificate stands in the public log."""

from collections.abc import Callable

from asn1crypto import pem, x509

from certificates.models import Certificate, Log
from certificates.queries import tree
from certificates.signing import authorities, keys, notes, stamps
from certificates.states import LogEvent
from training.core.models import Complex


def of_certificate(certificate: Certificate) -> str | None:
    """The tlog-proof of its issue against the latest checkpoint that witnesses signed; None while no checkpoint covers it."""
    entry = certificate.entries.select_related("log").filter(event=LogEvent.ISSUE).first()
    head = tree.witnessed(entry.log, above=entry.index) if entry else None
    if entry is None or head is None:
        return None
    return tree.proof(entry, head)


def checkpoint(complex: Complex) -> str | None:
    """The latest signed checkpoint of a complex's log; None where nothing was ever added."""
    log = tree.of(complex)
    head = tree.head(log) if log else None
    return tree.note(head) if head else None


def roots(complex: Complex) -> bytes:
    """The issuer's root certificates as PEM, those of earlier keys included; nothing while there is no key."""
    return _pem(lambda: authorities.roots(complex.key))


def stamp_roots(complex: Complex) -> bytes:
    """The roots of the timestamp authority as PEM."""
    return _pem(lambda: stamps.roots(complex.key))


def _pem(found: Callable[[], list[x509.Certificate]]) -> bytes:
    try:
        return b"".join(pem.armor("CERTIFICATE", root.dump()) for root in found())
    except keys.KeyMissing:
        return b""


def verifier(log: Log) -> str:
    """The log's public key in the form that verifiers of signed notes take; empty while there is no key."""
    try:
        return notes.verifier(log.origin, keys.log_key(log.complex.key).public_key())
    except keys.KeyMissing:
        return ""
