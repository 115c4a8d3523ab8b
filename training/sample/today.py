"""A demonstration session that is open whatever the hour."""

from datetime import datetime, timedelta

from enrollment.models import Cohort, Room, Session
from training.accounts.models import User
from training.core import clock

HALF_HOUR = timedelta(minutes=30)


def open_session(cohort: Cohort, *, now: datetime) -> Session:
    """The session of a cohort that is open today; the latest one that ever was where today has none."""
    opened = Session.objects.filter(cohort=cohort, opened_at__isnull=False)
    today = clock.day_of(now, cohort.complex.zone)
    return opened.filter(day=today, closed_at=None).first() or opened.latest("day")


def demonstration(cohort: Cohort, *, by: User, now: datetime) -> Session:
    """Today's open session of a cohort, made at the first load of the day; it takes the place of the day's timetable.

    It starts at the next half hour and lasts eight hours, so that checking in now is in time at any hour.
    """
    today = clock.day_of(now, cohort.complex.zone)
    found = Session.objects.filter(cohort=cohort, day=today, opened_at__isnull=False, closed_at=None).first()
    if found:
        return found
    Session.objects.filter(cohort=cohort, day=today, events=None).delete()
    starts_at = now.replace(minute=0, second=0, microsecond=0)
    while starts_at < now:
        starts_at += HALF_HOUR
    return Session.objects.create(
        complex=cohort.complex,
        cohort=cohort,
        room=Room.objects.filter(venue=cohort.venue).order_by("-pk").first(),
        title_ko="공개 시연 수업",
        title_en="Demonstration session",
        day=today,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=8),
        is_practice=True,
        opened_at=now,
        opened_by=by,
    )
