"""Rules of kiosks and personal codes. The kiosk itself is a device: nobody's account opens it."""

import uuid

from enrollment.models import Kiosk, KioskScan, PersonalCode
from tests.access.attendance import OPERATORS, ROLL, TEACHING_DESK, enrollment_id, session
from tests.access.rules import EVERYONE, SIGNED_IN, Rule, only
from tests.cast import Cast
from training.core import clock

STARTER = only("instructor", "operator", "admin")
NOBODY = only()


def kiosk(cast: Cast) -> Kiosk:
    room = session(cast).room
    return Kiosk.objects.create(
        complex=cast.complex, venue=room.venue, room=room, day=clock.now().date(), token_sha256=uuid.uuid4().hex * 2,
        started_at=clock.now(), started_by=cast.instructor,
    )  # fmt: skip


def code(cast: Cast) -> PersonalCode:
    PersonalCode.objects.filter(person=cast.trainee).update(revoked_at=clock.now(), revoked_by=cast.operator)
    return PersonalCode.objects.create(
        complex=cast.complex, person=cast.trainee, kind="card", made_at=clock.now(), made_by=cast.operator
    )


def card(cast: Cast) -> KioskScan:
    now = clock.now()
    return KioskScan.objects.create(
        complex=cast.complex, kiosk=kiosk(cast), client=uuid.uuid4(), act="auto", code=code(cast), scanned_at=now,
        sent_at=now, received_at=now, enrollment_id=enrollment_id(cast), session=session(cast), state="waiting",
    )  # fmt: skip


RULES = {
    "enrollment:kiosk": Rule(lambda cast: "/kiosk/", NOBODY),
    "enrollment:kiosk_receive": Rule(lambda cast: "/kiosk/scans/", NOBODY, method="post"),
    "enrollment:kiosk_worker": Rule(lambda cast: "/kiosk/worker.js", EVERYONE),
    "enrollment:kiosk_decoder": Rule(lambda cast: "/kiosk/decoder.js", EVERYONE),
    "enrollment:kiosk_manifest": Rule(lambda cast: "/kiosk/manifest.webmanifest", EVERYONE),
    "enrollment:kiosks": Rule(lambda cast: "/teach/kiosk/", TEACHING_DESK),
    "enrollment:kiosk_scanned": Rule(lambda cast: f"/teach/kiosk/{kiosk(cast).pk}/", STARTER),
    "enrollment:end_kiosk": Rule(lambda cast: f"/teach/kiosk/{kiosk(cast).pk}/end/", STARTER, method="post"),
    "enrollment:decide_card": Rule(
        lambda cast: f"/teach/kiosk/scans/{card(cast).pk}/", ROLL, method="post", data=lambda cast: {"counts": "1"}
    ),
    "enrollment:personal_code": Rule(lambda cast: "/learn/code/", SIGNED_IN),
    "enrollment:personal_code_state": Rule(lambda cast: "/learn/code/state/", SIGNED_IN),
    "enrollment:personal_code_worker": Rule(lambda cast: "/learn/code/worker.js", SIGNED_IN),
    "enrollment:give_personal_code": Rule(
        lambda cast: "/learn/code/new/", only("trainee", "other_trainee"), method="post"
    ),
    "enrollment:cohort_codes": Rule(lambda cast: f"/desk/cohorts/{cast.cohort.pk}/codes/", OPERATORS),
    "enrollment:make_cards": Rule(lambda cast: f"/desk/cohorts/{cast.cohort.pk}/codes/make/", OPERATORS, method="post"),
    "enrollment:print_cards": Rule(lambda cast: f"/desk/cohorts/{cast.cohort.pk}/codes/cards/", OPERATORS),
    "enrollment:take_back_code": Rule(lambda cast: f"/desk/codes/{code(cast).pk}/take-back/", OPERATORS, method="post"),
}
