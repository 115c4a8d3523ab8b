"""What an employer's manager may see: only people they sponsor, and only of those who agreed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from enrollment.models import Enrollment
from enrollment.queries import attendance
from enrollment.rules.attendance import Summary
from training.accounts.models import Consent, Membership, Organization
from training.accounts.states import ConsentKey, Role
from training.core.models import Complex

CONSENT = ConsentKey.SPONSOR


@dataclass(frozen=True)
class Sponsored:
    """One sponsored person; the summary is None without their consent."""

    enrollment: Enrollment
    summary: Summary | None


def organizations(user: Any, complex: Complex) -> list[Organization]:
    """The organizations for which this person is the manager now."""
    held = Membership.objects.holding(user, complex, Role.MANAGER).values("organization")
    return list(Organization.objects.of(complex).filter(pk__in=held))


def sponsored(user: Any, complex: Complex, *, now: datetime) -> list[Sponsored]:
    """People sponsored by this manager's organizations; each cohort's attendance is read once."""
    people = list(
        Enrollment.objects.of(complex)
        .filter(sponsor__in=organizations(user, complex))
        .select_related("trainee", "sponsor", "cohort__course", "cohort__program", "cohort__complex")
        .order_by("cohort", "trainee__name", "pk")
    )
    agreed = set(
        Consent.objects.of(complex)
        .filter(user__in=[person.trainee_id for person in people], consent_text__key=CONSENT, withdrawn_at=None)
        .values_list("user", flat=True)
    )
    summaries: dict[int, Summary] = {}
    for cohort in {person.cohort for person in people if person.trainee_id in agreed}:
        summaries |= attendance.summaries(cohort, now=now)
    return [Sponsored(person, summaries.get(person.pk) if person.trainee_id in agreed else None) for person in people]
