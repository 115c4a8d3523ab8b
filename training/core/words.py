"""Dates, times and numbers as people read them, in the reader's language and the complex's zone.

Sentences say 2026. 11. 22.(일) or 22 Nov 2026 (Sun); times have 24 hours and midnight is never written:
a deadline is half-open, so one that stands at 00:00 is said as 23:59 of the day before.
"""

from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone
from django.utils.translation import get_language

WEEKDAYS = {"ko": "월화수목금토일", "en": ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]}
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
UNKNOWN = "–"
MINUS = "−"


def language() -> str:
    return "en" if (get_language() or "ko").startswith("en") else "ko"


def local_day(value: date) -> date:
    """The calendar day of a date or of an instant in the current zone."""
    return timezone.localtime(value).date() if isinstance(value, datetime) else value


def date_words(value: date | None) -> str:
    """2026. 11. 22.(일) · 22 Nov 2026 (Sun)"""
    return _day(local_day(value), year=True) if value else UNKNOWN


def day_words(value: date | None) -> str:
    """11. 22.(일) · 22 Nov (Sun): where the year stands beside it."""
    return _day(local_day(value), year=False) if value else UNKNOWN


def date_range(start: date | None, end: date | None) -> str:
    """2026. 11. 23.(월)~12. 11.(금) · 23 Nov (Mon) – 11 Dec 2026 (Fri); the year once where it is the same."""
    if not start or not end:
        return UNKNOWN
    first, last = local_day(start), local_day(end)
    if first == last:
        return _day(first, year=True)
    one_year = first.year == last.year
    if language() == "ko":
        return f"{_day(first, year=True)}~{_day(last, year=not one_year)}"
    return f"{_day(first, year=not one_year)} – {_day(last, year=True)}"


def time24(value: datetime | time | None) -> str:
    """18:00"""
    if value is None:
        return UNKNOWN
    local = timezone.localtime(value) if isinstance(value, datetime) else value
    return f"{local:%H:%M}"


def moment(value: datetime | None) -> str:
    """2026. 11. 22.(일) 18:00 · 22 Nov 2026 (Sun) 18:00"""
    return f"{date_words(value)} {time24(value)}" if value else UNKNOWN


def deadline(value: datetime | None) -> str:
    """2026. 11. 30.(월) 18:00까지 · until 30 Nov 2026 (Mon) 18:00"""
    if value is None:
        return UNKNOWN
    local = timezone.localtime(value)
    said = local - timedelta(minutes=1) if local.time() == time.min else local
    return f"{moment(said)}까지" if language() == "ko" else f"until {moment(said)}"


def number(value: int | float | Decimal | None, places: int = 0) -> str:
    """1,234 · −5 · 85.0; unknown is –, zero is 0."""
    if value is None:
        return UNKNOWN
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    sign = MINUS if rounded < 0 else ""
    return f"{sign}{abs(rounded):,.{places}f}"


def _day(day: date, *, year: bool) -> str:
    weekday = WEEKDAYS[language()][day.weekday()]
    if language() == "ko":
        return f"{f'{day.year}. ' if year else ''}{day.month}. {day.day}.({weekday})"
    return f"{day.day} {MONTHS[day.month - 1]}{f' {day.year}' if year else ''} ({weekday})"
