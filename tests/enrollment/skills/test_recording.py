"""Readings at the bench: judged by the version that stood, corrected in the open, confirmed by a second person."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import permutations

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from courses.services.skills import book
from enrollment.models import Cohort, Enrollment, SecondWord, SkillRecord
from enrollment.queries import clearance
from enrollment.queries import skills as queries
from enrollment.rules.skills import Stand, Try, stand
from enrollment.services import quizzes, skills
from enrollment.services.readings import Reading
from enrollment.services.skills import Circumstances
from enrollment.states import CohortState, EnrollmentState
from tests import factories
from tests.enrollment.quizzes import build as quiz_build
from tests.enrollment.skills import build
from tests.factories import NOW
from training.core.errors import DomainError
from training.core.models import AuditEntry

pytestmark = pytest.mark.django_db
SECONDS = iter(range(10**6))


@pytest.fixture
def cohort():
    return factories.CohortFactory(state=CohortState.RUNNING)


@pytest.fixture
def person(cohort):
    return factories.EnrollmentFactory(cohort=cohort, complex=cohort.complex)


@pytest.fixture
def assessor():
    return factories.UserFactory()


def around(ticket=None, at=NOW):
    return Circumstances(taken_at=at, ticket=ticket or f"ticket-{next(SECONDS)}", instrument="MT-2", place="실습실")


def enter(skill, typed, person, by, *, ticket=None, **more):
    [made] = skills.record(person.cohort, skill, {person.pk: Reading(typed, **more)}, around(ticket), by=by, now=NOW)
    return made


def standing(person, skill):
    [shown] = queries.of_people([person.pk], [skill])[person.pk]
    return shown.stand


TRIES = st.builds(Try, st.booleans(), st.booleans(), st.sampled_from([None, True, False]))


@pytest.mark.parametrize(
    ("tries", "expected"),
    [
        ([], Stand.BLANK),
        ([Try(False)], Stand.AGAIN),
        ([Try(True)], Stand.PASSED),
        ([Try(True), Try(False)], Stand.PASSED),
        ([Try(True, True)], Stand.WAITING),
        ([Try(True, True, True)], Stand.PASSED),
        ([Try(True, True, False)], Stand.AGAIN),
        ([Try(False, True)], Stand.AGAIN),
        ([Try(True, True, False), Try(True, True)], Stand.WAITING),
    ],
)
def test_stand_of_tries(tries, expected):
    assert stand(tries) == expected


@given(st.lists(TRIES, max_size=4))
def test_the_order_of_tries_does_not_matter_and_one_more_never_takes_a_pass_away(tries):
    assert len({stand(order) for order in permutations(tries)}) == 1
    if stand(tries) == Stand.PASSED:
        assert stand([*tries, Try(False)]) == Stand.PASSED


def test_a_reading_is_kept_with_all_that_belongs_to_it(cohort, person, assessor):
    skill = build.skill(cohort)
    made = enter(skill, "0.0703 mm", person, assessor, specimen="L-07", remark="다섯 곳 평균")
    made.refresh_from_db()
    kept = (made.value, made.passed, made.attempt, made.specimen, made.instrument, made.place, made.assessed_by)
    assert [str(kept[0]), *kept[1:]] == ["70.30000", True, 1, "L-07", "MT-2", "실습실", assessor]
    assert queries.reading(made) == "70.3 µm"
    assert standing(person, skill) == Stand.PASSED
    assert AuditEntry.objects.filter(subject_type="enrollment.skillrecord", action="recorded").count() == 1


def test_out_of_range_is_confirmed_once_and_does_not_pass(cohort, person, assessor):
    skill = build.skill(cohort)
    with pytest.raises(skills.NotTaken) as refused:
        enter(skill, "68.4", person, assessor)
    [row] = refused.value.rows.values()
    assert (row.to_confirm, refused.value.refused) == (True, [])
    assert row.sentence == "68.4 µm는 허용 범위(70 ± 1.5 µm)를 벗어났습니다. 맞는 값이면 확인을 눌러 주세요."

    made = enter(skill, "68.4", person, assessor, confirmed=True)
    assert (made.passed, made.out_of_range_confirmed, standing(person, skill)) == (False, True, Stand.AGAIN)
    assert enter(skill, "70", person, assessor).attempt == 2
    assert standing(person, skill) == Stand.PASSED


@pytest.mark.parametrize("typed", ["", "thick", "9.99999", "500.00001", "-70", "70 mg", "nan", "1e999"])
def test_what_cannot_be_is_refused_even_if_confirmed(cohort, person, assessor, typed):
    with pytest.raises(skills.NotTaken) as refused:
        enter(build.skill(cohort), typed, person, assessor, confirmed=True)
    assert refused.value.refused
    assert not SkillRecord.objects.exists()


@pytest.mark.parametrize(("typed", "level"), [("1", 1), ("3", 3), ("0", None), ("4", None), ("2.0", None), ("٣", 3)])
def test_levels_are_the_described_ones(cohort, person, assessor, typed, level):
    skill = build.skill(cohort, build.WELD)
    if level is None:
        with pytest.raises(skills.NotTaken):
            enter(skill, typed, person, assessor)
    else:
        assert enter(skill, typed, person, assessor).level == level


def test_a_group_is_saved_whole_or_not_at_all(cohort, assessor):
    skill = build.skill(cohort)
    people = factories.EnrollmentFactory.create_batch(3, cohort=cohort, complex=cohort.complex)
    readings = {people[0].pk: Reading("70"), people[1].pk: Reading("60"), people[2].pk: Reading("kg")}
    with pytest.raises(skills.NotTaken) as refused:
        skills.record(cohort, skill, readings, around(), by=assessor, now=NOW)
    assert {key: row.to_confirm for key, row in refused.value.rows.items()} == {people[1].pk: True, people[2].pk: False}
    assert not SkillRecord.objects.exists()

    readings |= {people[1].pk: Reading("60", confirmed=True), people[2].pk: Reading("71")}
    made = skills.record(cohort, skill, readings, around(), by=assessor, now=NOW)
    assert [record.passed for record in made] == [True, False, True]


def test_one_screen_sent_twice_counts_once(cohort, person, assessor):
    skill = build.skill(cohort)
    first = enter(skill, "70", person, assessor, ticket="t")
    assert enter(skill, "70", person, assessor, ticket="t") == first
    assert SkillRecord.objects.count() == 1


def test_an_edit_of_the_skill_leaves_old_records_as_they_were_judged(cohort, person, assessor):

    skill = build.skill(cohort)
    enter(skill, "71.4", person, assessor)
    book.edit(skill, said=replace(build.THICKNESS, upper=Decimal(71)), by=None, now=NOW)
    assert standing(person, skill) == Stand.PASSED
    with pytest.raises(skills.NotTaken):
        enter(skill, "71.4", person, assessor)


def test_a_correction_stands_beside_what_it_corrects(cohort, person, assessor):
    skill, other = build.skill(cohort), factories.UserFactory()
    wrong = enter(skill, "71", person, assessor)
    with pytest.raises(DomainError):
        skills.correct(wrong, Reading("61", confirmed=True), ticket="c", reason=" ", by=other, now=NOW)
    made = skills.correct(
        wrong, Reading("61", confirmed=True), ticket="c", reason="잘못 옮겨 적었습니다.", by=other, now=NOW
    )
    assert (made.attempt, made.replaces, made.assessed_by, made.passed) == (1, wrong, other, False)
    assert standing(person, skill) == Stand.AGAIN
    assert [record.pk for record in queries.history(person.pk, skill.pk)] == [made.pk, wrong.pk]
    with pytest.raises(DomainError):
        skills.correct(wrong, Reading("70"), ticket="d", reason="또", by=other, now=NOW)
    assert SkillRecord.objects.count() == 2
    assert enter(skill, "70", person, assessor).attempt == 2


def test_a_second_assessor_decides_with_their_own_account(cohort, person, assessor):
    skill, other = build.skill(cohort, build.MOISTURE), factories.UserFactory()
    record = enter(skill, "150", person, assessor)
    assert standing(person, skill) == Stand.WAITING
    assert queries.waiting([cohort], but=other) == [record]
    assert queries.waiting([cohort], but=assessor) == []

    with pytest.raises(skills.SameAssessor):
        skills.second(record, agrees=True, typed="", remark="", by=assessor, now=NOW)
    with pytest.raises(skills.Yourself):
        skills.second(record, agrees=True, typed="", remark="", by=person.trainee, now=NOW)
    with pytest.raises(DomainError):
        skills.second(record, agrees=False, typed="", remark=" ", by=other, now=NOW)

    word = skills.second(record, agrees=True, typed="152 ppm", remark="", by=other, now=NOW)
    assert (word.first, word.given_by, str(word.value)) == (assessor, other, "152.00000")
    assert standing(person, skill) == Stand.PASSED
    with pytest.raises(DomainError):
        skills.second(record, agrees=False, typed="", remark="no", by=factories.UserFactory(), now=NOW)


def test_a_correction_asks_the_second_assessor_again(cohort, person, assessor):
    skill, other = build.skill(cohort, build.MOISTURE), factories.UserFactory()
    record = enter(skill, "150", person, assessor)
    skills.second(record, agrees=True, typed="", remark="", by=other, now=NOW)
    skills.correct(record, Reading("160"), ticket="c", reason="단위", by=assessor, now=NOW)
    assert standing(person, skill) == Stand.WAITING


def test_no_second_word_where_none_is_asked_or_nothing_passed(cohort, person, assessor):
    other = factories.UserFactory()
    plain = enter(build.skill(cohort), "70", person, assessor)
    failed = enter(build.skill(cohort, build.MOISTURE, key="m"), "300", person, assessor, confirmed=True)
    for record in (plain, failed):
        with pytest.raises(DomainError):
            skills.second(record, agrees=True, typed="", remark="", by=other, now=NOW)


def test_nobody_assesses_themself(cohort, person):
    with pytest.raises(skills.NotTaken) as refused:
        enter(build.skill(cohort), "70", person, person.trainee)
    assert "본인" in refused.value.rows[person.pk].sentence


@pytest.mark.parametrize("state", [state for state in CohortState if state in ("planned", "settled", "canceled")])
def test_a_cohort_that_is_not_live_is_left(cohort, person, assessor, state):
    skill = build.skill(cohort)
    Cohort.objects.filter(pk=cohort.pk).update(state=state)
    person.cohort.refresh_from_db()
    with pytest.raises(DomainError):
        enter(skill, "70", person, assessor)


def test_who_left_or_is_in_another_cohort_is_refused(cohort, person, assessor):
    skill = build.skill(cohort)
    foreign = factories.EnrollmentFactory(complex=cohort.complex)
    with pytest.raises(skills.NotTaken):
        skills.record(cohort, skill, {foreign.pk: Reading("70")}, around(), by=assessor, now=NOW)
    Enrollment.objects.filter(pk=person.pk).update(state=EnrollmentState.WITHDRAWN)
    with pytest.raises(skills.NotTaken):
        enter(skill, "70", person, assessor)


def test_a_time_to_come_is_refused(cohort, person, assessor):
    with pytest.raises(DomainError):
        skills.record(
            cohort,
            build.skill(cohort),
            {person.pk: Reading("70")},
            around(at=NOW + timedelta(seconds=1)),
            by=assessor,
            now=NOW,
        )


def test_safety_comes_before_practice(cohort, person, assessor):
    quiz = quiz_build.quiz(cohort, said={"short": quiz_build.SAID["short"]}, is_safety=True, title_ko="안전 평가")
    gear = build.skill(cohort, build.PPE, key="gear", is_safety=True)
    skill = build.skill(cohort)
    assert clearance.missing(cohort.course_id, [person.pk]) == {person.pk: ["평가 “안전 평가”", "실습 “보호구 착용”"]}
    with pytest.raises(skills.NotTaken) as refused:
        enter(skill, "70", person, assessor)
    assert "안전 평가" in refused.value.rows[person.pk].sentence

    enter(gear, "2", person, assessor)
    attempt = quizzes.start(person, quiz, by=person.trainee, now=NOW)
    quizzes.save(attempt, 1, {"text": "전극"}, now=NOW)
    quizzes.hand_in(attempt, by=person.trainee, now=NOW)
    assert clearance.missing(cohort.course_id, [person.pk]) == {}
    assert enter(skill, "70", person, assessor).passed


def test_clearance_costs_the_same_for_one_and_for_three(cohort, person, django_assert_num_queries):
    quiz_build.quiz(cohort, said={"short": quiz_build.SAID["short"]}, is_safety=True)
    build.skill(cohort, build.PPE, is_safety=True)
    more = factories.EnrollmentFactory.create_batch(2, cohort=cohort, complex=cohort.complex)
    for people in ([person], [person, *more]):
        with django_assert_num_queries(5):
            assert len(clearance.missing(cohort.course_id, [one.pk for one in people])) == len(people)


@pytest.mark.parametrize("table", ["skillrecord", "secondword"])
@pytest.mark.parametrize("statement", ["UPDATE enrollment_{} SET remark = 'x'", "DELETE FROM enrollment_{}"])
def test_the_database_keeps_records(cohort, person, assessor, table, statement):
    record = enter(build.skill(cohort, build.MOISTURE), "150", person, assessor)
    skills.second(record, agrees=True, typed="", remark="", by=factories.UserFactory(), now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS ledger_may_be_emptied")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


def test_the_database_refuses_what_must_never_be(cohort, person, assessor):
    record = enter(build.skill(cohort, build.MOISTURE), "150", person, assessor)
    same = {"complex": record.complex, "record": record, "given_at": NOW, "first": assessor}
    for values in ({"given_by": assessor, "agrees": True}, {"given_by": person.trainee, "agrees": False}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SecondWord.objects.create(**same, **values)
    plain = {
        "complex": record.complex,
        "enrollment": person,
        "skill": record.skill,
        "version": record.version,
        "passed": True,
        "taken_at": NOW,
        "recorded_at": NOW,
        "assessed_by": assessor,
    }
    bad = (
        {"attempt": 2, "ticket": "a"},
        {"attempt": 2, "ticket": "a", "value": 1, "level": 1},
        {"attempt": 1, "ticket": "a", "level": 1},
        {"attempt": 2, "ticket": record.ticket, "level": 1},
        {"attempt": 2, "ticket": "a", "level": 1, "reason": "why"},
        {"attempt": 1, "ticket": "a", "level": 1, "replaces": record},
        {"attempt": 2, "ticket": "a", "level": 1, "taken_at": NOW + timedelta(seconds=1)},
    )
    for values in bad:
        with pytest.raises(IntegrityError), transaction.atomic():
            SkillRecord.objects.create(**plain | values)
