"""Adding to the public log, in the transaction of what is added (invariant 5)."""

from collections.abc import Sequence
from datetime import datetime

import structlog
from django.db import transaction

from certificates.models import Certificate, Log, LogEntry, TreeHead
from certificates.queries import tree
from certificates.rules import codes, merkle, tiles
from certificates.services import vault, witnessing
from certificates.signing import keys, notes
from certificates.states import CertificateState, LogEvent
from training.core import canonical
from training.core.models import Complex

HTTP = "://"
FOLLOWS = {CertificateState.REVOKED: LogEvent.REVOKE, CertificateState.SUPERSEDED: LogEvent.SUPERSEDE}
report = structlog.get_logger(__name__)


def append(events: Sequence[tuple[Certificate, LogEvent]], *, now: datetime) -> None:
    """Add lines, without gaps, and sign the log's new root. Certificates of one complex; call it last.

    Everybody who adds waits here until the one before has committed.
    """
    complex = events[0][0].complex
    Log.objects.get_or_create(complex=complex, defaults={"origin": complex.address("/log").partition(HTTP)[2]})
    log = locked(complex)
    texts = [line(certificate, event) for certificate, event in events]
    leaves = [merkle.leaf_hash(text.encode()) for text in texts]
    nodes, root = tree.walked(log, lambda node: merkle.grown(log.size, leaves, node))
    LogEntry.objects.bulk_create(
        LogEntry(log=log, index=index, certificate=certificate, event=event, text=text, nodes=b"".join(done), at=now)
        for index, ((certificate, event), text, done) in enumerate(
            zip(events, texts, nodes, strict=True), start=log.size
        )
    )
    log.size += len(events)
    log.save(update_fields=["size"])
    _sign(log, root, now=now)


@transaction.atomic
def catch_up(complex: Complex, *, now: datetime) -> int:
    """Enter what was given out before there was a log. Returns how many lines; none where nothing is missing."""
    missing = []
    given = Certificate.objects.of(complex).with_file().filter(entries=None).select_related("complex__site")
    for certificate in given.order_by("issued_at", "pk"):
        code = vault.opened(certificate.code_sealed)
        if not certificate.content_commitment and code is not None:
            certificate.content_commitment = codes.commitment(code, "content", certificate.content_sha256)
            Certificate.objects.filter(pk=certificate.pk).update(content_commitment=certificate.content_commitment)
        later = FOLLOWS.get(CertificateState(certificate.state))
        missing += [(certificate, event) for event in (LogEvent.ISSUE, later) if event]
    if missing:
        append(missing, now=now)
    return len(missing)


def locked(complex: Complex) -> Log:
    """The row, held until the transaction ends."""
    return Log.objects.select_for_update().select_related("complex").get(complex=complex)


def line(certificate: Certificate, event: str) -> str:
    """The bytes of an entry: the event and hashes, nothing that says whose it is."""
    file = certificate.files.order_by("-number").first()
    hashes = {"content": certificate.content_commitment, "file": file.sha256 if file else ""}
    if certificate.credential_sha256:  # none on papers from before there were credentials
        hashes["credential"] = certificate.credential_sha256
    return canonical.text({"event": event, **hashes})


def checkpoint(log: Log, root: bytes) -> str:
    """The signed note of the log as it is. Raises KeyMissing."""
    text = tiles.checkpoint(log.origin, log.size, root)
    return notes.signed(text, name=log.origin, key=keys.log_key(log.complex.key))


def _sign(log: Log, root: bytes, *, now: datetime) -> None:
    """Without a key there is no checkpoint; the next one that is signed covers these lines too."""
    try:
        note = checkpoint(log, root)
    except keys.KeyMissing as missing:
        report.critical("log_key_missing", complex=log.complex.key, file=str(missing))
        return
    TreeHead.objects.create(log=log, size=log.size, root=root, note=note, signed_at=now)
    witnessing.owe(log.complex, now=now)
