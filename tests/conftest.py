"""Shared ground of the tests."""

import json
import os
import shutil
import socket
from pathlib import Path

import pytest
from django.db import connection
from django.utils import translation
from xdist.scheduler import LoadScopeScheduling

from tests import cast as casting
from tests import factories
from tests.database import django_db_modify_db_settings, django_db_setup
from training.core.models import Complex

__all__ = ["django_db_modify_db_settings", "django_db_setup"]


@pytest.fixture
def complex(db) -> Complex:
    return factories.ground()


@pytest.fixture
def cast(db) -> casting.Cast:
    return casting.make()


@pytest.fixture
def now():
    return factories.NOW


# --- what a machine may lack ---------------------------------------------------------------------
def lacking(reason: str) -> None:
    """Skip, and say why; in CI nothing may be lacking."""
    if os.environ.get("CI", "").lower() in ("1", "true"):
        pytest.fail(f"CI must have this: {reason}")
    pytest.skip(reason)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(2)
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(scope="session")
def redis_url() -> str:
    if url := os.environ.get("TEST_REDIS_URL"):
        return url
    if not _listens(6379):
        lacking("no Redis listens on port 6379")
    return "redis://127.0.0.1:6379/13"


@pytest.fixture(scope="session")
def rabbitmq_url() -> str:
    if url := os.environ.get("TEST_RABBITMQ_URL"):
        return url
    if not _listens(5672):
        lacking("no RabbitMQ listens on port 5672")
    return "amqp://guest:guest@127.0.0.1:5672//"


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium that Playwright can drive."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    lacking("no Chromium is installed")
    raise AssertionError


@pytest.fixture
def program():
    """The path of a program of the machine: `program("pdftotext")`."""

    def find(name: str) -> str:
        path = shutil.which(name)
        if path is None:
            lacking(f"{name} is not installed")
        return str(path)

    return find


@pytest.fixture(autouse=True)
def _in_the_first_language() -> None:
    """A request of the test before may have left its language behind."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def _on_the_database_it_needs(request: pytest.FixtureRequest) -> None:
    if request.node.get_closest_marker("postgres") and connection.vendor != "postgresql":
        pytest.skip("this shows on PostgreSQL; `make test` runs it there")


def pytest_terminal_summary(terminalreporter) -> None:
    """Leave the list of skipped tests for bin/test, which prints it last."""
    if not (path := os.environ.get("SKIPPED_LIST")):
        return
    skipped = [
        (report.nodeid, report.longrepr[2].removeprefix("Skipped: "))
        for report in terminalreporter.getreports("skipped")
    ]
    Path(path).write_text(json.dumps(skipped))


# Tests that share something costly to start stay on one process: a running platform, a browser, a sealed process.
TOGETHER = (
    "tests/walk/",
    "tests/core/test_styleguide_browser.py",
    "tests/certificates/test_sealed.py",
    "tests/ops/test_worker.py",
    "tests/ops/test_faults.py",
)


class Sharing(LoadScopeScheduling):
    """Single tests go to whoever is free; a group of TOGETHER stays together."""

    def _split_scope(self, nodeid: str) -> str:
        return next((group for group in TOGETHER if nodeid.startswith(group)), nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Sharing | None:
    if config.getvalue("dist") != "loadgroup":
        return None
    config.option.loadscopereorder = False  # tests that empty tables stay last, where pytest-django puts them
    return Sharing(config, log)


DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "live_server", "platform"}


# What PostgreSQL is asked again: people's whole ways, what locks, counts, orders or searches, and the work that is owed.
# The walk and the attacks, which open and post to every route, meet its SQL everywhere else.
ON_BOTH = (
    "tests/walk/",
    "tests/ops/test_worker.py",
    "tests/core/test_audit.py",
    "tests/core/test_outbox.py",
    "tests/accounts/test_roles.py",
    "tests/courses/test_loading.py",
    "tests/courses/test_presenting.py",
    "tests/courses/test_search.py",
    "tests/enrollment/seats/",
    "tests/enrollment/selection/test_selection.py",
    "tests/enrollment/applications/test_offers.py",
    "tests/enrollment/attendance/test_ledger.py",
    "tests/enrollment/completion/",
    "tests/certificates/test_batches.py",
    "tests/certificates/test_issuing.py",
    "tests/certificates/test_log.py",
)
ON_POSTGRESQL = ("tests/attacks/",)  # long; PostgreSQL is the stricter of the two


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """`make test` runs a test once where both databases would say the same. The walk, the longest, begins."""
    items.sort(key=lambda item: not item.nodeid.startswith("tests/walk/"))
    for item in items:
        if item.nodeid.startswith(ON_POSTGRESQL) or _has_a_server(item):
            item.add_marker("postgres")
        elif not _is_asked_again(item):
            item.add_marker("sqlite_enough")


def _has_a_server(item: pytest.Item) -> bool:
    """Who runs a broker runs a database server too: Redis and RabbitMQ are tried beside PostgreSQL alone."""
    return item.nodeid.startswith("tests/ops/test_worker.py") and item.nodeid.endswith(("[redis]", "[rabbitmq]"))


def _is_asked_again(item: pytest.Item) -> bool:
    if item.get_closest_marker("postgres"):
        return True
    uses = DATABASE_FIXTURES & set(getattr(item, "fixturenames", ()))
    asks = uses or item.get_closest_marker("django_db") or item.get_closest_marker("worker")
    return bool(asks) and item.nodeid.startswith(ON_BOTH)
