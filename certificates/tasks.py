"""Owed work of certificates."""

from certificates.services import batches, issuing
from training.core import clock, outbox


@outbox.handler(issuing.OWED)
def issue(certificate_id: str) -> None:
    batches.issue(int(certificate_id), now=clock.now())


@outbox.handler(batches.OWED)
def advance(batch_id: str) -> None:
    batches.advance(int(batch_id), now=clock.now())
