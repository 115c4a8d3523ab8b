"""Asking, answering, closing, and who is told."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from enrollment.models import Enrollment, Message, Thread, ThreadReading
from enrollment.services import threads
from enrollment.states import THREAD_TRANSITIONS, EnrollmentState, ThreadState
from tests import factories
from tests.enrollment.threads import build
from tests.factories import NOW
from training.accounts.models import Membership
from training.core import audit, mail
from training.core.errors import DomainError, Refused, TooMany, TransitionRefused
from training.core.models import AuditEntry, Delivery

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=5)


def told() -> list[tuple[str, int]]:
    return list(Delivery.objects.order_by("pk").values_list("kind", "user"))


def test_a_question_and_its_answer_tell_the_other_side_once_each(cast):
    thread = build.thread(cast)
    threads.answer(thread, text="여유분입니다.", by=cast.instructor, now=LATER)

    thread.refresh_from_db()
    assert list(thread.messages.values_list("number", "by_trainee", "author")) == [
        (1, True, cast.trainee.pk),
        (2, False, cast.instructor.pk),
    ]
    assert (thread.last_number, thread.last_at, thread.is_waiting) == (2, LATER, False)
    assert told() == [("question_asked", cast.instructor.pk), ("question_answered", cast.trainee.pk)]


def test_no_mail_carries_a_word_of_a_message_or_a_name_of_another(cast, django_capture_on_commit_callbacks):
    lesson = factories.LessonFactory(complex=cast.complex, module__course=cast.cohort.course)
    cast.trainee.name = "전지훈"
    cast.trainee.save()
    thread = build.thread(cast, lesson=lesson)
    threads.answer(thread, text="secret-answer", by=cast.instructor, now=LATER)

    for delivery in Delivery.objects.all():
        mail.deliver(delivery.pk, now=LATER)
    asked, answered = Delivery.objects.order_by("pk")

    assert asked.subject == f"[충북 이차전지 특화단지] {cast.cohort.label}: 훈련생이 답을 기다립니다"
    assert answered.subject == f"[충북 이차전지 특화단지] {cast.cohort.label}: 질문에 답이 왔습니다"
    assert f"/teach/cohorts/{cast.cohort.pk}/questions-asked/{thread.pk}/" in asked.text
    assert f"/learn/questions/{thread.pk}/" in answered.text
    for delivery in (asked, answered):
        whole = delivery.subject + delivery.text + delivery.html
        assert lesson.title_ko in whole
        for secret in ("secret-words", "N/P", "secret-answer"):
            assert secret not in whole
    assert "전지훈" not in asked.subject + asked.text + asked.html


def test_a_cohort_without_instructors_asks_its_operators(cast):
    cast.cohort.teachings.update(ended_at=NOW)

    build.thread(cast)

    assert told() == [("question_asked", cast.operator.pk)]


def test_an_instructor_whose_role_was_revoked_is_not_told(cast):
    Membership.objects.filter(user=cast.instructor).update(revoked_at=NOW, revoked_by=cast.operator)

    build.thread(cast)

    assert told() == [("question_asked", cast.operator.pk)]


@pytest.mark.parametrize("who", ["other_trainee", "applicant", "instructor", "operator", "employer", "neighbor"])
def test_nobody_asks_for_another(cast, who):
    with pytest.raises(Refused):
        threads.ask(build.enrollment(cast), **build.WORDS, by=getattr(cast, who), now=NOW)
    assert not Thread.objects.exists()


@pytest.mark.parametrize("who", ["trainee", "other_trainee", "other_instructor", "lead", "employer", "neighbor"])
def test_only_the_cohorts_instructors_and_operators_answer(cast, who):
    thread = build.thread(cast)
    with pytest.raises(Refused):
        threads.answer(thread, text="x", by=getattr(cast, who), now=LATER)
    assert Message.objects.count() == 1


@pytest.mark.parametrize("state", [state for state in EnrollmentState if state != EnrollmentState.ENROLLED])
def test_who_is_no_longer_in_training_writes_no_more(cast, state):
    thread = build.thread(cast)
    Enrollment.objects.filter(trainee=cast.trainee).update(state=state)

    with pytest.raises(Refused):
        build.thread(cast, text="again")
    with pytest.raises(Refused):
        threads.go_on(thread, text="x", by=cast.trainee, now=LATER)
    with pytest.raises(Refused):
        threads.close(thread, by=cast.trainee, now=LATER)
    threads.answer(thread, text="a last word", by=cast.instructor, now=LATER)
    assert Message.objects.count() == 2


def test_a_further_message_opens_a_closed_question(cast):
    thread = build.thread(cast)
    threads.close(thread, by=cast.instructor, now=NOW)
    threads.close(thread, by=cast.trainee, now=NOW)
    thread.refresh_from_db()
    assert thread.state == ThreadState.CLOSED
    assert not Thread.objects.waiting().exists()

    threads.go_on(thread, text="still not clear", by=cast.trainee, now=LATER)

    thread.refresh_from_db()
    assert thread.state == ThreadState.OPEN
    assert list(Thread.objects.waiting()) == [thread]
    entries = AuditEntry.objects.filter(subject_type="enrollment.thread").order_by("pk")
    assert list(entries.values_list("from_state", "to_state", "actor")) == [
        ("open", "closed", cast.instructor.pk),
        ("closed", "open", cast.trainee.pk),
    ]


@pytest.mark.parametrize("before", ThreadState)
@pytest.mark.parametrize("after", ThreadState)
def test_every_step_between_states_is_allowed_or_refused_by_the_table(cast, before, after):
    thread = build.thread(cast)
    Thread.objects.update(state=before)
    thread.refresh_from_db()
    if after in THREAD_TRANSITIONS[before]:
        audit.move(thread, after, by=None, now=NOW)
        assert Thread.objects.get().state == after
    else:
        with pytest.raises(TransitionRefused):
            audit.move(thread, after, by=None, now=NOW)


def test_the_twenty_first_message_within_an_hour_is_refused_with_the_time(cast):
    thread = build.thread(cast)
    for n in range(19):
        threads.go_on(thread, text=f"{n}", by=cast.trainee, now=NOW + timedelta(minutes=n))

    for write in (
        lambda: threads.go_on(thread, text="one more", by=cast.trainee, now=NOW + timedelta(minutes=59)),
        lambda: build.thread(cast, text="another", now=NOW + timedelta(minutes=59)),
    ):
        with pytest.raises(TooMany) as refusal:
            write()
        assert str(refusal.value) == "1시간에 메시지 20건을 쓰셨습니다. 10:00부터 다시 쓸 수 있습니다."
    assert threads.go_on(thread, text="one more", by=cast.trainee, now=NOW + timedelta(hours=1)).number == 21


def test_instructors_are_not_counted(cast):
    thread = build.thread(cast)
    for n in range(30):
        threads.answer(thread, text=f"{n}", by=cast.instructor, now=NOW)
    assert threads.go_on(thread, text="thanks", by=cast.trainee, now=NOW).number == 32


def test_pressed_twice_it_is_said_once(cast):
    thread = build.thread(cast)
    assert build.thread(cast, now=NOW + timedelta(seconds=2)) == thread
    said = threads.answer(thread, text="x", by=cast.instructor, now=LATER)
    assert threads.answer(thread, text="x", by=cast.instructor, now=LATER) == said
    assert build.thread(cast, now=LATER) != thread
    assert len(told()) == 3


def test_a_lesson_of_another_course_is_refused(cast):
    with pytest.raises(DomainError) as refusal:
        build.thread(cast, lesson=factories.LessonFactory(complex=cast.complex))
    assert refusal.value.field == "lesson"


def test_a_read_mark_never_goes_back(cast):
    thread = build.thread(cast)
    threads.mark_read(thread, person=cast.operator, number=5)
    threads.mark_read(thread, person=cast.operator, number=2)
    assert ThreadReading.objects.get(person=cast.operator).number == 5


@pytest.mark.parametrize(
    "spoil",
    [
        lambda thread: Message.objects.create(**_row(thread, number=1)),
        lambda thread: Message.objects.create(**_row(thread, text="")),
        lambda thread: Thread.objects.update(subject=""),
        lambda thread: ThreadReading.objects.create(
            complex=thread.complex, thread=thread, person=thread.enrollment.trainee, number=1
        ),
    ],
)
def test_the_database_refuses_what_must_never_be(cast, spoil):
    thread = build.thread(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        spoil(thread)


def _row(thread, **values):
    row = {"number": 2, "text": "x", "by_trainee": True, "written_at": NOW, "author": thread.enrollment.trainee}
    return {"complex": thread.complex, "thread": thread} | row | values
