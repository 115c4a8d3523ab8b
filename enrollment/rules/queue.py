"""Places in the queue and deadlines of offers: pure decisions on instants."""

from datetime import datetime, timedelta

STEP = timedelta(microseconds=1)


def place_in_queue(now: datetime, last: datetime | None) -> datetime:
    """The instant a newcomer counts from: always behind the last in line.

    A request reads its clock before it waits for the lock, so a later arrival may carry an earlier `now`.
    """
    return now if last is None or now > last else last + STEP


def offer_deadline(now: datetime, *, hours: int, begins_at: datetime) -> datetime | None:
    """Until when an offer made now may be answered (half-open); None when the course has begun.

    An offer never outlives the beginning of the course, so a seat cannot stand empty through the first days.
    """
    if now >= begins_at:
        return None
    return min(now + timedelta(hours=hours), begins_at)
