"""Attendance of a person or a whole cohort, computed from the ledger and the policies in force."""

from collections import defaultdict
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from enrollment.models import AttendanceEvent, Cohort, Enrollment, PolicyVersion, Session
from enrollment.rules import attendance as rules
from enrollment.rules.attendance import Schedule, Summary
from enrollment.rules.days import Event, Policy, ScheduledDay, merged
from enrollment.rules.recognition import Recognition
from enrollment.states import EventKind
from training.core import clock


def summary(enrollment: Enrollment, *, now: datetime) -> Summary:
    """What one person's days come to now."""
    return planned(enrollment, now=now)[1]


def planned(enrollment: Enrollment, *, now: datetime) -> tuple[Schedule, Summary]:
    """The plan too, for questions about days to come."""
    cohort = enrollment.cohort
    zone = cohort.complex.zone
    events = AttendanceEvent.objects.filter(enrollment=enrollment)
    plan, today = schedule(cohort), clock.day_of(now, zone)
    lines = events_of(events, zone)[enrollment.pk]
    return plan, rules.summarize(plan, lines, now=now, today=today, until=enrollment.ended_on)


def summaries(cohort: Cohort, *, now: datetime) -> dict[int, Summary]:
    """The same for everybody who is or was in a cohort, by enrollment id; the number of queries does not grow."""
    zone = cohort.complex.zone
    plan, today = schedule(cohort), clock.day_of(now, zone)
    events = events_of(AttendanceEvent.objects.filter(enrollment__cohort=cohort), zone)
    return {
        pk: rules.summarize(plan, events[pk], now=now, today=today, until=ended_on)
        for pk, ended_on in Enrollment.objects.filter(cohort=cohort).values_list("pk", "ended_on")
    }


def schedule(cohort: Cohort, *, also: PolicyVersion | None = None) -> Schedule:
    """The cohort's days in order, each under the policy in force on it; the last day's policy decides the whole.

    `also` is a version that does not stand yet, as the latest.
    """
    zone = cohort.complex.zone
    policies = sorted(cohort.program.policies.all(), key=lambda policy: (policy.in_force_on, policy.number))
    policies += [also] if also else []
    found = {id(policy): rules_of(policy) for policy in policies}
    by_day: dict[date, list[tuple[datetime, datetime]]] = defaultdict(list)
    for day, start, end in Session.objects.filter(cohort=cohort).values_list("day", "starts_at", "ends_at"):
        by_day[day].append((start.astimezone(zone), end.astimezone(zone)))
    days = [
        ScheduledDay(day, merged(spans), clock.end_of(day, zone), found[id(version_on(policies, day))])
        for day, spans in sorted(by_day.items())
    ]
    return Schedule(cohort.starts_on, cohort.ends_on, tuple(days), found[id(version_on(policies, cohort.ends_on))])


def version_on(policies: list[PolicyVersion], day: date) -> PolicyVersion:
    """The latest version that had begun on a day: old days keep theirs. Before the first version, the first."""
    if not policies:
        raise PolicyVersion.DoesNotExist("The program has no policy.")
    begun = [policy for policy in policies if policy.in_force_on <= day]
    return (begun or policies[:1])[-1]


def rules_of(version: PolicyVersion) -> Policy:
    """A version as the rules read it."""
    return Policy(
        grace_minutes=version.grace_minutes,
        minimum_day_percent=version.minimum_day_percent,
        events_per_absence=version.events_per_absence,
        completion_percent=version.completion_percent,
        hours_below_days=version.hours_below_days,
        hours_below_hours=version.hours_below_hours,
        recognition=Recognition(
            limits=tuple(version.absence_reasons.items()),
            least_days=version.absence_least_days,
            illness_percent=version.illness_percent,
            leave_months=version.leave_months,
        ),
    )


def events_of(events: "QuerySet[AttendanceEvent]", zone: ZoneInfo) -> dict[int, list[Event]]:
    """Ledger lines as the rules read them, by enrollment id, in one query."""
    found: dict[int, list[Event]] = defaultdict(list)
    rows = events.order_by().values_list("enrollment_id", "pk", "session__day", "kind", "at", "status", "undoes_id")
    for enrollment, number, day, kind, at, status, undoes in rows:
        found[enrollment].append(Event(number, day, kind, at.astimezone(zone), status, undoes))
    return found


def scheduled_day(session: Session) -> ScheduledDay:
    """The whole training day that a session is part of."""
    return next(day for day in schedule(session.cohort).days if day.date == session.day)


def ledger_of_day(enrollment: Enrollment, day: date) -> list[AttendanceEvent]:
    """The lines of one person on one day in the order of recording, undone ones too."""
    return list(
        AttendanceEvent.objects.filter(enrollment=enrollment, session__day=day)
        .select_related("session", "recorded_by")
        .order_by("pk")
    )


def decisions_of(enrollment: Enrollment) -> list[AttendanceEvent]:
    """Recognized absences and corrections of one person, newest first, with who decided and what undid them."""
    return list(
        AttendanceEvent.objects.filter(enrollment=enrollment, kind__in=[EventKind.RECOGNIZED, EventKind.CORRECTION])
        .select_related("session", "recorded_by", "undone_by")
        .order_by("-pk")
    )
