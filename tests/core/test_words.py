"""Dates, times and numbers as people read them."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from training.core import words

NOON = datetime(2026, 11, 30, 3, 0, tzinfo=UTC)  # 12:00 in Korea
MIDNIGHT = datetime(2026, 11, 30, 15, 0, tzinfo=UTC)  # 00:00 on 1 December in Korea


@pytest.fixture(autouse=True)
def korea():
    with timezone.override(ZoneInfo("Asia/Seoul")):
        yield


@pytest.mark.parametrize(
    ("said", "ko", "en"),
    [
        (lambda: words.date_words(date(2026, 11, 22)), "2026. 11. 22.(일)", "22 Nov 2026 (Sun)"),
        (lambda: words.date_words(date(2026, 1, 5)), "2026. 1. 5.(월)", "5 Jan 2026 (Mon)"),
        (lambda: words.date_words(MIDNIGHT), "2026. 12. 1.(화)", "1 Dec 2026 (Tue)"),
        (lambda: words.date_words(None), "–", "–"),
        (
            lambda: words.date_range(date(2026, 11, 23), date(2026, 12, 11)),
            "2026. 11. 23.(월)~12. 11.(금)",
            "23 Nov (Mon) – 11 Dec 2026 (Fri)",
        ),
        (
            lambda: words.date_range(date(2026, 12, 7), date(2027, 1, 29)),
            "2026. 12. 7.(월)~2027. 1. 29.(금)",
            "7 Dec 2026 (Mon) – 29 Jan 2027 (Fri)",
        ),
        (lambda: words.date_range(date(2026, 11, 23), date(2026, 11, 23)), "2026. 11. 23.(월)", "23 Nov 2026 (Mon)"),
        (lambda: words.date_range(date(2026, 11, 23), None), "–", "–"),
        (lambda: words.time24(NOON), "12:00", "12:00"),
        (lambda: words.time24(time(9, 5)), "09:05", "09:05"),
        (lambda: words.time24(None), "–", "–"),
        (lambda: words.moment(NOON), "2026. 11. 30.(월) 12:00", "30 Nov 2026 (Mon) 12:00"),
        (lambda: words.deadline(NOON), "2026. 11. 30.(월) 12:00까지", "until 30 Nov 2026 (Mon) 12:00"),
        (lambda: words.deadline(MIDNIGHT), "2026. 11. 30.(월) 23:59까지", "until 30 Nov 2026 (Mon) 23:59"),
        (lambda: words.deadline(None), "–", "–"),
    ],
)
def test_dates_are_said_in_both_languages(said, ko, en):
    with translation.override("ko"):
        assert said() == ko
    with translation.override("en"):
        assert said() == en


@pytest.mark.parametrize(
    ("value", "places", "said"),
    [
        (0, 0, "0"),
        (1234, 0, "1,234"),
        (-5, 0, "−5"),
        (85, 1, "85.0"),
        (Decimal("84.95"), 1, "85.0"),
        (84.949, 1, "84.9"),
        (Decimal("-0.04"), 1, "0.0"),
        (None, 1, "–"),
    ],
)
def test_numbers(value, places, said):
    assert words.number(value, places) == said


def test_a_day_is_the_complexs_not_the_servers():
    with timezone.override(ZoneInfo("America/Los_Angeles")), translation.override("en"):
        assert words.moment(MIDNIGHT) == "30 Nov 2026 (Mon) 07:00"


@pytest.mark.parametrize(
    ("tag", "html"),
    [
        ("{% when day %}", '<time datetime="2026-11-22">2026. 11. 22.(일)</time>'),
        ("{% when instant %}", '<time datetime="2026-11-30T12:00:00+09:00">2026. 11. 30.(월) 12:00</time>'),
        ('{% when instant "date" %}', '<time datetime="2026-11-30T12:00:00+09:00">2026. 11. 30.(월)</time>'),
        ('{% when instant "time" %}', '<time datetime="2026-11-30T12:00:00+09:00">12:00</time>'),
        (
            '{% when instant "deadline" %}',
            '<time datetime="2026-11-30T12:00:00+09:00">2026. 11. 30.(월) 12:00까지</time>',
        ),
        ('{% when instant "iso" %}', '<time datetime="2026-11-30T12:00:00+09:00">2026-11-30</time>'),
        ("{% when nothing %}", "–"),
        ("{{ day|date_words }}", "2026. 11. 22.(일)"),
        ("{{ day|date_range:day }}", "2026. 11. 22.(일)"),
        ("{{ 1234.5|number:1 }}", "1,234.5"),
    ],
)
def test_templates_say_them_in_a_time_element(tag, html):
    context = Context({"day": date(2026, 11, 22), "instant": NOON, "nothing": None})
    with translation.override("ko"):
        assert Template("{% load core %}" + tag).render(context) == html
