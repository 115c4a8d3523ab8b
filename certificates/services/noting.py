"""Keeping that somebody verified: at once, or, where the cache is Redis, in a list there that is written every few seconds.

An answer waits for a row to be written longer than for reading everything that it says. What Redis loses before it is
written is lost: that somebody asked, never an answer, a limit on guessing, or a certificate.
"""

import json
import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

import structlog
from django.core.cache import caches
from django.core.cache.backends.redis import RedisCache
from django.db import DatabaseError, transaction
from redis import Redis, RedisError

from certificates.models import Verification
from training.core.models import Complex

WAITING = "ochang:verifications"  # the list; SETS names what was taken from it and is being written
SETS = "ochang:verifications:sets"
EVERY = 10.0  # seconds between two writings
MANY = 10_000  # waiting rows at which who adds one writes them, in case nobody else does
FIELDS = ("complex_id", "certificate_id", "question", "answer", "name_matched")
log = structlog.get_logger(__name__)
Row = tuple[Any, ...]


def note(row: Verification) -> None:
    """Keep it: once, at the latest when the next writing is over."""
    client = _redis()
    if client is None:
        row.save()
        return
    try:
        waiting = client.rpush(WAITING, json.dumps([*_values(row)[:-1], row.at.isoformat()]))
    except RedisError as error:
        log.warning("verifications_unreachable", error=type(error).__name__)
        row.save()
        return
    if int(str(waiting)) >= MANY:
        with suppress(DatabaseError):  # the answer stands, and the row still waits
            write()


def write() -> int:
    """Write what waits, and what a writing that was cut left behind. Returns how many rows came to be."""
    client = _redis()
    if client is None:
        return 0
    if client.exists(WAITING):
        _take(client)
    return sum(_written(client, name) for name in sorted(_texts(client.smembers(SETS))))


def _take(client: Redis) -> None:
    """Give what waits a name of its own, which nobody adds to."""
    name = f"{WAITING}:{uuid.uuid4().hex}"
    with client.pipeline(transaction=True) as steps:
        steps.sadd(SETS, name)
        steps.renamenx(WAITING, name)
        steps.execute(raise_on_error=False)  # somebody else took it meanwhile: an empty set is written and forgotten


def _written(client: Redis, name: str) -> int:
    """One taken set, once, whoever else is at it: under a lock, less what a cut writing committed, then forgotten."""
    with transaction.atomic():
        Complex.objects.select_for_update(no_key=True).order_by("pk").first()
        rows = [_row(json.loads(text)) for text in _texts(client.lrange(name, 0, -1))]
        new = _not_there(rows)
        Verification.objects.bulk_create(new, batch_size=1_000)
    with client.pipeline(transaction=True) as steps:
        steps.delete(name)
        steps.srem(SETS, name)
        steps.execute()
    return len(new)


def _not_there(rows: Sequence[Verification]) -> list[Verification]:
    """Those rows that the table does not hold yet, counted: two people may ask the same in one microsecond."""
    if not rows:
        return []
    instants = [row.at for row in rows]
    span = Verification.objects.filter(at__gte=min(instants), at__lte=max(instants))
    there = Counter(span.values_list(*FIELDS, "at"))
    new = []
    for row in rows:
        if there[_values(row)]:
            there[_values(row)] -= 1
        else:
            new.append(row)
    return new


def _values(row: Verification) -> Row:
    return (row.complex_id, row.certificate_id, str(row.question), str(row.answer), row.name_matched, row.at)


def _row(values: list[Any]) -> Verification:
    return Verification(**dict(zip(FIELDS, values[:-1], strict=True)), at=datetime.fromisoformat(values[-1]))


def _texts(found: Any) -> Iterable[str]:
    return [text.decode() for text in found]


def _redis() -> Redis | None:
    cache = caches["default"]
    return cache._cache.get_client(None, write=True) if isinstance(cache, RedisCache) else None
