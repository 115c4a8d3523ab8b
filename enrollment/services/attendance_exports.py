"""Records of attendance that leave the house: who took which, and when, is in the audit trail."""

from datetime import datetime
from typing import Any

from django.db import transaction

from enrollment import pdf
from enrollment.models import Cohort
from enrollment.queries import attendance_book, attendance_xlsx, claims
from enrollment.queries import comparison as queries
from enrollment.rules.attendance import UnitPeriod
from training.core import audit


@transaction.atomic
def book(cohort: Cohort, period: UnitPeriod, *, by: Any, now: datetime) -> bytes:
    """The attendance book of a unit period as a workbook."""
    content = attendance_xlsx.workbook(attendance_book.book(cohort, period, now=now))
    audit.record(cohort, "attendance taken", by=by, at=now, facts={"form": "xlsx", "unit": period.number})
    return content


def book_pdf(cohort: Cohort, period: UnitPeriod, *, by: Any, now: datetime) -> bytes:
    """The same as a PDF."""
    content = pdf.draw(pdf.book(attendance_book.book(cohort, period, now=now)))
    audit.record(cohort, "attendance taken", by=by, at=now, facts={"form": "pdf", "unit": period.number})
    return content


def register_pdf(cohort: Cohort, *, by: Any, now: datetime) -> bytes:
    """The register of corrections as a PDF."""
    content = pdf.draw(pdf.register(cohort, claims.register(cohort), now=now))
    audit.record(cohort, "attendance taken", by=by, at=now, facts={"form": "register"})
    return content


@transaction.atomic
def comparison(cohort: Cohort, *, by: Any, now: datetime) -> bytes:
    """The comparison file of the whole course so far; it holds birth dates."""
    content = queries.written(cohort, now=now)
    audit.record(cohort, "attendance taken", by=by, at=now, facts={"form": "comparison"})
    return content
