"""The rows a report counts, each as its key with a hash of what of it is counted; and the hash of them all."""

import json
from collections.abc import Callable, Iterable
from hashlib import sha256
from typing import Any

from training.consortium.models.demands import ANSWERS
from training.consortium.queries.reports.scope import Scope
from training.core import canonical

Lines = dict[str, str]
DIGITS = 16  # of a row's hash: 64 bits tell a change from none; the source's own hash has all 256


def _cohorts(scope: Scope) -> Iterable[tuple[Any, ...]]:
    return scope.cohorts.values_list("pk", "complex", "course", "ends_on")


def _applications(scope: Scope) -> Iterable[tuple[Any, ...]]:
    return scope.applications.values_list("pk", "cohort", "sponsor")


def _enrollments(scope: Scope) -> Iterable[tuple[Any, ...]]:
    return scope.enrollments.values_list("pk", "cohort", "sponsor", "state")


def _decisions(scope: Scope) -> Iterable[tuple[Any, ...]]:
    rows = scope.decisions.values_list("pk", "enrollment", "outcome", "evidence_sha256", "reopened_at")
    return ((*row[:-1], row[-1] is not None) for row in rows)


def _sessions(scope: Scope) -> Iterable[tuple[Any, ...]]:
    return scope.sessions.values_list("pk", "cohort", "starts_at", "ends_at", "is_practice")


def _surveys(scope: Scope) -> Iterable[tuple[Any, ...]]:
    """One line for each cohort: nothing here tells one person's answer from another's."""
    return ((row["survey__cohort"], row["answers"], row["satisfied"], row["points"]) for row in scope.surveys())


def _skills(scope: Scope) -> Iterable[tuple[Any, ...]]:
    return scope.skills.values_list("pk", "enrollment", "skill")


def _jobs(scope: Scope) -> Iterable[tuple[Any, ...]]:
    """One line for each cohort: nothing here tells what became of one person."""
    return ((row["enrollment__cohort"], row["agreed"], row["in_field"], row["elsewhere"]) for row in scope.jobs())


def _seats(scope: Scope) -> Iterable[tuple[Any, ...]]:
    return scope.seats.values_list("pk", "cohort", "organization", "seats", "pool__taken")


def _demands(scope: Scope) -> Iterable[tuple[Any, ...]]:
    rows = scope.demands.values_list(
        "pk", "complex", "organization", "block__course", "stated_at", "people", "due_at", "answered_at", "state"
    )
    return ((*row[:-1], row[-1] in ANSWERS) for row in rows)


def _agreements(scope: Scope) -> Iterable[tuple[Any, ...]]:
    return scope.agreements.values_list("pk", "complex", "organization", "starts_on", "ends_on")


def _projects(scope: Scope) -> Iterable[tuple[Any, ...]]:
    for row in scope.projects.prefetch_related("partners", "courses"):
        partners, courses = (sorted(one.pk for one in many.all()) for many in (row.partners, row.courses))
        yield row.pk, row.complex_id, row.state, row.starts_on, row.ends_on, row.made_at, partners, courses


KINDS: dict[str, Callable[[Scope], Iterable[tuple[Any, ...]]]] = {
    "cohorts": _cohorts,
    "applications": _applications,
    "enrollments": _enrollments,
    "decisions": _decisions,
    "sessions": _sessions,
    "surveys": _surveys,
    "skills": _skills,
    "jobs": _jobs,
    "seats": _seats,
    "demands": _demands,
    "agreements": _agreements,
    "projects": _projects,
}


def of(scope: Scope) -> dict[str, Lines]:
    """For each kind every row that is counted. As many queries as kinds, and three more."""
    return {kind: {str(row[0]): _digest(row[1:]) for row in counted(scope)} for kind, counted in KINDS.items()}


def _digest(counted: tuple[Any, ...]) -> str:
    return sha256(json.dumps(counted, default=str).encode()).hexdigest()[:DIGITS]


def hashed(lines: Lines) -> str:
    """The hash of one kind's rows, in whatever order the database gave them."""
    return canonical.sha256(lines)


def hash_of(kinds: dict[str, str]) -> str:
    """The hash of the source: of the hashes of all kinds."""
    return canonical.sha256(kinds)
