"""A small academy whose report is counted by hand: the third quarter of 2026, two courses, one employer."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from courses.models import Course, Skill
from enrollment.models import (
    Cohort,
    Decision,
    Enrollment,
    SeatAgreement,
    SeatPool,
    SecondWord,
    Session,
    SkillRecord,
    Survey,
    SurveyResponse,
    SurveyVersion,
)
from enrollment.states import CohortState
from tests import factories
from tests.consortium import build
from tests.enrollment.skills.build import MOISTURE, THICKNESS
from tests.enrollment.skills.build import skill as skill_of
from training.accounts.models import Organization, User
from training.accounts.services import consents
from training.consortium.models import Agreement, JobOutcome, Project
from training.consortium.queries import outcomes as outcome_queries
from training.consortium.queries.reports.scope import Scope
from training.consortium.services import outcomes
from training.consortium.states import ReportUnit

SINCE, UNTIL = date(2026, 7, 1), date(2026, 9, 30)
NOW = datetime(2026, 11, 23, tzinfo=UTC)


@dataclass
class Academy:
    """`first` ended in August, `second` in September; what must not count stands beside them."""

    complex: Any
    operator: User
    company: Organization
    first: Cohort
    second: Cohort
    people: list[Enrollment]  # of `first`
    decisions: list[Decision]

    @property
    def course(self) -> Course:
        return self.first.course

    def scope(self, **more: Any) -> Scope:
        return Scope([self.complex], SINCE, UNTIL, more.pop("unit", ReportUnit.MONTH), more.pop("now", NOW), **more)


def at(day: date, hour: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def academy() -> Academy:
    complex = factories.ground()
    operator = factories.MembershipFactory(complex=complex).user
    company, manager = build.company(complex, name_ko="다온전극", name_en="Daon Electrode")
    first, second = cohort(complex, date(2026, 8, 14)), cohort(complex, date(2026, 9, 11))
    cohort(complex, date(2026, 10, 2))  # of the next quarter
    cohort(complex, date(2026, 8, 14), state=CohortState.CANCELED)
    people, decisions = _first(first, company, operator)
    _second(second, operator)
    _shown(first, people, operator)
    _said(first, [5, 5, 4, 4, 3, 2])
    _said(second, [5, 5, 5, 5])  # four are too few to be shown
    _members(complex, company, manager, operator, first)
    return Academy(complex, operator, company, first, second, people, decisions)


def cohort(complex: Any, ends_on: date, *, state: str = CohortState.SETTLED, course: Any = None) -> Cohort:
    more = {} if course is None else {"course": course}
    return factories.CohortFactory(
        complex=complex, state=state, starts_on=ends_on - timedelta(days=30), ends_on=ends_on, **more
    )  # fmt: skip


def enrolled(of: Cohort, state: str, **more: Any) -> Enrollment:
    return factories.EnrollmentFactory(complex=of.complex, cohort=of, state=state, **more)


def decided(row: Enrollment, by: User, *, credited: int, scheduled: int, basis: str = "days", **more: Any) -> Decision:
    outcome = more.pop("outcome", row.state)
    return Decision.objects.create(
        complex=row.complex, enrollment=row, number=1, outcome=outcome, policy=row.cohort.program.policies.get(),
        evidence={"attendance": {"basis": basis, "scheduled": scheduled, "credited": credited}},
        evidence_sha256=f"{credited:064d}", decided_at=NOW, decided_by=by, **more,
    )  # fmt: skip


def became(of: Cohort, statuses: list[str]) -> None:
    """So many more people who completed, and what they agreed to say of themselves."""
    consents.ship(of.complex, now=NOW)
    text = outcome_queries.text(of.complex, now=NOW)
    assert text is not None
    for status in statuses:
        row = enrolled(of, "completed")
        said = outcomes.agree(row, text=text, by=row.trainee, now=NOW)
        if status != "not_answered":
            JobOutcome.objects.filter(pk=said.pk).update(status=status, answered_at=NOW)


def session(of: Cohort, day: date, hours: int, *, is_practice: bool) -> Session:
    return factories.SessionFactory(
        complex=of.complex, cohort=of, room=None, day=day, starts_at=at(day), ends_at=at(day, hours),
        is_practice=is_practice,
    )  # fmt: skip


def _first(of: Cohort, company: Organization, by: User) -> tuple[list[Enrollment], list[Decision]]:
    """Of eight places: three completed (two of them sent by the employer), one did not, one left in the window, one
    found work, one moved away, one was canceled. Nine applied, one of them never handed in."""
    sent = {"sponsor": company}
    people = [enrolled(of, "completed", **sent), enrolled(of, "completed", **sent), enrolled(of, "completed")]
    people += [enrolled(of, state) for state in ("not_completed", "withdrawn", "early_employed")]
    for state in ("moved", "canceled"):
        enrolled(of, state)
    for n in range(8):
        factories.ApplicationFactory(complex=of.complex, cohort=of, sponsor=company if n < 2 else None)
    factories.ApplicationFactory(complex=of.complex, cohort=of, state="draft", applied_at=None)
    for n in range(2):
        session(of, of.ends_on - timedelta(days=10 + n), 3, is_practice=False)
    for n in range(3):
        session(of, of.ends_on - timedelta(days=n), 4, is_practice=True)
    credited = [5, 5, 4, 3]  # of five days
    decisions = [decided(row, by, credited=n, scheduled=5) for row, n in zip(people, credited, strict=False)]
    pool = SeatPool.objects.create(complex=of.complex, cohort=of, key="agreed-1", capacity=4, taken=2)
    SeatAgreement.objects.create(
        complex=of.complex, cohort=of, organization=company, pool=pool, seats=4, nominate_until=NOW, made_at=NOW,
        made_by=by,
    )  # fmt: skip
    return people, decisions


def _second(of: Cohort, by: User) -> None:
    """One completed by the hour, 100 minutes of 120; one's decision was opened again."""
    decided(enrolled(of, "completed"), by, credited=100, scheduled=120, basis="hours")
    opened = enrolled(of, "enrolled")
    decided(opened, by, credited=120, scheduled=120, basis="hours", outcome="completed", reopened_at=NOW)
    session(of, of.ends_on, 2, is_practice=False)


def record(
    row: Enrollment, skill: Skill, by: User, *, passed: bool = True, attempt: int = 1, **more: Any
) -> SkillRecord:
    return SkillRecord.objects.create(
        complex=row.complex, enrollment=row, skill=skill, version=skill.versions.get(), attempt=attempt, value=70,
        passed=passed, taken_at=NOW, assessed_by=by, recorded_at=NOW, ticket=f"{more.get('replaces', attempt)}", **more,
    )  # fmt: skip


def _shown(of: Cohort, people: list[Enrollment], by: User) -> None:
    """Three reach a target: the first in both skills, the second in one. The rest does not count, each for its reason."""
    thickness, moisture = skill_of(of, THICKNESS, key="thickness"), skill_of(of, MOISTURE, key="moisture")
    record(people[0], thickness, by)
    record(people[0], thickness, by, attempt=2)  # once more, and still one person and skill
    record(people[1], thickness, by)
    second = record(people[0], moisture, by)
    SecondWord.objects.create(
        complex=of.complex,
        record=second,
        first=by,
        given_by=factories.UserFactory(),
        agrees=True,
        value=70,
        given_at=NOW,
    )
    record(people[1], moisture, by)  # nobody agreed yet
    record(people[2], thickness, by, passed=False)
    wrong = record(people[3], thickness, by)
    record(people[3], thickness, by, passed=False, replaces=wrong, reason="misread")


def _said(of: Cohort, steps: list[int]) -> Survey:
    version, _made = SurveyVersion.objects.get_or_create(complex=of.complex, number=1)
    survey = Survey.objects.create(complex=of.complex, cohort=of, version=version)
    for step in steps:
        SurveyResponse.objects.create(complex=of.complex, survey=survey, answers={"overall": step, "best": "-"})
    return survey


def _members(complex: Any, company: Organization, manager: User, by: User, of: Cohort) -> None:
    block = factories.ProcessBlockFactory(course=of.course)
    july, june = at(date(2026, 7, 10)), at(date(2026, 6, 30), 14)  # the last of June in Korea
    due = july + timedelta(days=30)
    answered = {"answer": "-", "answered_by": by}
    for fields in (
        {"people": 12, "state": "answered", "answered_at": due - timedelta(seconds=1), **answered},
        {"people": 5},
        {"people": 3, "state": "declined", "answered_at": due, **answered},  # the deadline is half-open
        {"people": 100, "state": "withdrawn"},
        {"people": 100, "stated_at": june},
    ):
        build.row(complex, company, block, by=manager, **{"stated_at": july, "due_at": due} | fields)
    for first, last in ((date(2026, 1, 1), None), (date(2026, 1, 1), date(2026, 7, 31)), (date(2026, 10, 1), None)):
        Agreement.objects.create(
            complex=complex, organization=company, kind="mou", title="-", signed_on=first, starts_on=first, ends_on=last
        )
    common = {
        "complex": complex,
        "kind": "training",
        "title_ko": "-",
        "summary_ko": "-",
        "made_at": july,
        "made_by": by,
    }
    project = Project.objects.create(
        **common, state="running", starts_on=date(2026, 6, 1), ends_on=date(2026, 8, 31)
    )  # fmt: skip
    project.partners.add(company)
    project.courses.add(of.course)
    Project.objects.create(**common, state="idea")
