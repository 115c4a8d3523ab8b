"""What an operator and an instructor have planned: groups at the stations, and the deadlines kept so far."""

from datetime import datetime, timedelta

from enrollment.models import Cohort, DeadlineDone, Station
from enrollment.queries import deadlines
from enrollment.services import stations
from training.accounts.models import User
from training.core import clock

TURNS = 2
DAYS_AHEAD = 14  # two weeks of practice are planned in groups


def rotations(cohort: Cohort, *, by: User, now: datetime) -> None:
    """The coming practice sessions of a cohort run at the stations of their room, in as many groups as stations."""
    today = clock.day_of(now, cohort.complex.zone)
    coming = cohort.sessions.filter(is_practice=True, day__range=(today, today + timedelta(days=DAYS_AHEAD)))
    for session in coming.select_related("room").order_by("starts_at"):
        chosen = list(Station.objects.filter(room=session.room_id).order_by("pk"))
        if chosen:
            stations.plan(session, stations=chosen, groups=len(chosen), turns=TURNS, by=by, now=now)


def deadlines_done(cohort: Cohort, *, by: User, now: datetime) -> None:
    """Whatever was due before today was done on its day, at ten in the morning."""
    zone = cohort.complex.zone
    for item in deadlines.of_cohorts([cohort], now=now):
        if item.days_left < 0:
            DeadlineDone.objects.create(
                complex=cohort.complex,
                cohort=cohort,
                key=item.deadline.key,
                done_at=clock.start_of(item.deadline.due_on, zone) + timedelta(hours=10),
                done_by=by,
            )
