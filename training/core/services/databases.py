"""A database into one file and back: SQLite by its own copy, PostgreSQL by pg_dump and pg_restore."""

import os
import shutil
import sqlite3
import subprocess
from pathlib import Path
from typing import Any

from django.db import connection


class DumpFailed(Exception):
    """In words: why there is no dump, or why it could not be read back."""


def dump(folder: Path) -> str:
    """Write the database as it is at one instant, and say into which file of the folder."""
    if connection.vendor == "sqlite":
        target = folder / "database.sqlite3"
        connection.ensure_connection()
        with sqlite3.connect(target) as copy:
            connection.connection.backup(copy)
        copy.close()
        return target.name
    target = folder / "database.dump"
    _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--file", str(target))
    return target.name


def load(file: Path) -> None:
    """Read a dump into a database that holds nothing. Raises DumpFailed, also where something is there already."""
    if connection.introspection.table_names():
        raise DumpFailed("The database is not empty. A backup is restored into an empty one only.")
    if (file.suffix == ".sqlite3") != (connection.vendor == "sqlite"):
        raise DumpFailed(f"{file.name} is of the other kind of database than DATABASE_URL names.")
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as copy:
            copy.backup(connection.connection)
        copy.close()
        return
    connection.close()
    _run("pg_restore", "--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges", str(file))


def _run(program: str, *arguments: str) -> None:
    path = shutil.which(program)
    if path is None:
        raise DumpFailed(f"{program} is not installed. Install PostgreSQL's client programs, of the server's version.")
    settings: dict[str, Any] = connection.settings_dict
    command = [path, "--dbname", str(settings["NAME"]), *arguments]
    done = subprocess.run(  # noqa: S603 - one of two programs, with the settings' own words
        command, env=_environment(settings), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise DumpFailed(f"{program}: {done.stderr.strip().splitlines()[-1] if done.stderr.strip() else 'failed'}")


def _environment(settings: dict[str, Any]) -> dict[str, str]:
    """Where the server is, and the password, which never stands in a command line."""
    host = settings["HOST"] or settings.get("OPTIONS", {}).get("host")
    named = {"PGHOST": host, "PGPORT": settings["PORT"], "PGUSER": settings["USER"], "PGPASSWORD": settings["PASSWORD"]}
    return {**os.environ, **{name: str(value) for name, value in named.items() if value}}
