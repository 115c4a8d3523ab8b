"""What this app holds of a person: certificates, which stay as long as the law asks and answer whoever holds the paper."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from certificates.models import Certificate
from certificates.models.awards import CertificateQuerySet
from certificates.services import erasing, storing
from certificates.states import CertificateState
from training.accounts.ports import Copied, Files, Held
from training.core import audit
from training.core.clock import day_of
from training.core.models import Complex

FIVE_YEARS = timedelta(days=5 * 365 + 2)


class CertificateHoldings:
    """Certificates: their facts, files and credentials."""

    def held(self, person: Any, complex: Complex, *, now: datetime) -> list[Held]:
        law = _("국민내일배움카드 운영규정, art. 58: five years after the training ends")
        rows = list(_readable(person, complex).select_related("cohort"))
        today = day_of(now, complex.zone)
        kept = [row for row in rows if not _is_over(row, today)]
        return [
            Held(
                key="certificates",
                label=_("Certificates: facts, signed files, credentials"),
                count=len(rows),
                purpose=_("To confirm your certificate to whoever you show it"),
                ground=_("the training contract and the law, without consent (PIPA art. 15①2, 4)"),
                period=law,
                kept=len(kept),
                law=law if kept else "",
                until=max((row.cohort.ends_on + FIVE_YEARS for row in rows), default=None),
            )
        ]

    def copied(self, person: Any, complex: Complex, *, now: datetime) -> Copied:
        rows = _readable(person, complex).with_file().order_by("pk")
        facts = [
            {
                "register_number": row.register_number,
                "state": row.state,
                "issued_on": row.issued_on,
                "expires_on": row.expires_on,
                "content": row.content,
            }
            for row in rows
        ]
        return Copied("certificates", {"certificates": facts}, lambda: _files(list(rows)))

    def obstacles(self, person: Any, complex: Complex, *, now: datetime) -> list[str]:
        under_way = Certificate.objects.of(complex).filter(person=person, state=CertificateState.INTENDED)
        return [_("A certificate is being made. Wait until it is issued or voided.")] if under_way.exists() else []

    @transaction.atomic
    def erase(self, person: Any, complex: Complex, *, by: Any, now: datetime) -> dict[str, int]:
        today = day_of(now, complex.zone)
        rows = _readable(person, complex).select_related("cohort")
        over = [row for row in rows if _is_over(row, today)]
        return {"certificates": sum(erasing.erase(row, by=by, now=now) for row in over)}

    def rests_on(self, person: Any) -> bool:
        return Certificate.objects.filter(person=person).exists()

    def people(self, complex: Complex) -> Iterable[int]:
        """Everybody with a certificate was trained, and is named there."""
        return ()

    def clashes(self, stays: Any, goes: Any) -> list[str]:
        """One certificate of a kind and cohort for each person: two cannot come to one account."""
        both = Certificate.objects.standing().filter(person=goes, cohort__certificates__person=stays)
        found = {row.cohort for row in both.select_related("cohort__course")}
        return [
            _("Both hold a certificate of %(cohort)s. Revoke one of the two first.") % {"cohort": cohort}
            for cohort in sorted(found, key=str)
        ]

    @transaction.atomic
    def move(self, stays: Any, goes: Any, *, by: Any, now: datetime) -> dict[str, int]:
        """Whose desk a certificate stands on; what was frozen on the day is never touched."""
        rows = Certificate.objects.filter(person=goes)
        for row in rows:
            audit.record(row, "moved to another account", by=by, at=now, facts={"from": goes.pk, "to": stays.pk})
        return {"certificates": rows.update(person=stays)}


def _readable(person: Any, complex: Complex) -> CertificateQuerySet:
    """Those that still say something of the person."""
    return Certificate.objects.of(complex).filter(person=person, erased_at=None)


def _is_over(row: Certificate, today: date) -> bool:
    return today > row.cohort.ends_on + FIVE_YEARS


def _files(rows: list[Certificate]) -> Files:
    for row in rows:
        file = row.files.order_by("-number").first()
        if file is not None:
            yield f"certificates/{row.register_number}.pdf", storing.read(file)
        if row.credential:
            yield f"certificates/{row.register_number}.json", row.credential.encode()
