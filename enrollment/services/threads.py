"""Asking instructors, answering, closing, and what each has read."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.models import Lesson
from enrollment.models import Enrollment, Message, Thread, ThreadReading
from enrollment.permissions.threads import may_answer, may_ask
from enrollment.queries.threads import answerers
from enrollment.rules import asking
from enrollment.services import telling
from enrollment.services.sessions import only_instructors
from enrollment.states import ThreadState
from training.core import audit, words
from training.core.errors import DomainError, Refused, TooMany


@transaction.atomic
def ask(
    enrollment: Enrollment, *, subject: str, text: str, lesson: Lesson | None = None, by: Any, now: datetime
) -> Thread:
    """A trainee asks those who teach the cohort. Pressed twice, it is asked once."""
    enrollment = _locked(enrollment)
    _refuse_strangers(enrollment, by)
    if lesson is not None and lesson.module.course_id != enrollment.cohort.course_id:
        raise DomainError(_("This lesson is of another course. Choose one of yours."), field="lesson")
    if standing := _asked_just_now(enrollment, subject, text, lesson, now=now):
        return standing
    _refuse_too_many(enrollment, now=now)
    thread = Thread.objects.create(
        complex_id=enrollment.complex_id,
        enrollment=enrollment,
        lesson=lesson,
        subject=subject,
        asked_at=now,
        last_at=now,
    )
    _write(thread, text, by=by, by_trainee=True, now=now)
    return thread


@transaction.atomic
def go_on(thread: Thread, *, text: str, by: Any, now: datetime) -> Message:
    """The trainee writes on; a closed question is open again."""
    enrollment = _locked(thread.enrollment)
    _refuse_strangers(enrollment, by)
    thread = _thread(thread)
    if standing := _said_just_now(thread, text, by=by, now=now):
        return standing
    _refuse_too_many(enrollment, now=now)
    return _write(thread, text, by=by, by_trainee=True, now=now)


@transaction.atomic
def answer(thread: Thread, *, text: str, by: Any, now: datetime) -> Message:
    """An instructor or operator answers; a closed question is open again."""
    thread = _thread(thread)
    _refuse_outsiders(thread, by)
    if standing := _said_just_now(thread, text, by=by, now=now):
        return standing
    return _write(thread, text, by=by, by_trainee=False, now=now)


@transaction.atomic
def close(thread: Thread, *, by: Any, now: datetime) -> None:
    """Either side says that nothing is open any more. A second time changes nothing."""
    thread = _thread(thread)
    if not may_ask(by, thread.enrollment):
        _refuse_outsiders(thread, by)
    if not thread.is_closed:
        audit.move(thread, ThreadState.CLOSED, by=by, now=now)


@transaction.atomic
def mark_read(thread: Thread, *, person: Any, number: int) -> None:
    """This person has seen the messages up to a number; a mark never goes back."""
    reading, created = ThreadReading.objects.get_or_create(
        thread=thread, person=person, defaults={"complex_id": thread.complex_id, "number": number}
    )
    if not created and reading.number < number:
        ThreadReading.objects.filter(pk=reading.pk, number__lt=number).update(number=number)


def _locked(enrollment: Enrollment) -> Enrollment:
    """A trainee's messages are counted one after the other, and whoever leaves meanwhile writes no more."""
    rows = Enrollment.objects.select_for_update(of=("self",))
    return rows.select_related("cohort__course", "cohort__complex", "trainee").get(pk=enrollment.pk)


def _thread(thread: Thread) -> Thread:
    rows = Thread.objects.select_for_update(of=("self",))
    return rows.select_related(
        "lesson", "enrollment__cohort__course", "enrollment__cohort__complex", "enrollment__trainee"
    ).get(pk=thread.pk)


def _refuse_strangers(enrollment: Enrollment, by: Any) -> None:
    if not may_ask(by, enrollment):
        raise Refused(_("You are not in training in this course, so you can read but not write. Ask the office."))


def _refuse_outsiders(thread: Thread, by: Any) -> None:
    if not may_answer(by, thread):
        raise only_instructors()


def _refuse_too_many(enrollment: Enrollment, *, now: datetime) -> None:
    own = Message.objects.filter(
        thread__enrollment=enrollment, by_trainee=True, written_at__gt=now - asking.WITHIN
    ).order_by()
    again = asking.again_at(own.values_list("written_at", flat=True), now=now)
    if again is not None:
        with timezone.override(enrollment.cohort.complex.zone):
            raise TooMany(
                _("You wrote %(most)d messages within an hour. You can write again from %(time)s.")
                % {"most": asking.MOST, "time": words.time24(again)}
            )


def _asked_just_now(
    enrollment: Enrollment, subject: str, text: str, lesson: Lesson | None, *, now: datetime
) -> Thread | None:
    last = Thread.objects.filter(enrollment=enrollment).order_by("-pk").first()
    if last is None or (last.subject, last.lesson_id, last.last_number) != (subject, lesson.pk if lesson else None, 1):
        return None
    first = last.messages.get(number=1)
    return last if asking.is_the_same(text, first.text, written_at=first.written_at, now=now) else None


def _said_just_now(thread: Thread, text: str, *, by: Any, now: datetime) -> Message | None:
    last: Message = thread.messages.get(number=thread.last_number)
    same = last.author_id == by.pk and asking.is_the_same(text, last.text, written_at=last.written_at, now=now)
    return last if same else None


def _write(thread: Thread, text: str, *, by: Any, by_trainee: bool, now: datetime) -> Message:
    if thread.is_closed:
        audit.move(thread, ThreadState.OPEN, by=by, now=now)
    number = thread.last_number + 1
    message = Message.objects.create(
        complex_id=thread.complex_id,
        thread=thread,
        number=number,
        author=by,
        by_trainee=by_trainee,
        text=text,
        written_at=now,
    )
    thread.last_number, thread.last_at, thread.last_by_trainee = number, now, by_trainee
    thread.save(update_fields=["last_number", "last_at", "last_by_trainee"])
    mark_read(thread, person=by, number=number)
    _tell(message, now=now)
    return message


def _tell(message: Message, *, now: datetime) -> None:
    """One mail a message, to the other side. It carries no word of the message, and no name."""
    thread = message.thread
    cohort = thread.enrollment.cohort
    if message.by_trainee:
        kind, people = "question_asked", answerers(cohort)
        link = reverse("enrollment:question_asked", args=[cohort.pk, thread.pk])
    else:
        kind, people = "question_answered", [thread.enrollment.trainee]
        link = reverse("enrollment:question", args=[thread.pk])
    facts = lambda: {"lesson": str(thread.lesson or ""), "link": link}  # noqa: E731 - words are made per reader
    telling.tell(kind, cohort, people, facts=facts, key=f"{thread.pk}:{message.number}", now=now)
