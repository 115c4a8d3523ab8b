"""Which rows a report counts. The figures and the hash of their source begin at the same query sets, so neither can
count what the other does not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import Count, IntegerField, Q, QuerySet, Sum
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from courses.models import Course, SkillVersion
from enrollment.models import (
    Application,
    Cohort,
    Decision,
    Enrollment,
    SeatAgreement,
    Session,
    SkillRecord,
    SurveyResponse,
)
from enrollment.queries.surveys import HELD
from enrollment.rules import surveys
from enrollment.states import AgreementState, EnrollmentState
from training.accounts.models import Organization
from training.consortium.models import Agreement, Demand, JobOutcome, Project
from training.consortium.rules.outcomes import REPORTED_AFTER, after
from training.consortium.states import DemandState, OutcomeStatus
from training.core import clock
from training.core.models import Complex

ELSEWHERE = (EnrollmentState.MOVED, EnrollmentState.CANCELED)  # counted in another cohort, or in none
NEEDS_SECOND = '"needs_second":true'  # canonical JSON has one way to write it, and escapes it inside a text
ASKED = "overall"  # satisfied as a whole
SAID = Cast(KT(f"answers__{ASKED}"), IntegerField())


@dataclass(frozen=True)
class Scope:
    """What a report is about: complexes, days (both included), and one course or organization where only that is meant.

    `now` says which sessions and surveys are over. Days are those of the first complex's zone.
    """

    complexes: Sequence[Complex]
    since: date
    until: date
    unit: str
    now: datetime
    course: Course | None = None
    organization: Organization | None = None

    @property
    def zone(self) -> Any:
        return self.complexes[0].zone

    @property
    def today(self) -> date:
        return clock.day_of(self.now, self.zone)

    @property
    def instants(self) -> tuple[datetime, datetime]:
        """Half-open: from the first day's beginning to before the second."""
        return clock.start_of(self.since, self.zone), clock.end_of(self.until, self.zone)

    @cached_property
    def _complexes(self) -> list[int]:
        return [complex.pk for complex in self.complexes]

    # --- of cohorts ---
    @property
    def cohorts(self) -> "QuerySet[Cohort]":
        """Those that took place and ended in the period; of an organization, those in which it has people or seats."""
        rows = Cohort.objects.filter(
            complex__in=self._complexes, state__in=HELD, ends_on__range=(self.since, self.until)
        )
        if self.course is not None:
            rows = rows.filter(course=self.course)
        if self.organization is not None:
            sent = Enrollment.objects.filter(sponsor=self.organization).exclude(state__in=ELSEWHERE)
            agreed = SeatAgreement.objects.filter(organization=self.organization)
            applied = Application.objects.submitted().filter(sponsor=self.organization)
            theirs = [Q(pk__in=rows_of.values("cohort")) for rows_of in (sent, agreed, applied)]
            rows = rows.filter(theirs[0] | theirs[1] | theirs[2])
        return rows.order_by("pk")

    @property
    def applications(self) -> "QuerySet[Application]":
        return self._of_cohorts(Application.objects.submitted(), "sponsor")

    @property
    def enrollments(self) -> "QuerySet[Enrollment]":
        return self._of_cohorts(Enrollment.objects.exclude(state__in=ELSEWHERE), "sponsor")

    @property
    def decisions(self) -> "QuerySet[Decision]":
        """Those opened again too, so that a reopening is seen as a change; only those in force count."""
        rows = Decision.objects.exclude(enrollment__state__in=ELSEWHERE)
        return self._of_cohorts(rows, "enrollment__sponsor", "enrollment__cohort")

    @property
    def sessions(self) -> "QuerySet[Session]":
        return self._of_cohorts(Session.objects.filter(ends_at__lte=self.now))

    @property
    def skills(self) -> "QuerySet[SkillRecord]":
        """Readings that count as passed, as `enrollment.rules.skills.Try.counts` has it."""
        by_two = SkillVersion.objects.filter(content__contains=NEEDS_SECOND).values("pk")
        rows = SkillRecord.objects.filter(passed=True, replaced_by=None).filter(
            ~Q(version__in=by_two) | Q(second_word__agrees=True)
        )
        rows = rows.exclude(enrollment__state__in=ELSEWHERE)
        return self._of_cohorts(rows, "enrollment__sponsor", "enrollment__cohort")

    @property
    def seats(self) -> "QuerySet[SeatAgreement]":
        return self._of_cohorts(SeatAgreement.objects.exclude(state=AgreementState.WITHDRAWN), "organization")

    def _of_cohorts(self, rows: Any, organization: str = "", cohort: str = "cohort") -> Any:
        rows = rows.filter(**{f"{cohort}__in": self.cohorts.order_by().values("pk")})
        if self.organization is not None and organization:
            rows = rows.filter(**{organization: self.organization})
        return rows.order_by("pk")

    def surveys(self) -> list[dict[str, Any]]:
        """What each cohort said as a whole, where it may be shown: closed, and answered by enough. Two queries.

        The decision whether it is shown is that of the survey's own page.
        """
        said = (
            self._of_cohorts(SurveyResponse.objects.all(), cohort="survey__cohort")
            .order_by()
            .annotate(said=SAID)
            .values("survey__cohort", "survey__cohort__ends_on")
            .annotate(
                responses=Count("pk"),
                answers=Count("said"),
                satisfied=Count("said", filter=Q(said__gte=surveys.SATISFIED)),
                points=Sum("said"),
            )
        )
        asked = self._asked()
        return [row for row in said if self._is_shown(row, asked.get(row["survey__cohort"], 0))]

    def _asked(self) -> dict[int, int]:
        stayed = self._of_cohorts(Enrollment.objects.reading())
        return dict(stayed.order_by().values("cohort").annotate(n=Count("pk")).values_list("cohort", "n"))

    def _is_shown(self, row: dict[str, Any], stayed: int) -> bool:
        asked = max(stayed, row["responses"])
        final = surveys.is_final(
            row["survey__cohort__ends_on"], today=self.today, asked=asked, answered=row["responses"]
        )
        return final and surveys.is_shown(row["responses"]) and surveys.is_shown(row["answers"])

    def jobs(self) -> list[dict[str, Any]]:
        """What became of the people of each cohort that ended six months ago or earlier. One query.

        As with surveys, a cohort counts where five or more who completed agree to say it: fewer could be told apart.
        """
        agreed = JobOutcome.objects.standing().filter(enrollment__state=EnrollmentState.COMPLETED)
        said = (
            self._of_cohorts(agreed, cohort="enrollment__cohort")
            .order_by()
            .values("enrollment__cohort", "enrollment__cohort__ends_on")
            .annotate(
                agreed=Count("pk"),
                in_field=Count("pk", filter=Q(status=OutcomeStatus.IN_FIELD)),
                elsewhere=Count("pk", filter=Q(status=OutcomeStatus.ELSEWHERE)),
            )
        )
        return [row for row in said if surveys.is_shown(row["agreed"]) and self._is_reported(row)]

    def _is_reported(self, row: dict[str, Any]) -> bool:
        return after(row["enrollment__cohort__ends_on"], REPORTED_AFTER) <= self.today

    # --- of members of the consortium ---
    @property
    def demands(self) -> "QuerySet[Demand]":
        first, after = self.instants
        rows = Demand.objects.filter(complex__in=self._complexes, stated_at__gte=first, stated_at__lt=after)
        return self._theirs(rows.exclude(state=DemandState.WITHDRAWN), "organization", "block__course")

    @property
    def agreements(self) -> "QuerySet[Agreement]":
        rows = Agreement.objects.filter(complex__in=self._complexes, starts_on__lte=self.until)
        if self.course is not None:
            return rows.none()  # nobody signs for one course
        return self._theirs(rows.filter(Q(ends_on=None) | Q(ends_on__gte=self.since)), "organization")

    @property
    def projects(self) -> "QuerySet[Project]":
        first, after = self.instants
        lasting = Q(starts_on__lte=self.until, ends_on__gte=self.since)
        noted = Q(starts_on=None, made_at__gte=first, made_at__lt=after)
        rows = Project.objects.filter(lasting | noted, complex__in=self._complexes)
        return self._theirs(rows, "partners", "courses")

    def _theirs(self, rows: Any, organization: str, course: str = "") -> Any:
        if self.organization is not None:
            rows = rows.filter(**{organization: self.organization})
        if self.course is not None and course:
            rows = rows.filter(**{course: self.course})
        return rows.order_by("pk")
