"""Which roles a person holds, asked of the database at each request: a revoked role ends at once."""

from typing import Any

from django.utils.translation import gettext as _

from training.accounts.models import Membership
from training.accounts.states import STAFF_ROLES, Role
from training.core.errors import Refused
from training.core.models import Complex


def roles(user: Any, complex: Complex | None) -> frozenset[str]:
    """The roles a person holds in a complex now. Empty for strangers and disabled accounts."""
    if complex is None or not user.is_authenticated or not user.is_active:
        return frozenset()
    remembered: dict[Any, frozenset[str]] = getattr(user, "roles_remembered", {})  # by one reading request only
    if complex.pk not in remembered:
        remembered[complex.pk] = _asked(user, complex)
    return remembered[complex.pk]


def _asked(user: Any, complex: Complex) -> frozenset[str]:
    return frozenset(Membership.objects.current().filter(user=user, complex=complex).values_list("role", flat=True))


def is_operator(user: Any, complex: Complex | None) -> bool:
    return bool(roles(user, complex) & {Role.ADMIN, Role.OPERATOR})


def is_lead(user: Any, complex: Complex | None) -> bool:
    return bool(roles(user, complex) & {Role.ADMIN, Role.LEAD})


def is_instructor(user: Any, complex: Complex | None) -> bool:
    return bool(roles(user, complex) & {Role.ADMIN, Role.LEAD, Role.INSTRUCTOR})


def is_manager(user: Any, complex: Complex | None) -> bool:
    return Role.MANAGER in roles(user, complex)


def is_staff(user: Any) -> bool:
    """Whether a person works for any complex, or administers the platform: who needs a second factor."""
    return user.is_superuser or Membership.objects.current().filter(user=user, role__in=STAFF_ROLES).exists()


def demand_operator(user: Any, complex: Complex | None) -> None:
    """Raises Refused, with its sentence, for anybody who is no operator or administrator of the complex."""
    if not is_operator(user, complex):
        raise Refused(_("Only this complex's operators can open this. If you are one, ask the office for the role."))


def may_grant(user: Any, complex: Complex | None, role: str) -> bool:
    """Operators grant every role but their administrator's; administrators grant all."""
    held = roles(user, complex)
    return Role.ADMIN in held or (Role.OPERATOR in held and role != Role.ADMIN)
