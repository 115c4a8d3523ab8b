"""Who was here when: people by days, those with the fewest absences left first."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import ngettext

from enrollment.models import Cohort, Enrollment
from enrollment.queries import attendance, attendance_words
from enrollment.rules.attendance import Summary

NEAR = 3  # absences left below which a person is close to the limit


@dataclass(frozen=True)
class Row:
    """One person with all days."""

    enrollment: Enrollment
    summary: Summary

    @property
    def rate(self) -> str:
        return attendance_words.rate_words(self.summary)

    @property
    def is_near(self) -> bool:
        return self.summary.absences_left < NEAR or not self.summary.reachable


@dataclass(frozen=True)
class Heat:
    """The rows of a cohort and its dates."""

    rows: list[Row]
    dates: list[date]

    @property
    def finding(self) -> str:
        """The title is a sentence: `2 people of 18 are close to the limit`."""
        near = sum(row.is_near for row in self.rows)
        facts = {"near": near, "all": len(self.rows)}
        return (
            ngettext(
                "%(near)d person of %(all)d is close to the limit of absences.",
                "%(near)d people of %(all)d are close to the limit of absences.",
                near,
            )
            % facts
        )


def heat(cohort: Cohort, *, now: datetime) -> Heat:
    """Everybody in training; the number of queries does not grow with people or days."""
    summaries = attendance.summaries(cohort, now=now)
    people = Enrollment.objects.reading().filter(cohort=cohort).select_related("trainee")
    rows = [Row(person, summaries[person.pk]) for person in people]
    rows.sort(key=lambda row: (row.summary.reachable, row.summary.absences_left, row.enrollment.trainee.name))
    dates = [day.date for day in rows[0].summary.days] if rows else []
    return Heat(rows, dates)
