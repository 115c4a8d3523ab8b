"""A migrated database in a second: made once for a set of migrations, then copied for each test process."""

import fcntl
import hashlib
import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections, transaction
from django.test import TransactionTestCase
from psycopg import sql

Drop = Callable[[], None]


def batched(items: list[str], size: int) -> list[list[str]]:
    return [items[start : start + size] for start in range(0, len(items), size)]


def _fingerprint() -> str:
    digest = hashlib.sha256(" ".join(settings.INSTALLED_APPS).encode())  # others bring migrations of their own
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
    if connections["default"].vendor == "sqlite":  # a flush deletes rows here, also those of the append-only ledger
        with connections["default"].cursor() as cursor:
            cursor.execute("CREATE TABLE ledger_may_be_emptied (because TEXT)")
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
    TransactionTestCase._fixture_teardown = lambda _test: empty(connections["default"])  # type: ignore[method-assign]
    yield
    with django_db_blocker.unblock():
        connections["default"].close()
        drop()


def _sqlite_template() -> Path:
    """The migrated template file, made if this set of migrations has none yet."""
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
    return template


def _sqlite(worker: str) -> Drop:
    template = _sqlite_template()
    copy = template.parent / f"{worker}-{os.getpid()}.sqlite3"
    shutil.copyfile(template, copy)
    _point_at(str(copy))

    def drop() -> None:
        for path in template.parent.glob(copy.name + "*"):
            path.unlink(missing_ok=True)

    return drop


def _server() -> dict[str, Any]:
    configured = connections["default"].settings_dict
    found = {
        "host": configured["HOST"] or configured.get("OPTIONS", {}).get("host"),
        "port": configured["PORT"],
        "user": configured["USER"],
        "password": configured["PASSWORD"],
    }
    return {key: value for key, value in found.items() if value}


def _run(statement: str, *names: str) -> None:
    with psycopg.connect(**_server(), dbname="postgres", autocommit=True) as admin:
        admin.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _exists(name: str) -> bool:
    with psycopg.connect(**_server(), dbname="postgres", autocommit=True) as admin:
        return admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def _postgresql_template() -> str:
    """The name of the migrated template, made if this set of migrations has none yet."""
    template = f"ochang_template_{_fingerprint()}"
    with _lock(settings.VAR_DIR / "test-databases" / "lock-postgresql"):
        if not _exists(template):
            building = f"{template}_building"
            _run("DROP DATABASE IF EXISTS {}", building)
            # C.UTF-8: under plain C the server sees no Hangul as letters.
            _run("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'", building)
            _point_at(building)
            _migrate()
            _run("ALTER DATABASE {} RENAME TO {}", building, template)
    return template


def prepare() -> None:
    """Make the template of this database's kind, before many processes wait for it."""
    _sqlite_template() if connections["default"].vendor == "sqlite" else _postgresql_template()


def _postgresql_copy(copy: str) -> Drop:
    """A database copied from the migrated template."""
    template = _postgresql_template()
    with _lock(settings.VAR_DIR / "test-databases" / "lock-postgresql"):
        _run("DROP DATABASE IF EXISTS {}", copy)
        _run("CREATE DATABASE {} TEMPLATE {}", copy, template)
    return lambda: _run("DROP DATABASE IF EXISTS {} WITH (FORCE)", copy)


def _postgresql(worker: str) -> Drop:
    copy = f"ochang_test_{worker}_{os.getpid()}"
    drop = _postgresql_copy(copy)
    _point_at(copy)
    return drop


# What migrating writes for each model, and no test changes.
KEPT = frozenset({"django_content_type", "auth_permission", "django_migrations"})


def empty(connection: Any) -> None:
    """Delete every row of every table that has one, for the next test; content types and permissions stay.

    Django's flush empties all tables, full or not, and lets every app write anew what it wants to be there: seconds
    each time on PostgreSQL, where a test fills a dozen of two hundred tables.
    """
    tables = sorted(set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - KEPT)
    asks = [f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {connection.ops.quote_name(table)})" for table in tables]
    with connection.cursor() as cursor:
        filled: list[str] = []
        for part in batched(asks, 100):  # SQLite joins no more than 500 of them
            cursor.execute(" UNION ALL ".join(part))
            filled += [table for (table,) in cursor.fetchall()]
        with connection.constraint_checks_disabled(), transaction.atomic(using=connection.alias):
            if connection.vendor == "postgresql":  # neither foreign keys nor the triggers of rows that are only added
                cursor.execute("SET LOCAL session_replication_role = replica")
            for table in filled:
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")


PLATFORMS = itertools.count()


@contextmanager
def copy_for_platform(folder: Path) -> Iterator[str]:
    """A migrated database for a platform of its own, as a DATABASE_URL; of the kind this run uses."""
    if connections["default"].vendor == "sqlite":
        path = folder / "db.sqlite3"
        shutil.copyfile(_sqlite_template(), path)
        yield f"sqlite:///{path}"
        return
    name = f"ochang_platform_{os.getpid()}_{next(PLATFORMS)}"  # one process may have several at once
    drop = _postgresql_copy(name)
    server = _server()
    account = quote(server.get("user", "postgres")) + (f":{quote(server['password'])}" if "password" in server else "")
    try:
        host, port = server.get("host", "127.0.0.1"), server.get("port", 5432)
        is_folder = host.startswith("/")  # of a socket; an address has no place for it but its query
        yield f"postgres://{account}@" + (f"/{name}?host={host}" if is_folder else f"{host}:{port}/{name}")
    finally:
        drop()
