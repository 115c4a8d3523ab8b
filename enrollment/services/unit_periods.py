"""Closing a unit period (단위기간): what is claimed and paid for is frozen; what changes later is told."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from enrollment.models import Cohort, UnitClosing
from enrollment.queries import attendance_book
from enrollment.rules.attendance import UnitPeriod
from training.core import audit, canonical
from training.core.errors import DomainError


@transaction.atomic
def close(cohort: Cohort, period: UnitPeriod, *, seen: str, by: Any, now: datetime) -> UnitClosing:
    """Freeze the book of a period as canonical JSON with its hash (국민내일배움카드 운영규정 §53).

    `seen` is the fingerprint of the book the operator read; another than that is never frozen.
    """
    cohort = Cohort.objects.select_for_update(of=("self",)).select_related("complex", "program").get(pk=cohort.pk)
    book = attendance_book.book(cohort, period, now=now)
    _refuse(book)
    evidence = attendance_book.frozen(book)
    fingerprint = canonical.sha256(evidence)
    if fingerprint != seen:
        raise DomainError(
            _("The attendance changed since you opened this page. Read the book again and close it then.")
        )
    closing = UnitClosing.objects.create(
        complex_id=cohort.complex_id,
        cohort=cohort,
        number=period.number,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        evidence=evidence,
        evidence_sha256=fingerprint,
        closed_at=now,
        closed_by=by,
    )
    audit.record(cohort, "unit closed", by=by, at=now, facts={"unit": period.number, "sha256": fingerprint})
    return closing


def _refuse(book: attendance_book.Book) -> None:
    if book.closing is not None:
        raise DomainError(_("This unit period is closed already. What changed since then is listed on its page."))
    if not book.over:
        raise DomainError(_("This unit period is not over. Close it when its last training day has closed."))
    if not book.rows:
        raise DomainError(_("Nobody was in training in this unit period, so there is nothing to close."))
