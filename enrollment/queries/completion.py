"""The proposals for a cohort, and the same list as one trainee reads it all along."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enrollment.models import Cohort, Decision, Enrollment, PolicyVersion
from enrollment.queries import attendance, progress
from enrollment.rules import completion as rules
from enrollment.rules.attendance import Summary
from enrollment.rules.completion import Shortfall
from enrollment.states import EnrollmentState
from training.core import canonical


@dataclass(frozen=True)
class Proposal:
    """What the software proposes about one person, and why."""

    enrollment: Enrollment
    policy: PolicyVersion
    summary: Summary
    evidence: rules.Evidence
    shortfalls: tuple[Shortfall, ...]

    @property
    def outcome(self) -> str:
        return EnrollmentState.NOT_COMPLETED if self.shortfalls else EnrollmentState.COMPLETED

    @property
    def sentences(self) -> list[str]:
        return [sentence(shortfall) for shortfall in self.shortfalls]


def proposals(cohort: Cohort, *, now: datetime) -> list[Proposal]:
    """One proposal for each person in training, by name; the number of queries does not grow with people."""
    people = list(
        Enrollment.objects.current()
        .filter(cohort=cohort)
        .select_related("trainee", "complex")
        .order_by("trainee__name", "pk")
    )
    policy = cohort.program.policy_on(cohort.ends_on)
    summaries = attendance.summaries(cohort, now=now)
    lessons = progress.published_lessons(cohort.course_id)
    finished = progress.finished_counts(people)
    return [_proposal(person, policy, summaries[person.pk], lessons, finished.get(person.pk, 0)) for person in people]


def of_person(enrollment: Enrollment, *, now: datetime) -> Proposal:
    """The same for one trainee, at any time of the course."""
    cohort = enrollment.cohort
    return _proposal(
        enrollment,
        cohort.program.policy_on(cohort.ends_on),
        attendance.summary(enrollment, now=now),
        progress.published_lessons(cohort.course_id),
        progress.finished_counts([enrollment]).get(enrollment.pk, 0),
    )


def _proposal(enrollment: Enrollment, policy: PolicyVersion, summary: Summary, lessons: int, finished: int) -> Proposal:
    evidence = rules.Evidence(
        basis=summary.basis,
        scheduled=summary.scheduled,
        credited=summary.credited,
        lessons=lessons,
        lessons_finished=finished,
    )
    demands = rules.Demands(attendance_percent=policy.completion_percent, lessons=policy.needs_lessons)
    return Proposal(enrollment, policy, summary, evidence, tuple(rules.shortfalls(demands, evidence)))


def sentence(shortfall: Shortfall) -> str:
    """A shortfall in the words that trainee, instructor and operator all read."""
    facts = {"missing": shortfall.missing, "need": shortfall.need, "have": shortfall.have}
    if shortfall.kind == "lessons":
        return (
            ngettext(
                "%(missing)d lesson is still to be finished: %(have)d of %(need)d.",
                "%(missing)d lessons are still to be finished: %(have)d of %(need)d.",
                shortfall.missing,
            )
            % facts
        )
    if shortfall.basis == "hours":
        return _("%(missing)d more minutes of attendance are needed: %(have)d of %(need)d.") % facts
    return (
        ngettext(
            "%(missing)d more day of attendance is needed: %(have)d of %(need)d.",
            "%(missing)d more days of attendance are needed: %(have)d of %(need)d.",
            shortfall.missing,
        )
        % facts
    )


def frozen(proposal: Proposal) -> dict[str, Any]:
    """What a decision rests on, as values that canonical JSON can hold."""
    summary, policy = proposal.summary, proposal.policy
    return {
        "enrollment": proposal.enrollment.pk,
        "outcome": str(proposal.outcome),
        "policy": {
            "program": policy.program_id,
            "number": policy.number,
            "completion_percent": policy.completion_percent,
        },
        "attendance": {
            "basis": summary.basis,
            "scheduled": summary.scheduled,
            "credited": summary.credited,
            "rate": str(summary.rate),
            "days": [{"date": day.date.isoformat(), "status": str(day.status)} for day in summary.days],
        },
        "lessons": {"published": proposal.evidence.lessons, "finished": proposal.evidence.lessons_finished},
        "shortfalls": [{"kind": s.kind, "need": s.need, "have": s.have, "basis": s.basis} for s in proposal.shortfalls],
    }


def fingerprint(found: list[Proposal]) -> str:
    """The hash of everything proposed: what the operator read and what is confirmed must be one."""
    return canonical.sha256([frozen(proposal) for proposal in found])


@dataclass(frozen=True)
class Board:
    """The proposals in the groups the operator reads: exceptions first."""

    complete: list[Proposal]
    not_complete: list[Proposal]


def board(found: list[Proposal]) -> Board:
    return Board(
        complete=[proposal for proposal in found if not proposal.shortfalls],
        not_complete=[proposal for proposal in found if proposal.shortfalls],
    )


def decisions(cohort: Cohort) -> list[Decision]:
    """Every decision about the cohort's people, also those opened again."""
    return list(
        Decision.objects.filter(enrollment__cohort=cohort)
        .select_related("enrollment__trainee", "decided_by", "policy__program")
        .order_by("enrollment__trainee__name", "enrollment", "number")
    )
