"""/readyz says whether this process can work, and what is wrong when it cannot."""

from datetime import timedelta

import pytest
from django.db import connection

from training.core import clock, health

pytestmark = pytest.mark.django_db

FINE = {"clock": "ok", "database": "ok", "broker": "ok", "storage": "ok", "signing_key": "ok", "log": "ok"}


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    settings.MEDIA_ROOT, settings.PRIVATE_ROOT = tmp_path / "media", tmp_path / "private"


def test_readyz_is_fine_when_everything_answers(complex, client):
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (200, FINE)


@pytest.mark.parametrize(
    ("seconds", "said"), [(-2.5, "differs by 2 s"), (-1.5, "ok"), (0, "ok"), (1.5, "ok"), (61, "differs by 61 s")]
)
def test_clock_may_differ_by_two_seconds(seconds, said):
    assert health.checks(clock.now() + timedelta(seconds=seconds))["clock"] == said


def test_readyz_fails_when_storage_cannot_be_written(complex, client, settings, tmp_path):
    (tmp_path / "a-file").touch()
    settings.PRIVATE_ROOT = tmp_path / "a-file" / "private"
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (503, {**FINE, "storage": "does not answer"})


def test_readyz_fails_when_the_broker_is_away(complex, client, monkeypatch):
    away = "redis://127.0.0.1:1/0"
    connect = health.current_app.connection_for_write
    monkeypatch.setattr(health.current_app, "connection_for_write", lambda **options: connect(url=away))
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (503, {**FINE, "broker": "does not answer"})


def test_checks_name_the_database_when_it_is_away(monkeypatch):
    def away():
        raise ConnectionError

    monkeypatch.setattr(connection, "cursor", away)
    found = health.checks(clock.now())
    assert found == {**dict.fromkeys(FINE, "does not answer"), "broker": "ok", "storage": "ok"}
    assert health.status(found) == 503
