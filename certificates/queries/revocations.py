"""Proposals to revoke several certificates, as operators read them."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from certificates.models import ProposedRevocation, Revocation
from certificates.states import RevocationState
from enrollment.models import Cohort
from training.accounts.models import User
from training.core.models import Complex


@dataclass(frozen=True)
class Page:
    """One proposal with its certificates, and what this reader may do about it."""

    revocation: Revocation
    rows: list[ProposedRevocation]
    is_open: bool
    is_own: bool

    @property
    def may_decide(self) -> bool:
        return self.is_open and not self.is_own


def of_complex(complex: Complex) -> QuerySet[Revocation]:
    """All of them, those that wait first."""
    rows = Revocation.objects.of(complex).select_related("cohort__course", "proposed_by", "decided_by", "complex__site")
    found: QuerySet[Revocation] = rows.annotate(size=Count("rows"))
    return found


def board(complex: Complex) -> dict[str, list[Revocation]]:
    """Those that wait, and those that were decided: one query."""
    found = list(of_complex(complex))
    return {
        "waiting": [row for row in found if row.state == RevocationState.PROPOSED],
        "decided": [row for row in found if row.state != RevocationState.PROPOSED],
    }


def open_of(cohort: Cohort) -> list[Revocation]:
    return list(Revocation.objects.open().filter(cohort=cohort).select_related("proposed_by"))


def page(revocation: Revocation, reader: User) -> Page:
    rows = revocation.rows.select_related("certificate__person", "certificate__superseded_by").order_by(
        "certificate__register", "certificate__number"
    )
    return Page(
        revocation,
        list(rows),
        is_open=revocation.state == RevocationState.PROPOSED,
        is_own=revocation.proposed_by_id == reader.pk,
    )
