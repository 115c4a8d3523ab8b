"""Migrations back and forward over ROWS (10000; 100000 is full size) applications and attendance events, under clients.

Four clients read and write both tables all the while; `ours` is the longest that any of them waited, `base` the two seconds
that are allowed, or the same without the guard. Then code of the version before (the commit BEFORE, or the one before the
newest migration came) and this one's write both tables as they are now.
"""

import io
import os
import subprocess
import sys
import tarfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader

from enrollment.models import Application, AttendanceEvent
from enrollment.states import EventKind, EventSource
from tests import factories as ground
from tests.bench.rows import Row
from tests.database import _server
from training.accounts.models import User
from training.core.models.online import AddIndexOnline

DATABASES = ("postgresql",)
ROWS = int(os.environ.get("ROWS", "10000"))
CLIENTS, ALLOWED, PATIENCE = 4, 2.0, 1.0  # seconds; the last is lock_timeout, as operations.md sets it
OURS = ("core", "accounts", "courses", "enrollment", "certificates", "consortium")
WRITES = (
    "UPDATE enrollment_application SET applied_at = applied_at WHERE id = (SELECT max(id) - %s FROM enrollment_application)",
    "INSERT INTO enrollment_attendanceevent ({columns}) SELECT {columns} FROM enrollment_attendanceevent ORDER BY id LIMIT 1",
    "SELECT count(*) FROM enrollment_application WHERE cohort_id = (SELECT max(cohort_id) - %s FROM enrollment_application)",
    "SELECT max(at) FROM enrollment_attendanceevent WHERE enrollment_id = (SELECT max(enrollment_id) - %s FROM enrollment_attendanceevent)",
)
BESIDE = """
import os
import factory
from tests import factories
for kind in vars(factories).values():
    if isinstance(kind, type) and issubclass(kind, factory.Factory) and not kind._meta.abstract:
        kind.reset_sequence(int(os.environ["FROM"]), force=True)
from training.core import clock
from enrollment.models import Application, AttendanceEvent
for number in range(25):
    session = factories.SessionFactory()
    enrollment = factories.EnrollmentFactory(cohort=session.cohort)
    factories.ApplicationFactory(cohort=session.cohort)
    AttendanceEvent.objects.create(complex=session.complex, enrollment=enrollment, session=session, kind="in",
        source="qr", at=clock.now(), recorded_at=clock.now())
    assert enrollment.events.count() == Application.objects.filter(cohort=session.cohort).count() == 1
print("beside")
"""


def bench(name: str) -> list[Row]:
    fill()
    before = os.environ.get("BEFORE") or commit_before()
    with older(before) as tree:
        back = last_in_both(tree)
        longest = {"back": waited(lambda: [migrate(app, target) for app, target in back.items()])}
        longest["forward"] = waited(migrate)
        beside(tree)
    size = f"{ROWS} rows of each"
    ordinary, online = (waited(lambda kind=kind: indexed(kind)) for kind in (models.Index, AddIndexOnline))  # type: ignore[misc]
    patient, not_patient = (waited(lambda limit=limit: behind_a_reader(limit)) for limit in (PATIENCE, 0.0))  # type: ignore[misc]
    guarded = f"behind a reader of 5 s, lock_timeout {PATIENCE:g} s"
    return [
        *(Row(name, f"{way}, {size}", found, ALLOWED, "s", found / ALLOWED, 1) for way, found in longest.items()),
        Row(name, "an index built online, beside the ordinary one", online, ordinary, "s", online / ordinary),
        Row(name, guarded, patient, ALLOWED, "s", patient / ALLOWED, 1),
        Row(name, "the same beside no lock_timeout", patient, not_patient, "s", patient / not_patient),
    ]


def fill() -> None:
    session = ground.SessionFactory()
    cohorts = [session.cohort, *(ground.CohortFactory(complex=session.complex) for _ in range(9))]
    people = User.objects.bulk_create(
        (User(email=f"upgrade{number}@example.com", name="가나다") for number in range(ROWS // 10)), batch_size=1000
    )
    proto = ground.ApplicationFactory.build(cohort=session.cohort, complex=session.complex, applicant=people[0])
    fields = {
        field.attname: getattr(proto, field.attname)
        for field in Application._meta.concrete_fields
        if not field.primary_key
    }
    Application.objects.bulk_create(
        (
            Application(**{**fields, "cohort_id": cohort.pk, "applicant_id": person.pk})
            for cohort in cohorts
            for person in people
        ),
        batch_size=1000,
    )
    enrollments = [ground.EnrollmentFactory(cohort=session.cohort) for _ in range(20)]
    AttendanceEvent.objects.bulk_create(
        (
            AttendanceEvent(
                complex=session.complex, enrollment=enrollments[number % 20], session=session, kind=EventKind.IN,
                source=EventSource.QR, at=ground.NOW, recorded_at=ground.NOW,
            )
            for number in range(ROWS)
        ),
        batch_size=1000,
    )  # fmt: skip


def connected() -> "psycopg.Connection[Any]":
    return psycopg.connect(**_server(), dbname=str(connection.settings_dict["NAME"]), autocommit=True)


def waited(act: Callable[[], object]) -> float:
    """The longest that a client waited for one statement while this was done."""
    over, longest, faults = threading.Event(), [0.0] * CLIENTS, []
    columns = ", ".join(
        field.column for field in AttendanceEvent._meta.concrete_fields if field.column not in {"id", "undoes_id"}
    )
    statements = [statement.replace("{columns}", columns) for statement in WRITES]

    def client(number: int) -> None:
        with connected() as server:
            while not over.is_set():
                for statement in statements:
                    began = time.monotonic()
                    try:
                        server.execute(statement, [number] if "%s" in statement else None)
                    except psycopg.Error as error:
                        faults.append(f"{statement}: {error}")
                        return over.set()
                    longest[number] = max(longest[number], time.monotonic() - began)
                time.sleep(0.01)

    clients = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
    for thread in clients:
        thread.start()
    try:
        act()
    finally:
        over.set()
        for thread in clients:
            thread.join()
    if faults:
        raise SystemExit(faults[0])
    return max(longest)


def migrate(*arguments: str, patience: float = PATIENCE) -> None:
    run(
        sys.executable, "manage.py", "migrate", "--noinput", "-v0", *arguments, PGOPTIONS=f"-c lock_timeout={patience}s"
    )


def run(*command: str, cwd: Path = settings.BASE_DIR, **env: str) -> str:
    done = subprocess.run(command, cwd=cwd, env={**os.environ, **env}, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}: {done.stdout}{done.stderr}")
    return done.stdout


def commit_before() -> str:
    newest = ("git", "log", "-1", "-m", "--first-parent", "--format=%H", "--diff-filter=A", "--", "*/migrations/0*.py")
    return run(*newest).strip() + "^1"


@contextmanager
def older(commit: str) -> Iterator[Path]:
    """The tree of that commit, in a folder of its own."""
    tree = Path(os.environ["BENCH_FOLDER"]) / "before"
    packed = subprocess.run(["git", "archive", commit], cwd=settings.BASE_DIR, capture_output=True, check=True)
    with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as files:
        files.extractall(tree, filter="data")
    yield tree


def last_in_both(tree: Path) -> dict[str, str]:
    """Of each app that has newer ones, the newest migration that the version before had too."""
    found, newest = {}, {}
    for app, name in sorted(MigrationLoader(None).disk_migrations):
        if app in OURS:
            newest[app] = name
            if any(tree.glob(f"**/{app}/migrations/{name}.py")):
                found[app] = name
    return {app: name for app, name in found.items() if name != newest[app]}


def beside(tree: Path) -> None:
    """Both versions write and read both tables."""
    for start, cwd in ((1000, tree), (2000, settings.BASE_DIR)):
        said = run(sys.executable, "manage.py", "shell", "--no-imports", "-c", BESIDE, cwd=cwd, FROM=str(start))
        if "beside" not in said:
            raise SystemExit(f"{cwd} did not write.")


def indexed(kind: Any) -> None:
    """An index on the larger table, and away with it."""
    index = models.Index(fields=["recorded_at", "kind", "at"], name="bench_of_upgrades")
    concurrently = kind is AddIndexOnline
    with connection.schema_editor(atomic=not concurrently) as editor:
        editor.add_index(AttendanceEvent, index, concurrently=concurrently)
    with connection.schema_editor(atomic=not concurrently) as editor:
        editor.remove_index(AttendanceEvent, index, concurrently=concurrently)


def behind_a_reader(patience: float) -> None:
    """A long question holds the table; a change of the table queues behind it, and everybody behind the change."""
    with connected() as reader, connected() as changer:
        reader.autocommit = False
        reader.execute("SELECT 1 FROM enrollment_application LIMIT 1")
        ended = threading.Timer(5, reader.commit)
        ended.start()
        changer.execute(f"SET lock_timeout = '{patience}s'")
        try:
            changer.execute("ALTER TABLE enrollment_application ADD COLUMN bench_of_upgrades int")
            changer.execute("ALTER TABLE enrollment_application DROP COLUMN bench_of_upgrades")
        except psycopg.errors.LockNotAvailable:
            pass  # it is tried again
        ended.join()
