"""Numbers under real concurrency: PostgreSQL only, since SQLite hides races."""

import threading

import pytest
from django.db import connection, connections

from certificates.models import Certificate, Log, LogEntry, Register
from certificates.services import auditing, batches, designs, entries, issuing, registers
from certificates.states import DesignKind
from tests import factories as ground
from tests.certificates import factories
from training.core.errors import TransitionRefused

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL"),
]
NOW = ground.NOW
MANY = 12


def at_once(acts) -> list[Exception]:
    """Run acts in threads that begin together; returns what they raised."""
    barrier, raised = threading.Barrier(len(acts)), []

    def run(act):
        try:
            barrier.wait()
            act()
        except Exception as error:  # the test looks at what came
            raised.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def _intents(decisions):
    design = designs.current(decisions[0].complex, kind=DesignKind.COMPLETION, now=NOW)
    by = decisions[0].decided_by
    return [lambda decision=decision: issuing.intend(decision, design=design, by=by, now=NOW) for decision in decisions]


@pytest.fixture
def decisions():
    cohort = factories.finished_cohort()
    return [factories.completed(cohort) for _ in range(MANY)]


def test_numbers_have_no_gap_and_no_double_when_all_come_at_once(decisions):
    assert at_once(_intents(decisions)) == []
    assert sorted(Certificate.objects.values_list("number", flat=True)) == list(range(1, MANY + 1))
    assert Register.objects.get().last_number == MANY


def test_without_the_lock_numbers_collide(decisions, monkeypatch):
    """The teeth: the same race fails when the register is read without its lock."""
    Register.objects.create(complex=decisions[0].complex, year=2026)
    meeting = threading.Barrier(MANY)

    def unlocked(complex, year):
        register = Register.objects.get(complex=complex, year=year)
        meeting.wait(timeout=10)
        return register

    monkeypatch.setattr(registers, "locked", unlocked)
    assert len(at_once(_intents(decisions))) >= MANY - 1


def test_one_person_gets_one_number_however_often_it_is_pressed(decisions):
    raised = at_once(_intents([decisions[0]] * 6))
    assert (len(raised), Certificate.objects.count(), Register.objects.get().last_number) == (5, 1, 1)


def test_batch_started_twice_at_once_is_one(decisions):
    cohort, by = decisions[0].enrollment.cohort, decisions[0].decided_by
    assert at_once([lambda: batches.start(cohort, by=by, now=NOW)] * 4) == []
    assert Certificate.objects.count() == 1


def test_two_workers_issue_one_certificate_once(decisions, drawn):
    certificate = factories.intended(decisions[0])
    raised = at_once([lambda: issuing.issue(certificate.pk, now=NOW)] * 4)
    assert {type(error) for error in raised} <= {TransitionRefused}
    certificate = Certificate.objects.get(pk=certificate.pk)
    assert (certificate.state, certificate.files.count()) == ("issued", 1)


def _revocations(certificates):
    return [lambda certificate=certificate: factories.revoked(certificate) for certificate in certificates]


@pytest.fixture
def papers(decisions, drawn):
    return [factories.issued(decision) for decision in decisions]


def test_log_has_no_gap_and_no_double_when_all_come_at_once(papers):
    assert at_once(_revocations(papers)) == []
    assert list(LogEntry.objects.order_by("index").values_list("index", flat=True)) == list(range(2 * MANY))
    assert list(auditing.differences(Log.objects.select_related("complex").get())) == []


def test_without_the_lock_lines_collide(papers, monkeypatch):
    """The teeth: the same race fails when the log is read without its lock."""
    meeting = threading.Barrier(MANY)

    def unlocked(complex):
        log = Log.objects.select_related("complex").get(complex=complex)
        meeting.wait(timeout=10)
        return log

    monkeypatch.setattr(entries, "locked", unlocked)
    assert len(at_once(_revocations(papers))) >= MANY - 1
