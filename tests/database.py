"""A migrated database in a second: made once for a set of migrations, then copied for each test process."""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for folder in ("training", "courses", "enrollment", "certificates"):
        for path in sorted((settings.BASE_DIR / folder).rglob("migrations/*.py")):
            digest.update(path.read_bytes())
    digest.update((settings.BASE_DIR / "requirements.txt").read_bytes())
    return digest.hexdigest()[:12]


@contextmanager
def _lock(path: Path) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _point_at(name: str) -> None:
    connection = connections["default"]
    connection.close()
    connection.settings_dict["NAME"] = name
    settings.DATABASES["default"]["NAME"] = name


def _migrate() -> None:
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    connections["default"].close()


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """Nothing: the name is set by `django_db_setup`."""


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_blocker: Any) -> Iterator[None]:
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    vendor = connections["default"].vendor
    with django_db_blocker.unblock():
        drop = _sqlite(worker) if vendor == "sqlite" else _postgresql(worker)
    yield
    with django_db_blocker.unblock():
        connections["default"].close()
        drop()


def _sqlite(worker: str) -> Any:
    folder = settings.VAR_DIR / "test-databases"
    template = folder / f"{_fingerprint()}.sqlite3"
    with _lock(folder / "lock"):
        if not template.exists():
            building = template.with_suffix(".building")
            building.unlink(missing_ok=True)
            _point_at(str(building))
            _migrate()
            connections["default"].close()
            building.rename(template)

    copy = folder / f"{worker}-{os.getpid()}.sqlite3"
    shutil.copyfile(template, copy)
    _point_at(str(copy))

    def drop() -> None:
        for path in folder.glob(copy.name + "*"):
            path.unlink(missing_ok=True)

    return drop


def _postgresql(worker: str) -> Any:

    import psycopg
    from psycopg import sql

    configured = connections["default"].settings_dict
    server = {
        key: value
        for key, value in {
            "host": configured["HOST"] or configured.get("OPTIONS", {}).get("host"),
            "port": configured["PORT"],
            "user": configured["USER"],
            "password": configured["PASSWORD"],
        }.items()
        if value
    }
    template = f"ochang_template_{_fingerprint()}"
    copy = f"ochang_test_{worker}_{os.getpid()}"

    def run(statement: str, *names: str) -> None:
        with psycopg.connect(**server, dbname="postgres", autocommit=True) as admin:
            admin.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def exists(name: str) -> bool:
        with psycopg.connect(**server, dbname="postgres", autocommit=True) as admin:
            return admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None

    with _lock(settings.VAR_DIR / "test-databases" / "lock-postgresql"):
        if not exists(template):
            building = f"{template}_building"
            run("DROP DATABASE IF EXISTS {}", building)
            # C.UTF-8: under plain C the server sees no Hangul as letters.
            run("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'", building)
            _point_at(building)
            _migrate()
            run("ALTER DATABASE {} RENAME TO {}", building, template)
        run("DROP DATABASE IF EXISTS {}", copy)
        run("CREATE DATABASE {} TEMPLATE {}", copy, template)
    _point_at(copy)

    def drop() -> None:
        run("DROP DATABASE IF EXISTS {} WITH (FORCE)", copy)

    return drop
