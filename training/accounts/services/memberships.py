"""Granting and revoking roles."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from training.accounts import permissions
from training.accounts.models import Membership, Organization, User
from training.accounts.signals import roles_changed
from training.core import audit
from training.core.errors import DomainError, Refused, TransitionRefused


class AlreadyHeld(DomainError):
    """The person holds this role in this organization."""


@transaction.atomic
def grant(
    user: User, *, organization: Organization, role: str, by: User | None, now: datetime, reason: str = ""
) -> Membership:
    """Give a person a role in an organization, from the next request on. `by` None means the platform itself."""
    _demand(by, organization, role)
    try:
        with transaction.atomic():
            membership = Membership.objects.create(
                complex=organization.complex,
                organization=organization,
                user=user,
                role=role,
                granted_at=now,
                granted_by=by,
            )
    except IntegrityError:
        raise AlreadyHeld(_("This person already holds this role there."), field="role") from None
    _note(membership, "granted", by=by, now=now, reason=reason)
    roles_changed.send(Membership, membership=membership, granted=True, by=by, now=now)
    return membership


@transaction.atomic
def revoke(membership: Membership, *, by: User | None, now: datetime, reason: str = "") -> None:
    """Take a role away; the person's next request is refused. The row stays, with its end."""
    _demand(by, membership.organization, membership.role)
    if by is not None and membership.user_id == by.pk:
        raise Refused(_("You cannot take a role from yourself. Ask another operator."))
    ended = Membership.objects.current().filter(pk=membership.pk).update(revoked_at=now, revoked_by=by)
    if not ended:
        raise TransitionRefused(_("Somebody else already took this role away."))
    membership.revoked_at, membership.revoked_by = now, by
    _note(membership, "revoked", by=by, now=now, reason=reason)
    roles_changed.send(Membership, membership=membership, granted=False, by=by, now=now)


def _demand(by: User | None, organization: Organization, role: str) -> None:
    if by is None or by.is_superuser or permissions.may_grant(by, organization.complex, role):
        return
    if permissions.is_operator(by, organization.complex):
        raise Refused(_("Only an administrator can grant or revoke the administrator's role."), field="role")
    raise Refused(_("Only operators of this complex can grant or revoke roles."))


def _note(membership: Membership, action: str, *, by: User | None, now: datetime, reason: str) -> None:
    audit.record(
        membership,
        action,
        by=by,
        at=now,
        before="" if action == "granted" else "granted",
        after=action,
        reason=reason,
        facts={"role": membership.role, "organization": membership.organization_id, "user": membership.user_id},
    )
