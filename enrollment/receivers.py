"""What follows here from events below."""

from typing import Any

from django.dispatch import receiver

from enrollment.services import teaching
from training.accounts.models import Membership
from training.accounts.signals import roles_changed


@receiver(roles_changed, sender=Membership, dispatch_uid="enrollment.authors")
def keep_authors_in_step(membership: Membership, **kwargs: Any) -> None:
    """An instructor whose role is revoked writes no lessons from the next request on."""
    teaching.roles_changed(membership.user, membership.complex)
