"""Replaying the public log from the database, and saying where it differs from the register."""

import json
from collections.abc import Iterator

from certificates.models import Certificate, Log, LogEntry, StatusMark
from certificates.rules import merkle, tiles
from certificates.services import storing
from certificates.services.entries import FOLLOWS
from certificates.signing import keys, notes
from certificates.states import CertificateState, LogEvent

CHUNK = 500
Known = dict[tuple[int, int], bytes]


def differences(log: Log, *, files: bool = False) -> Iterator[str]:
    """One line for each difference: entries, tree, checkpoints, register, and with `files` every stored byte."""
    known: Known = {}
    size = 0
    for entry in log.entries.select_related("certificate").prefetch_related("certificate__files").iterator(CHUNK):
        if entry.index != size:
            yield f"entry {size}: missing; the next one is {entry.index}"
            return  # the tree cannot be rebuilt beyond a gap
        yield from _entry(entry, known)
        size += 1
    if size != log.size:
        yield f"log: says {log.size} entries, holds {size}"
    yield from _heads(log, size, known)
    yield from _register(log)
    yield from _statuses(log)
    if files:
        yield from _files(log)


def _entry(entry: LogEntry, known: Known) -> Iterator[str]:
    certificate = entry.certificate
    said = json.loads(entry.text)
    hashes = {file.sha256 for file in certificate.files.all()}
    if said.get("event") != entry.event:
        yield f"entry {entry.index}: its line says {said.get('event')!r}, its row {entry.event!r}"
    if said.get("content") != certificate.content_commitment:
        yield f"entry {entry.index}: another content than certificate {certificate.pk}"
    if said.get("file") not in hashes:
        yield f"entry {entry.index}: no stored file of certificate {certificate.pk} has this hash"
    if said.get("credential", "") != certificate.credential_sha256:
        yield f"entry {entry.index}: another credential than certificate {certificate.pk}"
    done = merkle.completed(entry.index, entry.leaf, lambda height, place: known[height, place])
    known |= {(height, entry.index >> height): found for height, found in enumerate(done)}
    if bytes(entry.nodes) != b"".join(done):
        yield f"entry {entry.index}: the stored hashes are not those of its line"


def _heads(log: Log, size: int, known: Known) -> Iterator[str]:
    public = keys.log_key(log.complex.key).public_key()
    for head in log.heads.order_by("size").iterator(CHUNK):
        if head.size > size:
            yield f"checkpoint {head.size}: covers more entries than there are"
            continue
        root = merkle.root(head.size, lambda height, place: known[height, place])
        if bytes(head.root) != root:
            yield f"checkpoint {head.size}: its root is not that of the entries"
        if not head.note.startswith(tiles.checkpoint(log.origin, head.size, root) + "\n"):
            yield f"checkpoint {head.size}: its text does not say this root"
        if not notes.is_signed(head.note, name=log.origin, key=public):
            yield f"checkpoint {head.size}: not signed by the log's present key"


def _register(log: Log) -> Iterator[str]:
    """Everything that was given out, revoked or superseded stands in the log, and nothing else."""
    for certificate in Certificate.objects.of(log.complex).prefetch_related("entries").iterator(CHUNK):
        found = {str(entry.event) for entry in certificate.entries.all()} - {LogEvent.EXTEND.value}
        expected = {LogEvent.ISSUE.value} if certificate.issued_at else set()
        if certificate.state in FOLLOWS:
            expected.add(FOLLOWS[CertificateState(certificate.state)].value)
        for event in sorted(expected - found):
            yield f"certificate {certificate.pk}: {certificate.state}, but the log has no {event!r}"
        for event in sorted(found - expected):
            yield f"certificate {certificate.pk}: {certificate.state}, but the log has {event!r}"


def _statuses(log: Log) -> Iterator[str]:
    """A place in a status list is marked where its certificate no longer counts, and nowhere else."""
    marked = set(StatusMark.objects.filter(status_list__complex=log.complex).values_list("status_list_id", "index"))
    given = Certificate.objects.of(log.complex).filter(status_list__isnull=False)
    for certificate in given.iterator(CHUNK):
        place = (certificate.status_list_id, certificate.status_index)
        if (certificate.state in FOLLOWS) != (place in marked):
            said = "marked" if place in marked else "not marked"
            yield f"certificate {certificate.pk}: {certificate.state}, but {said} in its status list"
        marked.discard(place)
    for status_list, index in sorted(marked):
        yield f"status list {status_list}: place {index} is marked, and no certificate has it"


def _files(log: Log) -> Iterator[str]:
    for certificate in (
        Certificate.objects.of(log.complex).with_file().filter(erased_at=None).prefetch_related("files").iterator(CHUNK)
    ):
        for file in certificate.files.all():
            try:
                storing.read(file)
            except storing.FileDamaged:
                yield f"certificate {certificate.pk}: stored file {file.number} is missing or changed"
