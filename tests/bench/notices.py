"""A notice to 1,000 people, sent by workers of which one is killed in the middle; and a sheet of 10,000 applicants."""

import os
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from enrollment.models import Application, Cohort, Enrollment, SheetImport
from enrollment.queries import audience
from enrollment.services import notices, sheets
from tests import factories
from tests.bench.rows import Row
from training.accounts.models import User
from training.core import clock
from training.core.models import Delivery
from training.core.models.messages import DeliveryState
from training.core.services import sheets as files

DATABASES = ("sqlite", "postgresql")
PEOPLE = int(os.environ.get("PEOPLE", "1000"))
LINES = int(os.environ.get("LINES", "10000"))
SECONDS = 60.0
MEBIBYTE = 1024 * 1024


def bench(name: str) -> list[Row]:
    return [*_notice(name), *_sheet(name)]


# --- a notice ------------------------------------------------------------------------------------------
def _notice(name: str) -> list[Row]:
    cohort = factories.CohortFactory(seats=1)
    people = _people(cohort, PEOPLE)
    started = time.monotonic()
    readers = audience.reached([cohort], ["trainees"]).readers
    writing = notices.Writing(subject="bench", text="bench")
    notices.send([cohort], writing, readers=readers, by=people[0], now=clock.now())
    _through_a_killed_worker(PEOPLE)
    taken = time.monotonic() - started
    found = mails(Path(os.environ["VAR_DIR"]) / "mail")
    ids, addresses = {key for key, _to in found}, {to for _key, to in found}
    return [
        Row(name, "mails by their Message-ID / people", len(ids), PEOPLE, "mails", len(ids) / PEOPLE, 1.0),
        Row(name, "addresses written to / people", len(addresses), PEOPLE, "people", len(addresses) / PEOPLE, 1.0),
        Row(
            name,
            "handed over, with what the killed worker repeats / people",
            len(found),
            PEOPLE,
            "mails",
            len(found) / PEOPLE,
        ),
        Row(name, "a worker killed in the middle / one second", taken, 1.0, "s", taken),
    ]


def _people(cohort: Cohort, n: int) -> list[User]:
    made = [User(email=f"bench{number}@example.com", name="홍길동", password="!") for number in range(n)]
    people = User.objects.bulk_create(made, batch_size=500)
    rows = [Enrollment(complex=cohort.complex, cohort=cohort, trainee=one, enrolled_at=clock.now()) for one in people]
    Enrollment.objects.bulk_create(rows, batch_size=500)
    return people


def _through_a_killed_worker(n: int) -> None:
    worker, beat = (
        _start("worker", "-c", "1"),
        _start("beat", "--schedule", os.environ["VAR_DIR"] + "/schedule", "--pidfile", ""),
    )
    try:
        _until(lambda: _sent() >= n // 3)
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
        worker = _start("worker", "-c", "1")
        _until(lambda: _sent() >= n)
    finally:
        for process in (worker, beat):
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _start(*arguments: str) -> subprocess.Popen[bytes]:
    env = {**os.environ, "OWED_LEASE": "5", "SWEEP_EVERY": "1"}
    command = [sys.executable, "-m", "celery", "-q", "-A", "training", *arguments, "--loglevel", "WARNING"]
    return subprocess.Popen(
        command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )


def _sent() -> int:
    return Delivery.objects.filter(state=DeliveryState.SENT).count()


def _until(true: Callable[[], bool], seconds: float = 900) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            raise TimeoutError("The workers did not finish.")
        time.sleep(0.2)


def mails(folder: Path) -> list[tuple[str, str]]:
    """Message-ID and address of each mail that was handed over, in whichever order."""
    heads = re.compile(r"^To: (\S+@\S+)$.*?^Message-ID: (\S+)$|^Message-ID: (\S+)$.*?^To: (\S+@\S+)$", re.M | re.S)
    found = []
    for path in folder.glob("*.log"):
        for mail in path.read_text(encoding="utf-8").split("-" * 79 + "\n"):
            if match := heads.search(mail):
                found.append((match[2] or match[3], match[1] or match[4]))
    return found


# --- a sheet -------------------------------------------------------------------------------------------
def _sheet(name: str) -> list[Row]:
    now = clock.now()
    plan = {
        "opens_at": now - timedelta(days=1),
        "closes_at": now + timedelta(days=1),
        "starts_on": now.date() + timedelta(days=9),
        "ends_on": now.date() + timedelta(days=40),
    }
    cohort = factories.CohortFactory(**plan)
    by = factories.UserFactory()
    rows = [["전자우편", "이름", "구분"], *([f"line{n}@example.com", "홍길동", "재직자"] for n in range(LINES))]
    raw = files.workbook(rows, "x")
    started = time.monotonic()
    sheet = sheets.bring_in(cohort, name="bench.xlsx", raw=raw, by=by, now=now)
    sheets.read(sheet.pk, now=now)
    read = time.monotonic() - started
    sheets.confirm(SheetImport.objects.get(pk=sheet.pk), by=by, now=now)
    sheets.write(sheet.pk, now=now)
    taken = time.monotonic() - started
    made = Application.objects.filter(cohort=cohort).count()
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 / MEBIBYTE
    return [
        Row(name, f"{LINES} lines read and checked / one second", read, 1.0, "s", read, SECONDS),
        Row(name, f"{LINES} lines read, checked and written / one second", taken, 1.0, "s", taken, SECONDS),
        Row(name, "drafts / lines", made, LINES, "people", made / LINES, 1.0),
        Row(name, "largest memory of a child process / one MiB", child, 1.0, "MiB", child),
    ]
