"""Whether a device's clock can be believed."""

from datetime import datetime, timedelta

MOST_OFF = timedelta(minutes=10)


def plausible(device_at: datetime, *, received_at: datetime) -> bool:
    """At most ten minutes from our own clock, either way."""
    return abs(device_at - received_at) <= MOST_OFF


def minutes_off(device_at: datetime, *, received_at: datetime) -> int:
    """Whole minutes, for a sentence."""
    return int(abs(device_at - received_at).total_seconds() // 60)
