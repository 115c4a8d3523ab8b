"""Revoking several certificates of a cohort: one operator proposes, another confirms or declines."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from certificates.models import Certificate, ProposedRevocation, Revocation
from certificates.services import awards, entries
from certificates.services.refusals import AnotherPerson, NothingChosen
from certificates.states import CertificateState, LogEvent, RevocationState
from enrollment.models import Cohort
from training.accounts.models import User
from training.core import audit


@transaction.atomic
def propose(
    cohort: Cohort, *, certificates: Iterable[int], code: str, note: str, by: User, now: datetime
) -> Revocation:
    """Nothing is revoked yet. Only certificates of the cohort that are issued can be named."""
    chosen = list(
        Certificate.objects.filter(cohort=cohort, state=CertificateState.ISSUED, pk__in=list(certificates)).order_by(
            "pk"
        )
    )
    if not chosen:
        raise NothingChosen(_("Choose at least one certificate."))
    made = Revocation.objects.create(
        complex=cohort.complex, cohort=cohort, code=code, note=note, proposed_by=by, proposed_at=now
    )
    ProposedRevocation.objects.bulk_create(ProposedRevocation(revocation=made, certificate=row) for row in chosen)
    facts = {"numbers": [row.register_number for row in chosen]}
    audit.record(made, "state", by=by, at=now, after=made.state, reason=code, facts=facts)
    return made


@transaction.atomic
def confirm(revocation: Revocation, *, by: User, now: datetime) -> list[Certificate]:
    """Another operator agrees: all that still stand are revoked, in the register and in the log, at this instant.

    Returns them. What was revoked or replaced meanwhile is left as it is.
    """
    _refuse_own(revocation, by)
    audit.move(revocation, RevocationState.CONFIRMED, by=by, now=now, decided_by=by, decided_at=now)
    rows = Certificate.objects.select_for_update(of=("self",)).filter(proposed_revocations__revocation=revocation)
    standing = list(rows.filter(state=CertificateState.ISSUED).select_related("complex__site").order_by("pk"))
    for certificate in standing:
        awards.mark_revoked(certificate, code=revocation.code, note=revocation.note, by=by, now=now)
    revocation.rows.filter(certificate__in=standing).update(was_revoked=True)
    if standing:
        entries.append([(certificate, LogEvent.REVOKE) for certificate in standing], now=now)
    return standing


@transaction.atomic
def decline(revocation: Revocation, *, by: User, now: datetime, reason: str) -> None:
    """Another operator disagrees, and says why: nothing is revoked."""
    _refuse_own(revocation, by)
    audit.move(revocation, RevocationState.DECLINED, by=by, now=now, reason=reason, decided_by=by, decided_at=now)
    Revocation.objects.filter(pk=revocation.pk).update(reason=reason)


@transaction.atomic
def withdraw(revocation: Revocation, *, by: User, now: datetime) -> None:
    """The one who proposed it takes it back."""
    if by.pk != revocation.proposed_by_id:
        raise AnotherPerson(_("Only the person who proposed this can take it back. You can decline it instead."))
    audit.move(revocation, RevocationState.WITHDRAWN, by=by, now=now, decided_by=by, decided_at=now)


def _refuse_own(revocation: Revocation, by: User) -> None:
    if by.pk == revocation.proposed_by_id:
        raise AnotherPerson(_("You proposed this. Another operator has to confirm or decline it."))
