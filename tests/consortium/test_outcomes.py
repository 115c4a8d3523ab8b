"""What became of graduates: when they are asked, what is counted, and what a withdrawal takes."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from enrollment.models import Cohort
from enrollment.states import EnrollmentState
from tests import factories
from tests.factories import NOW
from training.accounts.services import consents
from training.consortium.models import JobOutcome
from training.consortium.queries import outcomes as queries
from training.consortium.rules.outcomes import after, due_months, rate
from training.consortium.services import outcomes
from training.consortium.services.holdings import forget_outcomes
from training.consortium.services.outcomes import Answer
from training.core import clock
from training.core.errors import DomainError, Refused
from training.core.models import Delivery

WORKS = Answer("in_field", employer="견본 회사", started_on=date(2026, 1, 5))


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 1, 15), 3, date(2026, 4, 15)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 7, 1), 6, date(2027, 1, 1)),
        (date(2028, 2, 29), -36, date(2025, 2, 28)),
    ],
)
def test_months_later(day, months, then):
    assert after(day, months) == then


@pytest.mark.parametrize(
    ("today", "months"),
    [
        (date(2026, 4, 14), None),
        (date(2026, 4, 15), 3),
        (date(2026, 7, 14), 3),
        (date(2026, 7, 15), 6),
        (date(2027, 1, 14), 6),
        (date(2027, 1, 15), None),
    ],
)
def test_which_question_is_due(today, months):
    assert due_months(date(2026, 1, 15), today=today) == months


@pytest.mark.parametrize(
    ("counts", "inside", "outside"),
    [
        ({}, None, None),
        ({"in_field": 1, "looking": 2, "not_answered": 1}, Decimal("25.0"), None),
        ({"in_field": 1, "elsewhere": 1, "study": 4}, Decimal("33.3"), Decimal("33.3")),
        ({"in_field": 2, "looking": 6}, Decimal("25.0"), Decimal("25.0")),
        ({"elsewhere": 5, "study": 3}, Decimal("62.5"), Decimal("62.5")),
    ],
)
def test_the_rate_and_where_it_may_be_shown(counts, inside, outside):
    assert (rate(counts), rate(counts, outside=True)) == (inside, outside)


@pytest.fixture
def done(group):
    """Somebody who completed a cohort that ended a hundred days ago."""
    consents.ship(group.complex, now=NOW - timedelta(days=200))
    cohort = factories.CohortFactory(complex=group.complex)
    ended = clock.day_of(NOW, group.complex.zone) - timedelta(days=100)
    Cohort.objects.filter(pk=cohort.pk).update(starts_on=ended - timedelta(days=40), ends_on=ended)
    made = factories.EnrollmentFactory(complex=group.complex, cohort=cohort, state=EnrollmentState.COMPLETED)
    return queries.completed(group.complex).get(pk=made.pk)


def answer(done, given=WORKS, *, by=None, now=NOW):
    text = queries.text(done.complex, now=now)
    return outcomes.answer(done, given, text=text, by=by or done.trainee, now=now)


def counted(done) -> dict[str, int]:
    ends_on = done.cohort.ends_on
    assert queries.counts(done.complex, ends_on + timedelta(days=1), ends_on + timedelta(days=9)).get("in_field") == 0
    return {key: n for key, n in queries.counts(done.complex, ends_on, ends_on).items() if n}


@pytest.mark.django_db
def test_everybody_who_completed_is_asked_once_for_each_day(done):
    for days, sent in [(0, 1), (0, 1), (40, 1), (100, 2), (100, 2), (400, 2)]:
        outcomes.ask_all(now=NOW + timedelta(days=days))
        assert Delivery.objects.filter(kind="outcome_asked").count() == sent


@pytest.mark.django_db
def test_nobody_who_has_answered_is_asked_for_that_day(done):
    answer(done)
    assert outcomes.ask_all(now=NOW) == 0
    assert [one.answered for one in queries.due(done.complex, now=NOW)] == [True]
    assert outcomes.ask_all(now=NOW + timedelta(days=100)) == 1


@pytest.mark.django_db
def test_an_answer_counts_until_its_consent_is_taken_back_and_then_it_is_gone(done, group):
    assert counted(done) == {}
    row = answer(done)
    assert counted(done) == {"in_field": 1}
    outcomes.enter(row, Answer("study"), checked=True, by=group.operator, now=NOW)
    row.refresh_from_db()
    assert (row.status, row.employer, row.checked_by) == ("study", "", group.operator)
    answer(done)
    row.refresh_from_db()
    assert row.checked_by is None
    outcomes.withdraw(done.trainee, done.complex, now=NOW)
    assert (JobOutcome.objects.count(), counted(done)) == (0, {})
    with pytest.raises(DomainError):
        outcomes.withdraw(done.trainee, done.complex, now=NOW)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "field"),
    [
        (Answer("not_answered"), "status"),
        (Answer("\x00"), "status"),
        (Answer("elsewhere", employer=" "), "employer"),
        (Answer("study", started_on=date(2099, 1, 1)), "started_on"),
    ],
)
def test_what_is_no_answer_names_its_field_and_keeps_nothing(done, given, field):
    with pytest.raises(DomainError) as refused:
        answer(done, given)
    assert (refused.value.field, JobOutcome.objects.count()) == (field, 0)


@pytest.mark.django_db
def test_only_one_who_completed_answers_and_only_for_themselves(done, group):
    with pytest.raises(Refused):
        answer(done, by=group.operator)
    row = answer(done)
    with pytest.raises(Refused):
        outcomes.enter(row, WORKS, checked=True, by=done.trainee, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        JobOutcome.objects.filter(pk=row.pk).update(checked_at=NOW)


@pytest.mark.django_db
def test_three_years_after_the_end_it_is_erased(done):
    answer(done)
    last = clock.start_of(after(done.cohort.ends_on, 36), done.complex.zone) + timedelta(hours=12)
    assert forget_outcomes(last - timedelta(days=1)) == 0
    assert forget_outcomes(last) == 1
    assert not JobOutcome.objects.exists()
