"""Keeping nothing longer than its rule says (PIPA §21): looked at first, done daily as owed work, with a log."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from training.accounts import ports
from training.accounts.models import RetentionEntry
from training.accounts.ports import Due, Rule
from training.accounts.services import access, apart, exports
from training.core import outbox
from training.core.models import Complex, Owed

OWED = "accounts.retention"
RULES = [
    Rule(
        "exports",
        _("Copies made for people"),
        _("Three days after they were made."),
        exports.due,
        exports.erase_due,
    ),
    Rule(
        "kept_apart",
        _("Identities kept apart after an erasure"),
        _("As long as the law they are kept for asks; then destroyed."),
        apart.due,
        apart.destroy_due,
    ),
    Rule(
        "access_records",
        _("Records of who looked at whose data"),
        _("Two years (안전성 확보조치 기준, art. 8)."),
        access.due,
        access.destroy_due,
    ),
]


@dataclass(frozen=True)
class Line:
    """One rule and what it would take now, in one complex."""

    rule: Rule
    due: Due


def dry_run(complex: Complex, *, now: datetime) -> list[Line]:
    """What each rule would take now. Nothing is changed."""
    return [Line(rule, rule.due(complex, now)) for rule in ports.rules()]


def run(*, now: datetime) -> dict[str, int]:
    """Carry out every rule, each by itself: a fault in one is raised after the others have had their turn."""
    gone: dict[str, int] = {}
    faults: list[Exception] = []
    for rule in ports.rules():
        try:
            gone[rule.key] = _carry_out(rule, now)
        except Exception as error:  # noqa: BLE001 - raised below, when nobody waits for it
            faults.append(error)
    if faults:
        raise faults[0]
    return gone


def _carry_out(rule: Rule, now: datetime) -> int:
    """Until nothing is due; each turn takes a bounded number."""
    gone = 0
    while erased := rule.erase(now):
        gone += erased
    if gone:
        RetentionEntry.objects.create(rule=rule.key, erased=gone, at=now)
    return gone


@transaction.atomic
def owe(*, now: datetime) -> bool:
    """Owe the erasing of a day, once; a day is one of UTC, since the work is of the whole platform."""
    day = f"{now:%Y-%m-%d}"
    if Owed.objects.filter(kind=OWED, subject=day).exists():
        return False
    outbox.owe(OWED, day, now=now)
    return True


@dataclass(frozen=True)
class Entry:
    """One line of the log, with the title its rule has now."""

    at: datetime
    title: str
    erased: int


def log(*, most: int = 50) -> list[Entry]:
    """What was erased, the latest first."""
    titles = {rule.key: str(rule.title) for rule in ports.rules()}
    rows = RetentionEntry.objects.order_by("-at", "-pk")[:most]
    return [Entry(row.at, titles.get(row.rule, row.rule), row.erased) for row in rows]
