"""When one can register and check in, what is asked afterwards, and how long what is known of people is kept."""

from datetime import datetime, timedelta

from enrollment.rules.surveys import Asked
from training.consortium.states import EventKind, RegistrationState

DOORS = timedelta(hours=2)  # so long before the beginning somebody can be checked in
MEETING = timedelta(days=30)  # so long after the end people can still agree to meet
KEPT = timedelta(days=365)  # so long after the end it is known who was there
MEETINGS = frozenset({EventKind.NETWORKING, EventKind.JOB_FAIR})
OPEN = frozenset({RegistrationState.REGISTERED, RegistrationState.WAITING})
THERE = frozenset({RegistrationState.REGISTERED, RegistrationState.CAME})

# A version that was asked is never edited: a changed question is a new version under the next number.
QUESTIONS: dict[int, tuple[Asked, ...]] = {
    1: (
        Asked("overall", "scale", "행사 전반", "Event as a whole",
              "이 행사에 전반적으로 만족합니다.", "I am satisfied with this event as a whole."),
        Asked("useful", "scale", "도움", "Use",
              "일이나 진로에 도움이 됩니다.", "It helps me at work or in finding my way."),
        Asked("again", "scale", "다시 참여", "Would come again",
              "다음 행사에도 참여하겠습니다.", "I would come to the next one."),
        Asked("better", "text", "고칠 점", "What to change",
              "무엇을 고치면 좋겠습니까?", "What should we change?"),
    ),
}  # fmt: skip
NEWEST = max(QUESTIONS)


def takes_registrations(opens_at: datetime, closes_at: datetime, *, now: datetime) -> bool:
    """Half-open, as every deadline."""
    return opens_at <= now < closes_at


def doors_open(starts_at: datetime, *, now: datetime) -> bool:
    return now >= starts_at - DOORS


def may_meet(kind: str, ends_at: datetime, *, now: datetime) -> bool:
    """Whether people can still say whom they would like to meet."""
    return kind in MEETINGS and now < ends_at + MEETING
