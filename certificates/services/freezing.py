"""What a certificate says, taken from the rows as they are on the day and never looked up again."""

from datetime import date
from decimal import Decimal
from typing import Any

from certificates.models import Design
from certificates.rules import codes, dates, looks
from certificates.states import DesignKind
from courses.models import Course
from enrollment.models import AttendanceEvent, Decision, Enrollment, LessonProgress, Program
from enrollment.queries import skills
from enrollment.states import EnrollmentState
from training.core import canonical

FORMAT = 1
# What a confirmation of enrollment says of the day it was issued on; none of them claims completion.
NOT_BEGUN = {"ko": "등록 (개강 전)", "en": "Enrolled, not begun yet"}
ATTENDING = {"ko": "수강 중", "en": "In training"}
LEFT = {"ko": "수강 종료", "en": "Training ended"}


def content(
    enrollment: Enrollment,
    *,
    decision: Decision | None,
    design: Design,
    number: str,
    code: str,
    issued_on: date,
    expires_on: date | None,
    replaces: str | None,
) -> dict[str, Any]:
    """The frozen facts. The birth date is bound by a commitment under the code, not written (invariant 5).

    Only a confirmation of enrollment is frozen without a decision.
    """
    cohort, person = enrollment.cohort, enrollment.trainee
    modules, hours = modules_of(cohort.course)
    return {
        "format": FORMAT,
        "kind": design.kind,
        "number": number,
        "issued_on": issued_on.isoformat(),
        "expires_on": expires_on.isoformat() if expires_on else None,
        "replaces": replaces,
        "issuer": {
            "complex": cohort.complex.key,
            "ko": cohort.complex.issuer_ko,
            "en": cohort.complex.issuer_en,
        },
        "holder": {
            "name": person.name,
            "latin_name": person.latin_name,
            "birth_commitment": codes.commitment(
                code, "birth", f"{person.birth_date:%Y-%m-%d}" if person.birth_date else ""
            ),
        },
        "course": {
            "key": cohort.course.key,
            "ko": cohort.course.title_ko,
            "en": cohort.course.title_en,
            "cohort": cohort.number,
            "starts_on": cohort.starts_on.isoformat(),
            "ends_on": cohort.ends_on.isoformat(),
        },
        "hours": hours,
        "modules": modules,
        "editions": _editions(enrollment),
        "skills": _skills(enrollment),
        "attendance": _attendance(enrollment),
        "decision": _decision(decision) if decision else None,
        "policy": {
            "program": cohort.program.key,
            "version": (decision.policy if decision else cohort.program.policy_on(cohort.starts_on)).number,
        },
        "design": design_facts(design),
        "statement": statement(design, cohort.program),
        **({"standing": _standing(enrollment, issued_on)} if design.kind == DesignKind.ENROLLMENT else {}),
    }


def statement(design: Design, program: Program | None) -> dict[str, str]:
    """The program's sentence, which cites its law, says that somebody completed: other papers never bear it."""
    if program is None or design.kind != DesignKind.COMPLETION:
        return {"ko": design.body_ko, "en": design.body_en}
    return {"ko": program.legal_basis_ko or design.body_ko, "en": program.legal_basis_en or design.body_en}


def _standing(enrollment: Enrollment, day: date) -> dict[str, str]:
    words = NOT_BEGUN if day < enrollment.cohort.starts_on else ATTENDING
    if enrollment.state != EnrollmentState.ENROLLED:
        words = LEFT
    return {"as_of": day.isoformat(), **words}


def _skills(enrollment: Enrollment) -> list[dict[str, str]]:
    """The skills that this person passed, in the order of the course."""
    asked = skills.asked(enrollment.cohort.course_id)
    shown = skills.of_people([enrollment.pk], asked)[enrollment.pk] if asked else []
    return [{"key": one.skill.key, "ko": one.skill.title_ko, "en": one.skill.title_en} for one in shown if one.passed]


def _attendance(enrollment: Enrollment) -> dict[str, Any]:
    """The ledger as it stood: how many lines, and the hash of what they say. No day is written."""
    rows = AttendanceEvent.objects.filter(enrollment=enrollment).order_by("pk")
    lines = [
        [key, session, kind, at.isoformat(), status, undoes]
        for key, session, kind, at, status, undoes in rows.values_list(
            "pk", "session", "kind", "at", "status", "undoes"
        )
    ]
    return {"lines": len(lines), "ledger_sha256": canonical.sha256(lines)}


def modules_of(course: Course) -> tuple[list[dict[str, str]], dict[str, str]]:
    """The modules in their blocks' order with hours as text, and the sums."""
    theory = practice = Decimal(0)
    frozen = []
    for module in course.modules.past_draft().select_related("block").order_by("block__order", "order", "pk"):
        theory, practice = theory + module.theory_hours, practice + module.practice_hours
        frozen.append(
            {
                "key": module.key,
                "block_ko": module.block.title_ko,
                "block_en": module.block.title_en,
                "ko": module.title_ko,
                "en": module.title_en,
                **_hours(module.theory_hours, module.practice_hours),
            }
        )
    return frozen, _hours(theory, practice)


def _hours(theory: Decimal, practice: Decimal) -> dict[str, str]:
    return {
        "theory": dates.hours(Decimal(theory)),
        "practice": dates.hours(Decimal(practice)),
        "total": dates.hours(Decimal(theory) + Decimal(practice)),
    }


def _editions(enrollment: Enrollment) -> list[dict[str, Any]]:
    """The editions of the lessons as this person saw them."""
    seen = (
        LessonProgress.objects.filter(enrollment=enrollment)
        .order_by("lesson__module__order", "lesson__order", "pk")
        .values("edition__lesson__key", "edition__language", "edition__number", "edition__sha256")
    )
    return [
        {
            "lesson": row["edition__lesson__key"],
            "language": row["edition__language"],
            "number": row["edition__number"],
            "sha256": row["edition__sha256"],
        }
        for row in seen
    ]


def _decision(decision: Decision) -> dict[str, Any]:
    zone = decision.enrollment.cohort.complex.zone
    return {
        "number": decision.number,
        "decided_on": decision.decided_at.astimezone(zone).date().isoformat(),
        "evidence_sha256": decision.evidence_sha256,
    }


def design_facts(design: Design) -> dict[str, Any]:
    return {
        "version": design.version,
        "title_ko": design.title_ko,
        "title_en": design.title_en,
        "signatory_ko": design.signatory_ko,
        "signatory_en": design.signatory_en,
        "seal": design.seal,
        "second_ko": design.second_ko,
        "second_en": design.second_en,
        "second_seal": design.second_seal,
        "border": design.border,
        "ink": design.ink,
        "shows": [name for name in looks.PARTS if getattr(design, f"shows_{name}")],
    }
