"""The next legal step of a cohort, and until when it is due."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from enrollment.states import CohortState
from training.core import clock

# The one step that leads on from each state; the others (reopening, canceling) are not on the main button.
NEXT: dict[str, str] = {
    CohortState.PLANNED: CohortState.OPEN,
    CohortState.OPEN: CohortState.CLOSED,
    CohortState.CLOSED: CohortState.RUNNING,
    CohortState.RUNNING: CohortState.ENDED,
    CohortState.ENDED: CohortState.SETTLED,
}
REPORT_DAYS = 10  # 수료보고 after the last day: 국민내일배움카드 운영규정 §38①


@dataclass(frozen=True)
class Dates:
    """What a cohort says about its time."""

    state: str
    opens_at: datetime
    closes_at: datetime
    starts_on: date
    ends_on: date


def due_at(dates: Dates, zone: ZoneInfo) -> datetime | None:
    """The instant until which a cohort's next step is to be made; None where nothing follows.

    A course is started on its first day and ended on its last, each until the day is over.
    """
    return {
        CohortState.PLANNED: dates.opens_at,
        CohortState.OPEN: dates.closes_at,
        CohortState.CLOSED: clock.end_of(dates.starts_on, zone),
        CohortState.RUNNING: clock.end_of(dates.ends_on, zone),
        CohortState.ENDED: clock.end_of(dates.ends_on + timedelta(days=REPORT_DAYS), zone),
    }.get(CohortState(dates.state))
