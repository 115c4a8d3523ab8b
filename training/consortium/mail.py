"""What members of the consortium are told, in their language. The key names the event, so a second try sends nothing."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone, translation

from enrollment.models import Enrollment
from training.accounts.models import User
from training.consortium.models import Demand, Introduction, Registration
from training.consortium.queries import event_calendar
from training.consortium.queries.quarter_words import quarter_words
from training.consortium.states import DemandState, RegistrationState
from training.core import mail as post
from training.core import words


def _managers(demand: Demand) -> list[User]:
    """Who speaks for the organization now: whoever left it is told nothing more of it."""
    held = demand.organization.memberships.filter(role="manager", revoked_at=None, user__is_active=True)
    return list(User.objects.filter(pk__in=held.values("user_id")).order_by("pk"))


def demand_planned(demand: Demand, *, now: datetime) -> int:
    """A cohort was planned for what an organization asked for. Returns to how many people."""
    cohort = demand.cohort
    assert cohort is not None  # noqa: S101 - the database keeps both together

    def facts() -> dict[str, Any]:
        return {
            "course": str(cohort.course),
            "cohort": cohort.label,
            "days": words.date_range(cohort.starts_on, cohort.ends_on),
            "opens": words.moment(cohort.opens_at),
        }

    return _tell("demand_planned", demand, facts, key=f"{cohort.pk}", now=now)


def demand_answered(demand: Demand, *, now: datetime) -> int:
    """An operator answered or declined. Returns to how many people."""
    declined = demand.state == DemandState.DECLINED
    return _tell(
        "demand_answered", demand, lambda: {"declined": declined, "answer": demand.answer}, key=demand.state, now=now
    )


def _tell(kind: str, demand: Demand, facts: Any, *, key: str, now: datetime) -> int:
    people = _managers(demand)
    for person in people:
        with translation.override(person.language), timezone.override(demand.complex.zone):
            context = {
                "organization": str(demand.organization),
                "subject": demand.subject,
                "people": demand.people,
                "quarter": quarter_words(demand.quarter),
                "link": reverse("consortium:own_demand_page", args=[demand.pk]),
                **facts(),
            }
        post.send(
            kind, to=person, context=context, complex=demand.complex, now=now, key=f"{kind}:{demand.pk}:{key}"
        )  # fmt: skip
    return len(people)


# --- events ---------------------------------------------------------------------------------------
def _of_event(
    kind: str, registration: Registration, *, key: object, now: datetime, page: str = "event", **facts: Any
) -> None:
    """One mail to one person about the event they registered for; with a seat, the calendar entry goes along."""
    person, event = registration.person, registration.event
    if person is None:
        return
    with translation.override(person.language), timezone.override(event.complex.zone):
        context = {
            "event": str(event),
            "starts": words.moment(event.starts_at),
            "where": event.where,
            "event_id": event.pk,
            "link": reverse(f"consortium:{page}", args=[event.pk]),
            **facts,
        }
    calendar = kind in WITH_CALENDAR and not facts.get("waiting")
    post.send(
        kind, to=person, context=context, complex=event.complex, now=now, key=f"{kind}:{registration.pk}:{key}",
        attach=event_calendar.ATTACHED if calendar else (),
    )  # fmt: skip


WITH_CALENDAR = frozenset({"event_registered", "event_moved_up", "event_changed", "event_canceled"})


def _waits(registration: Registration) -> bool:
    return registration.state == RegistrationState.WAITING


def event_registered(registration: Registration, *, now: datetime) -> None:
    """A seat is held, or the person stands on the waiting list."""
    _of_event(
        "event_registered", registration, key=registration.registered_at.isoformat(), now=now, waiting=_waits(registration)
    )  # fmt: skip


def event_moved_up(registration: Registration, *, now: datetime) -> None:
    _of_event("event_moved_up", registration, key=registration.registered_at.isoformat(), now=now)


def event_changed(registration: Registration, *, now: datetime) -> None:
    """Another place or time; the revision makes each change one mail."""
    _of_event("event_changed", registration, key=registration.event.revision, now=now, waiting=_waits(registration))


def event_canceled(registration: Registration, *, now: datetime) -> None:
    _of_event("event_canceled", registration, key="", now=now, reason=registration.event.reason)


def event_after(registration: Registration, *, now: datetime) -> None:
    """Materials, and the survey, for who came."""
    _of_event("event_after", registration, key="", now=now, page="event_survey")


def event_introduced(registration: Registration, introduction: Introduction, *, now: datetime) -> None:
    """Both want to meet. The contact itself stands on the page alone, where it goes when one takes it back."""
    _of_event("event_introduced", registration, key=introduction.pk, now=now, page="event_meet")


# --- outcomes -------------------------------------------------------------------------------------
def outcome_asked(enrollment: Enrollment, *, months: int, now: datetime) -> bool:
    """What do you do now? Once three months after the end, once six. Returns whether it was sent now."""
    person = enrollment.trainee
    with translation.override(person.language):
        context = {
            "course": str(enrollment.cohort.course),
            "months": months,
            "link": reverse("consortium:own_outcome", args=[enrollment.pk]),
        }
    sent = post.send(
        "outcome_asked", to=person, context=context, complex=enrollment.complex, now=now,
        key=f"outcome_asked:{enrollment.pk}:{months}",
    )  # fmt: skip
    return sent.created_at == now
