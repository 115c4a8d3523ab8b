"""Days and hours as a timetable says them."""

from django import template

from enrollment.queries.timetable_words import hours
from training.core import words

register = template.Library()
register.filter("date_short", words.day_words)
register.filter("hours", hours)
