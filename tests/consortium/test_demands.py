"""Stating, grouping, answering demand, and planning a cohort from it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from enrollment.models import Cohort, SeatPool
from enrollment.services.cohorts import Plan
from tests import factories
from tests.consortium import build
from tests.consortium.build import SPRING, asked, row, state
from tests.factories import NOW
from training.consortium.models import Demand
from training.consortium.rules.quarters import Quarter
from training.consortium.services import demands
from training.core.errors import DomainError, Refused, TransitionRefused
from training.core.models import AuditEntry, Delivery

pytestmark = pytest.mark.django_db


def plan_of(group, **values):
    known = {
        "course": group.course,
        "program": factories.ProgramFactory(complex=group.complex),
        "number": 7,
        "venue": factories.VenueFactory(complex=group.complex),
        "starts_on": date(2026, 12, 7),
        "ends_on": date(2027, 1, 29),
        "opens_at": NOW,
        "closes_at": NOW + timedelta(days=7),
        "selection": "first_come",
    }
    return Plan(**known | values)


def make(group, demand, *, capacity=20, sponsored=12, **values):
    return demands.plan(
        demand, plan_of(group, **values), capacity=capacity, sponsored=sponsored, by=group.operator, now=NOW
    )


def mails():
    return list(Delivery.objects.order_by("pk").values_list("kind", "user"))


# --- stating ----------------------------------------------------------------------------------
def test_a_demand_is_due_thirty_days_later_at_the_end_of_the_day(group):
    demand = state(group)

    assert demand.due_at.astimezone(UTC) == datetime(2026, 12, 23, 15, tzinfo=UTC)  # the 24th begins in Korea
    assert (demand.state, demand.from_on.isoformat(), demand.subject) == ("stated", "2027-04-01", "슬러리 점도 측정")
    assert AuditEntry.objects.get(subject_id=str(demand.pk)).action == "demand stated"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"people": 0}, "people"),
        ({"people": 501}, "people"),
        ({"quarter": Quarter(2026, 3)}, "quarter"),
    ],
)
def test_what_cannot_be_asked_for_is_refused_at_its_field(group, values, field):
    with pytest.raises(DomainError) as refused:
        state(group, **values)
    assert refused.value.field == field
    assert not Demand.objects.exists()


@pytest.mark.parametrize("values", [{"people": 1}, {"people": 500}, {"quarter": Quarter(2026, 4)}, {"skill": None}])
def test_what_can_just_be_asked_for_is_kept(group, values):
    assert state(group, **values).state == "stated"


def test_a_step_of_another_complex_is_not_taught_here(group, cast):
    away = factories.ProcessBlockFactory(
        course=factories.CourseFactory(complex=cast.neighbor.memberships.get().complex)
    )
    with pytest.raises(DomainError):
        state(group, block=away, skill=None)


def test_a_skill_of_another_step_is_refused(group):
    other = factories.ProcessBlockFactory(course=group.course, key="assembly", order=2)
    with pytest.raises(DomainError):
        state(group, block=other)


def test_only_a_manager_of_the_organization_states_changes_and_takes_back(group):
    _other, stranger = build.company(group.complex)
    demand = state(group)
    for act in (
        lambda: state(group, by=stranger),
        lambda: state(group, by=group.operator),
        lambda: demands.change(demand, asked(group, people=3), by=stranger, now=NOW),
        lambda: demands.take_back(demand, by=stranger, now=NOW),
    ):
        with pytest.raises(Refused):
            act()
    group.manager.memberships.update(revoked_at=NOW, revoked_by=group.operator)
    with pytest.raises(Refused):
        demands.take_back(demand, by=group.manager, now=NOW)
    demand.refresh_from_db()
    assert (demand.people, demand.state) == (12, "stated")


def test_a_change_keeps_the_deadline_and_the_trail_both_values(group):
    demand = state(group)

    changed = demands.change(demand, asked(group, people=30, skill=None), by=group.manager, now=NOW + timedelta(days=3))

    assert (changed.people, changed.skill, changed.due_at) == (30, None, demand.due_at)
    facts = AuditEntry.objects.get(action="demand changed").facts
    assert (facts["before"]["people"], facts["after"]["people"]) == (12, 30)


def test_what_was_answered_is_changed_no_more(group):
    demand = state(group)
    demands.answer(demand, text="봄에 엽니다.", by=group.operator, now=NOW)
    with pytest.raises(DomainError):
        demands.change(demand, asked(group, people=3), by=group.manager, now=NOW)


# --- grouping ---------------------------------------------------------------------------------
def test_a_group_is_answered_together_and_each_employer_is_told_once(group):
    other, second = build.company(group.complex)
    mine, theirs, alone = state(group), state(group, organization=other, by=second), state(group)
    demands.group(group.complex, [mine, theirs], title="봄 점도반", by=group.operator, now=NOW)
    mine.refresh_from_db()

    told = demands.answer(mine, text="봄에 엽니다.", by=group.operator, now=NOW)

    assert told == 2
    assert list(Demand.objects.order_by("pk").values_list("state", flat=True)) == ["answered", "answered", "stated"]
    assert mails() == [("demand_answered", group.manager.pk), ("demand_answered", second.pk)]
    assert alone.group_id is None


def test_a_group_needs_two_open_demands_and_a_name(group, cast):
    one, two = state(group), state(group)
    gone = state(group)
    demands.take_back(gone, by=group.manager, now=NOW)
    for ticked, title in (([one], "x"), ([], "x"), ([one, gone], "x"), ([one, two], " ")):
        with pytest.raises(DomainError):
            demands.group(group.complex, ticked, title=title, by=group.operator, now=NOW)
    with pytest.raises(DomainError):
        demands.group(cast.neighbor.memberships.get().complex, [one, two], title="x", by=cast.neighbor, now=NOW)
    assert not Demand.objects.exclude(group=None).exists()


def test_who_is_taken_out_or_back_is_not_answered_with_the_others(group):
    one, two, three = state(group), state(group), state(group)
    demands.group(group.complex, [one, two, three], title="x", by=group.operator, now=NOW)
    for demand in (one, two, three):
        demand.refresh_from_db()
    demands.take_out(two, by=group.operator, now=NOW)
    demands.take_back(three, by=group.manager, now=NOW)

    demands.decline(one, text="하지 않습니다.", by=group.operator, now=NOW)

    assert list(Demand.objects.order_by("pk").values_list("state", flat=True)) == ["declined", "stated", "withdrawn"]


# --- planning ---------------------------------------------------------------------------------
def test_planning_makes_the_cohort_its_quota_and_tells_those_who_asked(group):
    other, second = build.company(group.complex)
    mine, theirs = state(group), state(group, organization=other, by=second, people=5, training_for="hires")
    demands.group(group.complex, [mine, theirs], title="x", by=group.operator, now=NOW)
    mine.refresh_from_db()

    made = make(group, mine, capacity=17, sponsored=12)

    assert made.told == 2
    assert set(SeatPool.objects.filter(cohort=made.cohort).values_list("key", "capacity")) == {
        ("", 17), ("sponsored", 12),
    }  # fmt: skip
    assert set(Demand.objects.values_list("state", "cohort")) == {("planned", made.cohort.pk)}
    assert mails() == [("demand_planned", group.manager.pk), ("demand_planned", second.pk)]


def test_an_answered_demand_is_planned_later_and_a_planned_one_never_again(group):
    demand = state(group)
    demands.answer(demand, text="봄에 엽니다.", by=group.operator, now=NOW)
    make(group, demand, sponsored=None)

    demand.refresh_from_db()
    with pytest.raises(DomainError):
        make(group, demand, number=8)
    with pytest.raises(TransitionRefused):
        demands.take_back(demand, by=group.manager, now=NOW)
    assert Cohort.objects.filter(course=group.course).count() == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [({"capacity": 5, "sponsored": 6}, "sponsored"), ({"starts_on": date(2027, 3, 1)}, "ends_on")],
)
def test_a_refused_plan_leaves_nothing_behind(group, values, field):
    demand = state(group)
    with pytest.raises(DomainError) as refused:
        make(group, demand, **values)
    assert refused.value.field == field
    demand.refresh_from_db()
    assert (demand.state, Cohort.objects.count(), mails()) == ("stated", 0, [])


def test_whoever_left_the_organization_is_told_nothing(group):
    demand = state(group)
    colleague = factories.MembershipFactory(
        complex=group.complex, organization=group.company, role="manager", user__language="en"
    ).user
    group.manager.memberships.update(revoked_at=NOW, revoked_by=group.operator)

    assert demands.answer(demand, text="봄에 엽니다.", by=group.operator, now=NOW) == 1
    delivery = Delivery.objects.get()
    assert (delivery.user, delivery.context["subject"]) == (colleague, "Measure slurry viscosity")
    assert delivery.context["quarter"] == "Q2 2027"


@pytest.mark.parametrize("act", [demands.answer, demands.decline])
def test_an_answer_has_words(group, act):
    demand = state(group)
    with pytest.raises(DomainError) as refused:
        act(demand, text="  ", by=group.operator, now=NOW)
    assert refused.value.field == "text"
    assert Demand.objects.get().state == "stated"


# --- what the database refuses ----------------------------------------------------------------
@pytest.mark.parametrize(
    "values",
    [
        {"people": 0},
        {"from_on": SPRING.first_day + timedelta(days=1)},
        {"from_on": SPRING.first_day.replace(month=5)},
        {"state": "answered", "answer": "x"},
        {"answer": "x"},
        {"state": "declined", "answered_at": NOW},
    ],
)
def test_the_database_refuses_what_must_not_be(group, values):
    with pytest.raises(IntegrityError), transaction.atomic():
        row(group.complex, group.company, group.block, by=group.manager, **values)


def test_the_database_keeps_answers_in_words_and_plans_with_cohorts(group):
    answered = {"answered_at": NOW, "answered_by": group.operator}
    for wrong in ({"state": "answered", **answered}, {"state": "planned", **answered}):
        with pytest.raises(IntegrityError), transaction.atomic():
            row(group.complex, group.company, group.block, by=group.manager, **wrong)
    row(group.complex, group.company, group.block, by=group.manager, state="declined", answer="x", **answered)


def test_a_demand_is_never_deleted(group):
    with pytest.raises(TypeError):
        state(group).delete()
