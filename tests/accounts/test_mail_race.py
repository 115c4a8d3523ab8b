"""Two workers and one mail: the row's lock lets one of them send it."""

import threading
import time

import pytest
from django.core import mail as box
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection, connections
from django.db.models import QuerySet

from tests import factories
from training.core import mail

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _postgresql():
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one transaction write at a time and hides the race")


class SlowBackend(EmailBackend):
    """Takes long enough for the other worker to come in."""

    def send_messages(self, messages):
        time.sleep(0.3)
        return super().send_messages(messages)


@pytest.fixture
def owed(settings, tmp_path, now):
    (tmp_path / "mail").mkdir()
    for part in ("subject.txt", "txt", "html"):
        (tmp_path / "mail" / f"test.race.{part}").write_text("3기")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    settings.EMAIL_BACKEND = f"{__name__}.SlowBackend"
    complex = factories.ground()
    return mail.send("test.race", to=factories.UserFactory(), complex=complex, now=now, key="race")


def deliver_twice_at_once(delivery, now):
    barrier = threading.Barrier(2)

    def work():
        barrier.wait()
        try:
            mail.deliver(delivery.pk, now=now)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(box.outbox)


def test_two_workers_send_one_mail(owed, now):
    assert deliver_twice_at_once(owed, now) == 1


def test_without_the_lock_two_mails_go_out(owed, now, monkeypatch):
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **kwargs: self)
    assert deliver_twice_at_once(owed, now) == 2
