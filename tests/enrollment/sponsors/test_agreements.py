"""Seats agreed with an employer: kept, changed, given back, and every count exact."""

from datetime import timedelta
from random import Random

import pytest

from enrollment.models import Admission, Application, Enrollment, Nomination, Seat, SeatAgreement, SeatPool
from enrollment.services import (
    agreements,
    applications,
    cohorts,
    enrollments,
    nominations,
    offers,
    publication,
    quotas,
    seats,
)
from enrollment.states import AgreementState, ApplicationState, CohortState, NominationState
from tests import factories
from tests.enrollment.sponsors import build
from tests.enrollment.sponsors.build import DEADLINE, WEEK
from tests.factories import NOW
from training.core import outbox
from training.core.errors import DomainError
from training.core.models import Delivery, Owed

pytestmark = pytest.mark.django_db


def pools(cohort):
    """By kind of pool: capacity, taken, reserved."""
    rows = SeatPool.objects.filter(cohort=cohort).order_by("pk")
    return {row.key.partition("-")[0]: (row.capacity, row.taken, row.reserved) for row in rows}


def apply(cohort, person=None, now=NOW):
    person = person or factories.UserFactory()
    agreed = build.required()
    return applications.apply(cohort, applicant=person, kind="employed", consents=agreed, now=now)


def mails(*kinds):
    return list(Delivery.objects.filter(kind__in=kinds).order_by("pk").values_list("kind", "user"))


def test_seats_agreed_are_kept_from_everybody_and_told_to_the_manager():
    cohort, company = build.cohort(seats=4), build.company()

    build.agreement(cohort, company, 3)

    assert pools(cohort) == {"": (4, 0, 3), "agreed": (3, 0, 0)}
    assert [apply(cohort).state for _ in range(2)] == [ApplicationState.ENROLLED, ApplicationState.WAITLISTED]
    assert mails("agreement_made") == [("agreement_made", company.manager.pk)]


@pytest.mark.parametrize(("count", "fits"), [(1, True), (3, True), (4, False), (1000, False)])
def test_never_more_than_the_free_seats(count, fits):
    cohort, company = build.cohort(seats=4), build.company()
    apply(cohort)
    if fits:
        build.agreement(cohort, company, count)
    else:
        with pytest.raises(seats.Full) as refusal:
            build.agreement(cohort, company, count)
        assert refusal.value.field == "seats"
    assert pools(cohort)[""] == (4, 1, count if fits else 0)
    assert SeatAgreement.objects.count() == int(fits)


def test_with_a_quota_for_sponsored_people_the_seats_are_kept_in_it_too():
    cohort, company = build.cohort(seats=6), build.company()
    quotas.set_quota(cohort, kind="sponsored", capacity=3, by=None, now=NOW)
    build.agreement(cohort, company, 2)
    assert pools(cohort) == {"": (6, 0, 2), "sponsored": (3, 0, 2), "agreed": (2, 0, 0)}
    with pytest.raises(seats.Full):
        build.agreement(cohort, build.company(), 2)
    quotas.set_quota(cohort, kind="sponsored", capacity=None, by=None, now=NOW)
    with pytest.raises(seats.BelowSeated):
        quotas.set_quota(cohort, kind="sponsored", capacity=1, by=None, now=NOW)
    quotas.set_quota(cohort, kind="sponsored", capacity=2, by=None, now=NOW)
    assert pools(cohort)["sponsored"] == (2, 0, 2)


def test_capacity_below_what_is_taken_and_kept_is_refused_and_the_sentence_names_both():
    cohort = build.cohort(seats=4)
    apply(cohort)
    build.agreement(cohort, build.company(), 2)
    with pytest.raises(seats.BelowSeated) as refusal:
        cohorts.set_capacity(cohort, capacity=2, by=None, now=NOW)
    assert "3" in str(refusal.value)
    cohorts.set_capacity(cohort, capacity=3, by=None, now=NOW)
    assert pools(cohort)[""] == (3, 1, 2)


def planned(cohort):
    type(cohort).objects.filter(pk=cohort.pk).update(state=CohortState.RUNNING)
    return {}


def for_nobody_sponsored(cohort):
    Admission.objects.filter(program=cohort.program).update(kinds=["employed"])
    return {}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (planned, None),
        (for_nobody_sponsored, None),
        (lambda cohort: {"until": NOW}, "nominate_until"),
        (lambda cohort: {"until": NOW + timedelta(days=14, seconds=1)}, "nominate_until"),  # the course has begun
    ],
)
def test_agreement_that_cannot_be_is_refused(given, field):
    cohort = build.cohort()
    with pytest.raises(DomainError) as refusal:
        build.agreement(cohort, build.company(), **given(cohort))
    assert refusal.value.field == field
    assert pools(cohort) == {"": (5, 0, 0)}


def test_deadline_may_be_the_first_instant_of_the_course():
    begins = NOW + timedelta(days=13, hours=15)  # 7 December 00:00 in Korea
    assert build.agreement(build.cohort(), build.company(), until=begins).state == AgreementState.OPEN


def test_one_open_agreement_with_an_employer_in_a_cohort():
    cohort, company = build.cohort(seats=9), build.company()
    first = build.agreement(cohort, company)
    with pytest.raises(DomainError, match=r"."):
        build.agreement(cohort, company)
    agreements.withdraw(first, reason="-", by=None, now=NOW)
    second = build.agreement(cohort, company)
    assert (second.pool.key, second.state) == (f"agreed-{company.organization.pk}-2", AgreementState.OPEN)


@pytest.mark.parametrize(
    ("count", "expected"), [(5, (5, 5)), (2, (2, 2)), (1, None), (6, None)]
)  # two are nominated; five seats are there
def test_change_of_number_stays_between_what_is_promised_and_what_is_free(count, expected):
    cohort, company = build.cohort(seats=5), build.company()
    agreement = build.agreement(cohort, company, 3)
    build.nominated(agreement, company, build.person(), build.person())
    later = DEADLINE + timedelta(days=1)

    def change():
        agreements.change(agreement, count=count, nominate_until=later, answer_days=3, by=None, now=NOW)

    if expected is None:
        with pytest.raises((seats.Full, seats.BelowSeated)) as refusal:
            change()
        assert refusal.value.field == "seats"
    else:
        change()
        assert mails("agreement_changed") == [("agreement_changed", company.manager.pk)]
    agreement.refresh_from_db()
    assert (agreement.seats, pools(cohort)[""][2]) == (expected or (3, 3))
    assert agreement.nominate_until == (later if expected else DEADLINE)


def test_at_the_deadline_unused_seats_go_to_the_queue_and_both_are_told():
    cohort, company = build.cohort(seats=3), build.company()
    agreement = build.agreement(cohort, company, 3)
    build.nominated(agreement, company, build.person())
    waiting = [apply(cohort) for _ in range(3)]

    agreements.reach_deadline(agreement, now=DEADLINE - timedelta(microseconds=1))
    assert pools(cohort)[""] == (3, 0, 3)
    agreements.reach_deadline(agreement, now=DEADLINE)
    agreement.refresh_from_db()
    agreements.reach_deadline(agreement, now=DEADLINE)

    assert agreement.state == AgreementState.ENDED
    assert pools(cohort) == {"": (3, 2, 1), "agreed": (1, 0, 0)}  # one nominee has still to answer
    assert [Application.objects.get(pk=one.pk).state for one in waiting] == ["selected", "selected", "waitlisted"]
    assert {who for _kind, who in mails("agreement_ended")} == {company.manager.pk, agreement.made_by_id}

    offers.advance(cohort, now=NOW + WEEK)  # the nominee did not answer

    assert pools(cohort)[""][2] == 0
    assert SeatPool.objects.get(pk=agreement.pool_id).closed_at == NOW + WEEK
    assert Nomination.objects.get().state == NominationState.EXPIRED


def test_the_deadline_is_owed_and_a_later_one_replaces_it(monkeypatch):
    cohort, company = build.cohort(), build.company()
    agreement = build.agreement(cohort, company)
    later = DEADLINE + timedelta(days=1)
    agreements.change(agreement, count=3, nominate_until=later, answer_days=7, by=None, now=NOW)
    first, second = Owed.objects.filter(kind=agreements.DEADLINE).order_by("pk")
    assert (first.due_at, second.due_at) == (DEADLINE, later)
    states = []
    for owed, instant in ((first, DEADLINE), (second, later)):
        monkeypatch.setattr("training.core.clock.now", lambda instant=instant: instant)
        assert outbox.perform(owed.pk)
        states.append(SeatAgreement.objects.get().state)
    assert states == [AgreementState.OPEN, AgreementState.ENDED]


def test_withdrawn_agreement_keeps_who_accepted_and_ends_the_rest():
    cohort, company = build.cohort(seats=4), build.company()
    agreement = build.agreement(cohort, company, 3)
    accepted, waiting = build.person(), build.person()
    [first, second] = build.nominated(agreement, company, accepted, waiting)
    nominations.accept(first, by=accepted, consents=build.required(), now=NOW)
    with pytest.raises(DomainError):
        agreements.withdraw(agreement, reason=" ", by=None, now=NOW)

    assert agreements.withdraw(agreement, reason="예산 변경", by=None, now=NOW) == 2

    second.refresh_from_db()
    assert second.state == NominationState.WITHDRAWN
    assert Enrollment.objects.get().trainee == accepted
    assert pools(cohort) == {"": (4, 1, 0), "agreed": (1, 1, 0)}
    assert mails("agreement_withdrawn", "nomination_withdrawn") == [
        ("nomination_withdrawn", waiting.pk),
        ("agreement_withdrawn", company.manager.pk),
    ]


def test_canceled_cohort_ends_its_agreements():
    cohort, company = build.cohort(seats=4), build.company()
    agreement = build.agreement(cohort, company, 3)
    one = build.person()
    [nomination, _other] = build.nominated(agreement, company, one, build.person())
    nominations.accept(nomination, by=one, consents=build.required(), now=NOW)
    publication.cancel(cohort, reason="장비 고장", by=None, now=NOW)
    assert pools(cohort) == {"": (4, 0, 0), "agreed": (1, 0, 0)}
    assert SeatAgreement.objects.get().state == AgreementState.WITHDRAWN
    assert not Nomination.objects.open().exists()


def test_who_leaves_before_the_deadline_leaves_the_seat_to_the_employer_and_after_it_to_everybody():
    cohort, company = build.cohort(seats=2), build.company()
    agreement = build.agreement(cohort, company, 2)
    people = [build.person(), build.person()]
    for nomination, who in zip(build.nominated(agreement, company, *people), people, strict=True):
        nominations.accept(nomination, by=who, consents=build.required(), now=NOW)
    waiting = apply(cohort)
    first, second = Enrollment.objects.order_by("pk")

    enrollments.withdraw(first, by=None, reason="-", now=NOW)
    assert pools(cohort) == {"": (2, 1, 1), "agreed": (2, 1, 0)}
    offers.advance(cohort, now=DEADLINE)
    assert pools(cohort) == {"": (2, 2, 0), "agreed": (1, 1, 0)}
    waiting.refresh_from_db()
    assert waiting.state == ApplicationState.SELECTED
    enrollments.withdraw(second, by=None, reason="-", now=DEADLINE)
    assert pools(cohort)[""] == (2, 1, 0)


@pytest.mark.parametrize("seed", range(6))
def test_whatever_happens_in_whatever_order_every_count_is_exact(seed):
    """Random runs of everything that can move these seats, at random instants."""
    chance = Random(seed)
    cohort, companies = build.cohort(seats=6), [build.company() for _ in range(2)]
    people, required = [build.person() for _ in range(8)], build.required()
    now = NOW

    def agree():
        build.agreement(cohort, chance.choice(companies), chance.randint(1, 4), until=now + timedelta(days=2), now=now)

    def change():
        agreement = chance.choice(list(SeatAgreement.objects.all()))
        until, count = now + timedelta(days=2), chance.randint(1, 5)
        agreements.change(agreement, count=count, nominate_until=until, answer_days=1, by=None, now=now)

    def nominate():
        agreement = chance.choice(list(SeatAgreement.objects.select_related("organization")))
        whose = next(one for one in companies if one.organization == agreement.organization)
        build.nominated(agreement, whose, chance.choice(people), now=now)

    def answer():
        nomination = chance.choice(list(Nomination.objects.select_related("cohort__complex")))
        who = next(one for one in people if one.email == nomination.email)
        acts = [nominations.decline, nominations.withdraw, nominations.accept, nominations.accept]
        act = chance.choice(acts)
        act(nomination, by=who, now=now, **({"consents": required} if act is nominations.accept else {}))

    def leave():
        enrollments.withdraw(chance.choice(list(Enrollment.objects.current())), by=None, reason="-", now=now)

    def end():
        agreements.withdraw(chance.choice(list(SeatAgreement.objects.all())), reason="-", by=None, now=now)

    acts = [
        agree, change, nominate, nominate, nominate, answer, answer, answer, leave, end,
        lambda: apply(cohort, chance.choice(people), now=now), lambda: offers.advance(cohort, now=now),
        lambda: cohorts.set_capacity(cohort, capacity=chance.randint(3, 8), by=None, now=now),
    ]  # fmt: skip
    done = 0
    for _step in range(45):
        now += timedelta(hours=chance.choice([0, 0, 0, 1, 2, 20]))
        if now >= cohort.closes_at:
            break
        try:
            chance.choice(acts)()
            done += 1
        except (DomainError, IndexError):
            pass
        check(cohort)
    assert done > 5


def check(cohort):
    rows = list(SeatPool.objects.filter(cohort=cohort))
    for pool in rows:
        assert pool.taken == Seat.objects.held().filter(pool=pool).count()
        assert pool.taken + pool.reserved <= pool.capacity
    [main] = [pool for pool in rows if not pool.key]
    assert main.reserved == sum(pool.left for pool in rows if pool.key and pool.closed_at is None)
    for agreement in SeatAgreement.objects.select_related("pool"):
        open_ones = Nomination.objects.open().filter(agreement=agreement).count()
        assert open_ones <= agreement.pool.left
        held = Seat.objects.held().filter(pool=agreement.pool).values("person")
        assert (
            not Enrollment.objects.current()
            .filter(cohort=cohort, trainee__in=held)
            .exclude(sponsor=agreement.organization)
        )
