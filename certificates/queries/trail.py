"""What happened to a certificate, in words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from certificates.models import Certificate
from certificates.states import CertificateState, RevocationReason
from training.core.models import AuditEntry


@dataclass(frozen=True)
class Entry:
    """One line of the trail."""

    at: datetime
    actor: Any
    word: str
    why: str


def of(certificate: Certificate) -> list[Entry]:
    """Newest first; one query."""
    entries = AuditEntry.objects.filter(
        subject_type=certificate._meta.label_lower, subject_id=str(certificate.pk)
    ).select_related("actor")
    return [Entry(entry.at, entry.actor, _word(entry), _why(entry)) for entry in entries]


def _word(entry: AuditEntry) -> str:
    acts = {
        "reissued": _("asked to issue again"),
        "retried": _("tried again"),
        "file_taken": _("took the file"),
        "credential_taken": _("took the credential"),
        "erased": _("had what it says erased"),
    }
    return acts.get(entry.action) or str(dict(CertificateState.choices).get(entry.to_state, entry.action))


def _why(entry: AuditEntry) -> str:
    return str(dict(RevocationReason.choices).get(entry.reason, entry.reason))
