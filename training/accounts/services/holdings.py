"""What this app itself does with an account's data: its copy, its erasure, and its part in a merge."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from training.accounts.models import Consent, Membership, PrivacyRequest, User
from training.accounts.ports import Copied, Held
from training.accounts.queries import held as queries
from training.core.models import Complex, Delivery

NOWHERE = "erased.invalid"  # RFC 2606: no mail ever arrives there


class AccountHoldings:
    """The account, its consents, roles, mail and requests."""

    def held(self, person: User, complex: Complex, *, now: datetime) -> list[Held]:
        return queries.of_account(person, complex)

    def copied(self, person: User, complex: Complex, *, now: datetime) -> Copied:
        return Copied("account", queries.copy(person, complex))

    def obstacles(self, person: User, complex: Complex, *, now: datetime) -> list[str]:
        if Membership.objects.of(complex).current().filter(user=person).exists():
            return [_("The person holds a role here. Take the role away first.")]
        return []

    @transaction.atomic
    def erase(self, person: User, complex: Complex, *, by: Any, now: datetime) -> dict[str, int]:
        """What mail said and what requests held; that there were so many stays."""
        Consent.objects.of(complex).standing().filter(user=person).update(withdrawn_at=now)
        mails = Delivery.objects.of(complex).filter(user=person)
        gone = {"mail": mails.exclude(text="", html="").update(subject="", text="", html="", context={}, failure="")}
        mails.exclude(address="").update(address=f"{person.pk}@{NOWHERE}")
        written = PrivacyRequest.objects.of(complex).filter(person=person)
        gone["requests"] = written.exclude(text="", value="", answer="").update(text="", value="", answer="")
        return gone

    def rests_on(self, person: User) -> bool:
        return False

    def people(self, complex: Complex) -> Iterable[int]:
        return Consent.objects.of(complex).order_by().values_list("user", flat=True).distinct()

    def clashes(self, stays: User, goes: User) -> list[str]:
        return []

    def move(self, stays: User, goes: User, *, by: Any, now: datetime) -> dict[str, int]:
        """Consents and roles stay with the account that gave or held them: they are facts about that account."""
        return {}
