"""Random lives of a cohort: whatever people do, and whenever the worker dies, seats and queue stay true.

`make chaos` runs 500 of them; here are enough short ones to find a fault that is there.
"""

import os
from contextlib import suppress
from datetime import timedelta

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from enrollment.models import Application, Enrollment, Offer, Seat, SeatPool
from enrollment.services import applications, cohorts, enrollments, offers, quotas
from enrollment.states import ApplicationState, EnrollmentState
from tests import factories
from tests.factories import NOW
from training.core import outbox
from training.core.errors import DomainError
from training.core.models import Owed

PEOPLE = 7
RUNS = int(os.environ.get("CHAOS_RUNS", "40"))
LONGEST = 12 if RUNS <= 40 else 60
ACTS = ["apply", "withdraw", "accept", "decline", "wait", "sleep", "quit", "rejoin", "seats", "quota"]
STEPS = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, PEOPLE - 1)), min_size=6, max_size=LONGEST)
KINDS = ["employed", "job_seeker"]


class Run:
    """One cohort and its people, and what must hold after each act."""

    def __init__(self) -> None:
        self.cohort = factories.CohortFactory(seats=2, offer_hours=2)
        self.people = [factories.UserFactory() for _ in range(PEOPLE)]
        self.now = NOW

    def act(self, act: str, n: int) -> None:
        before = self.waiting()
        offered_before = set(Offer.objects.values_list("pk", flat=True))
        with suppress(DomainError):
            getattr(self, act)(n)
        self.check(before, offered_before)

    def of(self, n: int) -> Application:
        return Application.objects.get(cohort=self.cohort, applicant=self.people[n])

    def apply(self, n):
        applications.apply(self.cohort, applicant=self.people[n], kind=KINDS[n % 2], now=self.now)

    def withdraw(self, n):
        if self.has_applied(n):
            applications.withdraw(self.of(n), by=self.people[n], now=self.now)

    def accept(self, n):
        if self.has_applied(n):
            offers.accept(self.of(n), by=self.people[n], now=self.now)

    def decline(self, n):
        if self.has_applied(n):
            offers.decline(self.of(n), by=self.people[n], now=self.now)

    def wait(self, n):
        """An hour passes, and the worker performs what is due."""
        self.now += timedelta(hours=1)
        for offer in Offer.objects.overdue(now=self.now):
            offers.expire(offer, now=self.now)

    def sleep(self, n):
        """Three hours pass with the worker dead: what is due stays owed."""
        self.now += timedelta(hours=3)

    def wake(self):
        """The worker is back, and the sweeper finds what is owed."""
        with time_machine.travel(self.now, tick=False):
            due = Owed.objects.ready(now=self.now).filter(kind=offers.EXPIRY).order_by("due_at", "pk")
            for owed in list(due):
                assert outbox.perform(owed.pk)
        self.check(self.waiting(), set(Offer.objects.values_list("pk", flat=True)))
        assert not Offer.objects.overdue(now=self.now).exists()
        assert not Owed.objects.ready(now=self.now).filter(kind=offers.EXPIRY).exists()

    def quota(self, n):
        """From none over few to many for the employed."""
        capacity = n if n < PEOPLE - 1 else None
        quotas.set_quota(self.cohort, kind=KINDS[0], capacity=capacity, by=None, now=self.now)

    def quit(self, n):
        enrollment = Enrollment.objects.filter(trainee=self.people[n]).first()
        if enrollment:
            enrollments.withdraw(enrollment, by=self.people[n], reason="-", now=self.now)

    def rejoin(self, n):
        if self.has_applied(n):
            applications.rejoin(self.of(n), by=self.people[n], now=self.now)

    def seats(self, n):
        cohorts.set_capacity(self.cohort, capacity=max(n, 1), by=None, now=self.now)

    def has_applied(self, n) -> bool:
        return Application.objects.filter(cohort=self.cohort, applicant=self.people[n]).exists()

    def waiting(self) -> list[int]:
        return list(Application.objects.filter(cohort=self.cohort).queue().values_list("pk", flat=True))

    def check(self, before: list[int], offered_before: set[int]) -> None:
        for pool in SeatPool.objects.filter(cohort=self.cohort):
            assert pool.taken == Seat.objects.held().filter(pool=pool).count() <= pool.capacity
        self._check_who_holds(Seat.objects.held().filter(pool__cohort=self.cohort, pool__key=""))
        after = self.waiting()
        stayed = [pk for pk in before if pk in after]
        assert after[: len(stayed)] == stayed  # nobody overtakes, newcomers come behind
        self._check_nobody_waits_beside_a_free_seat()
        made = Offer.objects.exclude(pk__in=offered_before).order_by("pk").values_list("application_id", flat=True)
        from_queue = [pk for pk in made if pk in before]
        left_queue = [pk for pk in before if pk not in after]
        promoted = [pk for pk in left_queue if pk in from_queue]
        assert from_queue == promoted  # offered in the order of the queue, each once

    def _check_nobody_waits_beside_a_free_seat(self) -> None:
        for application in Application.objects.filter(cohort=self.cohort).queue():
            assert min(pool.left for pool in SeatPool.objects.filter(cohort=self.cohort).serving(application.kind)) == 0

    def _check_who_holds(self, held) -> None:
        seated = sorted(held.values_list("person_id", flat=True))
        training = Enrollment.objects.filter(cohort=self.cohort, state=EnrollmentState.ENROLLED)
        offered = Application.objects.filter(cohort=self.cohort, state=ApplicationState.SELECTED)
        expected = [*training.values_list("trainee_id", flat=True), *offered.values_list("applicant_id", flat=True)]
        assert seated == sorted(expected)
        assert Offer.objects.open().count() == offered.count()


class TestRuns(TestCase):
    @settings(max_examples=RUNS, deadline=None, suppress_health_check=list(HealthCheck))
    @given(STEPS)
    def test_seats_and_queue_stay_true_through_random_lives(self, steps):
        run = Run()
        for act, n in steps:
            run.act(act, n)
        run.wake()

    def test_an_offer_whose_worker_died_goes_on_when_the_sweeper_finds_it(self):
        run = Run()
        for act, n in [*(("apply", n) for n in range(4)), ("quit", 0), ("sleep", 0)]:
            run.act(act, n)
        expired = Offer.objects.open().get()

        run.wake()

        assert Offer.objects.get(pk=expired.pk).state == "expired"
        assert Offer.objects.open().get().application.applicant == run.people[3]

    def test_a_seat_taken_without_the_service_is_found_out(self):
        """The check itself has teeth."""
        run = Run()
        SeatPool.objects.update(taken=1)
        with pytest.raises(AssertionError):
            run.check([], set())
