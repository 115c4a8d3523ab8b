"""Changes of grades: each an entry with who, when, from what, to what, and why; of quizzes and of skills alike."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from enrollment.models import Cohort, QuizAttempt, SkillRecord
from enrollment.queries import skills
from training.core.models import AuditEntry

CHANGES = ("graded_by_hand", "regraded")


@dataclass(frozen=True)
class Change:
    """One change. `before` is empty for a first grade by hand; `hidden` is what the trainee may not see yet."""

    at: datetime
    by: str
    person: str
    subject: str
    before: str
    after: str
    reason: str
    hidden: bool = False


def of_attempts(attempts: Iterable[QuizAttempt]) -> list[Change]:
    """What became of the grades of these attempts, the latest first. One query."""
    by_key = {str(attempt.pk): attempt for attempt in attempts}
    rows = AuditEntry.objects.filter(
        subject_type=QuizAttempt._meta.label_lower, subject_id__in=by_key, action__in=CHANGES
    )
    return [_graded(entry, by_key[entry.subject_id]) for entry in rows.select_related("actor").order_by("-at", "-pk")]


def _graded(entry: AuditEntry, attempt: QuizAttempt) -> Change:
    return Change(
        entry.at,
        str(entry.actor.name) if entry.actor else "",
        attempt.enrollment.trainee.name,
        str(attempt.quiz),
        _percent(entry.facts.get("before")),
        _percent(entry.facts.get("after")),
        entry.reason,
        hidden=not attempt.quiz.shows_score,
    )


def _percent(written: Any) -> str:
    return f"{Decimal(written) * 100:.1f} %" if written else ""


def of_readings(**of: Any) -> list[Change]:
    """Readings at the bench that took the place of others, the latest first. One query."""
    rows = SkillRecord.objects.filter(replaces__isnull=False, **of).select_related(
        "version", "replaces__version", "skill", "assessed_by", "enrollment__trainee"
    )
    return [
        Change(
            record.recorded_at,
            record.assessed_by.name,
            record.enrollment.trainee.name,
            str(record.skill),
            skills.reading(record.replaces) if record.replaces else "",
            skills.reading(record),
            record.reason,
        )
        for record in rows.order_by("-recorded_at", "-pk")
    ]


def latest_first(*found: list[Change]) -> list[Change]:
    return sorted((change for changes in found for change in changes), key=lambda change: change.at, reverse=True)


def of_cohort(cohort: Cohort) -> list[Change]:
    """Everybody's. Three queries, whatever the number of people."""
    attempts = QuizAttempt.objects.filter(enrollment__cohort=cohort)
    rows = attempts.select_related("quiz", "enrollment__trainee")
    return latest_first(of_attempts(rows), of_readings(enrollment__cohort=cohort))
