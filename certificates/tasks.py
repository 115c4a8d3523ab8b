"""Owed work of certificates."""

from django.utils.translation import gettext_lazy

from certificates.services import batches, issuing
from training.core import clock, outbox


@outbox.handler(issuing.OWED, gettext_lazy("Draw and sign a certificate"), heavy=True)
def issue(certificate_id: str) -> None:
    batches.issue(int(certificate_id), now=clock.now())


@outbox.handler(batches.OWED, gettext_lazy("Issue a cohort's next certificates"))
def advance(batch_id: str) -> None:
    batches.advance(int(batch_id), now=clock.now())
