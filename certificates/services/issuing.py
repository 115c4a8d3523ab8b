"""From a decision to a paper, once (invariant 3).

The intent freezes everything in one transaction: content, number, code, place in the status list. What follows is owed
work, finished from the row's own record after any fault: credential → draw and embed it → sign → store → file row →
issued and in the public log.
"""

from datetime import datetime
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from certificates import mail, pdf
from certificates.models import Certificate, CertificateFile, Design, IssueBatch
from certificates.rules import codes, numbers, truths
from certificates.services import badges, entries, freezing, obstacles, registers, statuses, storing, vault
from certificates.services.refusals import NotDue
from certificates.signing import keys, pades, papers
from certificates.states import CertificateState, DesignKind, Failure, LogEvent
from enrollment.models import Decision, Enrollment
from enrollment.states import EnrollmentState
from training.accounts.models import User
from training.core import audit, canonical, clock, metrics, outbox
from training.core.models import Owed

OWED = "certificates.issue"
log = structlog.get_logger(__name__)


@transaction.atomic
def intend(
    decision: Decision,
    *,
    design: Design,
    by: User | None,
    now: datetime,
    batch: IssueBatch | None = None,
    replaces: Certificate | None = None,
) -> Certificate:
    """Freeze what is awarded, take the next number, and owe the paper.

    Raises NotDue where the decision is not in force, a particular is missing or cannot be drawn, or a paper of the kind
    already stands; `replaces` names the issued one that this is to supersede.
    """
    decision = _in_force(decision, design)
    _refuse_double(decision.enrollment, design.kind, replaces)
    return _intended(decision.enrollment, decision, design=design, by=by, now=now, batch=batch, replaces=replaces)


@transaction.atomic
def intend_confirmation(enrollment: Enrollment, *, design: Design, by: User | None, now: datetime) -> Certificate:
    """Freeze that somebody is or was enrolled, on request: no decision, no completion, no hours attained.

    One that stands already is superseded by this one, which says how things stand today.
    """
    Enrollment.objects.select_for_update().get(pk=enrollment.pk)
    enrollment = Enrollment.objects.select_related(
        "trainee", "cohort__course", "cohort__program", "cohort__complex__site"
    ).get(pk=enrollment.pk)
    sentences = obstacles.to_confirmation(enrollment)
    if sentences:
        raise NotDue(" ".join(sentences))
    if design.complex_id != enrollment.complex_id or design.kind != DesignKind.ENROLLMENT:
        raise NotDue(_("This design belongs to another complex."))
    earlier = Certificate.objects.filter(enrollment=enrollment, kind=design.kind, state=CertificateState.ISSUED).first()
    _refuse_double(enrollment, design.kind, earlier)
    return _intended(enrollment, None, design=design, by=by, now=now, batch=None, replaces=earlier)


def _intended(
    enrollment: Enrollment,
    decision: Decision | None,
    *,
    design: Design,
    by: User | None,
    now: datetime,
    batch: IssueBatch | None,
    replaces: Certificate | None,
) -> Certificate:
    certificate = Certificate(
        person=enrollment.trainee,
        cohort=enrollment.cohort,
        enrollment=enrollment,
        decision=decision,
        kind=design.kind,
        design=design,
        batch=batch,
        birth_date=enrollment.trainee.birth_date,
        intended_at=now,
    )
    _number(certificate, now=now)
    statuses.give_place(certificate)
    _freeze(certificate, replaces=replaces)
    certificate.save()
    facts = {"number": certificate.register_number}
    audit.record(certificate, "state", by=by, at=now, after=CertificateState.INTENDED, facts=facts)
    outbox.owe(OWED, certificate.pk, now=now, complex_id=certificate.complex_id)
    return certificate


def issue(certificate_id: int, *, now: datetime, tell: bool = True) -> None:
    """Finish what was intended, and tell the holder. Does nothing where it is done.

    Notes the reason and raises where it cannot be done.
    """
    certificate = Certificate.objects.select_related(
        "complex__site", "decision", "enrollment", "cohort", "person", "status_list"
    ).get(pk=certificate_id)
    if certificate.state != CertificateState.INTENDED:
        return
    try:
        _refuse_unless_decided(certificate)
        _refuse_without_keys(certificate, now=now)
        badges.make(certificate, now=now)
        if not certificate.files.exists():
            paper = sealed(certificate, drawn(certificate))
            storing.store(certificate, paper.pdf, number=1, now=now, signature=paper.signature)
        storing.read(CertificateFile.objects.get(certificate=certificate, number=1))
        _finish(certificate, now=now, tell=tell)
    except Exception as error:
        _note(certificate, error)
        raise


def drawn(certificate: Certificate) -> bytes:
    """The PDF of the frozen facts with its credential inside. Called once for each paper, never for viewing."""
    code = vault.opened(certificate.code_sealed)
    if code is None or certificate.birth_date is None:
        raise pdf.RenderFailed(Failure.ERASED)
    document = pdf.compose(
        certificate.facts,
        code=code,
        birth_date=certificate.birth_date,
        address=certificate.complex.address(f"/verify/{code}/"),
        sample=settings.DEMO,
    )
    with metrics.RENDERED.time():
        drawing = pdf.render(document)
    return pdf.embed(drawing, certificate.credential) if certificate.credential else drawing


def sealed(certificate: Certificate, pdf: bytes) -> papers.Paper:
    """The drawn page with the issuer's signature."""
    facts = certificate.facts
    wording = pades.Wording(
        reason=f"{facts['design']['title_ko']} {certificate.register_number}",
        place=facts["issuer"]["ko"],
        label=f"{facts['issuer']['ko']} 전자서명",
    )
    return papers.signed(pdf, owner=certificate.complex.key, wording=wording)


@transaction.atomic
def retry(certificate: Certificate, *, by: User, now: datetime) -> None:
    """Another try, at once, at a person's request."""
    waiting = Certificate.objects.filter(pk=certificate.pk, state=CertificateState.INTENDED)
    if not waiting.update(failure="", failure_detail=""):
        return
    audit.record(certificate, "retried", by=by, at=now)
    owed = Owed.objects.filter(kind=OWED, subject=str(certificate.pk), done_at=None).first()
    if owed is None:
        outbox.owe(OWED, certificate.pk, now=now, complex_id=certificate.complex_id)
    else:
        outbox.retry(owed, now=now)


@transaction.atomic
def void(certificate: Certificate, *, by: User | None, now: datetime, reason: str) -> None:
    """Give up an intent: its number stays in the register and is never used again."""
    audit.move(certificate, CertificateState.VOIDED, by=by, now=now, reason=reason)


def _in_force(decision: Decision, design: Design) -> Decision:
    """The decision, read again under the lock of its enrollment, which a reopening or a second click also takes."""
    Enrollment.objects.select_for_update().get(pk=decision.enrollment_id)
    found = Decision.objects.select_related(
        "policy",
        "enrollment__trainee",
        "enrollment__cohort__course",
        "enrollment__cohort__program",
        "enrollment__cohort__complex__site",
    ).get(pk=decision.pk)
    if design.kind == DesignKind.ENROLLMENT:
        raise NotDue(_("A confirmation of enrollment is issued on request, from the cohort's page of confirmations."))
    in_force = found.reopened_at is None and found.outcome == EnrollmentState.COMPLETED
    sentences = obstacles.found(found.enrollment, decided=in_force)
    if sentences:
        raise NotDue(" ".join(sentences))
    if design.complex_id != found.complex_id:
        raise NotDue(_("This design belongs to another complex."))
    return found


def _refuse_double(enrollment: Enrollment, kind: str, replaces: Certificate | None) -> None:
    others = Certificate.objects.filter(person=enrollment.trainee, cohort=enrollment.cohort, kind=kind).standing()
    if replaces is not None:
        others = others.exclude(pk=replaces.pk)
    standing = others.first()
    if standing is not None:
        raise NotDue(_("%(number)s is already there for this person.") % {"number": standing.register_number})


def _number(certificate: Certificate, *, now: datetime) -> None:
    """The day of issue in the complex's zone, the last day of validity, and the next number of that year."""
    complex = certificate.complex = certificate.cohort.complex
    certificate.issued_on = clock.day_of(now, complex.zone)
    certificate.expires_on = truths.expiry(certificate.issued_on, certificate.design.validity_months)
    year = certificate.issued_on.year
    certificate.register, certificate.number = registers.take(complex, year=year)
    certificate.register_number = numbers.text(year, complex.register_word, certificate.number)


def _freeze(certificate: Certificate, *, replaces: Certificate | None) -> None:
    code = codes.new()
    certificate.code_hash, certificate.code_sealed = vault.hashed(code), vault.seal(code)
    content: dict[str, Any] = freezing.content(
        certificate.enrollment,
        decision=certificate.decision,
        design=certificate.design,
        number=certificate.register_number,
        code=code,
        issued_on=certificate.issued_on,
        expires_on=certificate.expires_on,
        replaces=replaces.register_number if replaces else None,
    )
    certificate.content, certificate.content_sha256 = canonical.text(content), canonical.sha256(content)
    certificate.content_commitment = codes.commitment(code, "content", certificate.content_sha256)


def _refuse_unless_decided(certificate: Certificate) -> None:
    if certificate.decision is None:  # a confirmation of enrollment claims no completion
        return
    reopened = certificate.decision.reopened_at is not None
    if reopened or certificate.enrollment.state != EnrollmentState.COMPLETED:
        raise pdf.RenderFailed(Failure.DECISION)


def _refuse_without_keys(certificate: Certificate, *, now: datetime) -> None:
    """Nothing is drawn that could not be signed, stamped and entered in the log."""
    keys.log_key(certificate.complex.key)
    if certificate.status_list is not None:
        statuses.issuer_of(certificate.complex, certificate.status_list.issuer)
    papers.refuse_unless_ready(certificate.complex.key, now=now)


@transaction.atomic
def _finish(certificate: Certificate, *, now: datetime, tell: bool = True) -> None:
    """Issued, and in the log; the one it replaces is superseded in the same transaction."""
    earlier = (
        Certificate.objects.select_for_update()
        .filter(
            person=certificate.person, cohort=certificate.cohort, kind=certificate.kind, state=CertificateState.ISSUED
        )
        .first()
    )
    if earlier is not None:
        audit.move(earlier, CertificateState.SUPERSEDED, by=None, now=now, superseded_by=certificate, superseded_at=now)
        statuses.mark(earlier, now=now)
    audit.move(certificate, CertificateState.ISSUED, by=None, now=now, issued_at=now, failure="", failure_detail="")
    events = [(certificate, LogEvent.ISSUE), *([(earlier, LogEvent.SUPERSEDE)] if earlier else [])]
    entries.append(events, now=now)
    if tell:
        mail.issued(certificate, now=now)


def _note(certificate: Certificate, error: Exception) -> None:
    """Keep the reason where the operator reads it; a certificate that somebody else finished is left alone."""
    failure, detail = Failure.OTHER, type(error).__name__
    if isinstance(error, pdf.RenderFailed):
        failure, detail = Failure(error.trouble), error.detail
    elif isinstance(error, keys.KeyMissing):
        failure, detail = Failure.KEY, str(error)
    elif isinstance(error, papers.TimestampFailed):
        failure, detail = Failure.TIMESTAMP, str(error)
    elif isinstance(error, pades.SignatureUnfit):
        failure, detail = Failure.SIGNATURE, str(error)
    elif isinstance(error, OSError | storing.FileDamaged):
        failure, detail = Failure.STORAGE, type(error).__name__
    log.warning("certificate_not_issued", certificate=certificate.pk, failure=failure.value)
    Certificate.objects.filter(pk=certificate.pk, state=CertificateState.INTENDED).update(
        failure=failure, failure_detail=detail, attempts=F("attempts") + 1
    )
