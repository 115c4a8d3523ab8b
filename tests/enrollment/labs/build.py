"""An instrument, and practice sessions that want it."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from enrollment.models import Cohort, Instrument, Session
from enrollment.rules.timetable import Slot
from tests import factories

SEOUL = ZoneInfo("Asia/Seoul")
MONDAY = date(2026, 12, 7)


def at(hour: int, minute: int = 0, day: date = MONDAY) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=SEOUL)


def slot(begins: tuple[int, int], ends: tuple[int, int]) -> Slot:
    return Slot(at(*begins), at(*ends))


def instrument(complex: Any = None, **values: Any) -> Instrument:
    complex = complex or factories.ground()
    room = values.pop("room", None) or factories.RoomFactory(complex=complex)
    serial = f"S-{Instrument.objects.count() + 1}"
    known = {"name_ko": "충방전기", "name_en": "Cycler", "serial": serial, "safety_class": "general"}
    return Instrument.objects.create(complex=complex, room=room, **known | values)


ONE = at(13)


def session(cohort: Cohort, begins: datetime = ONE, hours: float = 2, **values: Any) -> Session:
    known = {"title_ko": "화성 실습", "title_en": "Formation practice", "is_practice": True, "day": begins.date()}
    return factories.SessionFactory(
        complex=cohort.complex, cohort=cohort, starts_at=begins, ends_at=begins + timedelta(hours=hours),
        **known | values,
    )  # fmt: skip
