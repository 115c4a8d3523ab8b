"""What the sample's people claimed about their days: one accepted, one rejected, one that waits."""

from datetime import date, datetime, time, timedelta
from typing import Any

from enrollment.models import Claim, Enrollment
from enrollment.rules.claims import Asked
from enrollment.services import claims as services
from enrollment.states import ClaimKind, ClaimReason
from training.core import clock

CAME, LEFT = time(8, 55), time(18, 2)
EVENING = timedelta(hours=20)
NEXT_MORNING = timedelta(hours=33)


def claims(enrollments: list[Enrollment], *, by: Any, now: datetime) -> None:
    """Filed on the evening of the day, decided on the morning after; the one that waits is about a day to come."""
    cohort = enrollments[0].cohort
    days = sorted(set(cohort.sessions.values_list("day", flat=True)))
    today = clock.day_of(now, cohort.complex.zone)
    power = "오후에 단말기 전원이 나가 퇴실을 찍지 못했습니다. 강사님이 함께 계셨습니다."
    claim, morning = _correction(enrollments[12], days[15], ClaimReason.DEVICE, power)
    services.accept(claim, reason="단말기 기록과 강사 확인", by=by, now=morning)
    bus = "버스가 늦어 첫 시간을 놓쳤습니다."
    claim, morning = _correction(enrollments[0], days[13], ClaimReason.OTHER, bus)
    services.reject(claim, reason="교통 지연은 정정 사유가 아닙니다. 지각으로 둡니다.", by=by, now=morning)
    coming = [day for day in days if day > today]
    if len(coming) > 1:
        asked = Asked(ClaimKind.RECOGNITION, ClaimReason.INTERVIEW, coming[1], coming[1])
        person = enrollments[6]
        text = "오전에 협약기업 면접이 있습니다."
        services.file(person, asked=asked, text=text, by=person.trainee, now=now - timedelta(hours=3))


def _correction(person: Enrollment, day: date, reason: str, text: str) -> tuple[Claim, datetime]:
    """A claim filed on the evening of a day, and the morning after."""
    start = clock.start_of(day, person.cohort.complex.zone)
    asked = Asked(ClaimKind.CORRECTION, reason, day, day, CAME, LEFT)
    claim = services.file(person, asked=asked, text=text, by=person.trainee, now=start + EVENING)
    return claim, start + NEXT_MORNING
