"""Settling a cohort: proposed by the software, confirmed by a person, frozen."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from enrollment import signals
from enrollment.models import AttendanceEvent, Cohort, Decision, LessonProgress
from enrollment.queries import completion as queries
from enrollment.queries import quizzes as quiz_queries
from enrollment.services import completion, quiz_grading, quizzes
from enrollment.states import CohortState, EnrollmentState, EventKind, EventSource
from tests import factories
from tests.enrollment.quizzes import build
from training.core import canonical
from training.core.errors import DomainError
from training.core.models import AuditEntry

pytestmark = pytest.mark.django_db
SEOUL = ZoneInfo("Asia/Seoul")
DAYS = [date(2026, 11, 2) + timedelta(days=n) for n in (0, 1, 2, 3, 4, 7, 8, 9, 10, 11)]  # ten weekdays
AFTER = datetime(2026, 11, 16, 9, tzinfo=SEOUL)


def attend(enrollment, sessions):
    for session in sessions:
        for kind, at in ((EventKind.IN, session.starts_at), (EventKind.OUT, session.ends_at)):
            AttendanceEvent.objects.create(
                complex=enrollment.complex,
                enrollment=enrollment,
                session=session,
                kind=kind,
                at=at,
                recorded_at=at,
                source=EventSource.QR,
            )


@pytest.fixture
def cohort():
    cohort = factories.CohortFactory(state=CohortState.ENDED, starts_on=DAYS[0], ends_on=DAYS[-1])
    for day in DAYS:
        factories.SessionFactory(
            cohort=cohort,
            day=day,
            starts_at=datetime(day.year, day.month, day.day, 9, tzinfo=SEOUL),
            ends_at=datetime(day.year, day.month, day.day, 18, tzinfo=SEOUL),
        )
    return cohort


@pytest.fixture
def people(cohort):
    """One who attended eight of ten days, the fewest that complete, and one who attended seven."""
    sessions = list(cohort.sessions.all())
    enough = factories.EnrollmentFactory(cohort=cohort, trainee__name="가온")
    short = factories.EnrollmentFactory(cohort=cohort, trainee__name="나래")
    attend(enough, sessions[:8])
    attend(short, sessions[:7])
    return enough, short


def confirm(cohort, by):
    seen = queries.fingerprint(queries.proposals(cohort, now=AFTER))
    return completion.confirm(cohort, by=by, seen=seen, now=AFTER)


def test_proposals_say_who_completes_and_what_the_other_misses(cohort, people):
    found = queries.proposals(cohort, now=AFTER)

    assert [(p.enrollment, p.outcome, p.sentences) for p in found] == [
        (people[0], EnrollmentState.COMPLETED, []),
        (people[1], EnrollmentState.NOT_COMPLETED, ["출석이 1일 더 필요합니다. 8일 가운데 7일을 채웠습니다."]),
    ]


def ask_for(cohort, **needs):
    cohort.program.policies.update(**needs)


def test_quizzes_count_where_the_policy_asks_for_them(cohort, people):
    quiz = build.quiz(cohort, said={"short": build.SAID["short"], "essay": build.ESSAY}, is_required=True)
    assert [len(p.shortfalls) for p in queries.proposals(cohort, now=AFTER)] == [0, 1]

    ask_for(cohort, needs_quizzes=True)
    attempt = quizzes.start(people[0], quiz, by=people[0].trainee, now=AFTER)
    fill(attempt)
    quizzes.hand_in(attempt, by=people[0].trainee, now=AFTER)

    first, second = queries.proposals(cohort, now=AFTER)
    assert first.sentences == [
        "아직 통과하지 않은 평가가 1개 있습니다. 1개 가운데 0개를 통과했습니다. 그중 1개는 강사의 채점을 기다립니다."
    ]
    assert second.sentences[1:] == ["아직 통과하지 않은 평가가 1개 있습니다. 1개 가운데 0개를 통과했습니다."]
    assert queries.of_person(people[0], now=AFTER).sentences == first.sentences

    [essay] = [answer for answer in attempt.answers.all() if answer.version.said.KIND == "essay"]
    quiz_grading.by_hand(essay, percent=100, remark="", by=factories.UserFactory(), now=AFTER)
    assert queries.proposals(cohort, now=AFTER)[0].shortfalls == ()


def test_a_score_that_changes_changes_what_is_confirmed(cohort, people):
    quiz = build.quiz(cohort, said={"short": build.SAID["short"]}, is_required=True)
    ask_for(cohort, needs_quizzes=True)
    before = queries.fingerprint(queries.proposals(cohort, now=AFTER))
    quizzes.start(people[0], quiz, by=people[0].trainee, now=AFTER)
    assert queries.fingerprint(queries.proposals(cohort, now=AFTER)) == before
    fill(people[0].attempts.get())
    quizzes.hand_in(people[0].attempts.get(), by=people[0].trainee, now=AFTER)
    assert queries.fingerprint(queries.proposals(cohort, now=AFTER)) != before


def test_a_decision_freezes_editions_and_scores(cohort, people):
    edition = factories.LessonEditionFactory(
        lesson__module__course=cohort.course, lesson__key="slurry", number=2, sha256="a" * 64
    )
    factories.LessonEditionFactory(lesson=edition.lesson, number=3, sha256="b" * 64)
    LessonProgress.objects.create(
        complex=cohort.complex, enrollment=people[0], lesson=edition.lesson, edition=edition, finished_at=AFTER
    )
    quiz = build.quiz(cohort, said={"short": build.SAID["short"]}, is_required=True)
    ask_for(cohort, needs_quizzes=True)
    fill(quizzes.start(people[0], quiz, by=people[0].trainee, now=AFTER))
    quizzes.hand_in(people[0].attempts.get(), by=people[0].trainee, now=AFTER)

    evidence = confirm(cohort, factories.UserFactory())[0].evidence

    assert evidence["policy"]["needs"] == ["quizzes"]
    assert evidence["lessons"] == {"published": 1, "finished": 1, "editions": [["slurry", "ko", 2, "a" * 64]]}
    assert evidence["quizzes"] == [{"key": quiz.key, "best": "1.00000", "passed": True}]


def fill(attempt):
    for answer in quiz_queries.answers(attempt):
        quizzes.save(attempt, answer.position, build.RIGHT[answer.version.said.KIND], now=AFTER)
    return attempt


def test_proposals_cost_the_same_for_one_and_for_three(cohort, django_assert_num_queries, people):
    def fresh():
        return Cohort.objects.select_related("program", "complex").get(pk=cohort.pk)

    two = fresh()
    with django_assert_num_queries(8):
        queries.proposals(two, now=AFTER)
    factories.EnrollmentFactory.create_batch(2, cohort=cohort)
    four = fresh()
    with django_assert_num_queries(8):
        queries.proposals(four, now=AFTER)


def test_confirm_freezes_every_decision_and_settles_the_cohort(cohort, people):
    operator = factories.UserFactory()

    decisions = confirm(cohort, operator)

    cohort.refresh_from_db()
    assert cohort.state == CohortState.SETTLED
    assert [(d.enrollment, d.number, d.outcome, d.decided_by, d.decided_at) for d in decisions] == [
        (people[0], 1, EnrollmentState.COMPLETED, operator, AFTER),
        (people[1], 1, EnrollmentState.NOT_COMPLETED, operator, AFTER),
    ]
    for decision in Decision.objects.select_related("enrollment"):
        assert decision.evidence_sha256 == canonical.sha256(decision.evidence)
        assert decision.enrollment.state == decision.outcome


def test_confirm_tells_the_apps_above_about_each_decision(cohort, people):
    heard = []
    receiver = lambda decision, **kwargs: heard.append(decision.enrollment)  # noqa: E731
    signals.decision_confirmed.connect(receiver)
    try:
        confirm(cohort, factories.UserFactory())
    finally:
        signals.decision_confirmed.disconnect(receiver)
    assert heard == list(people)


def test_confirm_refuses_what_changed_since_it_was_read(cohort, people):
    seen = queries.fingerprint(queries.proposals(cohort, now=AFTER))
    attend(people[1], [cohort.sessions.last()])

    with pytest.raises(DomainError):
        completion.confirm(cohort, by=factories.UserFactory(), seen=seen, now=AFTER)
    assert not Decision.objects.exists()


@pytest.mark.parametrize("state", [state for state in CohortState if state != CohortState.ENDED])
def test_confirm_refuses_a_cohort_that_has_not_ended(cohort, people, state):
    type(cohort).objects.filter(pk=cohort.pk).update(state=state)
    with pytest.raises(DomainError):
        confirm(cohort, factories.UserFactory())
    assert not Decision.objects.exists()


def test_confirm_twice_decides_once(cohort, people):
    confirm(cohort, factories.UserFactory())
    with pytest.raises(DomainError):
        confirm(cohort, factories.UserFactory())
    assert Decision.objects.count() == 2


def test_reopen_needs_a_reason(cohort, people):
    confirm(cohort, factories.UserFactory())
    people[1].refresh_from_db()
    with pytest.raises(DomainError):
        completion.reopen(people[1], by=factories.UserFactory(), reason="  ", now=AFTER)
    assert not Decision.objects.exclude(reopened_at=None).exists()


def test_reopen_keeps_the_old_decision_and_a_second_confirm_adds_another(cohort, people):
    operator = factories.UserFactory()
    confirm(cohort, operator)
    people[1].refresh_from_db()

    completion.reopen(people[1], by=operator, reason="정정 신청이 승인되었습니다.", now=AFTER)
    cohort.refresh_from_db()
    assert (cohort.state, people[1].state) == (CohortState.ENDED, EnrollmentState.ENROLLED)

    attend(people[1], [cohort.sessions.last()])
    confirm(cohort, operator)
    assert list(
        Decision.objects.filter(enrollment=people[1]).order_by("number").values_list("number", "outcome", "reopened_at")
    ) == [(1, EnrollmentState.NOT_COMPLETED, AFTER), (2, EnrollmentState.COMPLETED, None)]
    assert AuditEntry.objects.filter(reason="정정 신청이 승인되었습니다.").count() == 2


def test_reopen_is_refused_when_an_app_above_says_no(cohort, people):
    def no(decision, **kwargs):
        raise DomainError("Revoke the certificate first.")

    confirm(cohort, factories.UserFactory())
    people[0].refresh_from_db()
    signals.decision_reopening.connect(no)
    try:
        with pytest.raises(DomainError):
            completion.reopen(people[0], by=factories.UserFactory(), reason="착오", now=AFTER)
    finally:
        signals.decision_reopening.disconnect(no)
    assert Decision.objects.filter(reopened_at=None).count() == 2
