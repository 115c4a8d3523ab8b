"""Whether this process can do its work, asked of each thing it stands on."""

import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import structlog
from celery import current_app
from django.conf import settings
from django.db import connection

from training.core import logs, stores

TOLERANCE = timedelta(seconds=2)  # between the clocks of application and database: deadlines are judged by both
ANSWERS_WITHIN = 2  # seconds
FINE = "ok"
CLOCK_OF = {"sqlite": "SELECT strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')", "postgresql": "SELECT clock_timestamp()"}

Check = Callable[[datetime], str]
log = structlog.get_logger(__name__)
_further: dict[str, Check] = {}


def further(name: str) -> Callable[[Check], Check]:
    """Register what another app's work stands on. The function answers "ok", or in a few words what is wrong."""

    def register(check: Check) -> Check:
        _further[name] = check
        return check

    return register


def checks(now: datetime) -> dict[str, str]:
    """Each thing and "ok", or in a few words what is wrong with it. `now` is the application's clock."""
    return {
        "clock": _said(lambda: _clock(now)),  # first: the longer ago `now` was read, the less it tells
        "database": _said(_database),
        "broker": _said(_broker),
        "storage": _said(_storage),
        **{name: _said(partial(check, now)) for name, check in _further.items()},
    }


def status(found: dict[str, str]) -> int:
    """200 when everything is fine, else 503."""
    return 200 if set(found.values()) <= {FINE} else 503


def _said(check: Callable[[], str]) -> str:
    """Its answer; of a fault the log keeps the detail, and the public page only says that there is one."""
    try:
        return check()
    except Exception as error:  # noqa: BLE001 - whatever a driver raises, the answer is "not fine"
        log.warning("not_ready", error=type(error).__name__, detail=logs.scrubbed(str(error))[:200])
        return "does not answer"


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return FINE


def _clock(now: datetime) -> str:
    """The database's clock must read between `now` and `now` plus the time its answer took, within the tolerance."""
    started = time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute(CLOCK_OF[connection.vendor])
        (answered,) = cursor.fetchone()
    theirs = datetime.fromisoformat(answered) if isinstance(answered, str) else answered
    latest = now + timedelta(seconds=time.monotonic() - started)
    difference = max(now - theirs, theirs - latest)
    return FINE if difference <= TOLERANCE else f"differs by {difference.total_seconds():.0f} s"


def _broker() -> str:
    with current_app.connection_for_write(connect_timeout=ANSWERS_WITHIN) as broker:
        broker.ensure_connection(max_retries=1, timeout=ANSWERS_WITHIN)
        if broker.transport.driver_type == "filesystem":
            _written(Path(settings.BROKER_DIR) / "queue")
    return FINE


def _storage() -> str:
    stores.try_out()
    return FINE


def _written(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".ready-") as file:
        file.write(b"ready")
        file.flush()
