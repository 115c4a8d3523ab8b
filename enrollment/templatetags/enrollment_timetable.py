"""Days and hours as a timetable says them."""

from datetime import date

from django import template

from enrollment.queries.timetable_words import hours
from training.core import words

register = template.Library()
register.filter("date_short", words.day_words)
register.filter("hours", hours)


@register.simple_tag
def month_words(day: date) -> str:
    """2026년 12월 · Dec 2026"""
    if words.language() == "en":
        return f"{words.MONTHS[day.month - 1]} {day.year}"
    return f"{day.year}년 {day.month}월"


@register.simple_tag
def weekday_words(day: date) -> str:
    return words.WEEKDAYS[words.language()][day.weekday()]
