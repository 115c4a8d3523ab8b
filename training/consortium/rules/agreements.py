"""How an agreement stands on a day. Its last day still counts."""

from datetime import date, timedelta

SOON = timedelta(days=60)


def standing(starts_on: date, ends_on: date | None, *, today: date) -> str:
    """`coming`, `in_force`, `ending` (60 days or fewer are left) or `over`."""
    if today < starts_on:
        return "coming"
    if ends_on is None:
        return "in_force"
    if today > ends_on:
        return "over"
    return "ending" if ends_on - today <= SOON else "in_force"
