"""Proof files: what somebody needs to check, without us, that a certificate stands in the public log."""

from asn1crypto import pem

from certificates.models import Certificate, Log
from certificates.queries import tree
from certificates.signing import authorities, keys, notes
from certificates.states import LogEvent
from training.core.models import Complex


def of_certificate(certificate: Certificate) -> str | None:
    """The tlog-proof of its issue against the latest checkpoint; None while no checkpoint covers it."""
    entry = certificate.entries.select_related("log").filter(event=LogEvent.ISSUE).first()
    head = tree.head(entry.log) if entry else None
    if entry is None or head is None or head.size <= entry.index:
        return None
    return tree.proof(entry, head)


def checkpoint(complex: Complex) -> str | None:
    """The latest signed checkpoint of a complex's log; None where nothing was ever added."""
    log = tree.of(complex)
    head = tree.head(log) if log else None
    return head.note if head else None


def roots(complex: Complex) -> bytes:
    """The issuer's root certificates as PEM, those of earlier keys included; nothing while there is no key."""
    try:
        found = authorities.roots(complex.key)
    except keys.KeyMissing:
        return b""
    return b"".join(pem.armor("CERTIFICATE", root.dump()) for root in found)


def verifier(log: Log) -> str:
    """The log's public key in the form that verifiers of signed notes take; empty while there is no key."""
    try:
        return notes.verifier(log.origin, keys.log_key(log.complex.key).public_key())
    except keys.KeyMissing:
        return ""
