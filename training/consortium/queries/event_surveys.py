"""The survey after an event: its questions, when it is open, and what of the answers may be shown."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from enrollment.models import SurveyQuestion
from enrollment.queries.surveys import Said, Written
from enrollment.rules import surveys as rules
from enrollment.rules.surveys import Tally
from enrollment.states import SurveyKind
from training.consortium.models import Event, EventAnswered, EventResponse, Registration
from training.consortium.rules.events import QUESTIONS
from training.consortium.states import EventState, RegistrationState
from training.core import clock


def questions(event: Event) -> list[SurveyQuestion]:
    """Those that are asked at this event. They stand in the code, under a version, and not in the database."""
    return [
        SurveyQuestion(order=order, **vars(asked)) for order, asked in enumerate(QUESTIONS[event.questions], start=1)
    ]


def _ended_on(event: Event) -> date:
    return clock.day_of(event.ends_at, event.complex.zone)


def last_day(event: Event) -> date:
    return rules.last_day(_ended_on(event))


def is_open(event: Event, *, now: datetime) -> bool:
    """Held, and not longer ago than thirty days."""
    today = clock.day_of(now, event.complex.zone)
    return event.state == EventState.HELD and rules.is_open(_ended_on(event), today=today)


def has_answered(registration: Registration) -> bool:
    return EventAnswered.objects.filter(registration=registration).exists()


@dataclass(frozen=True)
class Report:
    """One event's answers, as far as they may be shown: when no further answer can come, and from five people on."""

    event: Event
    asked: int
    answered: int
    is_final: bool
    said: list[Said] = field(default_factory=list)
    written: list[Written] = field(default_factory=list)

    @property
    def is_shown(self) -> bool:
        return self.is_final and rules.is_shown(self.answered)

    @property
    def last_day(self) -> date:
        return last_day(self.event)


def report(event: Event, *, now: datetime) -> Report:
    """Three queries, whatever the number of people."""
    asked = Registration.objects.filter(event=event, state=RegistrationState.CAME).count()
    answered = EventAnswered.objects.filter(event=event).count()
    final = rules.is_final(
        _ended_on(event), today=clock.day_of(now, event.complex.zone), asked=asked, answered=answered
    )
    found = Report(event, asked, answered, event.state == EventState.HELD and final)
    if found.is_shown:
        _fill(found)
    return found


def _fill(report: Report) -> None:
    responses = list(EventResponse.objects.filter(event=report.event).values_list("answers", flat=True))
    for question in questions(report.event):
        given: list[Any] = [answers[question.key] for answers in responses if question.key in answers]
        shown = rules.is_shown(len(given))
        if question.kind == SurveyKind.SCALE:
            report.said.append(Said(question, Tally.of(given) if shown else None, {}))
        else:
            texts = rules.mixed(given, salt=f"event:{report.event.pk}:{question.key}") if shown else None
            report.written.append(Written(question, texts))
