"""Handlers for real worker processes: each effect is an audit entry, written at most once a subject."""

import os
import time
from pathlib import Path

from django.db import transaction

from training.core import audit, clock, outbox
from training.core.models import AuditEntry, Owed

LONG = 6.0  # seconds; longer than the lease in the tests
SLOW = 60.0  # seconds a slow piece takes on its first try, long enough to be killed in


def effects(subject: str) -> int:
    return AuditEntry.objects.filter(action="tests.effect", reason=subject).count()


@outbox.handler("tests.effect")
def effect(subject: str) -> None:
    with transaction.atomic():
        if not effects(subject):
            audit.record(Owed(), "tests.effect", by=None, at=clock.now(), reason=subject)


@outbox.handler("tests.slow_effect")
def slow_effect(subject: str) -> None:
    """Has its effect, and is not yet done: the worst moment to be killed. The next try finds the effect there."""
    if effects(subject):
        return
    effect(subject)
    (Path(os.environ["VAR_DIR"]) / "in-the-middle").touch()
    time.sleep(SLOW)


@outbox.handler("tests.long_effect")
def long_effect(subject: str) -> None:
    """Counts each time it is begun."""
    audit.record(Owed(), "tests.effect", by=None, at=clock.now(), reason=subject)
    (Path(os.environ["VAR_DIR"]) / "in-the-middle").touch()
    time.sleep(LONG)
