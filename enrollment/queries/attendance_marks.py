"""What the letters of attendance mean."""

from django.utils.translation import gettext as _

from enrollment.states import DayStatus
from training.core.templatetags.core import attendance_of

BOOKED = "*"  # beside the third late, early or away: one absence is booked on this day


def letter(status: str) -> str:
    return str(attendance_of(status)["letter"])


def legend() -> list[tuple[str, str]]:
    """Every letter with its word, and the star."""
    found = [(letter(status), str(attendance_of(status)["word"])) for status in DayStatus if letter(status)]
    return [*found, (BOOKED, _("completes three late, early or away: one absence is booked on this day"))]
