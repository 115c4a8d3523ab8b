"""Warnings about attendance by mail: to the trainee, once at each threshold."""

from collections import defaultdict
from datetime import datetime, time

from django.db import transaction

from enrollment import mail
from enrollment.models import Cohort, Enrollment
from enrollment.queries import attendance
from enrollment.rules import warnings as rules
from enrollment.states import CohortState
from training.core import clock
from training.core.models import Delivery

FROM, UNTIL = time(8), time(21)  # in the complex's zone: nobody is warned at night
KEY = "attendance_warning"


def warn_all(*, now: datetime) -> int:
    """What beat calls: the people of every running cohort."""
    running = Cohort.objects.filter(state=CohortState.RUNNING)
    return sum(warn(cohort, now=now) for cohort in running.select_related("complex__site", "course", "program"))


@transaction.atomic
def warn(cohort: Cohort, *, now: datetime) -> int:
    """Owe a mail to everybody who crossed a threshold that they were not told of. Returns how many.

    The delivery's key is unique for its person, so that two runs at once owe one mail.
    """
    if not FROM <= now.astimezone(cohort.complex.zone).time() < UNTIL:
        return 0
    today = clock.day_of(now, cohort.complex.zone)
    summaries, told = attendance.summaries(cohort, now=now), _told(cohort)
    owed = 0
    for person in Enrollment.objects.current().filter(cohort=cohort).select_related("trainee"):
        summary = summaries[person.pk]
        crossed = rules.threshold(summary, today=today)
        if crossed is not None and rules.is_owed(crossed, told[person.pk]):
            person.cohort = cohort
            mail.attendance_warning(person, summary, threshold=crossed, now=now)
            owed += 1
    return owed


def _told(cohort: Cohort) -> dict[int, set[str]]:
    """Thresholds told before, by enrollment: the keys of the mails, `attendance_warning:<enrollment>:<threshold>`."""
    found: dict[int, set[str]] = defaultdict(set)
    people = Enrollment.objects.filter(cohort=cohort).values("trainee")
    for key in Delivery.objects.filter(user__in=people, kind=KEY).values_list("key", flat=True):
        _kind, enrollment, told = key.split(":")
        found[int(enrollment)].add(told)
    return found
