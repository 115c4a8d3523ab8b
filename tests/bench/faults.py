"""Certificates through one fault after the other: `python -m tests.bench.faults [FAULT…]`, `bin/chaos faults`.

Real workers on a PostgreSQL and a broker of our own, or on DATABASE_URL where it names a migrated database. During each
fault CERTIFICATES (20) are issued. Afterwards there must be exactly so many numbers, files, leaves and mails, the store
must hold nothing half-written, and all must be done within LONGEST seconds after the fault was lifted, by itself.
TEETH names those that are done once more with their guard taken out, which must be noticed.
"""

import contextlib
import hashlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.bench import machine

CERTIFICATES = int(os.environ.get("CERTIFICATES", "20"))
TEETH = os.environ.get("TEETH", "").split()
LONGEST = 120.0
STORE = "8m"  # of the small disk
LEFT = (
    24 * 1024
)  # bytes that are left on it when it is full: less than a certificate, so that it breaks off in the middle
PATIENCE = float(os.environ.get("PATIENCE", "90"))  # seconds in which what has no guard should have been done
WORKER = ("--concurrency", "1", "--include", "tests.bench.without")


def timestamp_service() -> Any:
    """One of our own. While `open` is cleared it accepts and never answers."""
    from tests.certificates import stamps

    class Service(stamps.Authority):
        def __init__(self) -> None:
            super().__init__()  # type: ignore[no-untyped-call]
            self.open = threading.Event()
            self.open.set()
            self.server.handle_error = lambda *_: None  # type: ignore[method-assign] # who asked has gone

        def answer(self, body: bytes) -> bytes:
            self.open.wait()
            return bytes(super().answer(body))

    return Service()


@dataclass
class Stage:
    """Where it happens: the platform's processes and what can be broken."""

    env: dict[str, str]
    broker: str
    server: Any  # our own PostgreSQL, if it is
    stamps: Any  # the timestamp service
    small_disk: bool
    key: str = ""
    crew: machine.Crew = field(init=False)
    workers: list[machine.Process] = field(default_factory=list)

    @property
    def folder(self) -> Path:
        return Path(self.env["VAR_DIR"])

    @property
    def store(self) -> Path:
        return self.folder / "private"

    def begin(self) -> None:
        from certificates.signing import authorities
        from tests import factories

        complex = factories.ground()
        self.key = complex.key
        authorities.of(self.key)  # made here, once
        roots = self.folder / "keys" / self.key / "stamp-roots"
        roots.mkdir(exist_ok=True)
        (roots / "root.pem").write_bytes(self.stamps.root)
        (self.folder / "without").mkdir(exist_ok=True)
        self.crew = machine.Crew(self.env)
        self.workers = [self.crew.worker(*WORKER) for _n in range(2)]
        self.crew.beat()

    def take_out(self, guard: str) -> None:
        (self.folder / "without" / guard).touch()

    def put_back(self) -> None:
        for guard in (self.folder / "without").iterdir():
            guard.unlink()


# --- faults: each begins, is in force while certificates are owed, and is lifted ------------------
def kill(stage: Stage) -> Iterator[None]:
    """The children of both pools while they work, then a whole worker, which is started again."""
    yield
    _wait_for(_is_held)
    for worker in stage.workers:
        for pid in machine.children(worker.pid):
            os.kill(pid, signal.SIGKILL)
    time.sleep(1)
    stage.crew.kill(stage.workers[0])
    stage.workers[0] = stage.crew.worker(*WORKER)


def flush(stage: Stage) -> Iterator[None]:
    """The broker forgets everything it was told."""
    yield
    if stage.broker.startswith("redis"):
        import redis

        redis.Redis.from_url(stage.broker).flushall()
    else:
        _rabbitmq("delete_vhost", stage)  # with queues, and every connection to it
        time.sleep(3)
        _rabbitmq("add_vhost", stage)


def restart(stage: Stage) -> Iterator[None]:
    """PostgreSQL ends at once and comes back; on a server that is not ours all connections are cut."""
    yield
    _wait_for(_is_held)
    if stage.server is not None:
        machine.crash(stage.server)
    else:
        machine.cut_connections()


def disk_full(stage: Stage) -> Iterator[None]:
    filler = stage.store / "filler"
    with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(b"\0" * 4096)
    os.truncate(filler, filler.stat().st_size - LEFT)
    yield
    _wait_for(lambda: _failures() == {"storage"})
    filler.unlink()


def read_only(stage: Stage) -> Iterator[None]:
    _mount("-o", "remount,ro", str(stage.store))
    yield
    _wait_for(lambda: _failures() == {"storage"})
    _mount("-o", "remount,rw", str(stage.store))


def timestamp(stage: Stage) -> Iterator[None]:
    """The timestamp service accepts and never answers."""
    stage.stamps.open.clear()
    yield
    _wait_for(lambda: _failures() == {"timestamp"})
    stage.stamps.open.set()


def key(stage: Stage) -> Iterator[None]:
    """The certificate of the signing key has expired; then the good one is put back."""
    from datetime import timedelta

    from certificates.signing import authorities

    place = stage.folder / "keys" / stage.key / "signer.p12"
    good, back = place.read_bytes(), authorities.BACK
    authorities.BACK = timedelta(days=365 * 9)
    _replace(place, authorities._demonstration(stage.key))
    authorities.BACK = back
    yield
    _wait_for(lambda: _failures() == {"key"})
    _replace(place, good)


def twice(stage: Stage) -> Iterator[None]:
    """Each piece of work is sent twice and done twice, by two workers at once: neither asks who holds it."""
    from training.core import outbox

    stage.take_out("lease")
    once = outbox._messenger[0]
    outbox._messenger[:] = [once, once]
    yield
    _wait_for(lambda: _done() == len(_papers()), LONGEST)
    time.sleep(2)  # the second of the last
    outbox._messenger[:] = [once]
    stage.put_back()


FAULTS = {each.__name__: each for each in (kill, flush, restart, disk_full, read_only, timestamp, key, twice)}
GUARDS = {
    "kill": "sweeper", "flush": "sweeper", "restart": "sweeper", "disk_full": "rename", "read_only": "retry",
    "timestamp": "retry", "key": "retry", "twice": "unique",
}  # fmt: skip
NEEDS_SMALL_DISK = {"disk_full", "read_only"}


def _replace(place: Path, data: bytes) -> None:
    place.with_name(".new").write_bytes(data)
    place.with_name(".new").replace(place)


def _mount(*arguments: str) -> bool:
    return subprocess.run(["mount", *arguments], capture_output=True, check=False).returncode == 0


def _rabbitmq(what: str, stage: Stage) -> None:
    vhost = stage.broker.rpartition("/")[2]
    subprocess.run(["rabbitmqctl", "--quiet", what, vhost], check=True, stdout=subprocess.DEVNULL)
    if what == "add_vhost":
        whole = ["rabbitmqctl", "--quiet", "set_permissions", "--vhost", vhost, "guest", ".*", ".*", ".*"]
        subprocess.run(whole, check=True, stdout=subprocess.DEVNULL)


# --- what is looked at --------------------------------------------------------------------------
_cohort: list[int] = []


def _papers() -> Any:
    from certificates.models import Certificate

    return Certificate.objects.filter(cohort__in=_cohort[-1:])


def _ask(question: Callable[[], Any], otherwise: Any) -> Any:
    """An answer of the database; the other one while it does not answer."""
    from django.db import DatabaseError, connection

    try:
        return question()
    except DatabaseError:
        connection.close()
        return otherwise


def _done() -> int:
    found: int = _ask(lambda: _papers().filter(state="issued").count(), -1)
    return found


def _failures() -> set[str]:
    found: set[str] = _ask(lambda: set(_papers().exclude(failure="").values_list("failure", flat=True)), set())
    return found


def _is_held() -> bool:
    from training.core.models import Owed

    rows = Owed.objects.filter(kind="certificates.issue", done_at=None).exclude(lease_until=None)
    return bool(_ask(rows.exists, False))


def _wait_for(true: Callable[[], bool], seconds: float = 60) -> bool:
    until = time.monotonic() + seconds
    while not true():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def _mailed() -> int:
    from training.core.models import Delivery

    people = _papers().values("person")
    found: int = _ask(lambda: Delivery.objects.filter(user__in=people, sent_at__isnull=False).count(), -1)
    return found


def counted(stage: Stage) -> dict[str, int]:
    from django.db.models import Max

    from certificates.models import Certificate, CertificateFile, LogEntry

    papers, everybody = _papers(), Certificate.objects.all()
    files = CertificateFile.objects.filter(certificate__in=papers)
    leaves = LogEntry.objects.filter(certificate__in=papers)
    return {
        "numbers": papers.values("register", "number").distinct().count(),
        "issued": papers.filter(state="issued").count(),
        "files": files.count(),
        "stamped files": files.filter(stamped_at__isnull=False).count(),
        "leaves": leaves.count(),
        "mails": _mailed(),
        "missing numbers": everybody.aggregate(last=Max("number"))["last"] - everybody.count(),
        "half-written": _half_written(stage.store),
    }


def _half_written(store: Path) -> int:
    """Visible files whose bytes are not what their row, or their own name, says."""
    bad = 0
    for path in (store / "certificates").rglob("*.pdf"):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        bad += not path.stem.endswith(digest[:16])
    return bad


def _temporary(store: Path) -> int:
    return len(list(store.rglob("*.part")))


# --- one after the other ------------------------------------------------------------------------
def perform(stage: Stage, name: str, *, guard: str = "") -> dict[str, Any]:
    from tests.certificates import factories
    from training.core import clock

    fault, before = FAULTS[name](stage), _half_written(stage.store)
    decisions = _decisions()
    with _without(stage, guard):
        started = FAULTS[name] in (disk_full, read_only, timestamp, key, twice)
        if started:
            next(fault)
        for decision in decisions:
            factories.intended(decision, now=clock.now())
        if not started:
            next(fault)
        next(fault, None)
        lifted = time.monotonic()
        longest = PATIENCE if guard else LONGEST
        _wait_for(lambda: _done() == _mailed() == CERTIFICATES, longest)
        seconds = time.monotonic() - lifted
        found = counted(stage)
    found["half-written"] -= before
    expected = dict.fromkeys(("numbers", "issued", "files", "stamped files", "leaves", "mails"), CERTIFICATES)
    expected |= {"missing numbers": 0, "half-written": 0}
    temporary = _temporary(stage.store)
    whole = found == expected and (temporary == 0 or name in ("kill", "restart"))
    return {"whole": whole, "seconds": round(seconds, 1), "temporary": temporary} | ({} if whole else found)


def _decisions() -> list[Any]:
    from tests.certificates import factories

    cohort = factories.finished_cohort(seats=CERTIFICATES)
    _cohort.append(cohort.pk)
    return [factories.completed(cohort) for _n in range(CERTIFICATES)]


@contextmanager
def _without(stage: Stage, guard: str) -> Iterator[None]:
    """The guard is out; afterwards what was left undone is given up, so that it troubles nobody after it."""
    from django.db import connection

    from training.core import clock
    from training.core.models import Owed

    if guard == "unique":
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE certificates_certificatefile DROP CONSTRAINT certificate_file_number_once")
    elif guard:
        stage.take_out(guard)
    yield
    stage.put_back()
    if guard:
        Owed.objects.open().update(given_up_at=clock.now(), lease_until=None)


@contextmanager
def staged(folder: Path) -> Iterator[Stage]:
    with ExitStack() as stack:
        for part in ("var", "var/private", "var/broker", "redis", "postgresql"):
            (folder / part).mkdir(exist_ok=True)
        server, url = None, os.environ.get("DATABASE_URL", "")
        if not url.startswith("postgres"):
            server = stack.enter_context(machine.postgresql(folder / "postgresql"))
            url = machine.address(server)
        broker = os.environ.get("BROKER_URL", "")
        if not broker.startswith("amqp"):
            broker = stack.enter_context(machine.redis(folder / "redis")) + "/0"
        store = folder / "var" / "private"
        small_disk = _mount("-t", "tmpfs", "-o", f"size={STORE}", "none", str(store))
        if small_disk:
            stack.callback(subprocess.run, ["umount", "--lazy", str(store)], check=False)
        stamps = timestamp_service()
        env = {**os.environ, "DATABASE_URL": url, "BROKER_URL": broker, "DEMO": "1", "VAR_DIR": str(folder / "var")}
        env |= {
            "TIMESTAMP_URL": stamps.url,
            "TIMESTAMP_SECONDS": "3",
            "EMAIL_URL": "dummymail://",
        }
        env["SWEEP_EVERY"] = os.environ.get("SWEEP_EVERY", "5")
        stage = Stage(env, broker, server, stamps, small_disk)
        if broker.startswith("amqp"):
            _rabbitmq("add_vhost", stage)
            stack.callback(_rabbitmq, "delete_vhost", stage)
        if server is not None:
            machine.prepare(env)
        else:
            machine.enter(env)
        stage.begin()
        stack.callback(stage.crew.end)
        yield stage


def main(wanted: list[str]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # stopped, it still cleans up
    missed: list[str] = []
    with (
        tempfile.TemporaryDirectory(prefix="ochang-faults-", ignore_cleanup_errors=True) as name,
        staged(Path(name)) as stage,
    ):
        names = [each for each in wanted or FAULTS if stage.small_disk or each not in NEEDS_SMALL_DISK]
        if left_out := [each for each in wanted or FAULTS if each not in names]:
            print(json.dumps({"not tried, since no small disk may be mounted here": left_out}), flush=True)  # noqa: T201
        rounds = [(each, "") for each in names]
        rounds += [(each, GUARDS[each]) for each in sorted(names, key=lambda n: n == "twice")] if TEETH else []
        for each, guard in rounds:
            found = perform(stage, each, guard=guard)
            print(json.dumps({"fault": each, "without": guard, **found}), flush=True)  # noqa: T201 - the figures
            if found["whole"] == bool(guard):
                missed.append(f"{each} without {guard}" if guard else each)
        if missed:
            print(stage.crew.said(), file=sys.stderr)  # noqa: T201
    print(f"Missed: {', '.join(missed)}." if missed else "All figures are met.")  # noqa: T201
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
