"""One decision as it was frozen: what it rests on, and whether that is still what was hashed."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from courses.models import Lesson, Quiz, Skill
from enrollment.models import Decision, Enrollment
from enrollment.queries import attendance_words, completion_matrix
from enrollment.queries.completion_words import sentence
from enrollment.rules.completion import Shortfall
from enrollment.states import EnrollmentState
from training.core import canonical, words
from training.core.models import AuditEntry


@dataclass(frozen=True)
class Titles:
    """What lessons, quizzes and skills of a course are called now, by key: the frozen evidence names keys."""

    lessons: dict[str, str]
    quizzes: dict[str, str]
    skills: dict[str, str]


@dataclass(frozen=True)
class Frozen:
    """A decision with its evidence in words. Earlier decisions hold less, and what they do not hold is not shown."""

    decision: Decision
    titles: Titles
    reopening: AuditEntry | None

    @property
    def evidence(self) -> dict[str, Any]:
        found: dict[str, Any] = self.decision.evidence
        return found

    @property
    def is_whole(self) -> bool:
        """Whether the evidence still has the hash it was frozen with."""
        return canonical.sha256(self.evidence) == self.decision.evidence_sha256

    @property
    def needs(self) -> list[str]:
        """What the policy version asked for, in words."""
        said = completion_matrix.words()
        kinds = self.evidence.get("policy", {}).get("needs", [])
        return [str(said[kind]) for kind in ("attendance", *kinds) if kind in said]

    @property
    def missing(self) -> list[str]:
        return [sentence(Shortfall(**shortfall)) for shortfall in self.evidence.get("shortfalls", [])]

    @property
    def attendance(self) -> dict[str, Any]:
        return dict(self.evidence.get("attendance", {}))

    @property
    def counted(self) -> str:
        """So many days of so many, or hours."""
        found = self.attendance
        if not found:
            return words.UNKNOWN
        return attendance_words.counted_words(found["credited"], found["scheduled"], basis=found["basis"])

    @property
    def lessons(self) -> dict[str, Any]:
        return dict(self.evidence.get("lessons", {}))

    @property
    def editions(self) -> list[tuple[str, str, int, str]]:
        """Each lesson that was finished, in the order of the course: title, language, number and hash of what was read."""
        order = list(self.titles.lessons)
        rows = sorted(self.lessons.get("editions", []), key=lambda row: order.index(row[0]) if row[0] in order else -1)
        return [
            (self.titles.lessons.get(key, key), _language(key_of), number, sha) for key, key_of, number, sha in rows
        ]

    @property
    def quizzes(self) -> list[tuple[str, str, bool]]:
        return [
            (self.titles.quizzes.get(row["key"], row["key"]), _percent(row["best"]), row["passed"])
            for row in self.evidence.get("quizzes", [])
        ]

    @property
    def skills(self) -> list[tuple[str, str, bool]]:
        return [
            (self.titles.skills.get(row["key"], row["key"]), _reading(row), row["stand"] == "passed")
            for row in self.evidence.get("skills", [])
        ]

    @property
    def papers(self) -> dict[str, Any]:
        return dict(self.evidence.get("papers", {}))


def _language(code: str) -> str:
    return str(dict(settings.LANGUAGES).get(code, code))


def _percent(best: str | None) -> str:
    return words.UNKNOWN if best is None else f"{Decimal(best) * 100:.1f} %"


def _reading(row: dict[str, Any]) -> str:
    """As it was recorded; the record itself says the unit."""
    if row.get("level"):
        return _("level %(level)d") % {"level": row["level"]}
    value = row.get("value")
    return words.UNKNOWN if value is None else f"{Decimal(value).normalize():f}"


def frozen(decision: Decision) -> Frozen:
    """Five queries at most, whatever the decision rests on."""
    evidence, course = decision.evidence, decision.enrollment.cohort.course_id
    lessons = [row[0] for row in evidence.get("lessons", {}).get("editions", [])]
    titles = Titles(
        {one.key: str(one) for one in _lessons(course, lessons)},
        {one.key: str(one) for one in Quiz.objects.filter(course=course)} if evidence.get("quizzes") else {},
        {one.key: str(one) for one in Skill.objects.filter(course=course)} if evidence.get("skills") else {},
    )
    return Frozen(decision, titles, _reopening(decision))


def _lessons(course_id: int, keys: list[str]) -> list[Lesson]:
    rows = Lesson.objects.filter(module__course=course_id, key__in=keys)
    return list(rows.order_by("module__block__order", "module__order", "order", "pk"))


def _reopening(decision: Decision) -> AuditEntry | None:
    if decision.reopened_at is None:
        return None
    rows = AuditEntry.objects.filter(
        subject_type=Enrollment._meta.label_lower,
        subject_id=str(decision.enrollment_id),
        to_state=EnrollmentState.ENROLLED,
        at=decision.reopened_at,
    )
    return rows.select_related("actor").first()
