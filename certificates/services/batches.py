"""Issuing to a cohort: a trial of one, then the rest in name order, resumable at every point.

The batch keeps no list: who is next follows from the rows, so a lost broker, a killed worker and a double click all end
in the same place.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from certificates.models import Certificate, IssueBatch
from certificates.services import candidates, designs, issuing
from certificates.services.refusals import NothingDue, TrialFirst
from certificates.states import BatchState, CertificateState, DesignKind
from enrollment.models import Cohort
from training.accounts.models import User
from training.core import audit, outbox
from training.core.models import AuditEntry

OWED = "certificates.batch"
CHUNK = 50


@transaction.atomic
def start(cohort: Cohort, *, by: User, now: datetime, kind: str = DesignKind.COMPLETION) -> IssueBatch:
    """Begin with the first person in name order; a second start finds the same batch."""
    cohort = Cohort.objects.select_for_update().get(pk=cohort.pk)
    underway = IssueBatch.objects.open().filter(cohort=cohort, kind=kind).first()
    if underway is not None:
        return underway
    due = candidates.due(cohort, kind=kind)
    if not due:
        raise NothingDue(_("Nobody in this cohort can get a certificate now. The list says why for each."))
    design = designs.current(cohort.complex, kind=kind, now=now)
    batch = IssueBatch.objects.create(
        complex=cohort.complex, cohort=cohort, kind=kind, design=design, started_by=by, started_at=now
    )
    audit.record(batch, "started", by=by, at=now, after=batch.state)
    _intend(batch, due[:1], by=by, now=now)
    return batch


@transaction.atomic
def go_on(batch: IssueBatch, *, by: User, now: datetime) -> None:
    """After the trial was looked at: owe the rest. A second press changes nothing."""
    batch = IssueBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.state != BatchState.TRIAL:
        return
    if not batch.certificates.with_file().exists():
        raise TrialFirst(_("The trial is not issued yet. Wait for it, or see why it failed."))
    if not is_looked_at(batch, by=by):
        raise TrialFirst(_("Open the PDF of the trial first and look at it. Then issue the rest."))
    audit.move(batch, BatchState.REST, by=by, now=now)
    outbox.owe(OWED, batch.pk, now=now, complex_id=batch.complex_id)


def is_looked_at(batch: IssueBatch, *, by: User) -> bool:
    """Whether this operator took out a file of the batch: giving one out is recorded."""
    papers = [str(pk) for pk in batch.certificates.with_file().values_list("pk", flat=True)]
    taken = AuditEntry.objects.filter(subject_type=Certificate._meta.label_lower, subject_id__in=papers)
    return taken.filter(action="file_taken", actor=by).exists()


@transaction.atomic
def advance(batch_id: int, *, now: datetime) -> None:
    """Intend the next people in name order, and owe the step after this one."""
    batch = IssueBatch.objects.select_for_update().select_related("cohort", "design", "started_by").get(pk=batch_id)
    if batch.state != BatchState.REST or batch.paused:
        return
    due = candidates.due(batch.cohort, kind=batch.kind, besides=batch)
    _intend(batch, due[:CHUNK], by=batch.started_by, now=now)
    if len(due) > CHUNK:
        outbox.owe(OWED, batch.pk, now=now, complex_id=batch.complex_id)
    else:
        _finish_if_done(batch, now=now)


def issue(certificate_id: int, *, now: datetime) -> None:
    """One owed certificate; left waiting while its batch is paused."""
    certificate = Certificate.objects.select_related("batch").get(pk=certificate_id)
    if certificate.batch is not None and certificate.batch.paused:
        return
    issuing.issue(certificate_id, now=now)
    if certificate.batch_id is not None:
        settle(certificate.batch_id, now=now)


@transaction.atomic
def settle(batch_id: int, *, now: datetime) -> None:
    """Close a batch in which nothing is left to do."""
    batch = IssueBatch.objects.select_for_update().select_related("cohort", "design", "started_by").get(pk=batch_id)
    _finish_if_done(batch, now=now)


@transaction.atomic
def pause(batch: IssueBatch, *, by: User, now: datetime) -> None:
    """Stop after the certificate in hand; nothing is lost."""
    if IssueBatch.objects.open().filter(pk=batch.pk, paused=False).update(paused=True):
        audit.record(batch, "paused", by=by, at=now)


@transaction.atomic
def resume(batch: IssueBatch, *, by: User, now: datetime) -> None:
    """Owe again whatever waits: work that came up during the pause was left undone."""
    if not IssueBatch.objects.open().filter(pk=batch.pk, paused=True).update(paused=False):
        return
    audit.record(batch, "resumed", by=by, at=now)
    for pk in batch.certificates.filter(state=CertificateState.INTENDED).values_list("pk", flat=True):
        outbox.owe(issuing.OWED, pk, now=now, complex_id=batch.complex_id)
    outbox.owe(OWED, batch.pk, now=now, complex_id=batch.complex_id)


@transaction.atomic
def retry_failed(batch: IssueBatch, *, by: User, now: datetime) -> int:
    """Another try for everything that failed. Returns how many."""
    failed = list(batch.certificates.failed())
    for certificate in failed:
        issuing.retry(certificate, by=by, now=now)
    return len(failed)


@transaction.atomic
def void(certificate: Certificate, *, by: User, now: datetime, reason: str) -> None:
    """Give up one intent, and close the batch where it was the last."""
    issuing.void(certificate, by=by, now=now, reason=reason)
    if certificate.batch_id is not None:
        settle(certificate.batch_id, now=now)


def _intend(batch: IssueBatch, due: list[candidates.Candidate], *, by: User, now: datetime) -> None:
    for candidate in due:
        if candidate.decision is not None:
            issuing.intend(candidate.decision, design=batch.design, by=by, now=now, batch=batch)


def _finish_if_done(batch: IssueBatch, *, now: datetime) -> None:
    if batch.state == BatchState.FINISHED or batch.certificates.filter(state=CertificateState.INTENDED).exists():
        return
    due = candidates.due(batch.cohort, kind=batch.kind, besides=batch)
    if due and batch.state == BatchState.TRIAL and not batch.certificates.with_file().exists():
        _intend(batch, due[:1], by=batch.started_by, now=now)  # the trial was voided: somebody else is tried
    if due:
        return
    audit.move(batch, BatchState.FINISHED, by=None, now=now, finished_at=now, paused=False)
