"""How many files an answer takes, and how long they are kept."""

from datetime import datetime, timedelta

MOST_SENT = 30  # of one answer, with those that were taken back: nobody needs more
FIVE_YEARS = timedelta(days=5 * 365 + 2)
AFTER_THE_END = timedelta(days=30)


def kept_until(*, handed_in_at: datetime | None, training_ends_at: datetime) -> datetime:
    """What was handed in proves a result and stays five years, as other evidence of training does (운영규정 §58).

    What was never handed in proves nothing and goes 30 days after the training ended.
    """
    return handed_in_at + FIVE_YEARS if handed_in_at else training_ends_at + AFTER_THE_END
