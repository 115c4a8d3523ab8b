"""Who holds which role in a complex, and how it came about."""

from dataclasses import dataclass
from datetime import datetime

from training.accounts.models import Membership, User
from training.accounts.states import Role
from training.core.models import AuditEntry, Complex


@dataclass(frozen=True)
class Change:
    """One line of the history of roles."""

    at: datetime
    granted: bool
    person: str
    role: str
    organization: str
    actor: str
    reason: str


def current(complex: Complex) -> list[Membership]:
    return list(
        Membership.objects.of(complex)
        .current()
        .select_related("user", "organization", "granted_by")
        .order_by("user__name", "user_id", "organization__name_ko", "role")
    )


def history(complex: Complex, *, most: int = 50) -> list[Change]:
    """The newest grants and revocations, three queries whatever their number."""
    entries = list(
        AuditEntry.objects.of(complex)
        .filter(subject_type=Membership._meta.label_lower)
        .select_related("actor")
        .order_by("-at", "-pk")[:most]
    )
    memberships = Membership.objects.select_related("user", "organization").in_bulk(
        [int(entry.subject_id) for entry in entries]
    )
    return [_change(entry, memberships[int(entry.subject_id)]) for entry in entries]


def _change(entry: AuditEntry, membership: Membership) -> Change:
    return Change(
        at=entry.at,
        granted=entry.action == "granted",
        person=membership.user.name or membership.user.email,
        role=str(Role(membership.role).label),
        organization=str(membership.organization),
        actor=_actor(entry.actor),
        reason=entry.reason,
    )


def _actor(actor: User | None) -> str:
    return (actor.name or actor.email) if actor else ""
