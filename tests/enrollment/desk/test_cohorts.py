"""Planning a cohort, leading it through its states, and who may read what because of it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from enrollment.adapters import ReadableCourses
from enrollment.models import Cohort, Teaching
from enrollment.permissions.cohorts import may_run, teaches
from enrollment.queries import applicants, desk
from enrollment.rules import steps
from enrollment.services import cohorts, teaching
from enrollment.states import CohortState, EnrollmentState
from tests import factories
from tests.factories import NOW
from training.accounts.models import Membership
from training.accounts.states import Role
from training.core.errors import DomainError, TransitionRefused
from training.core.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(complex):
    program = factories.ProgramFactory(complex=complex)
    factories.PolicyVersionFactory(complex=complex, program=program)
    return cohorts.Plan(
        course=factories.CourseFactory(complex=complex),
        program=program,
        number=3,
        venue=factories.VenueFactory(complex=complex),
        starts_on=date(2026, 12, 7),
        ends_on=date(2027, 1, 29),
        opens_at=NOW,
        closes_at=NOW + timedelta(days=7),
        selection="first_come",
    )


def create(complex, plan):
    return cohorts.create(complex, plan, capacity=20, by=None, now=NOW)


def test_create_plans_a_cohort_with_its_seats(complex, plan):
    cohort = create(complex, plan)

    assert (cohort.state, cohort.pools.get().capacity, cohort.offer_hours) == (CohortState.PLANNED, 20, 48)
    assert AuditEntry.objects.get().action == "created"


FIRST_DAY_OVER = datetime(2026, 12, 7, 15, 0, tzinfo=UTC)  # 8 December 00:00 in Korea


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"ends_on": date(2026, 12, 6)}, "ends_on"),
        ({"closes_at": NOW}, "closes_at"),
        ({"closes_at": FIRST_DAY_OVER + timedelta(microseconds=1)}, "closes_at"),
    ],
)
def test_plan_that_cannot_be_is_refused_at_its_field(complex, plan, wrong, field):
    with pytest.raises(DomainError) as refused:
        create(complex, replace(plan, **wrong))

    assert refused.value.field == field
    assert Cohort.objects.count() == 0


@pytest.mark.parametrize("fine", [{"ends_on": date(2026, 12, 7)}, {"closes_at": FIRST_DAY_OVER}])
def test_plan_at_its_bounds_is_taken(complex, plan, fine):
    assert create(complex, replace(plan, **fine)).pk


def test_number_is_given_once_per_course(complex, plan):
    cohort = create(complex, plan)

    with pytest.raises(DomainError) as refused:
        create(complex, plan)
    assert refused.value.field == "number"
    assert cohorts.change(cohort, plan, by=None, now=NOW) == cohort  # its own number is no clash


def test_change_keeps_what_was_said_before(complex, plan):
    cohort = create(complex, plan)
    operator = factories.UserFactory()

    cohorts.change(cohort, replace(plan, number=4), by=operator, now=NOW)

    entry = AuditEntry.objects.filter(action="changed").get()
    assert (entry.facts, entry.actor) == ({"number": ["3", "4"]}, operator)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"starts_on": date(2026, 12, 8)}, "starts_on"), ({"ends_on": date(2026, 12, 7)}, None)],
)
def test_dates_never_leave_a_session_outside(complex, plan, wrong, field):
    cohort = create(complex, plan)
    factories.SessionFactory(cohort=cohort, day=date(2026, 12, 7))

    if field is None:
        assert cohorts.change(cohort, replace(plan, **wrong), by=None, now=NOW).ends_on == date(2026, 12, 7)
    else:
        with pytest.raises(DomainError) as refused:
            cohorts.change(cohort, replace(plan, **wrong), by=None, now=NOW)
        assert refused.value.field == field


@pytest.mark.parametrize("state", [CohortState.ENDED, CohortState.SETTLED, CohortState.CANCELED])
def test_plan_and_seats_of_a_cohort_that_is_over_stand(complex, plan, state):
    cohort = create(complex, plan)
    Cohort.objects.update(state=state)

    with pytest.raises(DomainError):
        cohorts.change(cohort, replace(plan, number=9), by=None, now=NOW)
    with pytest.raises(DomainError):
        cohorts.set_capacity(cohort, capacity=30, by=None, now=NOW)


STARTS, ENDS = date(2026, 12, 7), date(2027, 1, 29)
IN_KOREA = timedelta(hours=9)


def at(day: date, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC) - IN_KOREA


@pytest.mark.parametrize(
    ("state", "to", "now", "allowed"),
    [
        ("planned", "open", NOW, True),
        ("open", "closed", NOW, True),
        ("closed", "running", at(STARTS) - timedelta(seconds=1), False),
        ("closed", "running", at(STARTS), True),
        ("running", "ended", at(ENDS) - timedelta(seconds=1), False),
        ("running", "ended", at(ENDS), True),
        ("planned", "closed", NOW, False),
        ("planned", "running", at(STARTS), False),
        ("open", "running", at(STARTS), False),
        ("ended", "settled", at(ENDS), False),
        ("settled", "ended", at(ENDS), False),  # reopening is the completion's
        ("closed", "open", NOW, False),
        ("planned", "canceled", NOW, False),
        ("running", "nonsense", NOW, False),
    ],
)
def test_step_is_made_in_order_and_not_before_its_day(state, to, now, allowed):
    cohort = factories.CohortFactory(state=state)
    factories.SessionFactory(cohort=cohort)

    if allowed:
        assert cohorts.step(cohort, to, by=None, now=now).state == to
    else:
        with pytest.raises(DomainError):
            cohorts.step(cohort, to, by=None, now=now)
        cohort.refresh_from_db()
        assert cohort.state == state


@pytest.mark.parametrize(("state", "to", "now"), [("planned", "open", NOW), ("closed", "running", at(STARTS))])
def test_cohort_without_sessions_neither_opens_nor_starts(state, to, now):
    cohort = factories.CohortFactory(state=state)

    with pytest.raises(DomainError):
        cohorts.step(cohort, to, by=None, now=now)


def test_second_press_of_a_step_is_refused():
    cohort = factories.CohortFactory(state="open")
    cohorts.step(cohort, "closed", by=None, now=NOW)

    with pytest.raises(TransitionRefused):
        cohorts.step(cohort, "closed", by=None, now=NOW)


@pytest.mark.parametrize(
    ("state", "due"),
    [
        ("planned", NOW),
        ("open", NOW + timedelta(days=7)),
        ("closed", at(date(2026, 12, 8))),
        ("running", at(date(2027, 1, 30))),
        ("ended", at(date(2027, 2, 9))),
        ("settled", None),
        ("canceled", None),
    ],
)
def test_due_says_until_when_the_next_step_is_made(complex, state, due):
    dates = steps.Dates(state, NOW, NOW + timedelta(days=7), STARTS, ENDS)

    assert steps.due_at(dates, complex.zone) == due


def test_board_shows_late_and_coming_things_and_counts(complex, count_queries):
    program, course = factories.ProgramFactory(complex=complex), factories.CourseFactory(complex=complex)
    base = {"complex": complex, "program": program, "course": course}
    counts = []
    for n in range(3):
        cohort = factories.CohortFactory(**base, opens_at=NOW - timedelta(days=9), closes_at=NOW - timedelta(days=n))
        factories.ApplicationFactory(complex=complex, cohort=cohort)
        factories.EnrollmentFactory(complex=complex, cohort=cohort, state=EnrollmentState.COMPLETED)
        counts.append(count_queries(lambda: desk.board(complex, now=NOW)))

    board = desk.board(complex, now=NOW)

    assert counts[0] == counts[2]
    assert [(item.cohort.closes_at == item.at, item.late) for item in board.due] == [(True, True)] * 3
    assert [item.at for item in board.due] == sorted(item.at for item in board.due)
    assert {(row.applied, row.waitlisted, row.enrolled, row.completed, row.taken) for row in board.rows} == {
        (1, 0, 0, 1, 1)
    }


def test_roster_list_and_records_ask_as_often_for_three_as_for_one(complex, count_queries):
    cohort, counts = factories.CohortFactory(complex=complex), []
    operator = factories.UserFactory()
    for _n in range(3):
        person = factories.UserFactory()
        cohorts.add_person(cohort, person=person, kind="employed", reason="추천", by=operator, now=NOW)
        counts.append(
            count_queries(
                lambda: (
                    [row.trainee.name for row in desk.roster(cohort)],
                    [(row.applicant.name, row.open_offers) for row in applicants.page(cohort)],
                    [(row.about, str(row.entry.actor)) for row in desk.records(cohort).rows],
                )
            )
        )
    assert counts[0] == counts[2]


# --- who teaches and who reads ------------------------------------------------------------------


def test_assigned_instructor_teaches_until_the_end(cast):
    newcomer = factories.MembershipFactory(complex=cast.complex, role=Role.INSTRUCTOR).user

    given = teaching.assign(cast.cohort, instructor=newcomer, by=cast.operator, now=NOW)
    again = teaching.assign(cast.cohort, instructor=newcomer, by=cast.operator, now=NOW)
    assert (given, teaches(newcomer, cast.cohort)) == (again, True)
    assert newcomer in cast.cohort.course.authors.user_set.all()

    teaching.end(given, by=cast.operator, now=NOW)
    teaching.end(given, by=cast.operator, now=NOW + timedelta(hours=1))

    assert (teaches(newcomer, cast.cohort), Teaching.objects.get(pk=given.pk).ended_at) == (False, NOW)
    assert newcomer not in cast.cohort.course.authors.user_set.all()
    entries = AuditEntry.objects.filter(subject_type="enrollment.teaching").order_by("pk")
    assert list(entries.values_list("action", flat=True)) == ["assigned", "ended"]


def test_who_has_no_instructors_role_is_not_assigned(cast):
    with pytest.raises(DomainError):
        teaching.assign(cast.cohort, instructor=cast.applicant, by=cast.operator, now=NOW)


def test_revoked_role_ends_teaching_at_once(cast):
    assert teaches(cast.instructor, cast.cohort)

    Membership.objects.filter(user=cast.instructor).update(revoked_at=NOW)

    assert not teaches(cast.instructor, cast.cohort)


def test_nobody_else_teaches_or_runs(cast):
    people = {name: person for name, person in cast.people().items() if person}

    assert [name for name, person in people.items() if teaches(person, cast.cohort)] == ["instructor"]
    assert [name for name, person in people.items() if may_run(person, cast.complex)] == ["operator", "admin"]


def test_readable_courses_are_those_of_ones_own_cohorts(cast, django_assert_max_num_queries):
    other = factories.CourseFactory(complex=cast.complex)
    away = factories.CohortFactory(complex=cast.neighbor.memberships.get().complex)
    factories.EnrollmentFactory(complex=away.complex, cohort=away, trainee=cast.trainee)
    own, every = frozenset({cast.cohort.course_id}), frozenset({cast.cohort.course_id, other.pk})
    expected = {
        "trainee": own,
        "other_trainee": own,
        "applicant": frozenset(),
        "instructor": own,
        "other_instructor": own,
        "lead": every,
        "operator": every,
        "admin": every,
        "employer": frozenset(),
        "neighbor": frozenset(),
    }

    found = {}
    for name in expected:
        with django_assert_max_num_queries(3):
            found[name] = ReadableCourses().readable_courses(getattr(cast, name), cast.complex)

    assert found == expected


@pytest.mark.parametrize("state", list(EnrollmentState))
def test_who_left_reads_no_more_and_who_finished_does(cast, state):
    cast.cohort.enrollments.update(state=state)
    reads = state in {EnrollmentState.ENROLLED, EnrollmentState.COMPLETED, EnrollmentState.NOT_COMPLETED}

    found = ReadableCourses().readable_courses(cast.trainee, cast.complex)

    assert found == (frozenset({cast.cohort.course_id}) if reads else frozenset())


def test_ended_teaching_and_disabled_accounts_read_nothing(cast):
    cast.cohort.teachings.update(ended_at=NOW)
    cast.trainee.is_active = False

    found = [ReadableCourses().readable_courses(user, cast.complex) for user in (cast.instructor, cast.trainee)]

    assert found == [frozenset(), frozenset()]
