"""What becomes of a certificate after it was issued."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from certificates import mail
from certificates.models import Certificate
from certificates.services import designs, entries, issuing, statuses
from certificates.services.refusals import NotDue, StillStands
from certificates.states import CertificateState, DesignKind, LogEvent
from enrollment.models import Decision
from training.accounts.models import User
from training.core import audit


@transaction.atomic
def revoke(certificate: Certificate, *, code: str, note: str, by: User, now: datetime) -> None:
    """From now on the certificate does not count. `code` is public (RevocationReason), `note` is not."""
    mark_revoked(certificate, code=code, note=note, by=by, now=now)
    entries.append([(certificate, LogEvent.REVOKE)], now=now)


def mark_revoked(certificate: Certificate, *, code: str, note: str, by: User, now: datetime) -> None:
    """The move and the status list; whoever calls this enters it in the log, in the same transaction."""
    audit.move(
        certificate,
        CertificateState.REVOKED,
        by=by,
        now=now,
        reason=code,
        revoked_at=now,
        revoked_by=by,
        revocation_code=code,
        revocation_note=note,
    )
    statuses.mark(certificate, now=now)
    mail.revoked(certificate, now=now)


@transaction.atomic
def reissue(certificate: Certificate, *, by: User, now: datetime, reason: str) -> Certificate:
    """Award the same again with today's particulars. The old one stands until the new one is issued."""
    if certificate.state != CertificateState.ISSUED:
        raise NotDue(_("Only an issued certificate can be issued again."))
    if certificate.erased_at is not None:
        raise NotDue(_("The content of this certificate was erased. Issue a new one from the cohort's page."))
    if certificate.kind == DesignKind.ENROLLMENT:
        audit.record(certificate, "reissued", by=by, at=now, reason=reason)
        design = designs.current(certificate.complex, kind=certificate.kind, now=now)
        return issuing.intend_confirmation(certificate.enrollment, design=design, by=by, now=now)
    decision = certificate.enrollment.decisions.filter(reopened_at=None).first()
    if decision is None:
        raise NotDue(_("No completion decision is in force. Confirm completion first."))
    design = designs.current(certificate.complex, kind=certificate.kind, now=now)
    audit.record(certificate, "reissued", by=by, at=now, reason=reason)
    return issuing.intend(decision, design=design, by=by, now=now, replaces=certificate)


def refuse_reopening(decision: Decision) -> None:
    """A decision is opened again only after what was issued on it was revoked, or voided where it was not issued."""
    standing = decision.certificates.standing().first()
    if standing is not None:
        raise StillStands(
            _("%(number)s rests on this decision. Revoke or void it first.") % {"number": standing.register_number}
        )
