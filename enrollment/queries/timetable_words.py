"""A session, and a change of it, in words: the current language and zone are the reader's."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from enrollment.models import Cohort, Session
from training.core import words


@dataclass(frozen=True)
class Change:
    """What one session was and what it becomes; None for a session that is new or taken out."""

    before: Session | None
    after: Session | None

    @property
    def sentence(self) -> str:
        if self.before is None and self.after is not None:
            return _("New: %(after)s") % {"after": session_words(self.after)}
        if self.after is None and self.before is not None:
            return _("Canceled: %(before)s") % {"before": session_words(self.before)}
        facts = {"before": session_words(self.before), "after": session_words(self.after)}
        return _("%(before)s → %(after)s") % facts


def plan_lines(before: Cohort, after: Cohort) -> list[str]:
    """What changed of a plan that people count on: its days and its venue."""
    found = []
    if (before.starts_on, before.ends_on) != (after.starts_on, after.ends_on):
        days = [words.date_range(cohort.starts_on, cohort.ends_on) for cohort in (before, after)]
        found.append(_("Days: %(before)s → %(after)s") % {"before": days[0], "after": days[1]})
    if before.venue_id != after.venue_id:
        found.append(_("Place: %(before)s → %(after)s") % {"before": str(before.venue), "after": str(after.venue)})
    return found


def session_words(session: Session | None) -> str:
    """2026. 12. 2.(수) 13:00~18:00 믹싱 실습 · 실습 2실 · 김강사"""
    if session is None:
        return words.UNKNOWN
    when = f"{words.date_words(session.day)} {hours(session)}"
    return " · ".join(str(part) for part in (f"{when} {session}", session.room, session.instructor) if part)


def hours(session: Session) -> str:
    """13:00~18:00 · 13:00–18:00"""
    dash = "–" if words.language() == "en" else "~"
    return f"{words.time24(session.starts_at)}{dash}{words.time24(session.ends_at)}"


def instructors(changes: Iterable[Change]) -> list[object]:
    """Who leads or led the sessions of these changes."""
    sessions = [session for change in changes for session in (change.before, change.after) if session is not None]
    return [session.instructor for session in sessions if session.instructor is not None]
