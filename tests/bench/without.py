"""Guards taken out of a worker while a file of their name lies in VAR_DIR/without: teeth of tests.bench.faults.

A worker loads this with `--include tests.bench.without`; with no file there, nothing is different.
"""

import os
import time
from pathlib import Path
from typing import Any

from training.core import clock, outbox, stores
from training.core.models import Owed

FOLDER = Path(os.environ["VAR_DIR"]) / "without"
_sweep, _failed, _perform, _into_folder = outbox.sweep, outbox._failed, outbox.perform, stores._into_folder
_messenger = outbox._messenger[0]


def _is_out(guard: str) -> bool:
    return (FOLDER / guard).exists()


def sweep(**options: Any) -> int:
    return 0 if _is_out("sweeper") else _sweep(**options)


def failed(owed: Owed, error: Exception) -> None:
    _failed(owed, error)
    if _is_out("retry"):
        Owed.objects.filter(pk=owed.pk).update(given_up_at=clock.now())


def into_folder(target: Path, data: bytes) -> None:
    """Straight into its place, as an ordinary program saves."""
    if not _is_out("rename"):
        return _into_folder(target, data)
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb", buffering=0) as file:
        while data:
            data = data[file.write(data) :]
    return None


def perform(owed_id: int) -> bool:
    """No lease, and no look at whether it is done: whoever is told does it."""
    if not _is_out("lease"):
        return _perform(owed_id)
    owed = Owed.objects.get(pk=owed_id)
    _meet(owed_id)
    outbox._handlers[owed.kind](owed.subject)
    return bool(Owed.objects.filter(pk=owed_id).update(done_at=clock.now(), lease_until=None))


def _meet(owed_id: int) -> None:
    """Wait a little for the other worker that is told the same, so that both begin at once."""
    (FOLDER.parent / f"told-{owed_id}-{os.getpid()}").touch()
    until = time.monotonic() + 3
    while len(list(FOLDER.parent.glob(f"told-{owed_id}-*"))) < 2 and time.monotonic() < until:
        time.sleep(0.01)


def send(owed_id: int, kind: str) -> None:
    for _n in range(2 if _is_out("lease") else 1):
        _messenger(owed_id, kind)


outbox.sweep, outbox._failed, outbox.perform, stores._into_folder = sweep, failed, perform, into_folder  # type: ignore[assignment]
outbox.use_messenger(send)
