"""Making one of two accounts of the same person; both stay in the records."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from training.accounts import ports
from training.accounts.models import DifferentPeople, Membership, Merge, User
from training.accounts.queries import held
from training.accounts.services import sessions
from training.core import audit, mail
from training.core.errors import DomainError, Refused
from training.core.models import Complex


class NotMerged(DomainError):
    """The two accounts cannot become one as they stand."""


def obstacles(stays: User, goes: User, complex: Complex, *, now: datetime) -> list[str]:
    """Sentences that say why not; empty means they can be merged."""
    found = []
    if not (stays.is_active and goes.is_active) or Merge.objects.filter(goes__in=[stays, goes]).exists():
        found.append(_("One of the two is closed already. Look at the list of what was merged."))
    if goes.is_superuser or Membership.objects.current().filter(user=goes).exists():
        found.append(_("The account that would close holds a role. Take the role away first."))
    if held.elsewhere(goes, complex, now=now):
        found.append(_("The account that would close also holds data in another complex. Ask its operators."))
    return found + [said for holdings in ports.holdings() for said in holdings.clashes(stays, goes)]


@transaction.atomic
def merge(stays: User, goes: User, complex: Complex, *, reason: str, by: User, now: datetime) -> Merge:
    """Give what GOES holds to STAYS and close GOES, which points to STAYS from then on. Frozen content is untouched."""
    if by.pk in (stays.pk, goes.pk):
        raise Refused(_("One of these is your own account. Another operator merges it."))
    locked = {user.pk: user for user in _locked(stays, goes)}
    stays, goes = locked[stays.pk], locked[goes.pk]
    in_the_way = obstacles(stays, goes, complex, now=now)
    if in_the_way:
        raise NotMerged(" ".join(in_the_way))
    moved: dict[str, int] = {}
    for holdings in ports.holdings():
        moved |= holdings.move(stays, goes, by=by, now=now)
    sessions.end_all(goes)
    User.objects.filter(pk=goes.pk).update(is_active=False)
    done = Merge.objects.create(
        complex=complex, stays=stays, goes=goes, reason=reason, moved={k: n for k, n in moved.items() if n},
        merged_at=now, merged_by=by,
    )  # fmt: skip
    audit.record(done, "merged", by=by, at=now, reason=reason, facts={"stays": stays.pk, "goes": goes.pk, **done.moved})
    mail.send(
        "accounts_merged", to=stays, context={"link": reverse("accounts:privacy")}, complex=complex, now=now,
        key=f"merge-{done.pk}",
    )  # fmt: skip
    return done


def _locked(stays: User, goes: User) -> list[User]:
    """Both, in key order: two merges of the same pair wait for each other, and the second sees what the first did."""
    return list(User.objects.select_for_update().filter(pk__in=[stays.pk, goes.pk]).order_by("pk"))


@transaction.atomic
def are_different(one: User, other: User, complex: Complex, *, by: User, now: datetime) -> None:
    """Two people who look alike; the pair is not proposed again."""
    first, second = sorted((one, other), key=lambda user: user.pk)
    said, new = DifferentPeople.objects.get_or_create(
        complex=complex, first=first, second=second, defaults={"said_at": now, "said_by": by}
    )
    if new:
        audit.record(said, "different people", by=by, at=now)
