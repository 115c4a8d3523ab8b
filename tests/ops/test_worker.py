"""A real worker process, over each broker: what is owed is done, whatever happens to the worker or the broker."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from kombu import Connection

from tests.ops import work
from training.core import clock, outbox
from training.core.models import Owed
from training.core.tasks import perform, prune, sweep

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]

LEASE = 3  # seconds
BROKERS = ["filesystem", "redis", "rabbitmq"]


@dataclass
class Works:
    """One broker, one queue of our own on it, one folder, and the processes started for them."""

    broker_url: str
    folder: Path
    queue: str = field(default_factory=lambda: f"test-{uuid.uuid4().hex[:8]}")
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        return {
            **{key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"},
            "TESTING": "1",
            "VAR_DIR": str(self.folder),
            "BROKER_URL": self.broker_url,
            "QUEUE": self.queue,
            "OWED_LEASE": str(LEASE),
            "SWEEP_EVERY": "1",
            "DATABASE_URL": database_url(),
        }

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "celery", "-q", "-A", "training", *arguments, "--loglevel", "WARNING"]
        log = (self.folder / "celery.log").open("ab")
        process = subprocess.Popen(
            command, env=self.environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        )
        self.processes.append(process)
        return process

    def worker(self, *include: str) -> subprocess.Popen[bytes]:
        """It knows the work of tests.ops.work, or what is included instead."""
        modules = ",".join(include or ["tests.ops.work"])
        return self.start("worker", "-c", "1", "-I", modules, "-n", f"{uuid.uuid4().hex}@test", "--without-mingle")

    def beat(self) -> subprocess.Popen[bytes]:
        return self.start("beat", "--schedule", str(self.folder / "beat-schedule"), "--pidfile", "")

    def connection(self) -> Connection:
        return Connection(self.broker_url, transport_options=self.transport_options())

    def transport_options(self) -> dict[str, str]:
        if not self.broker_url.startswith("filesystem"):
            return {}
        queue = str(self.folder / "broker" / "queue")
        return {
            "data_folder_in": queue,
            "data_folder_out": queue,
            "control_folder": str(self.folder / "broker" / "control"),
        }

    def send(self, owed_id: int, kind: str, *more: str) -> None:
        with self.connection() as broker:
            options = {"x-queue-type": "quorum"} if self.broker_url.startswith("amqp") else None
            queue = broker.SimpleQueue(self.queue, queue_args=options).queue
            perform.app.send_task(
                perform.name, (owed_id, *more), connection=broker, queue=queue, declare=[queue], retry=False
            )

    def flush(self) -> None:
        """The broker loses everything it was told."""
        with self.connection() as broker, contextlib.suppress(Exception):
            broker.default_channel.queue_purge(self.queue)
        if self.broker_url.startswith("filesystem"):
            shutil.rmtree(self.folder / "broker" / "queue")
            (self.folder / "broker" / "queue").mkdir()

    def close(self) -> None:
        for process in self.processes:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        with self.connection() as broker, contextlib.suppress(Exception):
            broker.default_channel.queue_delete(self.queue)


def database_url() -> str:
    """The address of the very database this test process uses."""
    configured = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{configured['NAME']}"
    host = configured["HOST"] or ""
    socket = configured.get("OPTIONS", {}).get("host")
    user = configured["USER"] + (f":{configured['PASSWORD']}" if configured["PASSWORD"] else "")
    port = f":{configured['PORT']}" if configured["PORT"] else ""
    return f"postgres://{user}@{host}{port}/{configured['NAME']}" + (f"?host={socket}" if socket else "")


@pytest.fixture(params=BROKERS)
def works(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Works]:
    url = "filesystem://localhost" if request.param == "filesystem" else request.getfixturevalue(f"{request.param}_url")
    for folder in ("queue", "control"):
        (tmp_path / "broker" / folder).mkdir(parents=True)
    made = Works(url, tmp_path)
    monkeypatch.setattr(outbox, "_messenger", [made.send])
    monkeypatch.setattr(outbox, "LEASE", timedelta(seconds=LEASE))
    yield made
    made.close()


def until(true: Callable[[], bool], works: Works, seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, (works.folder / "celery.log").read_text()[-3000:]
        time.sleep(0.1)


def is_done(owed: Owed) -> bool:
    return Owed.objects.filter(pk=owed.pk).exclude(done_at=None).exists()


def test_worker_performs_what_is_owed(works):
    works.worker()
    owed = outbox.owe("tests.effect", "7", now=clock.now())
    until(lambda: is_done(owed), works)
    assert work.effects("7") == 1


def test_killed_worker_loses_nothing_and_doubles_nothing(works):
    killed = works.worker()
    owed = outbox.owe("tests.slow_effect", "8", now=clock.now())
    until((works.folder / "in-the-middle").exists, works)
    os.killpg(killed.pid, signal.SIGKILL)
    killed.wait()
    assert not is_done(owed)

    works.worker()
    until(lambda: bool(outbox.sweep(now=clock.now())), works, seconds=LEASE + 2)
    until(lambda: is_done(owed), works)
    assert work.effects("8") == 1
    assert Owed.objects.get(pk=owed.pk).attempts >= 2


def test_flushed_broker_loses_nothing(works):
    owed = [outbox.owe("tests.effect", subject, now=clock.now()) for subject in "abc"]
    works.flush()
    works.worker()
    works.beat()
    until(lambda: all(map(is_done, owed)), works)
    assert [work.effects(subject) for subject in "abc"] == [1, 1, 1]


def test_flushed_broker_alone_would_lose_it(works):
    """Teeth of the test above: without the sweeper nothing tells the worker."""
    owed = outbox.owe("tests.effect", "d", now=clock.now())
    works.flush()
    works.worker()
    told = outbox.owe("tests.effect", "e", now=clock.now())
    until(lambda: is_done(told), works)
    assert not is_done(owed)


@pytest.mark.parametrize("works", ["filesystem"], indirect=True)
def test_broker_that_is_gone_delays_and_loses_nothing(works, monkeypatch):
    """Nothing listens where the broker should: the act succeeds, and the work is done once a broker is there."""
    with monkeypatch.context() as gone:
        gone.setattr(works, "broker_url", "redis://127.0.0.1:1/0")
        owed = outbox.owe("tests.effect", "9", now=clock.now())
        assert outbox.sweep(now=clock.now()) == 1
    works.worker()
    assert not is_done(owed)
    outbox.sweep(now=clock.now())
    until(lambda: is_done(owed), works)
    assert work.effects("9") == 1


@pytest.mark.parametrize("works", ["filesystem"], indirect=True)
@pytest.mark.parametrize("renewed", [True, False])
def test_work_longer_than_its_lease_is_done_once_since_the_lease_is_renewed(works, renewed):
    """Teeth: where it is not renewed, another worker begins it too."""
    for _n in range(2):
        works.worker("tests.ops.work", *([] if renewed else ["tests.ops.unrenewed"]))
    works.beat()
    owed = outbox.owe("tests.long_effect", "10", now=clock.now())
    until(lambda: is_done(owed), works)
    assert (work.effects("10") == 1) is renewed


@pytest.mark.parametrize("works", ["filesystem"], indirect=True)
def test_worker_that_is_asked_to_end_finishes_what_it_holds(works):
    ended = works.worker()
    owed = outbox.owe("tests.long_effect", "11", now=clock.now())
    until((works.folder / "in-the-middle").exists, works)
    ended.terminate()
    ended.wait(30)
    assert is_done(owed)
    assert work.effects("11") == 1


@pytest.mark.parametrize("works", ["filesystem"], indirect=True)
def test_work_of_a_new_release_waits_for_it_where_an_old_worker_is_told(works, monkeypatch):
    """The old one knows neither the kind of work nor what else a message says: both stay owed until a new one comes."""
    old = works.worker("training.core.tasks")
    unknown = outbox.owe("tests.effect", "12", now=clock.now())
    with monkeypatch.context() as newer:
        newer.setattr(outbox, "_messenger", [lambda owed_id, kind: works.send(owed_id, kind, "more")])
        unread = outbox.owe("tests.effect", "13", now=clock.now())
    until(lambda: bool(Owed.objects.get(pk=unknown.pk).last_error), works)
    until(lambda: "TypeError" in (works.folder / "celery.log").read_text(), works)
    assert Owed.objects.open().count() == 2

    works.worker()
    works.beat()
    old.terminate()
    until(lambda: is_done(unknown) and is_done(unread), works)
    assert [work.effects("12"), work.effects("13")] == [1, 1]


def test_beat_calls_the_sweeper():
    from training.celery import app

    app.loader.import_default_modules()
    assert {sweep.name, prune.name} <= {entry["task"] for entry in app.conf.beat_schedule.values()}
