"""What a person is in training for, with everything their desk shows of it: read once in a reading request."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from enrollment.models import Enrollment
from enrollment.queries import attendance, clearance, completion
from enrollment.queries.completion import Proposal
from enrollment.rules.attendance import Summary
from training.core.models import Complex
from training.core.requests import Request


@dataclass(frozen=True)
class Mine:
    """One course in training: the days, what is there and what is missing."""

    enrollment: Enrollment
    summary: Summary
    proposal: Proposal

    @property
    def skills_passed(self) -> int:
        return sum(one.passed for one in self.proposal.beside.shown)

    @property
    def held_back(self) -> list[str]:
        """What must be passed before practice, in words."""
        return clearance.left(self.proposal.beside.results, self.proposal.beside.shown)


def of_request(request: Request) -> list[Mine]:
    """The latest first; nobody has any who is not signed in."""
    return current(request.user, request.complex, now=request.now) if request.user.is_authenticated else []


def current(user: Any, complex: Complex, *, now: datetime) -> list[Mine]:
    remembered: dict[Any, list[Mine]] = getattr(user, "answers_remembered", {})
    key = ("mine", complex.pk)
    if key not in remembered:
        rows = Enrollment.objects.of(complex).current().filter(trainee=user)
        related = ("cohort__course", "cohort__complex", "cohort__program", "trainee", "complex")
        found = rows.select_related(*related).prefetch_related("cohort__program__policies").order_by("-pk")
        remembered[key] = [_mine(row, now) for row in found]
    return remembered[key]


def _mine(enrollment: Enrollment, now: datetime) -> Mine:
    summary = attendance.summary(enrollment, now=now)
    return Mine(enrollment, summary, completion.of_person(enrollment, now=now, everything=True, summary=summary))
