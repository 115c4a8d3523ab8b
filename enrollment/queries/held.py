"""What this app holds of a person, why, and until when; and a copy of it for them."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from enrollment.models import (
    AnswerFile,
    Application,
    AttendanceEvent,
    CalendarFeed,
    Claim,
    ClaimPaper,
    Decision,
    Document,
    Enrollment,
    LessonProgress,
    Message,
    QuizAttempt,
    SkillPhoto,
    SkillRecord,
)
from enrollment.states import ApplicationState, EnrollmentState
from training.accounts.ports import Held
from training.core.clock import day_of
from training.core.models import Complex

FIVE_YEARS = timedelta(days=5 * 365 + 2)
WAITING = (ApplicationState.APPLIED, ApplicationState.SELECTED, ApplicationState.WAITLISTED)


def law() -> str:
    return _("국민내일배움카드 운영규정, art. 58: five years after the training ends")


def trained(person: Any, complex: Complex) -> "QuerySet[Enrollment]":
    return Enrollment.objects.of(complex).filter(trainee=person)


def kept_until(person: Any, complex: Complex) -> date | None:
    """The last day on which records of training must be kept; None where there was no training."""
    last: date | None = trained(person, complex).aggregate(last=Max("cohort__ends_on"))["last"]
    return last + FIVE_YEARS if last else None


def untrained(person: Any, complex: Complex) -> "QuerySet[Application]":
    """Applications that led to no training."""
    cohorts = trained(person, complex).values("cohort")
    rows: QuerySet[Application] = Application.objects.of(complex).filter(applicant=person)
    return rows.exclude(cohort__in=cohorts)


def under_way(person: Any, complex: Complex) -> tuple[bool, bool]:
    """Whether a person is in training now, and whether an application of theirs waits for an answer."""
    in_training = trained(person, complex).filter(state=EnrollmentState.ENROLLED).exists()
    return in_training, Application.objects.of(complex).filter(applicant=person, state__in=WAITING).exists()


def held(person: Any, complex: Complex, *, now: datetime) -> list[Held]:
    """Every kind with its count; ten queries."""
    until, today = kept_until(person, complex), day_of(now, complex.zone)
    mine = {"claim__enrollment__trainee": person, "complex": complex}
    return [
        _applications(person, complex),
        _documents(person, complex),
        _training(person, complex, until, today),
        _kept_with(_papers_label(), ClaimPaper.objects.kept().filter(**mine).count(), "papers", until, today),
        _kept_with(_answers_label(), _answer_files(person, complex).count(), "answer_files", until, today),
        _kept_with(_photos_label(), _photos(person, complex).count(), "photos", until, today),
        _questions(person, complex),
    ]


def _papers_label() -> str:
    return _("Papers that prove absences")


def _answers_label() -> str:
    return _("Photos and papers as answers")


def _photos_label() -> str:
    return _("Photos of practical work")


def _applications(person: Any, complex: Complex) -> Held:
    return Held(
        key="applications",
        label=_("Applications without training"),
        count=untrained(person, complex).count(),
        purpose=_("To choose who gets a seat, and to answer objections"),
        ground=_("your consent to collection and use for training (PIPA art. 15①1)"),
        period=_("until you close the account"),
    )


def _documents(person: Any, complex: Complex) -> Held:
    return Held(
        key="documents",
        label=_("Papers of applications"),
        count=Document.objects.of(complex).kept().filter(application__applicant=person).count(),
        purpose=_("To check the conditions of the course"),
        ground=_("your consent to collection and use for training (PIPA art. 15①1)"),
        period=_("until the days that the program names after the result or the training"),
    )


def _training(person: Any, complex: Complex, until: date | None, today: date) -> Held:
    count = trained(person, complex).count()
    is_kept = until is not None and today <= until
    return Held(
        key="training",
        label=_("Training: attendance, lessons, quizzes, skills, decisions"),
        count=count,
        purpose=_("To hold the training, decide on completion, and report it as the rules ask"),
        ground=_("the training contract and the law, without consent (PIPA art. 15①2, 4)"),
        period=law(),
        kept=count if is_kept else 0,
        law=law() if is_kept else "",
        until=until,
    )


def _kept_with(label: str, count: int, key: str, until: date | None, today: date) -> Held:
    """Papers that prove the training and go with it, each earlier by its own rule where it has one."""
    is_kept = until is not None and today <= until
    return Held(
        key=key,
        label=label,
        count=count,
        purpose=_("To prove attendance and results"),
        ground=_("the law, without consent; about health your separate consent (PIPA art. 23)"),
        period=_("about health 30 days after the decision; others five years (운영규정, art. 58)"),
        kept=count if is_kept else 0,
        law=law() if is_kept else "",
        until=until,
    )


def _questions(person: Any, complex: Complex) -> Held:
    return Held(
        key="questions",
        label=_("Questions to instructors"),
        count=Message.objects.of(complex).filter(author=person, by_trainee=True).count(),
        purpose=_("To answer you, and to make lessons better"),
        ground=_("the training contract, without consent (PIPA art. 15①4)"),
        period=_("until you close the account"),
    )


def _answer_files(person: Any, complex: Complex) -> Any:
    return AnswerFile.objects.of(complex).kept().filter(answer__attempt__enrollment__trainee=person)


def _photos(person: Any, complex: Complex) -> Any:
    return SkillPhoto.objects.of(complex).filter(record__enrollment__trainee=person, erased_at=None).order_by("pk")


# --- the copy ------------------------------------------------------------------------------------
def copy(person: Any, complex: Complex) -> dict[str, Any]:
    """Plain data, as it stands in the rows."""
    mine = {"enrollment__in": trained(person, complex)}
    return {
        "applications": _rows(
            Application.objects.of(complex).filter(applicant=person),
            "cohort__course__title_ko", "cohort__number", "state", "kind", "card_number", "motivation", "applied_at",
            "decided_at", "reason",
        ),
        "enrollments": _rows(
            trained(person, complex), "cohort__course__title_ko", "cohort__number", "state", "enrolled_at", "ended_on", "reason"
        ),
        "attendance": _rows(AttendanceEvent.objects.filter(**mine), "session__day", "kind", "at", "source", "note"),
        "lessons": _rows(LessonProgress.objects.filter(**mine), "lesson__title_ko", "finished_at"),
        "quizzes": _rows(QuizAttempt.objects.filter(**mine), "quiz__title_ko", "number", "state", "started_at", "submitted_at"),
        "skills": _rows(
            SkillRecord.objects.filter(**mine), "skill__title_ko", "value", "level", "passed", "remark", "taken_at"
        ),
        "claims": _rows(
            Claim.objects.filter(**mine), "kind", "reason", "first_on", "last_on", "text", "state", "filed_at",
            "decided_at", "decision_reason",
        ),
        "decisions": _rows(Decision.objects.filter(**mine), "number", "outcome", "shortfalls", "reason", "decided_at"),
        "questions": _rows(Message.objects.filter(thread__enrollment__trainee=person),
            "thread__subject", "by_trainee", "text", "written_at"),
        "calendar": _rows(CalendarFeed.objects.of(complex).filter(person=person), "made_at", "ended_at"),
    }  # fmt: skip


def _rows(rows: Any, *names: str) -> list[dict[str, Any]]:
    return [
        {name.replace("__", "."): value for name, value in row.items()} for row in rows.order_by("pk").values(*names)
    ]


def files(person: Any, complex: Complex) -> list[tuple[str, Any]]:
    """Every file that belongs to the person, under a name for the copy."""
    documents = Document.objects.of(complex).kept().filter(application__applicant=person)
    papers = ClaimPaper.objects.of(complex).kept().filter(claim__enrollment__trainee=person)
    return [
        *((f"applications/{row.pk}.{row.kind}", row) for row in documents),
        *((f"absences/{row.pk}.{row.kind}", row) for row in papers),
        *((f"answers/{row.pk}.{row.kind}", row) for row in _answer_files(person, complex)),
        *((f"skills/{row.pk}.{row.kind}", row) for row in _photos(person, complex)),
    ]
