"""How long a backup, the next one and a restore onto an empty machine take, with CERTIFICATES (2000; 100000 is full size).

One certificate is really drawn, signed and issued; every other one is a row of its own with a person, a decision, a line in
the log and a file of the same bytes with its number behind them, so files are synthetic and of true size. `base` is what may
be lost (five minutes) and how long the platform may be away (thirty), whatever the number is.
"""

import copy
import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from certificates.models import Certificate, CertificateFile
from certificates.services import drill, entries
from certificates.states import LogEvent
from enrollment.models import Decision, Enrollment
from tests import factories as ground
from tests.bench.rows import Row
from tests.certificates import factories
from tests.database import _run
from training.accounts.models import User
from training.core import stores

DATABASES = ("postgresql",)
CERTIFICATES = int(os.environ.get("CERTIFICATES", "2000"))
TOGETHER = 1000
LOSS, AWAY = 5 * 60, 30 * 60  # seconds that may be lost, and that the platform may be away


def bench(name: str) -> list[Row]:
    first = factories.issued()
    paper = stores.read(first.files.get().path)
    for begin in range(1, CERTIFICATES, TOGETHER):
        with transaction.atomic():
            _further(first, paper, range(begin, min(begin + TOGETHER, CERTIFICATES)))
    folder = Path(os.environ["BENCH_FOLDER"])
    whole = _seconds(lambda: call_command("backup", folder / "backups", keys=folder / "keys-apart", verbosity=0))
    with transaction.atomic():
        _further(first, paper, range(CERTIFICATES, CERTIFICATES + 100))
    again = _seconds(lambda: call_command("backup", folder / "backups", verbosity=0))
    published = folder / "checkpoint"
    published.write_text(next(iter(drill.checkpoints().values())))
    restored = _seconds(lambda: _restored(folder, published))
    size = f"{CERTIFICATES} certificates of {len(paper) // 1024} KiB"
    return [
        Row(name, f"first backup, {size}", whole, AWAY, "s", whole / AWAY),
        Row(name, "next backup, 100 more", again, LOSS, "s", again / LOSS, 1),
        Row(name, "restore onto an empty machine, all compared", restored, AWAY, "s", restored / AWAY, 1),
    ]


def _further(first: Certificate, paper: bytes, numbers: range) -> None:
    """So many more of the first one's cohort, each with its person, file and line of the log."""
    people = User.objects.bulk_create(User(email=f"holder{n}@example.com", name="가나다") for n in numbers)
    enrollments = _copies(first.enrollment, Enrollment, [{"trainee": person} for person in people])
    decisions = _copies(first.decision, Decision, [{"enrollment": enrollment} for enrollment in enrollments])
    start = Certificate.objects.latest("number").number
    certificates = _copies(
        first,
        Certificate,
        [
            {
                "person": person, "enrollment": enrollment, "decision": decision, "number": start + place,
                "register_number": f"{first.register_number}-{start + place}", "code_hash": _hash(f"{start + place}"),
                "status_list": None, "status_index": None, "content_commitment": _hash(f"content {start + place}"),
            }
            for place, (person, enrollment, decision) in enumerate(
                zip(people, enrollments, decisions, strict=True), start=1
            )
        ],
    )  # fmt: skip
    stored = first.files.get()
    files = [(certificate, paper + b"%% %d\n" % certificate.number) for certificate in certificates]
    rows = []
    for certificate, data in files:
        digest = hashlib.sha256(data).hexdigest()
        path = f"certificates/{certificate.complex_id}/{certificate.issued_on.year}/{certificate.number:06d}-1-{digest[:16]}.pdf"
        target = Path(settings.PRIVATE_ROOT) / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)  # not synced: it is filled for the bench
        rows.append({"certificate": certificate, "sha256": digest, "size": len(data), "path": path})
    _copies(stored, CertificateFile, rows)
    entries.append([(certificate, LogEvent.ISSUE) for certificate in certificates], now=ground.NOW)


def _copies(row, model, changes):  # type: ignore[no-untyped-def]  # of any model
    made = []
    for fields in changes:
        new = copy.copy(row)
        new._state = copy.copy(row._state)
        new._state.fields_cache = dict(row._state.fields_cache)
        new.pk = None
        for name, value in fields.items():
            setattr(new, name, value)
        made.append(new)
    return model._base_manager.bulk_create(made, batch_size=TOGETHER)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _restored(folder: Path, published: Path) -> None:
    """The command in a process of its own, into an empty database and empty folders; fails as it does."""
    name = f"ochang_restored_{os.getpid()}"
    _run("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'", name)
    try:
        url = os.environ["DATABASE_URL"].replace(str(connection.settings_dict["NAME"]), name)
        env = {
            **os.environ,
            "VAR_DIR": str(folder / "after"),
            "KEYS_DIR": str(folder / "after/keys"),
            "DATABASE_URL": url,
        }
        command = [
            sys.executable,
            "manage.py",
            "restore",
            str(folder / "backups"),
            "--keys",
            str(folder / "keys-apart"),
        ]
        done = subprocess.run(
            [*command, "--checkpoint", str(published)], cwd=settings.BASE_DIR, env=env, capture_output=True, text=True, check=False
        )  # fmt: skip
        if done.returncode or "Every file is that of the log" not in done.stdout:
            raise SystemExit(done.stdout + done.stderr)
    finally:
        _run("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def _seconds(act: Callable[[], object]) -> float:
    started = time.monotonic()
    act()
    return time.monotonic() - started
