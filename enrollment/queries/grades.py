"""The gradebook: attendance, quizzes, skills and what is still missing, for a cohort and for one person."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from courses.models import Quiz, Skill
from enrollment.models import Cohort, Enrollment, QuizAttempt
from enrollment.queries import attendance_words, completion, grade_changes, skill_questions, skills
from enrollment.queries.completion import Proposal
from enrollment.queries.grade_changes import Change
from enrollment.queries.quizzes import Result
from enrollment.queries.skill_questions import Line
from enrollment.queries.skills import Shown


@dataclass(frozen=True)
class Row:
    """One person with everything that is known of them."""

    proposal: Proposal

    @property
    def enrollment(self) -> Enrollment:
        return self.proposal.enrollment

    @property
    def results(self) -> tuple[Result, ...]:
        return self.proposal.beside.results

    @property
    def shown(self) -> tuple[Shown, ...]:
        return self.proposal.beside.shown

    @property
    def skills_passed(self) -> int:
        return sum(one.passed for one in self.shown)

    @property
    def missing(self) -> int:
        return len(self.proposal.shortfalls)

    @property
    def attendance(self) -> str:
        """How the days stand, in a sentence that never gives a bare rate."""
        return attendance_words.standing_words(self.proposal.summary)


@dataclass(frozen=True)
class Book:
    """People × (attendance, quizzes, skills, what is missing)."""

    rows: list[Row]

    @property
    def quizzes(self) -> list[Quiz]:
        return [result.quiz for result in self.rows[0].results] if self.rows else []

    @property
    def skills(self) -> list[Skill]:
        return [one.skill for one in self.rows[0].shown] if self.rows else []


def of_cohort(cohort: Cohort, *, now: datetime) -> Book:
    """Everybody in training, by name; the number of queries does not grow with people."""
    return Book([Row(proposal) for proposal in completion.proposals(cohort, now=now, everything=True)])


@dataclass(frozen=True)
class Person(Row):
    """One person's page: attempts and changes of grades too, the latest first."""

    attempts: list[QuizAttempt]
    changes: list[Change]
    supported: list[Line]

    @property
    def tried(self) -> list[Shown]:
        return [one for one in self.shown if one.records]

    @property
    def untried(self) -> list[Shown]:
        return [one for one in self.shown if not one.records]


def of_person(enrollment: Enrollment, *, now: datetime, everything: bool) -> Person:
    """For the person themself, and with `everything` for their instructors."""
    rows = QuizAttempt.objects.filter(enrollment=enrollment).select_related("quiz", "enrollment__trainee")
    attempts = list(rows.order_by("-pk"))
    proposal = completion.of_person(enrollment, now=now, everything=True)
    skills = [one.skill for one in proposal.beside.shown]
    supported = skill_questions.of_person(enrollment, attempts, skills, everything=everything)
    changes = grade_changes.latest_first(
        grade_changes.of_attempts(attempts), grade_changes.of_readings(enrollment=enrollment)
    )
    return Person(proposal, attempts, changes, supported)


def beside(cohort: Cohort, enrollment: Enrollment) -> dict[str, Any]:
    """The people before and after this one, by name."""
    keys = list(
        Enrollment.objects.current().filter(cohort=cohort).order_by("trainee__name", "pk").values_list("pk", flat=True)
    )
    if enrollment.pk not in keys:
        return {"previous": None, "next": None}
    at = keys.index(enrollment.pk)
    return {"previous": keys[at - 1] if at else None, "next": keys[at + 1] if at + 1 < len(keys) else None}


def table(book: Book) -> list[list[str]]:
    """The book as rows of text, for a file; the first are the heads."""
    heads = [_("Name"), _("Days counted"), _("Days done"), _("Days scheduled"), _("Rate so far (%)")]
    heads += [f"{quiz} (%)" for quiz in book.quizzes] + [str(skill) for skill in book.skills] + [_("Things to go")]
    return [heads, *([*_cells(row), str(row.missing)] for row in book.rows)]


def _cells(row: Row) -> list[str]:
    summary = row.proposal.summary
    days = (summary.credited, summary.done, summary.scheduled, summary.rate)
    cells = [row.enrollment.trainee.name, *map(str, days)]
    cells += ["" if result.percent is None else str(result.percent) for result in row.results]
    return cells + [skills.reading(one.counting) if one.counting else "" for one in row.shown]
