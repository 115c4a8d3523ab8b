"""Whose scans of one session came from one device: flagged, never blocked, since phones break and are lent."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import QuerySet

from enrollment.models import AttendanceEvent, Session


def shared_on(session: Session) -> dict[int, list[str]]:
    """By enrollment, the names of the others from the same device, over all sessions of the day. One query."""
    groups = _groups(AttendanceEvent.objects.filter(session__cohort=session.cohort_id, session__day=session.day))
    found: dict[int, set[str]] = defaultdict(set)
    for people in groups.values():
        for one in people:
            found[one] |= {name for other, name in people.items() if other != one}
    return {one: sorted(names) for one, names in found.items()}


def shared_in(sessions: Iterable[Session]) -> list[tuple[int, list[str]]]:
    """By session, the names of those who shared a device, the latest session first. One query."""
    groups = _groups(AttendanceEvent.objects.filter(session__in=list(sessions)))
    return [(session, sorted(people.values())) for (session, _mark), people in sorted(groups.items(), reverse=True)]


def _groups(events: "QuerySet[AttendanceEvent]") -> dict[tuple[int, str], dict[int, str]]:
    """Session and device to enrollments and names, where a device scanned for more than one."""
    rows = events.exclude(device_mark="").order_by("pk")
    found: dict[tuple[int, str], dict[int, str]] = defaultdict(dict)
    for session, mark, enrollment, name in rows.values_list(
        "session", "device_mark", "enrollment", "enrollment__trainee__name"
    ):
        found[session, mark][enrollment] = name
    return {key: people for key, people in found.items() if len(people) > 1}
