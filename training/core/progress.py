"""How far background work is, in percent, for pages that wait for it. It is a courtesy: lost, nothing is wrong."""

from threading import Thread

from django.core.cache import cache
from django.db import connection, connections

KEPT = 3600


def say(what: str, percent: int) -> None:
    """Others see it at once, though the caller may be in a transaction and the cache in the same database."""
    if not connection.in_atomic_block:
        _set(what, percent)
    elif connection.vendor != "sqlite":  # where one writer keeps out all others
        aside = Thread(target=_set_aside, args=(what, percent))
        aside.start()
        aside.join()


def of(what: str) -> int:
    return int(cache.get(f"progress:{what}", 0))


def _set(what: str, percent: int) -> None:
    cache.set(f"progress:{what}", max(0, min(100, percent)), timeout=KEPT)


def _set_aside(what: str, percent: int) -> None:
    try:
        _set(what, percent)
    finally:
        connections.close_all()  # of this thread
