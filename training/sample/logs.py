"""The training logs of the running cohort: written the same evening, but for the last few sessions."""

from datetime import date

from enrollment.models import Cohort
from enrollment.services import training_logs
from training.accounts.models import User

LEFT = 3  # sessions whose log is still to be written


def written(cohort: Cohort, *, by: User, before: date) -> None:
    """What was taught, by the title of the session, before a day."""
    past = cohort.sessions.filter(day__lt=before).select_related("cohort__complex", "cohort__course", "complex")
    sessions = list(past.order_by("starts_at"))
    for session in sessions[: max(len(sessions) - LEFT, 0)]:
        taught = f"{session}: 계획한 내용을 모두 마쳤습니다."
        training_logs.write(session, taught=taught, lessons=[], remarks="", seen=0, by=by, now=session.ends_at)
