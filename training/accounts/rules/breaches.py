"""What the law asks after a breach, and by when (개인정보 보호법 §34; 시행령 §39, §40)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

WITHIN = timedelta(hours=72)
MANY = 1_000


@dataclass(frozen=True)
class Breach:
    """What decides whether the authority must be told."""

    people: int
    sensitive: bool
    intrusion: bool


def must_report(breach: Breach) -> bool:
    """A thousand people, sensitive data, or somebody who broke in: any one of them is enough."""
    return breach.people >= MANY or breach.sensitive or breach.intrusion


def deadline(noticed_at: datetime) -> datetime:
    """For the report and for telling the people alike: 72 hours after it was noticed."""
    return noticed_at + WITHIN
