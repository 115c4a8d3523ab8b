"""10,000 offline scans of one day at four gates, uploaded twice, shuffled: none lost, none double, and how long it takes.

`base` of the times is a request for an empty page in the same process.
"""

import json
import random
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import time_machine
from django.conf import settings
from django.test import Client

from enrollment.models import AttendanceEvent, Enrollment, KioskScan, PersonalCode, Session
from enrollment.rules import personal_codes
from enrollment.rules.kiosks import MOST_AT_ONCE
from enrollment.services import kiosks
from enrollment.states import CodeKind, CohortState
from enrollment.views.kiosk import COOKIE
from tests import factories
from tests.bench.rows import Row
from training.accounts.models import User
from training.core import clock

DATABASES = ("sqlite", "postgresql")
COHORTS, PEOPLE, GATES = 50, 100, 4
STARTS = factories.NOW  # Monday 09:00 in Korea
EVENING = STARTS + timedelta(hours=11)


@dataclass(frozen=True)
class Day:
    """What stands on the devices in the evening, in the order in which it was scanned; and the devices."""

    scans: list[tuple[int, dict]]
    gates: list[Client]


def bench(name: str) -> list[Row]:
    settings.ALLOWED_HOSTS = ["*"]
    dice = random.Random(10_000)
    with time_machine.travel(STARTS - timedelta(hours=1), tick=True) as travel:
        day = build(cohorts=COHORTS, people=PEOPLE, gates=GATES)
        travel.move_to(EVENING)
        base = _milliseconds(lambda: [day.gates[0].get("/healthz") for _ in range(200)], 200)
        new, again = (_milliseconds(lambda: upload(day, dice), len(day.scans)) for _time in range(2))
    bad, many = faults(len(day.scans)), f"{len(day.scans):,} scans"
    return [
        Row(name, f"{many} sent twice, shuffled: lost or double", bad, 1, "", bad, 0.0),
        Row(name, "a scan that is new / an empty page, processor", new[1], base[1], "ms", new[1] / base[1]),
        Row(name, "a scan sent before / an empty page, processor", again[1], base[1], "ms", again[1] / base[1]),
        Row(name, f"{many}, sent once: seconds", new[0] * len(day.scans) / 1000, 1, "s", new[0] / base[0]),
    ]


def _milliseconds(act: Callable[[], object], times: int) -> tuple[float, float]:
    """How long one takes of the many that `act` does, by the clock and of this process alone."""
    started, worked = time.perf_counter(), time.process_time()
    act()
    return (time.perf_counter() - started) * 1000 / times, (time.process_time() - worked) * 1000 / times


def faults(scans: int) -> int:
    """How many scans did not become exactly one line of the ledger and one row of their own."""
    lines = set(AttendanceEvent.objects.values_list("enrollment", "kind", "at"))
    people = Enrollment.objects.count()
    expected = AttendanceEvent.objects.filter(kind="in").count() == AttendanceEvent.objects.filter(kind="out").count()
    return (
        abs(scans - len(lines)) + abs(scans - AttendanceEvent.objects.count())
        + abs(scans - KioskScan.objects.filter(state="counted").count()) + abs(2 * people - scans) + (not expected)
    )  # fmt: skip


def upload(day: Day, dice: random.Random) -> None:
    """Every gate sends what it has, in parts, in whatever order."""
    for number, gate in enumerate(day.gates):
        mine = [scan for at, scan in day.scans if at == number]
        dice.shuffle(mine)
        for first in range(0, len(mine), MOST_AT_ONCE):
            _send(gate, mine[first : first + MOST_AT_ONCE])


def _send(gate: Client, scans: list[dict]) -> None:
    body = json.dumps({"sent_at": int(clock.now().timestamp() * 1000), "scans": scans})
    answer = gate.post("/kiosk/scans/", body, content_type="application/json")
    if answer.status_code != 200 or len(answer.json()["scans"]) != len(scans):
        raise RuntimeError(f"an upload answered {answer.status_code}")


def build(*, cohorts: int, people: int, gates: int) -> Day:
    """Everybody comes in the half hour before nine and goes after six, each time by another gate."""
    complex = factories.ground()
    venue = factories.VenueFactory(complex=complex)
    operator = factories.MembershipFactory(complex=complex, role="operator").user
    scans: list[tuple[int, dict]] = []
    for number in range(cohorts):
        cohort = factories.CohortFactory(
            complex=complex, venue=venue, state=CohortState.RUNNING, starts_on=STARTS.date(), seats=people
        )
        Session.objects.create(
            complex=complex, cohort=cohort, title_ko="실습", title_en="Practice", day=STARTS.date(), starts_at=STARTS,
            ends_at=STARTS + timedelta(hours=9),
        )  # fmt: skip
        scans += _scans(cohort, operator, number, people, gates)
    made = [kiosks.start(complex, venue=venue, room=None, by=operator, now=clock.now()) for _ in range(gates)]
    return Day(scans, [_device(token) for _kiosk, token in made])


def _device(token: str) -> Client:
    client = Client(headers={"host": "localhost"})
    client.cookies[COOKIE] = token
    return client


def _scans(cohort, operator: User, number: int, people: int, gates: int) -> list[tuple[int, dict]]:
    persons = User.objects.bulk_create(
        User(email=f"gate{number}-{n}@example.com", name=f"사람{n}") for n in range(people)
    )
    Enrollment.objects.bulk_create(
        Enrollment(complex=cohort.complex, cohort=cohort, trainee=person, enrolled_at=STARTS) for person in persons
    )
    codes = PersonalCode.objects.bulk_create(
        PersonalCode(complex=cohort.complex, person=person, kind=CodeKind.PHONE, made_at=STARTS, made_by=operator)
        for person in persons
    )
    found = []
    for n, code in enumerate(codes):
        for turn, at in enumerate((STARTS - timedelta(minutes=30), STARTS + timedelta(hours=9))):
            instant = at + timedelta(seconds=(n * 17 + number) % 1700)
            text = personal_codes.phone_code(code.secret, personal_codes.step_at(instant))
            scan = {"id": str(uuid.uuid4()), "code": text, "act": "auto", "scanned_at": int(instant.timestamp() * 1000)}
            found.append(((n + turn) % gates, scan))
    return found
