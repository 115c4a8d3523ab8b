"""The faults of tests/bench/faults.py at their smallest size, and that each is noticed where its guard is taken out."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench import faults
from tests.conftest import lacking
from tests.database import copy_for_platform

pytestmark = [pytest.mark.postgres, pytest.mark.worker]

ROOT = Path(__file__).resolve().parents[2]
SMALL = {"CERTIFICATES": "3", "OWED_LEASE": "2", "OWED_SOON": "1", "SWEEP_EVERY": "0.5", "PATIENCE": "6"}
TEETH = ["kill", "disk_full", "key", "twice"]  # one of each guard


@pytest.fixture(scope="module")
def found(django_db_setup, tmp_path_factory) -> dict[tuple[str, str], dict]:
    """What each fault did, with all guards and without its own, in one run of the workers."""
    if not shutil.which("redis-server"):
        lacking("redis-server is not installed")
    with copy_for_platform(tmp_path_factory.mktemp("faults")) as url:
        kept = {name: value for name, value in os.environ.items() if name not in ("TESTING", "DJANGO_SETTINGS_MODULE")}
        done = subprocess.run(
            [sys.executable, "-m", "tests.bench.faults"], cwd=ROOT, env={**kept, **SMALL, "TEETH": " ".join(TEETH), "DATABASE_URL": url},
            capture_output=True, text=True, timeout=400, check=False,
        )  # fmt: skip
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    for line in lines:
        if "fault" not in line:
            lacking("no small disk may be mounted here")
    assert lines, done.stderr[-3000:]
    return {(line["fault"], line["without"]): line for line in lines}


@pytest.mark.parametrize("fault", faults.FAULTS)
def test_fault_loses_nothing_doubles_nothing_and_leaves_nothing_half_written(fault, found):
    line = found[fault, ""]
    assert line["whole"], line


@pytest.mark.parametrize("fault", TEETH)
def test_fault_is_noticed_where_its_guard_is_taken_out(fault, found):
    line = found[fault, faults.GUARDS[fault]]
    assert not line["whole"], line
