"""Limits on guessing, shared by all processes through the cache.

Whoever counts takes one slot of the present window with `cache.add`, which exactly one process can win, and says in it
how many wrong answers there were, so nothing is counted twice or lost. Addresses and names never reach the cache, only a keyed hash.
"""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext as _

from training.core.errors import TooMany
from training.core.models import Complex


@dataclass(frozen=True)
class Limit:
    """So many wrong answers in a window of so many seconds."""

    name: str
    most: int
    seconds: int


CODES = Limit("code", 30, 600)  # for one client: a code cannot be guessed, so this only stops noise
NUMBERS = Limit("number", 10, 600)  # for one client: numbers are known and names are few
NAMES = Limit("name", 10, 3600)  # for one certificate, from everywhere
SHEETS = Limit("sheet", 12, 3600)  # for one client: whole lists
LINES = Limit("line", 100, 3600)  # for one client: lines of lists whose name or number did not match


class Spent(TooMany):
    """The limit is reached until an instant."""

    def __init__(self, until: datetime, complex: Complex) -> None:
        clock = until.astimezone(complex.zone).strftime("%H:%M")
        super().__init__(_("Too many tries. You can try again from %(time)s.") % {"time": clock})
        self.until = until

    def seconds(self, now: datetime) -> int:
        """How long to wait, for Retry-After."""
        return max(1, int((self.until - now).total_seconds()))


def refuse_if_spent(limit: Limit, who: str, *, complex: Complex, now: datetime) -> None:
    """Raises Spent, which says from when to try again."""
    first = _slots(limit, who, now)[0]
    if cache.get(first) is None:  # slots fill in their order: nothing was counted, which is nearly always so
        return
    if taken(limit, [who], now=now)[who] >= limit.most:
        raise Spent(_window_end(limit, now), complex)


def count(limit: Limit, who: str, *, now: datetime, times: int = 1) -> None:
    """One more wrong answer, or several at once: one slot, whatever the number."""
    count_all(limit, {who: times}, now=now)


def count_all(limit: Limit, wrong: Mapping[str, int], *, now: datetime) -> None:
    """The same for several: one question of the cache for all, and one slot for each."""
    slots = {who: _slots(limit, who, now) for who in wrong}
    found = cache.get_many([slot for mine in slots.values() for slot in mine]) if slots else {}
    for who, times in wrong.items():
        free = (slot for slot in slots[who] if slot not in found)
        any(cache.add(slot, times, timeout=limit.seconds) for slot in free)  # the first that nobody else took


def taken(limit: Limit, whom: Iterable[str], *, now: datetime) -> dict[str, int]:
    """How many wrong answers each of these has had in the present window: one question of the cache for all."""
    slots = {who: _slots(limit, who, now) for who in whom}
    found = cache.get_many([slot for mine in slots.values() for slot in mine]) if slots else {}
    return {who: sum(found.get(slot, 0) for slot in mine) for who, mine in slots.items()}


def pseudonym(client: str) -> str:
    """A client as it may be kept for an hour: told from others, not told who it is."""
    return hmac.new(settings.SECRET_KEY.encode(), f"client:{client}".encode(), hashlib.sha256).hexdigest()


def _slots(limit: Limit, who: str, now: datetime) -> list[str]:
    window = int(now.timestamp()) // limit.seconds
    key = hmac.new(settings.SECRET_KEY.encode(), f"{limit.name}:{who}:{window}".encode(), hashlib.sha256).hexdigest()
    return [f"verify:{key}:{slot}" for slot in range(limit.most)]


def _window_end(limit: Limit, now: datetime) -> datetime:
    return datetime.fromtimestamp((int(now.timestamp()) // limit.seconds + 1) * limit.seconds, tz=UTC)
