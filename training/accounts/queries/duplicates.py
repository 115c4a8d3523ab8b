"""Accounts that may belong to one person, side by side."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from training.accounts import ports
from training.accounts.models import DifferentPeople, Merge, User
from training.accounts.ports import Held
from training.accounts.queries import held
from training.accounts.rules import duplicates as rules
from training.core.models import Complex


@dataclass(frozen=True)
class Pair:
    """Two accounts and what they share."""

    first: User
    second: User
    signs: list[str]


@dataclass(frozen=True)
class Side:
    """One of two accounts, with what it holds here."""

    person: User
    held: list[Held]


def people_of(complex: Complex) -> frozenset[int]:
    """Whose data this complex holds; nobody else is ever shown to its operators."""
    merged = Merge.objects.of(complex).order_by().values_list("goes", flat=True)
    return frozenset(merged) | frozenset(pk for holdings in ports.holdings() for pk in holdings.people(complex))


def candidates(complex: Complex) -> list[Pair]:
    """Every pair that nobody has judged yet; as many queries for three as for one."""
    known = User.objects.filter(pk__in=people_of(complex), is_active=True, merged=None)
    people = [rules.Person(*row) for row in known.values_list("pk", "name", "birth_date", "email", "phone")]
    judged = set(DifferentPeople.objects.of(complex).values_list("first_id", "second_id"))
    found = {pair: signs for pair, signs in rules.pairs(people).items() if pair not in judged}
    users = User.objects.in_bulk({pk for pair in found for pk in pair})
    return [Pair(users[a], users[b], [_words()[sign] for sign in signs]) for (a, b), signs in found.items()]


def _words() -> dict[str, str]:
    return {
        "name": _("same name and date of birth"),
        "phone": _("same phone"),
        "mail": _("much the same address"),
    }


def side(person: User, complex: Complex, *, now: datetime) -> Side:
    found = [one for one in held.everything(person, complex, now=now) if one.count and one.key != "account"]
    return Side(person, found)


def merges(complex: Complex, *, most: int = 50) -> list[Merge]:
    """What was merged here, the latest first."""
    return list(Merge.objects.of(complex).select_related("stays", "goes", "merged_by")[:most])
