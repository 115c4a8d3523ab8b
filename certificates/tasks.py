"""Owed work of certificates."""

from celery import shared_task
from django.utils.translation import gettext_lazy

from certificates.services import (
    batches,
    erasing,
    expiring,
    extending,
    issuing,
    noting,
    sheet_results,
    sheets,
    stamping,
    statuses,
    witnessing,
)
from training.core import clock, outbox


@outbox.handler(issuing.OWED, gettext_lazy("Draw and sign a certificate"), heavy=True)
def issue(certificate_id: str) -> None:
    batches.issue(int(certificate_id), now=clock.now())


@outbox.handler(batches.OWED, gettext_lazy("Issue a cohort's next certificates"))
def advance(batch_id: str) -> None:
    batches.advance(int(batch_id), now=clock.now())


@outbox.handler(statuses.OWED, gettext_lazy("Publish a list of revoked certificates"))
def publish_status_list(status_list_id: str) -> None:
    statuses.publish_owed(int(status_list_id), now=clock.now())


@outbox.handler(stamping.OWED, gettext_lazy("Have a checkpoint of the log timestamped"))
def stamp_checkpoint(head_id: str) -> None:
    stamping.stamp(int(head_id), now=clock.now())


@outbox.handler(sheets.CHECK, gettext_lazy("Check a hiring sheet"))
def check_sheet(sheet_id: str) -> None:
    sheet_results.check(int(sheet_id), now=clock.now())


@outbox.handler(sheets.SIGN, gettext_lazy("Sign the result of a hiring sheet"), heavy=True)
def sign_sheet(sheet_id: str) -> None:
    sheet_results.sign(int(sheet_id), now=clock.now())


@outbox.handler(sheets.ERASE, gettext_lazy("Erase a hiring sheet"))
def erase_sheet(sheet_id: str) -> None:
    sheets.erase(int(sheet_id))


@outbox.handler(witnessing.OWED, gettext_lazy("Have a checkpoint of the log signed by a witness"))
def witness_checkpoint(witness_id: str) -> None:
    witnessing.cosign(int(witness_id), now=clock.now())


@shared_task(name="certificates.write_verifications", ignore_result=True)
def write_verifications() -> None:
    """Called by beat: what verifiers asked since, where it waits in Redis."""
    noting.write()


@shared_task(name="certificates.owe_witnesses")
def owe_witnesses() -> None:
    """Called by beat: a witness that fell behind is asked again."""
    witnessing.owe_all(now=clock.now())


@shared_task(name="certificates.erase_overdue_sheets")
def erase_overdue_sheets() -> None:
    """Called by beat, for what no worker came to erase."""
    sheets.erase_overdue(now=clock.now())


@outbox.handler(erasing.OWED, gettext_lazy("Remove the files of an erased certificate"))
def remove_files(certificate_id: str) -> None:
    erasing.remove_files(int(certificate_id))


@outbox.handler(expiring.OWED, gettext_lazy("Tell a holder that a certificate ends"))
def tell_of_expiry(certificate_id: str) -> None:
    expiring.tell(int(certificate_id), now=clock.now())


@outbox.handler(extending.OWED_SURVEY, gettext_lazy("See which signatures have to be extended"))
def survey_signatures(complex_id: str) -> None:
    extending.survey(int(complex_id), now=clock.now())


@outbox.handler(extending.OWED, gettext_lazy("Extend a certificate's signature"), heavy=True)
def extend_signature(certificate_id: str) -> None:
    extending.extend(int(certificate_id), now=clock.now())


@shared_task(name="certificates.refresh_status_lists")
def refresh_status_lists() -> None:
    """Called by beat more often than a list may grow old."""
    statuses.refresh(now=clock.now())


@shared_task(name="certificates.owe_stamps")
def owe_stamps() -> None:
    """Called by beat more often than once a day; a day's last checkpoint is owed one timestamp."""
    stamping.owe_all(now=clock.now())


@shared_task(name="certificates.owe_extensions")
def owe_extensions() -> None:
    """Called by beat once a day; a signature is extended in the year before its timestamp ends."""
    extending.owe_all(now=clock.now())


@shared_task(name="certificates.owe_expiry_notices")
def owe_expiry_notices() -> None:
    """Called by beat several times a day; each lead is told once."""
    expiring.owe_all(now=clock.now())
