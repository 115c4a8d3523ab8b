"""What this app does with a person's data when they ask, and what it erases when its time is over."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from training.accounts.ports import Copied, Due, Held, Rule
from training.consortium.models import Event, JobOutcome, Registration
from training.consortium.queries import held as queries
from training.consortium.rules import events as event_rules
from training.consortium.rules import outcomes as outcome_rules
from training.consortium.services import introductions, registrations
from training.consortium.states import EventState
from training.core import audit, clock
from training.core.models import Complex


class ConsortiumHoldings:
    """Registrations for events, introductions, and what became of graduates."""

    def held(self, person: Any, complex: Complex, *, now: datetime) -> list[Held]:
        return queries.held(person, complex, now=now)

    def copied(self, person: Any, complex: Complex, *, now: datetime) -> Copied:
        return Copied("consortium", queries.copy(person, complex))

    def obstacles(self, person: Any, complex: Complex, *, now: datetime) -> list[str]:
        return []

    @transaction.atomic
    def erase(self, person: Any, complex: Complex, *, by: Any, now: datetime) -> dict[str, int]:
        """Registrations lose their person, introductions end, outcomes go. A seat of what is still to come is given back."""
        outcomes = _erased(queries.outcomes(person, complex), by=by, now=now)
        rows = list(queries.of_events(person, complex).select_related("event__complex__site", "event__pool"))
        for row in rows:
            _leave(row, by=by, now=now)
        Registration.objects.filter(pk__in=[row.pk for row in rows]).update(person=None)
        return {"events": len(rows), "outcomes": outcomes}

    def rests_on(self, person: Any) -> bool:
        return False

    def people(self, complex: Complex) -> Iterable[int]:
        """Who has an outcome was in training, which enrollment says."""
        rows = Registration.objects.of(complex).filter(person__isnull=False).order_by()
        return rows.values_list("person", flat=True).distinct()  # type: ignore[return-value]

    def clashes(self, stays: Any, goes: Any) -> list[str]:
        both = Event.objects.filter(registrations__person=goes).filter(registrations__person=stays)
        return [
            _("Both are registered for %(event)s. One of the two cannot be kept apart from the other.")
            % {"event": event}
            for event in both.distinct()
        ]

    @transaction.atomic
    def move(self, stays: Any, goes: Any, *, by: Any, now: datetime) -> dict[str, int]:
        """Outcomes hang on the enrollment and go with it; consents do not move, so introductions end."""
        for row in Registration.objects.filter(person=goes):
            introductions.forget(row, now=now)
        return {"events": Registration.objects.filter(person=goes).update(person=stays)}


def _leave(row: Registration, *, by: Any, now: datetime) -> None:
    if row.state in event_rules.OPEN and row.event.state == EventState.ANNOUNCED:
        registrations.lock_pool(row.event)
        registrations.end(row, by=by, now=now)
        registrations.advance(row.event, now=now)
    else:
        introductions.forget(row, now=now)


def _erased(rows: "QuerySet[JobOutcome]", *, by: Any, now: datetime) -> int:
    found = list(rows)
    for row in found:
        audit.record(row, "outcome erased", by=by, at=now)
        row.delete()
    return len(found)


# --- when its time is over ------------------------------------------------------------------------
def _old_events(now: datetime) -> "QuerySet[Event]":
    named = Event.objects.filter(ends_at__lte=now - event_rules.KEPT, registrations__person__isnull=False)
    return named.distinct().select_related("pool", "complex")


def forget_events(now: datetime) -> int:
    """Returns of how many registrations the person went."""
    return sum(registrations.forget(event, now=now) for event in _old_events(now))


def _events_due(complex: Complex, now: datetime) -> Due:
    rows = list(_old_events(now).filter(complex=complex))
    people = Registration.objects.filter(event__in=rows, person__isnull=False).count()
    return Due(people, min((row.ends_at + event_rules.KEPT for row in rows), default=None))


def _last_kept(now: datetime) -> date:
    """Trainings that ended on this day or earlier are over three years ago."""
    today = now.date()
    return outcome_rules.after(today, -12 * outcome_rules.KEPT_YEARS)


def _old_outcomes(now: datetime) -> "QuerySet[JobOutcome]":
    rows: QuerySet[JobOutcome] = JobOutcome.objects.filter(enrollment__cohort__ends_on__lte=_last_kept(now))
    return rows.select_related("enrollment__cohort", "complex")


@transaction.atomic
def forget_outcomes(now: datetime) -> int:
    return _erased(_old_outcomes(now), by=None, now=now)


def _outcomes_due(complex: Complex, now: datetime) -> Due:
    rows = list(_old_outcomes(now).filter(complex=complex))
    ends = [clock.end_of(row.enrollment.cohort.ends_on, complex.zone) for row in rows]
    return Due(len(rows), min(ends, default=None))


RULES = [
    Rule(
        "events",
        gettext_lazy("Registrations for events"),
        gettext_lazy("One year after the event; how many registered and came still counts."),
        _events_due,
        forget_events,
    ),
    Rule(
        "outcomes",
        gettext_lazy("What graduates do after the training"),
        gettext_lazy("Three years after the training ends; at once when the consent is taken back."),
        _outcomes_due,
        forget_outcomes,
    ),
]
