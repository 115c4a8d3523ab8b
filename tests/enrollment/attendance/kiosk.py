"""A kiosk at the class's room, and phones and cards whose codes it reads."""

import json
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.test import Client

from enrollment.models import Enrollment, Kiosk, KioskScan, PersonalCode
from enrollment.rules import personal_codes
from enrollment.services import kiosks
from enrollment.states import CodeKind
from enrollment.views.kiosk import COOKIE
from tests.enrollment.attendance.build import at
from training.core import clock


def phone_of(enrollment: Enrollment, *, kind: str = CodeKind.PHONE) -> PersonalCode:
    person = enrollment.trainee
    held = PersonalCode.objects.filter(person=person, kind=kind, revoked_at=None).first()
    return held or PersonalCode.objects.create(
        complex=enrollment.complex, person=person, kind=kind, made_at=at("08:00"), made_by=person
    )


def shown(code: PersonalCode, instant: datetime) -> str:
    """What a phone or a card shows at an instant."""
    if code.kind == CodeKind.CARD:
        return personal_codes.card_code(code.secret)
    return personal_codes.phone_code(code.secret, personal_codes.step_at(instant))


def milliseconds(instant: datetime) -> int:
    return int(instant.timestamp() * 1000)


def scan(code: str, instant: datetime, act: str = "auto", client: str = "") -> dict:
    return {"id": client or str(uuid.uuid4()), "code": code, "act": act, "scanned_at": milliseconds(instant)}


@dataclass
class Device:
    """A kiosk's device, which has its token and a clock of its own."""

    kiosk: Kiosk
    token: str
    off: timedelta = timedelta(0)
    client: Client = field(default_factory=Client)

    def __post_init__(self) -> None:
        self.client.cookies[COOKIE] = self.token

    def send(self, *scans: dict, body: object = None):
        """What the page posts; its clock says when."""
        body = {"sent_at": milliseconds(clock.now() + self.off), "scans": scans} if body is None else body
        text = body if isinstance(body, str | bytes) else json.dumps(body)
        return self.client.post("/kiosk/scans/", text, content_type="application/json")

    def states(self) -> list[tuple[str, str]]:
        return list(KioskScan.objects.filter(kiosk=self.kiosk).order_by("pk").values_list("state", "refusal"))


def started(room, *, by=None, whole_venue: bool = False, now: datetime | None = None) -> Device:
    place = room.session.room
    kiosk, token = kiosks.start(
        room.cohort.complex, venue=place.venue, room=None if whole_venue else place, by=by or room.instructor,
        now=now or clock.now(),
    )  # fmt: skip
    return Device(kiosk, token)
