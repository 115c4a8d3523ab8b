"""Days as they stand on paper (ux.md section 3), and hours without needless decimals."""

from datetime import date
from decimal import Decimal

MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def korean(day: date) -> str:
    return f"{day.year}년 {day.month}월 {day.day}일"


def english(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def hours(value: Decimal) -> str:
    """`8`, `8.5`: frozen as text, since a fraction has no one binary form."""
    return f"{value.normalize():f}" if value else "0"


def spoken(day: date, language: str) -> str:
    """In a sentence of the verification page, which is printed and read abroad: no weekday."""
    return english(day) if language == "en" else f"{day.year}. {day.month}. {day.day}."


def span(first: date, last: date, language: str) -> str:
    return f"{spoken(first, language)} {'–' if language == 'en' else '~'} {spoken(last, language)}"
