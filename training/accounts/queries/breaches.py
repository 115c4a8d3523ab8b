"""The register of breaches, with what is still owed by law."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from training.accounts.models import BreachPerson, BreachRecord, User
from training.accounts.rules import breaches as rules
from training.core.models import Complex


@dataclass(frozen=True)
class Shown:
    """One breach, its deadline, and whether report and mail are still owed."""

    breach: BreachRecord
    deadline: datetime
    must_report: bool
    report_is_owed: bool
    mail_is_owed: bool
    is_late: bool


def shown(breach: BreachRecord, *, now: datetime) -> Shown:
    said = rules.Breach(breach.people_count, breach.is_sensitive, breach.is_intrusion)
    report_is_owed = rules.must_report(said) and breach.reported_at is None
    mail_is_owed = breach.people_count > 0 and breach.told_at is None
    due = rules.deadline(breach.noticed_at)
    return Shown(
        breach=breach,
        deadline=due,
        must_report=rules.must_report(said),
        report_is_owed=report_is_owed,
        mail_is_owed=mail_is_owed,
        is_late=(report_is_owed or mail_is_owed) and due <= now,
    )


def register(complex: Complex, *, now: datetime) -> list[Shown]:
    """Open ones first, then the latest."""
    rows = BreachRecord.objects.of(complex).select_related("recorded_by")
    found = sorted(rows, key=lambda row: (row.closed_at is not None, -row.noticed_at.timestamp()))
    return [shown(row, now=now) for row in found]


def told(breach: BreachRecord) -> list[User]:
    return [row.person for row in BreachPerson.objects.filter(breach=breach).select_related("person")]


def by_address(written: str, within: frozenset[int]) -> tuple[list[Any], list[str]]:
    """The people of a list of addresses, one a line, and the addresses that are nobody's here."""
    asked = list(
        dict.fromkeys(line.strip().lower() for line in written.replace(",", "\n").splitlines() if line.strip())
    )
    known = {user.email.lower(): user for user in User.objects.filter(email__in=asked, pk__in=within)}
    return [known[one] for one in asked if one in known], [one for one in asked if one not in known]
