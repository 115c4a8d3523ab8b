"""The gradebook as a file that leaves the house: who took it, and when, is in the audit trail."""

from datetime import datetime
from typing import Any

from django.db import transaction

from enrollment.models import Cohort
from enrollment.queries import grade_changes, grades, grades_xlsx
from training.core import audit

TAKEN = "grades taken"


@transaction.atomic
def workbook(cohort: Cohort, *, by: Any, now: datetime) -> bytes:
    """XLSX: the book, and every change of a grade."""
    table = grades.table(grades.of_cohort(cohort, now=now))
    content = grades_xlsx.workbook(table, grade_changes.of_cohort(cohort), zone=cohort.complex.zone)
    audit.record(cohort, TAKEN, by=by, at=now, facts={"form": "xlsx"})
    return content


@transaction.atomic
def rows(cohort: Cohort, *, by: Any, now: datetime) -> list[list[str]]:
    """The book as rows of text."""
    table = grades.table(grades.of_cohort(cohort, now=now))
    audit.record(cohort, TAKEN, by=by, at=now, facts={"form": "csv"})
    return table
