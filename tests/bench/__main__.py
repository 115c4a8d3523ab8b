"""One bench in its own process: `python -m tests.bench NAME FILE`, on the database of DATABASE_URL."""

import importlib
import json
import os
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path


def main(name: str, result: str) -> None:
    import django

    django.setup()
    from django.db import connections

    from tests.database import copy_for_platform

    with tempfile.TemporaryDirectory(prefix="ochang-bench-") as folder, copy_for_platform(Path(folder)) as url:
        connections["default"].close()
        again = {**os.environ, "DATABASE_URL": url, "VAR_DIR": folder, "BENCH_FOLDER": folder}
        status = os.spawnve(
            os.P_WAIT, sys.executable, [sys.executable, "-m", "tests.bench", name, result, "here"], again
        )
    sys.exit(status)


def here(name: str, result: str) -> None:
    import django

    django.setup()
    module = importlib.import_module(f"tests.bench.{name}")
    rows = [asdict(row) | {"reached": row.reached} for row in module.bench(name)]
    Path(result).write_text(json.dumps(rows, ensure_ascii=False))


if __name__ == "__main__":
    (here if sys.argv[3:] == ["here"] else main)(*sys.argv[1:3])
