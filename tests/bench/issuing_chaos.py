"""Issuing under faults: `python -m tests.bench.issuing_chaos`, with nothing of the machine's own at stake (needs redis-server).

CERTIFICATES (1000) are issued as one batch by two workers, while KILLS (20) workers are killed with SIGKILL, the broker
(a Redis of our own) is flushed and the database (a PostgreSQL of our own) is restarted. At the end there must be exactly
so many numbers, files and leaves of the log, none double, without anybody's help, within LONGEST seconds of the last fault.

CHAOS_FOLDER keeps the data: where a run was cut off, the next one with the same folder goes on. DATABASE_URL names a
migrated database to use instead, whose connections are then cut where the server would be restarted.
"""

import json
import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from tests.bench import machine

CERTIFICATES = int(os.environ.get("CERTIFICATES", "1000"))
KILLS = int(os.environ.get("KILLS", "20"))
WORKERS = 2
WORKER = ("--pool", "solo")
LONGEST = 120.0


class State:
    """How far a run came, in a file of its folder."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "state.json"
        self.faults, self.seconds, self.cut = 0, 0.0, 0  # faults done; of earlier runs; how often it was cut off
        if self.file.exists():
            self.faults, self.seconds, self.cut = json.loads(self.file.read_text())
            self.cut += 1
        self.begun = time.monotonic()
        self.keep()

    def whole(self) -> float:
        return self.seconds + time.monotonic() - self.begun

    def keep(self) -> None:
        new = self.file.with_suffix(".new")
        new.write_text(json.dumps([self.faults, self.whole(), self.cut]))
        new.replace(self.file)


@contextmanager
def kept() -> Iterator[Path]:
    if place := os.environ.get("CHAOS_FOLDER"):
        Path(place).mkdir(parents=True, exist_ok=True)
        yield Path(place)
        return
    with tempfile.TemporaryDirectory(prefix="ochang-issuing-", ignore_cleanup_errors=True) as name:
        yield Path(name)


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # stopped, it still cleans up
    with kept() as folder, ExitStack() as stack:
        for part in ("var", "redis", "postgresql"):
            (folder / part).mkdir(exist_ok=True)
        server, url = None, os.environ.get("DATABASE_URL", "")
        if not url.startswith("postgres"):
            server = stack.enter_context(machine.postgresql(folder / "postgresql"))
            url = machine.address(server)
        broker = stack.enter_context(machine.redis(folder / "redis"))
        env = {**os.environ, "DATABASE_URL": url, "BROKER_URL": f"{broker}/0", "VAR_DIR": str(folder / "var")}
        env |= {"DEMO": "1", "EMAIL_URL": "dummymail://", "SWEEP_EVERY": os.environ.get("SWEEP_EVERY", "5")}
        (machine.prepare if server is not None else machine.enter)(env)
        return _measure(env, server, f"{broker}/0", State(folder))


def _measure(env: dict[str, str], server: Any, broker: str, state: State) -> int:
    from certificates.models import IssueBatch
    from certificates.states import BatchState
    from tests.bench import issued

    batch = IssueBatch.objects.first() or issued.begin(CERTIFICATES)
    crew = machine.Crew(env)
    try:
        workers = [crew.worker(*WORKER) for _n in range(WORKERS)]
        crew.beat()
        if batch.state == BatchState.TRIAL:
            issued.after_trial(batch)
        last_fault = _faults(crew, workers, server, broker, state)
        left = CERTIFICATES - issued.done()
        finished = issued.wait(CERTIFICATES, LONGEST + CERTIFICATES * 4)
        issued.wait_for_mails(CERTIFICATES, 60)
    finally:
        crew.end()
    seconds = {"whole": round(state.whole(), 1), "after the last fault": round(finished - last_fault, 1)}
    found = issued.counted() | {"seconds": seconds, "cut off and gone on": state.cut, "left at the last fault": left}
    expected = dict.fromkeys(("numbers", "issued", "files", "leaves", "different numbers", "mails"), CERTIFICATES)
    good = {name: found[name] for name in expected} == expected and found["number of the last"] == CERTIFICATES
    good = good and seconds["after the last fault"] <= LONGEST
    print(json.dumps(found))  # noqa: T201 - the figures
    print("All figures are met." if good else "A figure is missed.")  # noqa: T201
    return 0 if good else 1


def _faults(crew: machine.Crew, workers: list[machine.Process], server: Any, broker: str, state: State) -> float:
    """Spread over the batch by how much is done, the last before its end. Returns when the last was."""
    from tests.bench import issued

    kinds = ["kill"] * KILLS
    kinds.insert(KILLS // 3, "flush")
    kinds.insert(2 * KILLS // 3, "restart")
    for number, kind in list(enumerate(kinds))[state.faults :]:
        issued.wait((number + 1) * CERTIFICATES * 9 // (10 * (len(kinds) + 1)), 3600)
        if kind == "kill":
            crew.kill(workers[number % WORKERS])
            workers[number % WORKERS] = crew.worker(*WORKER)
        elif kind == "flush":
            import redis

            redis.Redis.from_url(broker).flushall()
        else:
            machine.crash(server) if server is not None else machine.cut_connections()
        state.faults = number + 1
        state.keep()
        print(f"{issued.done():>5} issued: {kind}", flush=True)  # noqa: T201 - progress
    return time.monotonic()


if __name__ == "__main__":
    sys.exit(main())
