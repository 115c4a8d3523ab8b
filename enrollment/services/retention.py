"""What the scheduled erasing of papers would take, for the page that lists it before it happens."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Min
from django.utils.translation import gettext_lazy as _

from enrollment.models import AnswerFile, ClaimPaper, Document
from enrollment.rules import claims as claim_rules
from enrollment.rules import submissions as submission_rules
from enrollment.services import claim_papers, documents, sheets, submissions
from enrollment.states import ApplicationState
from training.accounts.ports import Due, Rule
from training.core import clock
from training.core.models import Complex

RULES = [
    Rule(
        "documents",
        _("Papers of applications"),
        _("As many days after the result or the training as the program names; at once when withdrawn; drafts after 30 days."),
        lambda complex, now: _documents(complex, now),
        lambda now: documents.erase_due(now=now),
    ),
    Rule(
        "claim_papers",
        _("Papers that prove absences"),
        _("About health and of rejected claims 30 days after the decision; others after five years (운영규정, art. 58)."),
        lambda complex, now: _claim_papers(complex, now),
        lambda now: claim_papers.erase_due(now=now),
    ),
    Rule(
        "answer_files",
        _("Photos and papers as answers"),
        _("Five years after they were handed in; never handed in, 30 days after the training."),
        lambda complex, now: _answer_files(complex, now),
        lambda now: submissions.erase_due(now=now),
    ),
    Rule(
        "sheets",
        _("Lines of sheets that were brought in"),
        _("Not confirmed, and what was wrong with lines: seven days. What taking a written sheet back needs: an hour."),
        lambda complex, now: _sheets(complex, now),
        lambda now: sheets.erase_due(now=now),
    ),
]  # fmt: skip


def _documents(complex: Complex, now: datetime) -> Due:
    rows = Document.objects.of(complex).kept().select_related("application__cohort")
    rows = rows.exclude(application__state=ApplicationState.APPLIED)
    over = [row.uploaded_at for row in rows if documents.is_due(row, now)]
    return Due(len(over), min(over, default=None))


def _claim_papers(complex: Complex, now: datetime) -> Due:
    rows = ClaimPaper.objects.of(complex).kept().select_related("claim")
    return _by_end(
        (
            claim_rules.evidence_until(
                row.claim.state, row.claim.reason, filed_at=row.claim.filed_at, decided_at=row.claim.decided_at
            )
            for row in rows
        ),
        now,
    )


def _answer_files(complex: Complex, now: datetime) -> Due:
    rows = AnswerFile.objects.of(complex).kept().select_related("answer__attempt__enrollment__cohort")
    return _by_end(
        (
            submission_rules.kept_until(
                handed_in_at=row.answer.attempt.submitted_at,
                training_ends_at=clock.end_of(row.answer.attempt.enrollment.cohort.ends_on, complex.zone),
            )
            for row in rows
        ),
        now,
    )


def _sheets(complex: Complex, now: datetime) -> Due:
    found = sheets.due(now).filter(complex=complex).aggregate(n=Count("pk"), oldest=Min("uploaded_at"))
    return Due(found["n"], found["oldest"])


def _by_end(ends: Iterable[datetime], now: datetime) -> Due:
    """Those whose end has come, and when the next one's comes; the end itself is over."""
    standing = sorted(ends)
    over = [end for end in standing if end <= now]
    coming = [end for end in standing if end > now]
    return Due(len(over), over[0] if over else None, coming[0] if coming else None)
