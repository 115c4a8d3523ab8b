"""Who may read and write questions to instructors."""

from typing import Any

from enrollment.models import Enrollment, Thread
from enrollment.permissions.attendance import is_in_training, may_keep_roll


def may_ask(user: Any, enrollment: Enrollment) -> bool:
    """Ask and go on asking: the trainee, while in training. Who left reads on and writes no more."""
    return bool(user.is_authenticated) and enrollment.trainee_id == user.pk and is_in_training(enrollment)


def may_answer(user: Any, thread: Thread) -> bool:
    """Read and answer: who teaches the cohort now, and who runs its complex."""
    return may_keep_roll(user, thread.enrollment.cohort)
