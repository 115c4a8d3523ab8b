"""The proposals for a cohort, and the same list as one trainee reads it all along."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from enrollment.models import Cohort, Decision, Enrollment, PolicyVersion
from enrollment.queries import attendance, evidence
from enrollment.queries.completion_words import sentence
from enrollment.queries.evidence import Beside
from enrollment.rules import completion as rules
from enrollment.rules.attendance import Summary
from enrollment.rules.completion import Shortfall
from enrollment.states import EnrollmentState
from training.core import canonical

NEEDS = ("lessons", "quizzes", "skills", "papers")  # each a flag of the policy version


@dataclass(frozen=True)
class Proposal:
    """What the software proposes about one person, and why."""

    enrollment: Enrollment
    policy: PolicyVersion
    summary: Summary
    beside: Beside
    shortfalls: tuple[Shortfall, ...]

    @property
    def outcome(self) -> str:
        return EnrollmentState.NOT_COMPLETED if self.shortfalls else EnrollmentState.COMPLETED

    @property
    def sentences(self) -> list[str]:
        return [sentence(shortfall) for shortfall in self.shortfalls]

    @property
    def lines(self) -> list[tuple[rules.Shortfall, str]]:
        """Each with its sentence."""
        return list(zip(self.shortfalls, self.sentences, strict=True))


def proposals(cohort: Cohort, *, now: datetime, everything: bool = False) -> list[Proposal]:
    """One proposal for each person in training, by name; the number of queries does not grow with people."""
    people = list(
        Enrollment.objects.current()
        .filter(cohort=cohort)
        .select_related("trainee", "complex")
        .order_by("trainee__name", "pk")
    )
    policy = cohort.program.policy_on(cohort.ends_on)
    summaries = attendance.summaries(cohort, now=now)
    beside = evidence.of_people(cohort, people, policy, everything=everything)
    return [_proposal(person, policy, summaries[person.pk], beside[person.pk]) for person in people]


def of_person(
    enrollment: Enrollment, *, now: datetime, everything: bool = False, summary: Summary | None = None
) -> Proposal:
    """The same for one trainee, at any time of the course; `summary` where the days were read already."""
    cohort = enrollment.cohort
    policy = cohort.program.policy_on(cohort.ends_on)
    beside = evidence.of_people(cohort, [enrollment], policy, everything=everything)[enrollment.pk]
    return _proposal(enrollment, policy, summary or attendance.summary(enrollment, now=now), beside)


def _proposal(enrollment: Enrollment, policy: PolicyVersion, summary: Summary, beside: Beside) -> Proposal:
    found = rules.Evidence(
        basis=summary.basis,
        scheduled=summary.scheduled,
        credited=summary.credited,
        lessons=beside.lessons,
        lessons_finished=len(beside.marks),
        quizzes=beside.quiz_tally,
        skills=beside.skill_tally,
        papers=beside.papers,
    )
    asked = {kind: getattr(policy, f"needs_{kind}") for kind in NEEDS}
    demands = rules.Demands(attendance_percent=policy.completion_percent, **asked)
    return Proposal(enrollment, policy, summary, beside, tuple(rules.shortfalls(demands, found)))


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
            "needs": [kind for kind in NEEDS if getattr(policy, f"needs_{kind}")],
        },
        "attendance": {
            "basis": summary.basis,
            "scheduled": summary.scheduled,
            "credited": summary.credited,
            "rate": str(summary.rate),
            "days": [{"date": day.date.isoformat(), "status": str(day.status)} for day in summary.days],
        },
        **proposal.beside.frozen(),
        "shortfalls": [asdict(shortfall) for shortfall in proposal.shortfalls],
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
