"""What a timetable that was reported owes when it changes: a report of each change, and the limit of a substitute."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q

from enrollment.models import Cohort, Session, Teaching
from enrollment.rules import deadlines as rules
from enrollment.rules.deadlines import Deadline
from enrollment.states import CohortState
from training.core import clock
from training.core.models import AuditEntry

REPORTED = ("day", "starts_at", "ends_at", "room", "instructor")  # 운영규정 §29; a new title is no change of these
STATES = frozenset({CohortState.CLOSED, CohortState.RUNNING})


def of_cohorts(cohorts: Sequence[Cohort], *, now: datetime) -> dict[int, list[Deadline]]:
    """By cohort, for those whose start is due to be reported or past; three queries, or none where there is no such."""
    live = {cohort.pk: cohort for cohort in cohorts if cohort.state in STATES and _reported(cohort, now)}
    if not live:
        return {}
    found: dict[int, list[Deadline]] = {key: [] for key in live}
    for cohort_id, entry in _entries(live):
        if _reported(live[cohort_id], entry.at) and (days := _days(entry)):
            found[cohort_id].append(rules.of_change(entry.pk, days))
    for (cohort_id, person), days in _substitutes(live).items():
        if deadline := rules.of_substitute(person, days):
            found[cohort_id].append(deadline)
    return found


def _reported(cohort: Cohort, at: datetime) -> bool:
    return clock.day_of(at, cohort.complex.zone) >= rules.start_report_on(cohort.starts_on)


def _entries(cohorts: Collection[int]) -> list[tuple[int, AuditEntry]]:
    sessions = dict(Session.objects.filter(cohort__in=cohorts).values_list("pk", "cohort_id"))
    one = Q(subject_type="enrollment.session", subject_id__in=map(str, sessions), action__in=["added", "changed"])
    gone = Q(subject_type="enrollment.cohort", subject_id__in=map(str, cohorts), action="session removed")
    rows = AuditEntry.objects.filter(one | gone).order_by("pk")
    return [(_cohort_of(entry, sessions), entry) for entry in rows]


def _cohort_of(entry: AuditEntry, sessions: dict[int, int]) -> int:
    key = int(entry.subject_id)
    return sessions[key] if entry.subject_type == "enrollment.session" else key


def _days(entry: AuditEntry) -> list[date]:
    """The days that a change concerns: the old one and the new one; none where nothing that is reported changed."""
    facts: dict[str, Any] = entry.facts
    states = [facts["before"], facts["after"]] if "before" in facts else [facts]
    if len(states) == 2 and all(states[0][name] == states[1][name] for name in REPORTED):
        return []
    return [date.fromisoformat(state["day"]) for state in states]


def _substitutes(cohorts: Collection[int]) -> dict[tuple[int, int], list[date]]:
    """The days of each person who leads sessions of a cohort without having been assigned to it."""
    assigned = Teaching.objects.filter(cohort=OuterRef("cohort"), instructor=OuterRef("instructor"))
    rows = Session.objects.filter(~Exists(assigned), cohort__in=cohorts, instructor__isnull=False)
    found: dict[tuple[int, int], list[date]] = {}
    for cohort, person, day in rows.values_list("cohort_id", "instructor_id", "day"):
        found.setdefault((cohort, person), []).append(day)
    return found
