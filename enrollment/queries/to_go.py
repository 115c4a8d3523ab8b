"""What a trainee still has to do: the shortfall list itself, one for each course in training."""

from typing import Any

from enrollment.models import Enrollment
from enrollment.queries import clearance, completion, progress
from training.core.requests import Request


def may_see(request: Request) -> bool:
    return Enrollment.objects.of(request.complex).current().filter(trainee=request.user).exists()


def panel(request: Request) -> dict[str, Any]:
    """For each course: the shortfalls in words, and the next lesson."""
    current = (
        Enrollment.objects.of(request.complex)
        .current()
        .filter(trainee=request.user)
        .select_related("cohort__course", "cohort__program", "trainee", "complex")
    )
    return {
        "courses": [
            {
                "proposal": (proposal := completion.of_person(enrollment, now=request.now)),
                "next_lesson": progress.next_lesson(enrollment),
                "held_back": clearance.missing(enrollment.cohort.course_id, [enrollment.pk]).get(enrollment.pk, []),
                "finished": len(proposal.beside.marks),
                "lessons": proposal.beside.lessons,
            }
            for enrollment in current
        ]
    }
