"""Issuing to a cohort: trial, rest, pause, failures, double starts."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from certificates import pdf
from certificates.models import Certificate, IssueBatch
from certificates.queries import board
from certificates.services import batches, candidates, downloads
from certificates.services.refusals import NothingDue, TrialFirst
from certificates.states import BATCH_TRANSITIONS, BatchState, CertificateState, Failure
from enrollment.models import Decision
from enrollment.services import completion
from enrollment.states import CohortState, EnrollmentState
from tests import factories as ground
from tests.certificates import factories
from training.core import outbox
from training.core.errors import DomainError
from training.core.models import Owed

NOW = ground.NOW
PEOPLE = ["하지원", "강감찬", "나은", "홍길동", "가나다"]


@pytest.fixture
def cohort(db, drawn):
    cohort = factories.finished_cohort()
    for name in PEOPLE:
        factories.completed(cohort, name=name)
    factories.completed(cohort, name="미수료", state=EnrollmentState.NOT_COMPLETED)
    return cohort


@pytest.fixture
def operator(db):
    return ground.UserFactory(name="담당자")


def work() -> None:
    """What the worker would do, until nothing is owed."""
    for _ in range(30):
        Owed.objects.filter(done_at=None).update(due_at=NOW - timedelta(days=1000))
        owed = list(Owed.objects.filter(done_at=None, kind__startswith="certificates.", attempts=0))
        if not owed:
            return
        for row in owed:
            outbox.perform(row.pk)


def look(batch, operator) -> None:
    """What opening the trial's PDF does."""
    downloads.take(batch.certificates.with_file().first(), by=operator, now=NOW)


def numbers_by_name(cohort) -> list[tuple[str, str, str]]:
    rows = Certificate.objects.filter(cohort=cohort).order_by("number")
    return [(row.facts["holder"]["name"], row.register_number, row.state) for row in rows]


def test_preview_says_who_and_who_not_and_why(cohort):
    factories.completed(cohort, name="별이😀")
    with translation.override("en"):
        people = candidates.of_cohort(cohort, kind="completion")
    assert [(row.enrollment.trainee.name, row.is_due, bool(row.obstacles)) for row in people] == [
        ("가나다", True, False), ("강감찬", True, False), ("나은", True, False), ("미수료", False, True),
        ("별이😀", False, True), ("하지원", True, False), ("홍길동", True, False),
    ]  # fmt: skip


def test_batch_tries_one_and_issues_the_rest_in_order_of_names(cohort, operator):
    batch = batches.start(cohort, by=operator, now=NOW)
    work()
    assert numbers_by_name(cohort) == [("가나다", "제2026-충북-0001호", "issued")]
    look(batch, operator)
    batches.go_on(batch, by=operator, now=NOW)
    work()
    assert numbers_by_name(cohort) == [
        ("가나다", "제2026-충북-0001호", "issued"), ("강감찬", "제2026-충북-0002호", "issued"),
        ("나은", "제2026-충북-0003호", "issued"), ("하지원", "제2026-충북-0004호", "issued"),
        ("홍길동", "제2026-충북-0005호", "issued"),
    ]  # fmt: skip
    batch.refresh_from_db()
    assert (batch.state, batch.finished_at is None) == (BatchState.FINISHED, False)


def test_twenty_in_chunks_end_with_twenty_numbers(db, drawn, operator, monkeypatch):
    monkeypatch.setattr(batches, "CHUNK", 7)
    cohort = factories.finished_cohort()
    for number in range(20):
        factories.completed(cohort, name=f"훈련생{number:02d}")
    batch = batches.start(cohort, by=operator, now=NOW)
    work()
    look(batch, operator)
    batches.go_on(batch, by=operator, now=NOW)
    work()
    found = Certificate.objects.filter(cohort=cohort, state=CertificateState.ISSUED).values_list("number", flat=True)
    assert sorted(found) == list(range(1, 21))
    assert [row[0] for row in numbers_by_name(cohort)] == [f"훈련생{number:02d}" for number in range(20)]


def test_second_start_and_second_press_find_the_same_batch(cohort, operator):
    batch = batches.start(cohort, by=operator, now=NOW)
    assert batches.start(cohort, by=operator, now=NOW) == batch
    work()
    look(batch, operator)
    batches.go_on(batch, by=operator, now=NOW)
    batches.go_on(batch, by=operator, now=NOW)
    work()
    work()
    assert (IssueBatch.objects.count(), Certificate.objects.count()) == (1, 5)


def test_rest_waits_until_the_trial_is_issued(cohort, operator):
    batch = batches.start(cohort, by=operator, now=NOW)
    with pytest.raises(TrialFirst):
        batches.go_on(batch, by=operator, now=NOW)


def test_start_with_nobody_due_is_refused(db, operator):
    with pytest.raises(NothingDue):
        batches.start(factories.finished_cohort(), by=operator, now=NOW)


def test_rest_waits_until_the_one_who_presses_has_looked_at_the_trial(cohort, operator):
    batch = batches.start(cohort, by=operator, now=NOW)
    work()
    look(batch, ground.UserFactory())  # somebody else's look is not theirs
    with translation.override("en"), pytest.raises(TrialFirst) as refusal:
        batches.go_on(batch, by=operator, now=NOW)
    look(batch, operator)
    batches.go_on(batch, by=operator, now=NOW)
    assert str(refusal.value) == "Open the PDF of the trial first and look at it. Then issue the rest."
    assert IssueBatch.objects.get().state == BatchState.REST


def test_failure_keeps_its_reason_and_the_others_go_on(cohort, operator, monkeypatch):
    batch = batches.start(cohort, by=operator, now=NOW)
    work()
    fine = pdf.render

    def broken(document):
        if "나은" in document.html:
            raise pdf.RenderFailed(Failure.TIMEOUT)
        return fine(document)

    monkeypatch.setattr(pdf, "render", broken)
    look(batch, operator)
    batches.go_on(batch, by=operator, now=NOW)
    work()
    progress = board.progress(batch, remaining=0)
    assert (progress.total, progress.issued, progress.failed, progress.waiting) == (5, 4, 1, 0)
    assert (progress.rows[0].facts["holder"]["name"], progress.rows[0].failure) == ("나은", Failure.TIMEOUT)
    with translation.override("en"):
        assert board.sentence(progress, time="14:20") == "4 of 5 issued, 1 failed, 0 waiting, as of 14:20"

    monkeypatch.setattr(pdf, "render", fine)
    assert batches.retry_failed(batch, by=operator, now=NOW) == 1
    work()
    batch.refresh_from_db()
    assert (board.progress(batch, remaining=0).issued, batch.state) == (5, BatchState.FINISHED)


def test_pause_stops_and_resume_finishes_what_was_left(cohort, operator):
    batch = batches.start(cohort, by=operator, now=NOW)
    work()
    look(batch, operator)
    batches.go_on(batch, by=operator, now=NOW)
    batches.advance(batch.pk, now=NOW)
    batches.pause(batch, by=operator, now=NOW)
    work()
    assert board.progress(batch, remaining=0).issued == 1
    batches.resume(batch, by=operator, now=NOW)
    work()
    assert board.progress(batch, remaining=0).issued == 5


def test_flushed_broker_and_lost_messages_are_made_good_by_the_sweeper(cohort, operator):
    batch = batches.start(cohort, by=operator, now=NOW)
    open_work = Owed.objects.ready(now=NOW).filter(kind="certificates.issue")
    assert [row.subject for row in open_work] == [str(batch.certificates.get().pk)]


def test_voided_trial_is_followed_by_another(cohort, operator):
    batch = batches.start(cohort, by=operator, now=NOW)
    batches.void(batch.certificates.get(), by=operator, now=NOW, reason="이름 오류")
    assert [(name, state) for name, _number, state in numbers_by_name(cohort)] == [
        ("가나다", "voided"), ("강감찬", "intended"),
    ]  # fmt: skip


def test_reopening_is_refused_while_a_certificate_stands(cohort, operator):
    type(cohort).objects.filter(pk=cohort.pk).update(state=CohortState.SETTLED)
    certificate = factories.issued(Decision.objects.filter(outcome=EnrollmentState.COMPLETED).first())
    enrollment = certificate.enrollment
    with translation.override("en"), pytest.raises(DomainError, match="rests on this decision"):
        completion.reopen(enrollment, by=operator, reason="재심", now=NOW)
    assert not Decision.objects.exclude(reopened_at=None).exists()
    factories.revoked(certificate)
    completion.reopen(enrollment, by=operator, reason="재심", now=NOW)
    assert Decision.objects.exclude(reopened_at=None).count() == 1


def test_queries_of_a_batch_are_constant_per_certificate(cohort, operator):
    batch = batches.start(cohort, by=operator, now=NOW)
    work()
    look(batch, operator)
    batches.go_on(batch, by=operator, now=NOW)
    batches.advance(batch.pk, now=NOW)
    counts = []
    for certificate in batch.certificates.waiting():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            batches.issue(certificate.pk, now=NOW)
        counts.append(len(queries))
    assert len(set(counts[:-1])) == 1  # the last one also closes the batch
    assert counts[0] <= 40


@pytest.mark.parametrize("current", BatchState)
@pytest.mark.parametrize("to", BatchState)
def test_every_pair_of_batch_states(current, to):
    allowed = {("trial", "rest"), ("trial", "finished"), ("rest", "finished")}
    assert (to in BATCH_TRANSITIONS[current]) is ((current.value, to.value) in allowed)
