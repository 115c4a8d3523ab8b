"""Events: seats that are exact, states, the door, the survey, introductions that nobody sees one-sided, erasing."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enrollment.models import Seat, SeatPool
from enrollment.services import seats
from tests import factories
from tests.consortium import build
from tests.consortium import build_events as made
from tests.consortium.build_events import ENDS, STARTS
from tests.factories import NOW
from training.consortium.models import Event, EventResponse, Introduction, Registration, Wish
from training.consortium.queries import event_calendar, event_surveys
from training.consortium.queries import events as queries
from training.consortium.rules.events import doors_open, may_meet, takes_registrations
from training.consortium.rules.introductions import met
from training.consortium.services import event_surveys as surveys
from training.consortium.services import events, introductions, registrations
from training.consortium.services.holdings import ConsortiumHoldings, forget_events
from training.consortium.services.registrations import AlreadyIn, AlreadyRegistered
from training.consortium.states import EventState, RegistrationState
from training.core.errors import DomainError, Refused, TransitionRefused
from training.core.models import Delivery

HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


def kinds() -> list[str]:
    return list(Delivery.objects.order_by("pk").values_list("kind", flat=True))


def states(event) -> list[str]:
    return list(Registration.objects.filter(event=event).order_by("pk").values_list("state", flat=True))


def exact(event) -> bool:
    """What the pool counts is what is held, and what is held is who is registered or came."""
    pool = SeatPool.objects.get(pk=event.pool_id)
    seated = Registration.objects.filter(event=event, state__in=["registered", "came", "absent"]).count()
    return pool.taken == Seat.objects.held().filter(pool=pool).count() == seated <= pool.capacity


# --- rules ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("at", "takes", "doors", "meets"),
    [
        (NOW - timedelta(days=1) - SECOND, False, False, True),
        (NOW - timedelta(days=1), True, False, True),
        (STARTS - 2 * HOUR - SECOND, True, False, True),
        (STARTS - 2 * HOUR, True, True, True),
        (STARTS - SECOND, True, True, True),
        (STARTS, False, True, True),
        (ENDS + timedelta(days=30) - SECOND, False, True, True),
        (ENDS + timedelta(days=30), False, True, False),
    ],
)
def test_instants_of_an_event(at, takes, doors, meets):
    plan = made.plan()
    assert takes_registrations(plan.opens_at, plan.closes_at, now=at) is takes
    assert doors_open(STARTS, now=at) is doors
    assert may_meet("job_fair", ENDS, now=at) is meets
    assert not may_meet("lecture", ENDS, now=at)


PAIRS = st.frozensets(st.tuples(st.integers(1, 5), st.integers(1, 5)).filter(lambda pair: pair[0] != pair[1]))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(wishes=PAIRS, others=PAIRS, of=st.integers(1, 5))
def test_nobody_sees_what_others_wish_alone(wishes, others, of):
    """Wishes of others that one does not answer change nothing in what one sees; and what one sees, both see."""
    own = {whom for who, whom in wishes if who == of}
    more = wishes | {(who, whom) for who, whom in others if who != of and not (whom == of and who in own)}
    assert met(more, of) == met(wishes, of)
    assert all(of in met(wishes, whom) for whom in met(wishes, of))


# --- states -----------------------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.parametrize("before", EventState.values)
@pytest.mark.parametrize("to", ["announced", "held", "canceled"])
def test_every_pair_of_states(group, before, to):
    event = made.announced(group.complex, group.operator)
    Event.objects.filter(pk=event.pk).update(state=before)
    event.refresh_from_db()
    acts = {
        "announced": lambda: events.announce(event, by=group.operator, now=NOW),
        "held": lambda: events.finish(event, by=group.operator, now=ENDS),
        "canceled": lambda: events.cancel(event, reason="강사 사정", by=group.operator, now=NOW),
    }
    if to in Event.TRANSITIONS[before]:
        acts[to]()
    else:
        with pytest.raises(TransitionRefused):
            acts[to]()
    assert Event.objects.get().state == (to if to in Event.TRANSITIONS[before] else before)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"ends_at": STARTS}, "ends_at"),
        ({"closes_at": NOW - timedelta(days=1)}, "closes_at"),
        ({"closes_at": ENDS + SECOND}, "closes_at"),
        ({"place": " "}, "place"),
    ],
)
def test_a_plan_that_cannot_be_names_its_field(group, values, field):
    with pytest.raises(DomainError) as refused:
        events.add(group.complex, made.plan(**values), by=group.operator, now=NOW)
    assert refused.value.field == field


@pytest.mark.django_db
@pytest.mark.parametrize("values", [{"ends_at": STARTS}, {"closes_at": ENDS + SECOND}, {"announced_at": None}])
def test_the_database_refuses_what_must_not_be(group, values):
    event = made.announced(group.complex, group.operator)
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(**values)


@pytest.mark.django_db
def test_only_operators_of_the_complex_write(group, cast):
    event = made.announced(group.complex, group.operator)
    for by in (group.manager, cast.neighbor):
        for act in (
            lambda by=by: events.add(group.complex, made.plan(), by=by, now=NOW),
            lambda by=by: events.change(event, made.plan(), by=by, now=NOW),
            lambda by=by: events.finish(event, by=by, now=ENDS),
            lambda by=by: events.cancel(event, reason="x", by=by, now=NOW),
        ):
            with pytest.raises(Refused):
                act()


# --- seats and the waiting list ---------------------------------------------------------------
@pytest.mark.django_db
def test_the_longest_waiting_moves_up_when_a_seat_comes_free_or_is_added(group):
    event = made.announced(group.complex, group.operator)
    rows = [made.registered(event, now=NOW + n * SECOND) for n in range(4)]
    assert states(event) == ["registered", "registered", "waiting", "waiting"]
    assert queries.standing(event, rows[3].person, now=NOW).place == 2
    registrations.cancel(rows[0], by=rows[0].person, now=NOW)
    assert states(event) == ["canceled", "registered", "registered", "waiting"]
    events.change(event, made.plan(capacity=3), by=group.operator, now=NOW)
    assert states(event) == ["canceled", "registered", "registered", "registered"]
    again = made.registered(event, rows[0].person, now=NOW + HOUR)
    assert (again.pk, again.state, exact(event)) == (rows[0].pk, "waiting", True)
    assert kinds() == ["event_registered"] * 4 + ["event_moved_up"] * 2 + ["event_registered"]


@pytest.mark.django_db
def test_what_is_refused_at_registering(group):
    event = made.announced(group.complex, group.operator)
    row = made.registered(event)
    with pytest.raises(AlreadyRegistered):
        made.registered(event, row.person)
    for at in (NOW - timedelta(days=2), STARTS):
        with pytest.raises(DomainError):
            made.registered(event, now=at)
    with pytest.raises(seats.BelowSeated):
        events.change(event, made.plan(capacity=0), by=group.operator, now=NOW)
    with pytest.raises(DomainError):
        registrations.cancel(row, by=row.person, now=STARTS)
    with pytest.raises(Refused):
        registrations.cancel(row, by=factories.UserFactory(), now=NOW)


@pytest.mark.django_db
def test_a_change_of_place_is_told_once_and_a_change_of_words_is_not(group):
    event = made.announced(group.complex, group.operator)
    made.registered(event)
    events.change(event, made.plan(summary_ko="다르게 만납니다."), by=group.operator, now=NOW)
    assert kinds() == ["event_registered"]
    for _twice in range(2):
        events.change(event, made.plan(place="세미나실"), by=group.operator, now=NOW)
    assert kinds() == ["event_registered", "event_changed"]
    event.refresh_from_db()
    assert event.revision == 1
    assert b"SEQUENCE:1" in event_calendar.calendar(event, now=NOW)


@pytest.mark.django_db
def test_a_canceled_event_tells_everybody_why_and_gives_every_seat_back(group, django_capture_on_commit_callbacks):
    event = made.announced(group.complex, group.operator, capacity=1)
    made.registered(event), made.registered(event)
    with django_capture_on_commit_callbacks(execute=True):
        assert events.cancel(event, reason="강사의 사정입니다.", by=group.operator, now=NOW) == 2
    assert (states(event), exact(event)) == (["canceled", "canceled"], True)
    assert kinds().count("event_canceled") == 2
    assert b"STATUS:CANCELLED" in event_calendar.calendar(Event.objects.get(), now=NOW)


# --- the door ---------------------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.parametrize("state", RegistrationState.values)
def test_who_is_let_in(group, state):
    event = made.announced(group.complex, group.operator)
    row = made.registered(event)
    Registration.objects.filter(pk=row.pk).update(state=state, came_at=NOW if state == "came" else None)
    allowed = state in ("registered", "absent")
    if allowed:
        registrations.check_in(row, by=group.operator, now=STARTS)
        with pytest.raises(AlreadyIn) as twice:
            registrations.check_in(row, by=group.operator, now=STARTS)
        assert twice.value.status == 409
    else:
        with pytest.raises(DomainError):
            registrations.check_in(row, by=group.operator, now=STARTS)
    assert Registration.objects.get().state == ("came" if allowed else state)


@pytest.mark.django_db
def test_a_ticket_is_read_by_operators_alone_and_once(group, client):
    event = made.announced(group.complex, group.operator)
    row = made.registered(event)
    Event.objects.filter(pk=event.pk).update(starts_at=NOW - 400 * HOUR * 24, ends_at=ENDS + 9000 * HOUR)
    ticket = queries.ticket(row)
    assert [queries.registered_by(one) for one in (ticket, f"{row.pk}.x", "", "1")] == [row.pk, None, None, None]
    address = f"/desk/events/ticket/{ticket}/"
    answers = []
    for person in (row.person, group.operator):
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        answers += [client.get(address).status_code, client.post(address).status_code, client.post(address).status_code]
    assert answers == [403, 403, 403, 200, 302, 409]


@pytest.mark.django_db
def test_registrations_stand_on_pages_at_the_desk_and_for_the_person(group, client, monkeypatch):
    monkeypatch.setattr(queries, "PEOPLE_ON_A_PAGE", 2)
    monkeypatch.setattr(queries, "ON_A_PAGE", 2)
    person, shown = factories.UserFactory(), []
    found = [made.announced(group.complex, group.operator, capacity=9) for _n in range(3)]
    rows = [made.registered(found[0]) for _n in range(2)] + [made.registered(event, person) for event in found]
    client.force_login(group.operator, backend="django.contrib.auth.backends.ModelBackend")
    for number in (1, 2):
        page = client.get(f"/desk/events/{found[0].pk}/?page={number}").content.decode()
        shown.append(sum(row.person.email in page for row in rows[:3]))
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    listed = client.get("/events/?page=2").context["panel"]["registrations"]
    assert (shown, listed.number, len(listed)) == ([2, 1], 2, 1)


# --- the survey -------------------------------------------------------------------------------
def held(group, people: int) -> tuple[Event, list[Registration]]:
    event = made.announced(group.complex, group.operator, capacity=people + 1)
    rows = [made.registered(event) for _n in range(people + 1)]
    for row in rows[:-1]:
        registrations.check_in(row, by=group.operator, now=STARTS)
    events.finish(event, by=group.operator, now=ENDS)
    for row in rows:
        row.refresh_from_db()
    return event, rows


@pytest.mark.django_db
@pytest.mark.parametrize(("people", "shown"), [(4, False), (5, True)])
def test_a_survey_is_answered_once_by_who_came_and_shown_from_five_on(group, people, shown):
    event, rows = held(group, people)
    assert states(event) == ["came"] * people + ["absent"]
    assert kinds().count("event_after") == people
    for row in rows[:-1]:
        assert not event_surveys.report(event, now=ENDS).is_shown
        surveys.answer(row, answers={"overall": 4, "x": 1}, by=row.person, now=ENDS)
    with pytest.raises(DomainError):
        surveys.answer(rows[0], answers={"overall": 1}, by=rows[0].person, now=ENDS)
    with pytest.raises(Refused):
        surveys.answer(rows[-1], answers={"overall": 1}, by=rows[-1].person, now=ENDS)
    report = event_surveys.report(event, now=ENDS)
    assert (report.answered, report.is_shown) == (people, shown)
    assert list(EventResponse.objects.values_list("answers", flat=True)) == [{"overall": 4}] * people
    assert [one.tally and one.tally.counts for one in report.said][:1] == ([(0, 0, 0, 5, 0)] if shown else [])


# --- introductions ----------------------------------------------------------------------------
@pytest.fixture
def pair(group):
    """A graduate and a company's manager who both take part."""
    event = made.announced(group.complex, group.operator, capacity=9)
    cohort = factories.CohortFactory(complex=group.complex)
    graduate = made.joined(made.registered(event, made.graduate(group.complex, cohort)), words="공정 직무")
    membership = group.manager.memberships.get()
    return graduate, made.joined(made.registered(event, group.manager), membership)


def seen(registration) -> str:
    """The page of one side, as text."""
    from django.test import Client

    client = Client()
    client.force_login(registration.person, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(f"/events/{registration.event_id}/meet/").content.decode()
    return "\n".join(line for line in page.splitlines() if "csrf" not in line and "nonce" not in line)


@pytest.mark.django_db
def test_a_contact_is_shown_only_where_both_wish_it_and_goes_when_one_takes_it_back(pair):
    graduate, company = pair
    for who, whom in (pair, pair[::-1]):
        before = seen(whom)
        assert introductions.wish(who, whom, by=who.person, now=NOW) is False
        assert seen(whom) == before
        assert who.person.email not in before
        introductions.take_back(who, whom, by=who.person, now=NOW)
    introductions.wish(graduate, company, by=graduate.person, now=NOW)
    assert introductions.wish(company, graduate, by=company.person, now=NOW) is True
    assert company.person.email in seen(graduate)
    assert graduate.person.email in seen(company)
    row = Introduction.objects.get()
    assert (row.graduate_consent, row.company_consent) == (graduate.consent, company.consent)
    assert kinds().count("event_introduced") == 2
    introductions.leave(graduate, by=graduate.person, now=NOW)
    assert graduate.person.email not in seen(company)
    assert (Wish.objects.count(), Introduction.objects.filter(ended_at=None).count()) == (0, 0)


@pytest.mark.django_db
def test_a_consent_taken_back_elsewhere_ends_introductions(pair):
    from training.accounts.services import consents

    graduate, company = pair
    introductions.wish(graduate, company, by=graduate.person, now=NOW)
    introductions.wish(company, graduate, by=company.person, now=NOW)
    consents.withdraw(graduate.consent, by=graduate.person, now=NOW)
    graduate.refresh_from_db()
    assert (graduate.consent, graduate.words, Introduction.objects.filter(ended_at=None).exists()) == (None, "", False)


@pytest.mark.django_db
def test_who_cannot_take_part_or_wish(group, pair):
    graduate, company = pair
    stranger = made.registered(graduate.event)
    for refused in (
        lambda: made.joined(stranger),
        lambda: made.joined(stranger, group.manager.memberships.get()),
        lambda: introductions.wish(graduate, company, by=stranger.person, now=NOW),
        lambda: introductions.wish(stranger, company, by=stranger.person, now=NOW),
        lambda: introductions.wish(graduate, company, by=graduate.person, now=ENDS + timedelta(days=30)),
    ):
        with pytest.raises(DomainError):
            refused()
    assert not Wish.objects.exists()


# --- erasing ----------------------------------------------------------------------------------
@pytest.mark.django_db
def test_an_erasure_gives_the_seat_to_the_next_and_leaves_a_number(group, pair):
    graduate, _company = pair
    event = graduate.event
    events.change(event, made.plan(capacity=2), by=group.operator, now=NOW)
    waits = made.registered(event)
    holdings = ConsortiumHoldings()
    assert [one.count for one in holdings.held(graduate.person, group.complex, now=NOW)] == [1, 0, 0]
    holdings.erase(graduate.person, group.complex, by=group.operator, now=NOW)
    assert [one.count for one in holdings.held(graduate.person, group.complex, now=NOW)] == [0, 0, 0]
    waits.refresh_from_db()
    assert (waits.state, exact(event)) == ("registered", True)


@pytest.mark.django_db
def test_a_year_later_nobody_is_named_and_the_number_stays(group):
    event, _rows = held(group, 2)
    assert forget_events(ENDS + timedelta(days=365) - SECOND) == 0
    assert forget_events(ENDS + timedelta(days=365)) == 3
    assert forget_events(ENDS + timedelta(days=365)) == 0
    assert (queries.numbers(event)["came"], Registration.objects.filter(person__isnull=False).count()) == (2, 0)
    assert not Seat.objects.filter(pool=event.pool_id).exists()


# --- a race -----------------------------------------------------------------------------------
def crowd() -> tuple[Event, int]:
    """Eight register at once for three seats. Returns the event and how many got one."""
    group = build.group(factories.ground())
    event = made.announced(group.complex, group.operator, capacity=3)
    people = [factories.UserFactory() for _n in range(8)]
    start = Barrier(len(people))

    def register(person):
        try:
            start.wait(10)
            registrations.register(event, person=person, now=NOW)
        except (DomainError, IntegrityError):
            pass
        finally:
            connections.close_all()

    threads = [Thread(target=register, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return event, Registration.objects.filter(event=event, state="registered").count()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_crowd_gets_exactly_the_seats_there_are():
    event, got = crowd()
    assert (got, exact(event), Registration.objects.filter(event=event, state="waiting").count()) == (3, True, 5)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_somebody_is_turned_away(monkeypatch):
    """The teeth: who reads a free seat that is gone by then loses by the CHECK instead of waiting."""
    monkeypatch.setattr(seats, "_for_update", lambda pools: pools)
    event, _got = crowd()
    assert Registration.objects.filter(event=event).count() < 8
