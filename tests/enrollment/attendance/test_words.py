"""Every figure has its sentence, in Korean and in English."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from enrollment.queries import attendance_words as words
from enrollment.rules.attendance import Schedule
from enrollment.rules.days import Policy
from enrollment.states import DayStatus, EventKind
from tests.enrollment.attendance.build import DAY, at, come_to, course, event, judged, scans, scheduled
from tests.enrollment.attendance.test_summary import days_of, weekdays


@pytest.mark.parametrize(
    ("events", "korean", "english"),
    [
        (scans("09:01", "18:02"), "09:01 입실, 18:02 퇴실 → 출석", "09:01 in, 18:02 out → present"),
        (scans("09:14", None), "09:14 입실, 퇴실 기록 없음 → 결석", "09:14 in, no check-out → absent"),
        (scans(None, "18:00"), "18:00 퇴실, 입실 기록 없음 → 결석", "18:00 out, no check-in → absent"),
        (
            scans("09:00", "12:00"),
            "09:00 입실, 12:00 퇴실, 훈련시간 미달 → 결석",
            "09:00 in, 12:00 out, too few of the day's hours → absent",
        ),
        ([], "기록 없음 → 결석", "nothing recorded → absent"),
        (
            [event(EventKind.MANUAL, status=DayStatus.PRESENT)],
            "강사가 표시 → 출석",
            "marked by the instructor → present",
        ),
        (
            [event(EventKind.RECOGNIZED, status=DayStatus.RECOGNIZED)],
            "운영팀이 결정 → 출석인정",
            "decided by the office → recognized absence",
        ),
    ],
)
def test_closed_day_explains_itself(events, korean, english):
    day = judged(events)
    with translation.override("ko"):
        assert words.explain(day) == korean
    with translation.override("en"):
        assert words.explain(day) == english


def test_third_late_explains_the_absence_it_books():
    third = DAY + timedelta(days=2)
    summary = come_to(course(10), [*days_of("LL"), *scans("09:14", None, day=third)], now=at("09:15", third))
    with translation.override("ko"):
        assert words.explain(summary.days[2]) == "09:14 입실, 퇴실 전 → 지각, 지각·조퇴·외출 3회째 → 결석 1일"
    with translation.override("en"):
        assert (
            words.explain(summary.days[2]) == "09:14 in, no check-out yet → late, 3rd late, early or away → 1 absence"
        )


def test_day_to_come_is_to_come():
    with translation.override("ko"):
        assert words.explain(judged([], now=at("08:00"))) == "예정"


@pytest.mark.parametrize(
    ("number", "english"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (13, "13th"), (22, "22nd")]
)
def test_nth_in_both_languages(number, english):
    with translation.override("en"):
        assert words.nth(number) == english
    with translation.override("ko"):
        assert words.nth(number) == f"{number}회째"


def test_prospects_of_the_handbook():
    dates = weekdays(date(2026, 10, 21), 40)
    plan = Schedule(dates[0], dates[-1], tuple(scheduled(day=day) for day in dates), Policy())
    came = [day for number, day in enumerate(dates[:23]) if number not in (4, 9)]
    events = [line for day in came for line in scans("09:20" if day == dates[3] else "09:00", "18:00", day=day)]
    summary = come_to(plan, events, now=at("20:00", date(2026, 11, 22)))
    with translation.override("ko"):
        assert words.prospects(summary) == [
            "앞으로 6일까지 결석할 수 있습니다.",
            "40일 중 23일을 마쳤고 결석 2일, 지각·조퇴·외출 1회입니다(3회면 결석 1일). 지금까지 출석률은 91.3 %입니다.",
            "최고 95.0 %까지 가능합니다.",
            "내일부터 계속 결석하면 2026. 12. 1.(화)부터 수료할 수 없습니다.",
        ]
    with translation.override("en"):
        assert words.prospects(summary) == [
            "You can still miss 6 days.",
            "23 of 40 days done, absences 2, late, early or away 1 (3 make one absence). Rate so far: 91.3 %.",
            "Best still possible: 95.0 %.",
            "If you miss every day from tomorrow, completion is out of reach from 1 Dec 2026 (Tue).",
        ]


def test_prospects_say_when_it_is_out_of_reach_and_when_it_is_over():
    with translation.override("ko"):
        lost = words.prospects(come_to(course(10), days_of("XXX"), now=at("00:00", DAY + timedelta(days=3))))
        assert lost[0] == "출석 기준을 채울 수 없게 되었습니다. 오늘 운영팀과 상의해 주세요."
        assert lost[-1] == "2026. 11. 25.(수)부터 기준을 채울 수 없습니다."
        assert words.prospects(come_to(course(10), days_of("P" * 10)))[0] == "훈련일을 모두 마쳤습니다."
