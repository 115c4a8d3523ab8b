"""An operator's calendar: what is due for which cohort, by when, under which article, and who did it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enrollment.models import Cohort, DeadlineDone
from enrollment.queries import reported_changes
from enrollment.rules import deadlines as rules
from enrollment.rules.attendance import months_later
from enrollment.rules.deadlines import Deadline
from enrollment.rules.timetable import holidays_between
from enrollment.states import CohortState
from training.core import clock, words
from training.core.models import Complex

AROUND = timedelta(days=40)  # holidays that can matter before the first and after the last day
PLACES = {
    "roster": "enrollment:cohort_roster",
    "last_change": "enrollment:cohort_timetable",
    "start_report": "enrollment:cohort_timetable",
    "timetable": "enrollment:cohort_timetable",
    "substitute": "enrollment:cohort_timetable",
    "unit_close": "enrollment:cohort_attendance",
    "unit_apply": "enrollment:cohort_attendance",
    "report": "enrollment:completion",
    "survey": "enrollment:cohort_survey",
}


@dataclass(frozen=True)
class Item:
    """One deadline of one cohort as the operator reads it."""

    cohort: Cohort
    deadline: Deadline
    today: date
    done: DeadlineDone | None

    @property
    def sentence(self) -> str:
        return _sentences(self.deadline)[self.deadline.kind]

    @property
    def address(self) -> str:
        """Where the act is done."""
        return reverse(PLACES.get(self.deadline.kind, "enrollment:cohort"), args=[self.cohort.pk])

    @property
    def days_left(self) -> int:
        return (self.deadline.due_on - self.today).days

    @property
    def late(self) -> bool:
        return self.done is None and self.days_left < 0

    @property
    def until(self) -> str:
        return relative(self.deadline.due_on, self.today)


def relative(day: date, today: date) -> str:
    """today, tomorrow, in 3 days, 2 days ago."""
    left = (day - today).days
    if left == 0:
        return _("today")
    if left == 1:
        return _("tomorrow")
    if left < 0:
        return ngettext("%(n)d day ago", "%(n)d days ago", -left) % {"n": -left}
    return ngettext("in %(n)d day", "in %(n)d days", left) % {"n": left}


def _sentences(deadline: Deadline) -> dict[str, str]:
    number, day = deadline.number, words.date_words(deadline.about) if deadline.about else ""
    return {
        "timetable": _("Report the change of a session on %(day)s (변경신고).") % {"day": day},
        "substitute": _("A substitute since %(day)s has sessions after 15 days. Report the change of instructor.")
        % {"day": day},
        "contract": _("Request the training contract (위탁계약)."),
        "last_change": _("Last day to change the schedule; every applicant is told."),
        "start_report": _("Report that the training takes place (실시신고)."),
        "roster": _("Register the roster (훈련생 명단)."),
        "unit_close": _("Close unit period %(number)d (단위기간).") % {"number": number},
        "unit_apply": _("Apply for the costs of unit period %(number)d.") % {"number": number},
        "report": _("Report completion (수료보고)."),
        "survey": _("Collect the satisfaction survey."),
        "employment": _("Record who is employed (취업)."),
    }


def of_cohorts(cohorts: Sequence[Cohort], *, now: datetime) -> list[Item]:
    """Every deadline of these cohorts, the earliest first: five queries for any number of cohorts."""
    if not cohorts:
        return []
    days = _training_days(cohorts)
    done = {(one.cohort_id, one.key): one for one in _done(cohorts)}
    first = min(cohort.starts_on for cohort in cohorts) - AROUND
    last = max(cohort.ends_on for cohort in cohorts) + AROUND
    closed = holidays_between(first, last)
    changes = reported_changes.of_cohorts(cohorts, now=now)
    found = []
    for cohort in cohorts:
        today = clock.day_of(now, cohort.complex.zone)
        plan = rules.Plan(cohort.starts_on, cohort.ends_on, days.get(cohort.pk, 0), cohort.program.key)
        found += [
            Item(cohort, deadline, today, done.get((cohort.pk, deadline.key)))
            for deadline in [*rules.deadlines(plan, closed=closed.keys()), *changes.get(cohort.pk, [])]
        ]
    return sorted(found, key=lambda item: (item.deadline.due_on, item.cohort.pk, item.deadline.key))


def _training_days(cohorts: Sequence[Cohort]) -> dict[int, int]:
    counted = Cohort.objects.filter(pk__in=[cohort.pk for cohort in cohorts]).order_by()
    return dict(counted.annotate(n=Count("sessions__day", distinct=True)).values_list("pk", "n"))


def _done(cohorts: Sequence[Cohort]) -> Iterable[DeadlineDone]:
    return DeadlineDone.objects.filter(cohort__in=cohorts).select_related("done_by")


def live(complex: Complex) -> list[Cohort]:
    """The cohorts that have deadlines: all that were not canceled."""
    rows = Cohort.objects.of(complex).exclude(state=CohortState.CANCELED)
    return list(rows.select_related("course", "program", "complex__site").order_by("starts_on", "pk"))


def due(items: Iterable[Item], *, within: int) -> list[Item]:
    """What is not done and late, or due within so many days."""
    return [item for item in items if item.done is None and item.days_left <= within]


@dataclass(frozen=True)
class CalendarDay:
    """One day of a month: its holiday, its deadlines, and the cohorts that begin or end on it."""

    day: date
    inside: bool
    holiday: str
    items: list[Item]
    begins: list[Cohort]
    ends: list[Cohort]

    @property
    def empty(self) -> bool:
        return not (self.holiday or self.items or self.begins or self.ends)


@dataclass(frozen=True)
class Month:
    """The weeks of a month, with the months around it."""

    first: date
    weeks: list[list[CalendarDay]]
    before: date
    after: date

    @property
    def agenda(self) -> list[CalendarDay]:
        return [day for week in self.weeks for day in week if day.inside and not day.empty]


def month(cohorts: Sequence[Cohort], items: Iterable[Item], first: date) -> Month:
    """A month from its first day on; no query."""
    following = months_later(first, 1)
    monday = first - timedelta(days=first.weekday())
    count = -(-(following - monday).days // 7)
    days = [monday + timedelta(days=n) for n in range(count * 7)]
    closed = holidays_between(days[0], days[-1], language=words.language())
    by_day: dict[date, list[Item]] = {}
    for item in items:
        by_day.setdefault(item.deadline.due_on, []).append(item)
    made = [
        CalendarDay(
            day,
            day.month == first.month,
            closed.get(day, ""),
            by_day.get(day, []),
            [cohort for cohort in cohorts if cohort.starts_on == day],
            [cohort for cohort in cohorts if cohort.ends_on == day],
        )
        for day in days
    ]
    weeks = [made[n : n + 7] for n in range(0, len(made), 7)]
    return Month(first, weeks, months_later(first, -1), following)
