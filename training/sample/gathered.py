"""Events of the sample, invented: one that was held with its survey, two that come; and what some graduates do now."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from courses.models import Course
from enrollment.models import Cohort, Venue
from training.accounts.models import Organization, User
from training.consortium.models import Event
from training.consortium.permissions import is_graduate, speaks_for
from training.consortium.queries import events as event_queries
from training.consortium.queries import outcomes as outcome_queries
from training.consortium.services import event_surveys, introductions, registrations
from training.consortium.services import events as planning
from training.consortium.services import outcomes as services
from training.consortium.services.events import Plan
from training.consortium.services.outcomes import Answer
from training.consortium.states import EventKind, OutcomeStatus
from training.core import clock
from training.sample.cohorts import at_time


@dataclass(frozen=True)
class Evening:
    """One event of the sample: on which day from today, and for how many."""

    kind: EventKind
    title: tuple[str, str]
    summary: tuple[str, str]
    in_days: int
    hours: int
    capacity: int


LECTURE = Evening(
    EventKind.LECTURE, ("공개 강좌: 배터리 화재는 왜 일어나는가 (견본)", "Open lecture: why batteries burn (sample)"),
    ("열폭주의 원인과 공정에서 막는 방법을 두 시간에 살펴봅니다.", "Two hours on thermal runaway and its prevention."), -40, 2, 30,
)  # fmt: skip
FAIR = Evening(
    EventKind.JOB_FAIR, ("오창 이차전지 채용 박람회 (견본)", "Ochang battery job fair (sample)"),
    ("수료생과 기업이 서로 원할 때만 연락처를 주고받습니다.", "Contacts are given only where both sides want it."), 18, 5, 12,
)  # fmt: skip
MEETING = Evening(
    EventKind.NETWORKING, ("수료생과 현장 기술자의 저녁 (견본)", "An evening of graduates and engineers (sample)"),
    ("먼저 취업한 수료생과 현장 이야기를 나눕니다.", "Graduates who work already tell of the line."), 32, 2, 40,
)  # fmt: skip
ANSWERS = [(5, 5, 4), (4, 4, 4), (5, 4, 5), (3, 4, 4), (4, 5, 5), (5, 5, 5), (2, 3, 3), (4, 4, 5)]
BETTER = ["질의응답 시간이 더 길면 좋겠습니다.", "", "자료를 미리 받고 싶습니다."]
NOW = [
    *[OutcomeStatus.IN_FIELD] * 5, *[OutcomeStatus.ELSEWHERE] * 2, OutcomeStatus.STUDY, OutcomeStatus.LOOKING,
]  # fmt: skip


def events(course: Course, members: dict[str, Organization], people: list[User], *, by: User, now: datetime) -> None:
    """Through the same services as everybody, at the instants at which it would have happened."""
    hosts = [members["partner"], members["partner2"]]
    _held(_announced(LECTURE, course, hosts, by=by, now=now), people[:14], by=by)
    fair = _announced(FAIR, course, hosts, by=by, now=now)
    _meet(fair, people, now=now)
    _announced(MEETING, course, hosts, by=by, now=now)


def _announced(evening: Evening, course: Course, hosts: list[Organization], *, by: User, now: datetime) -> Event:
    zone = course.complex.zone
    day = clock.day_of(now, zone) + timedelta(days=evening.in_days)
    starts = at_time(day, time(18 if evening.hours == 2 else 13), zone)
    opens = starts - timedelta(days=35)
    plan = Plan(
        evening.kind, *evening.title, *evening.summary, "", "", Venue.objects.of(course.complex).order_by("pk").first(),
        "대강당", starts, starts + timedelta(hours=evening.hours), opens, starts - timedelta(days=1), evening.capacity,
        hosts, [course],
    )  # fmt: skip
    event = planning.add(course.complex, plan, by=by, now=opens)
    planning.announce(event, by=by, now=opens)
    return event


def _held(event: Event, people: list[User], *, by: User) -> None:
    """Fourteen registered, twelve came, eight answered."""
    before, after = event.starts_at - timedelta(days=9), event.ends_at + timedelta(hours=1)
    made = [registrations.register(event, person=person, now=before) for person in people]
    for registration in made[:12]:
        registrations.check_in(registration, by=by, now=event.starts_at)
        registration.refresh_from_db()
    planning.finish(event, by=by, now=after)
    for number, (registration, scale) in enumerate(zip(made, ANSWERS, strict=False)):
        said = dict(zip(("overall", "useful", "again"), scale, strict=True))
        registration.refresh_from_db()
        answers = {**said, "better": BETTER[number % len(BETTER)]}
        event_surveys.answer(registration, answers=answers, by=registration.person, now=after + timedelta(hours=number))


def _meet(event: Event, people: list[User], *, now: datetime) -> None:
    """More want to come than there are seats. Some graduates and a company take part in introductions; nobody has met."""
    *graduates, trainee, employer = people
    at = max(event.opens_at, now - timedelta(days=2))
    for person in (employer, trainee, *graduates[:13]):
        registrations.register(event, person=person, now=at)
    text = event_queries.text(event.complex, now=now)
    for person in (employer, trainee, *graduates[:4]):
        own = event_queries.registration_of(event, person)
        speaks = next(iter(speaks_for(person, event.complex)), None)
        if own is None or text is None or not (speaks or is_graduate(person, event.complex)):
            continue
        words = "" if speaks else "공정 기술 직무를 찾고 있습니다."
        introductions.join(own, membership=speaks, words=words, text=text, by=person, now=at)


def outcomes(cohort: Cohort, company: Organization, *, by: User, now: datetime) -> None:
    """Nine who completed the first cohort agreed to be asked and answered; of some an operator saw it proved."""
    text = outcome_queries.text(cohort.complex, now=now)
    done = outcome_queries.completed(cohort.complex).filter(cohort=cohort).order_by("pk")
    if text is None:
        return
    since: date = cohort.ends_on + timedelta(days=7)
    for number, (enrollment, status) in enumerate(zip(done[5:], NOW, strict=False)):
        employed = status in (OutcomeStatus.IN_FIELD, OutcomeStatus.ELSEWHERE)
        given = Answer(status, None, "견본 회사" if employed else "", since if employed else None)
        given = replace(given, organization=company, employer="") if status == OutcomeStatus.IN_FIELD else given
        outcome = services.answer(enrollment, given, text=text, by=enrollment.trainee, now=now)
        if number < 3:
            services.enter(outcome, given, checked=True, by=by, now=now)
