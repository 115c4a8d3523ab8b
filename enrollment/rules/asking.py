"""How much one trainee may write to their instructors, and what is the same message sent twice."""

from collections.abc import Iterable
from datetime import datetime, timedelta

MOST = 20
WITHIN = timedelta(hours=1)
PRESSED_TWICE = timedelta(minutes=1)


def again_at(written: Iterable[datetime], *, now: datetime) -> datetime | None:
    """When the next message may be written; None for at once. At most MOST stand within any hour, half-open."""
    recent = sorted(at for at in written if at > now - WITHIN)
    return recent[-MOST] + WITHIN if len(recent) >= MOST else None


def is_the_same(text: str, before: str, *, written_at: datetime, now: datetime) -> bool:
    """Whether a message is the last one sent again: by a second press or a reloaded page, not by intent."""
    return text == before and now - written_at < PRESSED_TWICE
