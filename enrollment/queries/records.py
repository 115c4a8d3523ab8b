"""The audit trail of one row, in the order in which it was written."""

from enrollment.models import Session
from training.core.models import AuditEntry


def of_session(session: Session) -> list[AuditEntry]:
    """Who changed a session, the latest first."""
    entries = AuditEntry.objects.of(session.complex).filter(
        subject_type="enrollment.session", subject_id=str(session.pk)
    )
    return list(entries.select_related("actor").order_by("-at", "-pk"))
