"""Taking a quiz: nothing lost, nothing twice, the server's clock, and no score before its time."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import permutations

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from courses.models import QuestionVersion, Quiz
from courses.rules.questions import content
from courses.rules.questions.content import Text
from courses.services.questions import bank
from enrollment.models import Enrollment, QuizAnswer, QuizAttempt
from enrollment.queries import quizzes as queries
from enrollment.services import quiz_grading, quizzes
from enrollment.states import ATTEMPT_TRANSITIONS, AttemptState
from tests import factories
from tests.courses.said import SVG
from tests.enrollment.quizzes import build
from tests.factories import NOW
from training.core import audit, clock
from training.core.errors import DomainError, TransitionRefused
from training.core.models import AuditEntry, Owed

MINUTE = timedelta(minutes=1)


@pytest.fixture
def enrollment(complex):
    return factories.EnrollmentFactory(complex=complex)


def begin(enrollment, quiz, now=NOW):
    return quizzes.start(enrollment, quiz, by=enrollment.trainee, now=now)


def fill(attempt, now=NOW + MINUTE):
    for answer in queries.answers(attempt):
        quizzes.save(attempt, answer.position, build.RIGHT[answer.version.said.KIND], now=now)


def test_everything_right_is_a_whole(enrollment):
    quiz = build.quiz(enrollment.cohort, is_required=True)
    attempt = begin(enrollment, quiz)
    fill(attempt)
    done = quizzes.hand_in(attempt, by=enrollment.trainee, now=NOW + 2 * MINUTE)
    assert (done.state, done.fraction, done.passed) == (AttemptState.GRADED, Decimal(1), True)
    [result] = queries.results_in([enrollment.pk], list(Quiz.objects.published()))[enrollment.pk]
    assert (result.quiz, result.best, result.passed, result.attempts) == (quiz, Decimal(1), True, 1)
    assert quizzes.hand_in(attempt, by=enrollment.trainee, now=NOW + 3 * MINUTE).submitted_at == NOW + 2 * MINUTE


def test_starting_twice_is_one_attempt(enrollment):
    quiz = build.quiz(enrollment.cohort)
    assert begin(enrollment, quiz) == begin(enrollment, quiz, NOW + MINUTE)
    assert QuizAttempt.objects.count() == 1


def test_order_of_arrival_does_not_matter(enrollment):
    quiz = build.quiz(enrollment.cohort, said={"short": build.SAID["short"]})
    attempt = begin(enrollment, quiz)
    base = int(NOW.timestamp() * 1000)
    for number, order in enumerate(permutations([1, 2, 3, 3])):
        QuizAnswer.objects.filter(attempt=attempt).update(sequence=0, answer={})
        for sequence in order:
            quizzes.save(attempt, 1, {"text": str(sequence)}, sequence=base + sequence, now=NOW + MINUTE)
        assert QuizAnswer.objects.get(attempt=attempt).answer == {"text": "3"}, number


def test_a_clock_that_runs_ahead_locks_nobody_out(enrollment):
    attempt = begin(enrollment, build.quiz(enrollment.cohort))
    quizzes.save(attempt, 1, {"text": "far"}, sequence=10**15 - 1, now=NOW)
    assert quizzes.save(attempt, 1, {"text": "now"}, now=NOW + MINUTE).answer == {"text": "now"}


@pytest.mark.parametrize(("seconds", "taken"), [(30 * 60 - 1, True), (30 * 60, False), (30 * 60 + 1, False)])
def test_time_is_half_open_and_the_servers(enrollment, seconds, taken):
    attempt = begin(enrollment, build.quiz(enrollment.cohort))
    now = NOW + timedelta(seconds=seconds)
    if taken:
        quizzes.save(attempt, 1, {"text": "in time"}, now=now)
    else:
        with pytest.raises(quizzes.TooLate):
            quizzes.save(attempt, 1, {"text": "late"}, now=now)
    assert QuizAnswer.objects.filter(answer__text__isnull=False).exists() is taken


def test_a_closed_laptop_is_handed_in_with_what_was_saved(enrollment):
    attempt = begin(enrollment, build.quiz(enrollment.cohort))
    fill(attempt)
    assert Owed.objects.get(kind=quizzes.EXPIRY).due_at == NOW + 30 * MINUTE
    assert quizzes.expire(attempt, now=NOW + 29 * MINUTE).state == AttemptState.OPEN
    assert quizzes.expire_overdue(now=NOW + 31 * MINUTE) == 1
    attempt.refresh_from_db()
    assert (attempt.state, attempt.timed_out, attempt.submitted_at) == ("graded", True, NOW + 30 * MINUTE)
    assert attempt.fraction == 1
    assert quizzes.expire_overdue(now=NOW + 32 * MINUTE) == 0


def test_extra_time_reaches_the_open_attempt(enrollment):
    quiz = build.quiz(enrollment.cohort)
    attempt = begin(enrollment, quiz)
    quizzes.give_time(enrollment, quiz, minutes=15, reason="시각 보조", by=enrollment.trainee, now=NOW)
    quizzes.save(attempt, 1, {"text": "still"}, now=NOW + 44 * MINUTE)
    with pytest.raises(DomainError):
        quizzes.give_time(enrollment, quiz, minutes=15, reason=" ", by=enrollment.trainee, now=NOW)


def test_attempts_are_limited_and_pools_drawn(enrollment):
    quiz = build.quiz(enrollment.cohort, attempts=1)
    pool = quiz.pools.get()
    bank.set_pools(quiz, [(2, list(pool.questions.all()))])
    attempt = begin(enrollment, quiz)
    assert attempt.answers.count() == queries.how_many(quiz) == 2
    quizzes.hand_in(attempt, by=enrollment.trainee, now=NOW)
    with pytest.raises(DomainError):
        begin(enrollment, quiz)


def test_others_and_unpublished_are_refused(enrollment):
    quiz = build.quiz(enrollment.cohort)
    stranger = factories.EnrollmentFactory(complex=enrollment.complex)  # in another course
    with pytest.raises(DomainError):
        begin(stranger, quiz)
    with pytest.raises(DomainError):
        quizzes.start(enrollment, quiz, by=stranger.trainee, now=NOW)
    with pytest.raises(DomainError):
        begin(enrollment, build.quiz(enrollment.cohort, key="draft", published_at=None))
    assert not QuizAttempt.objects.exists()


def test_an_essay_waits_for_its_instructor(enrollment):
    quiz = build.quiz(enrollment.cohort, said={"essay": build.ESSAY, "short": build.SAID["short"]}, is_required=True)
    attempt = begin(enrollment, quiz)
    fill(attempt)
    quizzes.hand_in(attempt, by=enrollment.trainee, now=NOW + MINUTE)
    assert queries.results_in([enrollment.pk], list(Quiz.objects.published()))[enrollment.pk][0].waiting
    essay = next(answer for answer in queries.answers(attempt) if quizzes.is_graded_by_hand(answer))
    done = quiz_grading.by_hand(essay, percent=50, remark="좋습니다", by=factories.UserFactory(), now=NOW + MINUTE)
    assert (done.state, done.fraction) == (AttemptState.GRADED, Decimal("0.75"))


def test_regrading_shows_who_changes_and_keeps_the_version_that_was_seen(enrollment):
    quiz = build.quiz(enrollment.cohort, said={"short": build.SAID["short"]})
    attempt = begin(enrollment, quiz)
    quizzes.save(attempt, 1, {"text": "양극"}, now=NOW)
    quizzes.hand_in(attempt, by=enrollment.trainee, now=NOW)
    assert quiz_grading.preview(quiz, enrollment.cohort) == []
    question = quiz.pools.get().questions.get()
    wider = content.Short(prompt=Text("낱말"), accepted=(content.Accepted("양극"),))
    bank.edit(question, said=wider, by=None, now=NOW)
    [change] = quiz_grading.preview(quiz, enrollment.cohort)
    assert (change.before, change.after, change.turns) == (0, 1, True)
    with pytest.raises(DomainError):
        quiz_grading.regrade(quiz, enrollment.cohort, seen="0" * 64, reason="x", by=enrollment.trainee, now=NOW)
    seen = quiz_grading.fingerprint([change])
    assert (
        quiz_grading.regrade(
            quiz, enrollment.cohort, seen=seen, reason="허용 오차를 넓혔습니다.", by=enrollment.trainee, now=NOW
        )
        == 1
    )
    attempt.refresh_from_db()
    assert (attempt.fraction, attempt.answers.get().version.number) == (1, 1)


def test_versions_are_only_ever_added(enrollment):
    question = build.quiz(enrollment.cohort, said={"short": build.SAID["short"]}).pools.get().questions.get()
    bank.edit(question, said=build.SAID["short"], by=None, now=NOW)
    assert question.versions.count() == 1
    with pytest.raises(TypeError):
        question.versions.get().save()
    with pytest.raises(IntegrityError), transaction.atomic():
        QuestionVersion.objects.update(number=9)
    with pytest.raises(DomainError):
        bank.edit(question, said=build.SAID["numeric"], by=None, now=NOW)
    with pytest.raises(bank.Unfair):
        bank.edit(question, said=content.Short(prompt=Text("?"), accepted=()), by=None, now=NOW)


@pytest.mark.parametrize("to", list(AttemptState))
@pytest.mark.parametrize("start", list(AttemptState))
def test_every_pair_of_states(db, start, to):
    attempt = QuizAttempt(state=start)
    if to not in ATTEMPT_TRANSITIONS[start]:
        with pytest.raises(TransitionRefused):
            audit.move(attempt, to, by=None, now=NOW)


# --- screens ------------------------------------------------------------------------------------
@pytest.fixture
def taking(client, enrollment, monkeypatch):
    client.force_login(enrollment.trainee)
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return client


def pages(attempt):
    of = attempt.answers.count()
    return [reverse("enrollment:quiz_question", args=[attempt.pk, n + 1]) for n in range(of)]


def test_whole_quiz_without_a_script(taking, enrollment):
    quiz = build.quiz(enrollment.cohort, reveal="answers")
    assert "퀴즈" in taking.get(reverse("enrollment:learn")).content.decode()
    taking.get(reverse("enrollment:quiz", args=[quiz.pk]))
    where = taking.post(reverse("enrollment:start_quiz", args=[quiz.pk]))["Location"]
    attempt = QuizAttempt.objects.get()
    assert where == pages(attempt)[0]
    for answer, page in zip(queries.answers(attempt), pages(attempt), strict=True):
        right = build.RIGHT[answer.version.said.KIND]
        flat = {f"order-{n}": key for n, key in enumerate(right.get("order", []))}
        flat |= {f"pair-{left}": side for left, side in right.get("pairs", {}).items()}
        flat |= {key: value for key, value in right.items() if key not in ("order", "pairs")}
        shown = taking.get(page).content.decode()
        assert "secret" not in shown
        where = taking.post(page, flat | {"go": "next"})["Location"]
    assert where == reverse("enrollment:quiz_review", args=[attempt.pk])
    assert "secret" not in taking.get(where).content.decode()
    result = taking.post(reverse("enrollment:hand_in_quiz", args=[attempt.pk]), follow=True).content.decode()
    assert "100.0" in result
    assert "secret-praise" in result
    assert taking.get(pages(attempt)[0])["Location"] == reverse("enrollment:quiz_result", args=[attempt.pk])


@pytest.mark.parametrize(
    ("reveal", "score", "answers"), [("nothing", False, False), ("score", True, False), ("answers", True, True)]
)
def test_a_result_shows_what_the_quiz_allows(taking, enrollment, reveal, score, answers):
    quiz = build.quiz(enrollment.cohort, reveal=reveal)
    attempt = begin(enrollment, quiz)
    fill(attempt)
    saved = taking.post(reverse("enrollment:save_answer", args=[attempt.pk, 1]), {"text": "?", "sequence": "1"}).json()
    assert list(saved) == ["saved"]
    quizzes.hand_in(attempt, by=enrollment.trainee, now=NOW)
    for page in ("quiz_result", "quiz"):
        key = attempt.pk if page == "quiz_result" else quiz.pk
        body = taking.get(reverse(f"enrollment:{page}", args=[key])).content.decode()
        assert ("100.0" in body) is score
        assert ("secret" in body) is (answers and page == "quiz_result")


def test_right_answers_are_not_shown_while_the_person_may_try_again(taking, enrollment):
    quiz = build.quiz(enrollment.cohort, reveal="answers", attempts=2)
    seen = []
    for _try in range(2):
        attempt = begin(enrollment, quiz)
        quizzes.hand_in(attempt, by=enrollment.trainee, now=NOW)
        body = taking.get(reverse("enrollment:quiz_result", args=[attempt.pk])).content.decode()
        seen.append(("secret" in body, "정답은 합격하셨거나" in body))
    assert seen == [(False, True), (True, False)]


@pytest.mark.parametrize("passes", [False, True])
def test_right_answers_are_not_shown_while_another_attempt_is_open(taking, enrollment, passes):
    quiz = build.quiz(enrollment.cohort, reveal="answers", attempts=2)
    first = begin(enrollment, quiz)
    if passes:
        fill(first)
    quizzes.hand_in(first, by=enrollment.trainee, now=NOW)
    last = begin(enrollment, quiz)
    address = reverse("enrollment:quiz_result", args=[first.pk])
    during = taking.get(address).content.decode()
    quizzes.hand_in(last, by=enrollment.trainee, now=NOW)

    assert ["secret" in page for page in (during, taking.get(address).content.decode())] == [False, True]


def test_late_and_foreign_answers_are_refused(taking, enrollment, client, monkeypatch):
    attempt = begin(enrollment, build.quiz(enrollment.cohort))
    save = reverse("enrollment:save_answer", args=[attempt.pk, 1])
    monkeypatch.setattr(clock, "now", lambda: NOW + 31 * MINUTE)
    assert taking.post(save, {"text": "late"}).status_code == 409
    assert AuditEntry.objects.get(action="assessment refused").facts == {"why": "the attempt is over"}
    other = Enrollment.objects.get(
        pk=factories.EnrollmentFactory(complex=enrollment.complex, cohort=enrollment.cohort).pk
    )
    client.force_login(other.trainee)
    assert client.post(save, {"text": "mine"}).status_code == 404
    assert client.get(pages(attempt)[0]).status_code == 404
    assert not QuizAnswer.objects.exclude(answer={}).exists()


@pytest.mark.parametrize("page", ["quiz_question", "quiz_review", "quiz_result", "quiz"])
def test_queries_do_not_grow_with_questions(taking, enrollment, page, django_assert_max_num_queries):
    def counted(many):
        shown = replace(build.SAID["short"], figure=content.Figure("a.svg", Text("선"), svg=SVG), skills=("moisture",))
        said = {f"short-{n}": shown for n in range(many)}
        quiz = build.quiz(enrollment.cohort, key=f"quiz-{many}", said=said, reveal="answers")
        attempt = begin(enrollment, quiz)
        if page == "quiz_result":  # the last attempt, so that figures, answers and skills are all shown
            Quiz.objects.filter(pk=quiz.pk).update(attempts=1)
            quizzes.hand_in(attempt, by=enrollment.trainee, now=NOW)
        args = {"quiz": [quiz.pk], "quiz_question": [attempt.pk, 1]}.get(page, [attempt.pk])
        with django_assert_max_num_queries(20) as captured:
            assert taking.get(reverse(f"enrollment:{page}", args=args)).status_code == 200
        return len(captured)

    assert abs(counted(5) - counted(100)) <= 1


def test_results_are_asked_in_two_queries(enrollment, django_assert_num_queries):
    for number in range(3):
        build.quiz(enrollment.cohort, key=f"quiz-{number}", said={"short": build.SAID["short"]}, is_required=True)
    other = factories.EnrollmentFactory(complex=enrollment.complex, cohort=enrollment.cohort)
    with django_assert_num_queries(2):
        found = queries.results_in([enrollment.pk, other.pk], list(Quiz.objects.published()))
    assert [len(results) for results in found.values()] == [3, 3]


def test_english_reads_english(enrollment):
    version = (
        build.quiz(enrollment.cohort, said={"short": build.SAID["short"]}).pools.get().questions.get().versions.get()
    )
    with translation.override("en"):
        assert str(version) == "Word"
