"""Questions as both sides see them."""

from datetime import timedelta

import pytest
import time_machine

from enrollment.models import Enrollment, Message, Thread
from enrollment.queries import threads as queries
from enrollment.services import threads
from enrollment.states import EnrollmentState
from tests import factories
from tests.enrollment.threads import build
from tests.factories import NOW
from training.core import clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        yield


def enter(client, person):
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def staff(cast, thread, rest=""):
    return f"/teach/cohorts/{cast.cohort.pk}/questions-asked/{thread.pk}/{rest}"


def test_a_trainee_asks_about_a_lesson_and_the_instructor_answers(cast, client):
    lesson = factories.LessonEditionFactory(
        lesson__complex=cast.complex, lesson__module__course=cast.cohort.course
    ).lesson
    ask = f"/learn/questions/ask/{build.enrollment(cast).pk}/"
    enter(client, cast.trainee)
    assert f'<option value="{lesson.pk}" selected>' in client.get(f"{ask}?lesson={lesson.pk}").content.decode()

    response = client.post(ask, {"lesson": lesson.pk, **build.WORDS})

    thread = Thread.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/learn/questions/{thread.pk}/")
    assert thread.lesson == lesson
    assert "답 기다림" in client.get("/learn/questions/").content.decode()

    enter(client, cast.instructor)
    assert "1건 대기" in client.get("/teach/").content.decode()
    page = client.get(staff(cast, thread)).content.decode()
    assert "secret-words" in page
    assert lesson.title_ko in page
    assert client.post(staff(cast, thread), {"text": "여유분입니다."}).status_code == 302

    enter(client, cast.trainee)
    assert "읽지 않은 답변" in client.get("/learn/").content.decode()
    assert "여유분입니다." in client.get(f"/learn/questions/{thread.pk}/").content.decode()
    assert "읽지 않은 답변" not in client.get("/learn/").content.decode()


def test_what_one_instructor_has_read_is_new_to_another(cast, client):
    factories.TeachingFactory(complex=cast.complex, cohort=cast.cohort, instructor=cast.other_instructor)
    thread = build.thread(cast)
    listed = f"/teach/cohorts/{cast.cohort.pk}/questions-asked/"

    enter(client, cast.instructor).get(staff(cast, thread))

    assert "새 메시지" not in client.get(listed).content.decode()
    assert "새 메시지" in enter(client, cast.other_instructor).get(listed).content.decode()


@pytest.mark.parametrize("who", ["other_trainee", "applicant", "other_instructor", "lead", "employer", "neighbor"])
def test_for_everybody_else_a_question_does_not_exist(cast, client, who):
    thread = build.thread(cast)
    enter(client, getattr(cast, who))

    for address in (f"/learn/questions/{thread.pk}/", staff(cast, thread)):
        assert client.get(address).status_code == 404
        assert client.post(address, {"text": "x"}).status_code == 404
        assert client.post(f"{address}close/").status_code == 404
    assert Message.objects.count() == 1


def test_a_thread_of_another_cohort_is_not_found_under_ones_own(cast, client):
    thread = build.thread(cast)
    other = cast.other_instructor.teachings.get().cohort
    enter(client, cast.other_instructor)
    assert client.get(f"/teach/cohorts/{other.pk}/questions-asked/{thread.pk}/").status_code == 404


def test_who_left_reads_but_is_offered_no_form(cast, client):
    thread = build.thread(cast)
    Enrollment.objects.filter(trainee=cast.trainee).update(state=EnrollmentState.WITHDRAWN)
    enter(client, cast.trainee)

    page = client.get(f"/learn/questions/{thread.pk}/").content.decode()

    assert "secret-words" in page

    assert "<textarea" not in page
    assert client.post(f"/learn/questions/{thread.pk}/", {"text": "x"}).status_code == 403
    assert client.post(f"/learn/questions/ask/{build.enrollment(cast).pk}/", build.WORDS).status_code == 403
    assert "내 질문 1건 보기" in client.get("/learn/").content.decode()
    answered = enter(client, cast.instructor)
    assert "답장할 수 없습니다" in answered.get(staff(cast, thread)).content.decode()
    assert answered.post(staff(cast, thread), {"text": "a last word"}).status_code == 302


def test_no_cache_keeps_what_was_said(cast, client):
    thread = build.thread(cast)
    for person, address in (
        (cast.trainee, "/learn/questions/"),
        (cast.trainee, f"/learn/questions/{thread.pk}/"),
        (cast.instructor, f"/teach/cohorts/{cast.cohort.pk}/questions-asked/"),
        (cast.instructor, staff(cast, thread)),
    ):
        assert enter(client, person).get(address)["Cache-Control"] == "private, no-store"


def test_operators_see_on_their_desk_what_waits_and_since_when(cast, client):
    build.thread(cast)
    page = enter(client, cast.operator).get("/desk/").content.decode()
    assert f"/teach/cohorts/{cast.cohort.pk}/questions-asked/?show=waiting" in page
    assert "1건 대기" in page
    assert "2026. 11. 23.(월) 09:00" in page


@pytest.mark.parametrize("text", ["900101-1234567", "９００１０１－１２３４５６７", "", "\x00", "가" * 3001])
def test_what_must_not_be_written_is_refused_and_kept_in_the_form(cast, client, text):
    thread = build.thread(cast)
    asked = enter(client, cast.trainee)
    assert asked.post(f"/learn/questions/{thread.pk}/", {"text": text}).status_code == 422
    assert (
        asked.post(f"/learn/questions/ask/{build.enrollment(cast).pk}/", {"subject": "x", "text": text}).status_code
        == 422
    )
    assert (
        asked.post(f"/learn/questions/ask/{build.enrollment(cast).pk}/", {"subject": text, "text": "x"}).status_code
        == 422
    )
    assert enter(client, cast.instructor).post(staff(cast, thread), {"text": text}).status_code == 422
    assert Message.objects.count() == 1


def test_too_many_messages_answer_429_with_the_sentence(cast, client):
    thread = build.thread(cast, now=NOW + timedelta(hours=2))
    for n in range(19):
        threads.go_on(thread, text=f"{n}", by=cast.trainee, now=NOW + timedelta(hours=2))

    response = enter(client, cast.trainee).post(f"/learn/questions/{thread.pk}/", {"text": "mine"})

    page = response.content.decode()
    assert response.status_code == 429
    assert "12:00부터 다시 쓸 수 있습니다." in page
    assert ">mine" in page.replace("\n", "")


def test_closing_and_the_filters(cast, client):
    threads_ = [build.thread(cast, text=f"{n}", subject=f"subject-{n}") for n in range(3)]
    threads.answer(threads_[1], text="x", by=cast.instructor, now=NOW)
    enter(client, cast.trainee)
    assert client.post(f"/learn/questions/{threads_[2].pk}/close/").status_code == 302

    enter(client, cast.instructor)
    for show, subjects in (("waiting", {0}), ("answered", {1}), ("closed", {2}), ("", {0, 1, 2}), ("odd", {0, 1, 2})):
        page = client.get(f"/teach/cohorts/{cast.cohort.pk}/questions-asked/?show={show}").content.decode()
        assert {n for n in range(3) if f"subject-{n}" in page} == subjects, show


def test_lists_and_long_threads_are_paged(cast, client):
    for n in reversed(range(21)):
        build.thread(cast, subject=f"subject-{n:02}", now=NOW - timedelta(hours=n))
    long = Thread.objects.get(subject="subject-00")
    for n in range(60):
        threads.answer(long, text=f"line-{n:02}", by=cast.instructor, now=NOW - timedelta(minutes=1))
    enter(client, cast.trainee)

    first, second = (client.get(f"/learn/questions/?page={n}").content.decode() for n in (1, 2))
    newest, oldest = (client.get(f"/learn/questions/{long.pk}/{q}").content.decode() for q in ("", "?page=1"))

    assert (first.count("subject-"), second.count("subject-")) == (20, 1)
    assert "line-59" in newest
    assert "line-00" not in newest
    assert "line-00" in oldest
    assert "line-59" not in oldest


def test_every_page_costs_the_same_for_one_and_for_three(cast, client, django_assert_max_num_queries):
    def more(n):
        lesson = factories.LessonEditionFactory(
            lesson__complex=cast.complex, lesson__module__course=cast.cohort.course
        ).lesson
        thread = build.thread(cast, subject=f"subject-{n}", lesson=lesson)
        threads.answer(thread, text="x", by=cast.instructor, now=NOW)
        threads.go_on(first, text=f"{n}", by=cast.trainee, now=NOW)

    first = build.thread(cast)
    taught = f"/teach/cohorts/{cast.cohort.pk}/questions-asked/"
    ask = f"/learn/questions/ask/{build.enrollment(cast).pk}/"
    pages = [
        (cast.trainee, "/learn/questions/"),
        (cast.trainee, f"/learn/questions/{first.pk}/"),
        (cast.trainee, ask),
        (cast.instructor, taught),
        (cast.instructor, staff(cast, first)),
    ]
    counted = []
    for n in (1, 3):
        for number in range(len(counted) and 1, n):
            more(number)
        counts = []
        for person, address in pages:
            enter(client, person).get(address)
            with django_assert_max_num_queries(20) as captured:
                assert client.get(address).status_code == 200
            counts.append(len(captured))
        counted.append(counts)
    assert counted[0] == counted[1]


def test_the_panels_cost_the_same_for_one_and_for_three(cast, rf, django_assert_num_queries):
    request = rf.get("/")
    request.user, request.complex, request.now = cast.trainee, cast.complex, clock.now()
    staff_request = rf.get("/")
    staff_request.user, staff_request.complex = cast.operator, cast.complex
    for n in (1, 3):
        for number in range(n):
            build.thread(cast, subject=f"{n}-{number}")
            factories.CohortFactory(complex=cast.complex)
        cast.trainee.answers_remembered = {}
        with django_assert_num_queries(1):
            assert queries.panel(request)["waiting"] >= n
        with django_assert_num_queries(2):  # one asks for the role
            queries.teach_panel(staff_request)
