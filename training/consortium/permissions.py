"""Who may be introduced to whom."""

from typing import Any

from enrollment.models import Enrollment
from enrollment.states import EnrollmentState
from training.accounts.models import Membership
from training.accounts.states import Role
from training.core.models import Complex


def is_graduate(person: Any, complex: Complex) -> bool:
    """Completed a course here. A certificate rests on a completion, so it needs no question of its own."""
    return Enrollment.objects.of(complex).filter(trainee=person, state=EnrollmentState.COMPLETED).exists()


def speaks_for(person: Any, complex: Complex) -> list[Membership]:
    """The organizations whose manager a person is now."""
    held = Membership.objects.current().filter(user=person, complex=complex, role=Role.MANAGER)
    return list(held.select_related("organization").order_by("pk"))
