"""Which roles a person holds, asked of the database at each request: a revoked role ends at once."""

from typing import Any

from training.accounts.models import Membership
from training.accounts.states import Role
from training.core.models import Complex


def roles(user: Any, complex: Complex | None) -> frozenset[str]:
    """The roles a person holds in a complex now. Empty for strangers and disabled accounts."""
    if complex is None or not user.is_authenticated or not user.is_active:
        return frozenset()
    return frozenset(Membership.objects.current().filter(user=user, complex=complex).values_list("role", flat=True))


def is_operator(user: Any, complex: Complex | None) -> bool:
    return bool(roles(user, complex) & {Role.ADMIN, Role.OPERATOR})


def is_lead(user: Any, complex: Complex | None) -> bool:
    return bool(roles(user, complex) & {Role.ADMIN, Role.LEAD})


def is_instructor(user: Any, complex: Complex | None) -> bool:
    return bool(roles(user, complex) & {Role.ADMIN, Role.LEAD, Role.INSTRUCTOR})


def is_manager(user: Any, complex: Complex | None) -> bool:
    return Role.MANAGER in roles(user, complex)
