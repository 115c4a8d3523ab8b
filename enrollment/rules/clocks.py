"""Whether a device's clock can be believed, and which instant counts."""

from datetime import datetime, timedelta

MOST_OFF = timedelta(minutes=10)


def plausible(device_at: datetime, *, received_at: datetime) -> bool:
    """At most ten minutes from our own clock, either way."""
    return abs(device_at - received_at) <= MOST_OFF


def minutes_off(device_at: datetime, *, received_at: datetime) -> int:
    """Whole minutes, for a sentence."""
    return int(abs(device_at - received_at).total_seconds() // 60)


def counted(device_at: datetime | None, *, not_before: datetime, received_at: datetime) -> datetime:
    """The instant the rules run on: the device's, where it is plausible, else that of receipt.

    Plausible is what can have happened: the scan was made after what it shows could first be seen (`not_before`), and
    not after it came to us. So a wrong clock wins nobody more than the time between the two.
    """
    if device_at is not None and not_before <= device_at <= received_at:
        return device_at
    return received_at
