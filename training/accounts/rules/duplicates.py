"""Which accounts may belong to one person: the same name and birth date, the same phone, or much the same address."""

import re
import unicodedata
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations

MOST_ALIKE = 8  # of one sign; more share an office's phone, and every pair of them would say nothing


@dataclass(frozen=True)
class Person:
    """What is compared of one account."""

    pk: int
    name: str
    birth_date: date | None
    email: str
    phone: str


def plain_name(name: str) -> str:
    """NFC, without spaces, letters of one size: `홍 길동` is `홍길동`."""
    return "".join(unicodedata.normalize("NFC", name).casefold().split())


def plain_phone(phone: str) -> str:
    """Digits alone, Korea's own code as a 0; empty for what is no phone number."""
    digits = re.sub(r"\D", "", phone)
    digits = re.sub(r"^(00)?82(?=1)", "0", digits)
    return digits if len(digits) >= 9 else ""


def plain_email(email: str) -> str:
    """Without dots and tags before the @, letters of one size: `Hong.GD+a@x.com` is `honggd@x.com`."""
    local, _at, host = email.casefold().rpartition("@")
    return f"{local.split('+')[0].replace('.', '')}@{host}" if local else ""


def signs(person: Person) -> Iterator[tuple[str, Hashable]]:
    """What of a person may be found again: the sign, and what must be equal."""
    if person.name and person.birth_date:
        yield "name", (plain_name(person.name), person.birth_date)
    if phone := plain_phone(person.phone):
        yield "phone", phone
    if mail := plain_email(person.email):
        yield "mail", mail
        if person.name:  # the same before the @ elsewhere, and the same name
            yield "mail", (mail.split("@")[0], plain_name(person.name))


def pairs(people: Iterable[Person]) -> dict[tuple[int, int], list[str]]:
    """Pairs of accounts, the lower number first, with the signs they share; those with the most signs first."""
    alike: dict[tuple[str, Hashable], list[int]] = {}
    for person in people:
        for sign in signs(person):
            alike.setdefault(sign, []).append(person.pk)
    found: dict[tuple[int, int], set[str]] = {}
    for (sign_name, _value), numbers in alike.items():
        for first, second in combinations(sorted(set(numbers))[:MOST_ALIKE], 2):
            found.setdefault((first, second), set()).add(sign_name)
    ranked = sorted(found, key=lambda pair: (-len(found[pair]), pair))
    return {pair: sorted(found[pair]) for pair in ranked}
