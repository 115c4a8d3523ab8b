"""A trainee's own view of the employers that sponsor them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from enrollment.models import Cohort, Share
from enrollment.queries import enrolled
from training.accounts.models import ConsentText, Organization
from training.accounts.queries import consents
from training.accounts.states import AskedAt
from training.core.models import Complex
from training.core.requests import Request


@dataclass(frozen=True)
class Sponsor:
    """One employer of a trainee: what it sponsors, and whether it sees."""

    organization: Organization
    cohorts: list[Cohort]
    share: Share | None


def sponsors(user: Any, complex: Complex) -> list[Sponsor]:
    """The employers that sponsor this person, for the person's own page; one query beside what is remembered."""
    found: dict[Organization, list[Cohort]] = {}
    for row in enrolled.enrollments(user, complex):
        if row.sponsor is not None:
            found.setdefault(row.sponsor, []).append(row.cohort)
    if not found:
        return []
    shares = Share.objects.of(complex).standing().filter(person=user).select_related("consent__consent_text")
    by_organization = {share.organization_id: share for share in shares}
    return [Sponsor(whose, cohorts, by_organization.get(whose.pk)) for whose, cohorts in found.items()]


def text(complex: Complex, *, now: datetime) -> ConsentText | None:
    """The text in force by which a person lets an employer see their progress."""
    return next(iter(consents.in_force(complex, asked_at=AskedAt.SPONSORSHIP, now=now)), None)


def panel(request: Request) -> dict[str, Any]:
    """What stands on the trainee's desk: who sponsors them, and whether it sees."""
    return {"sponsors": sponsors(request.user, request.complex)}
