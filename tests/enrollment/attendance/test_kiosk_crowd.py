"""Many scans, sent twice and shuffled, and two devices and two uploads at one time."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, connections
from django.db.models import QuerySet

from enrollment.models import AttendanceEvent, KioskScan
from enrollment.services import kiosk_scans
from tests.bench import kiosk as bench
from tests.enrollment.attendance.build import at
from tests.enrollment.attendance.kiosk import phone_of, scan, shown, started

races = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer, so it hides races")


@pytest.mark.django_db
def test_every_scan_counts_once_however_often_it_is_sent(travel):
    travel.move_to(bench.STARTS - timedelta(hours=1))
    day = bench.build(cohorts=2, people=10, gates=3)
    travel.move_to(bench.EVENING)
    for number in range(2):
        bench.upload(day, random.Random(number))
    assert (len(day.scans), bench.faults(len(day.scans))) == (40, 0)


def race(devices, scans) -> None:
    start = Barrier(len(devices))

    def send(device) -> int:
        start.wait()
        try:
            return device.send(*scans).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(devices)) as pool:
        assert set(pool.map(send, devices)) == {200}


@pytest.mark.postgres
@races
@pytest.mark.django_db(transaction=True)
def test_one_upload_sent_by_six_and_one_code_shown_to_six_kiosks_at_once_count_once(room, travel):
    device = started(room)
    code = shown(phone_of(room.enrollment), at("09:03"))
    same = [type(device)(device.kiosk, device.token) for _ in range(6)]
    race(same, [scan(code, at("09:03"))])
    assert (device.states(), room.ledger()) == ([("counted", "")], [("in", "09:03:00")])
    race([started(room) for _ in range(6)], [scan(code, at("09:03"), "out")])
    assert (KioskScan.objects.count(), len(room.ledger())) == (7, 1)


@pytest.mark.postgres
@races
@pytest.mark.django_db(transaction=True)
def test_without_the_locks_the_same_upload_fails_for_some(room, travel, monkeypatch):
    """The teeth of the first race: the database still refuses a second line, but devices see the fault."""
    device = started(room)
    code = phone_of(room.enrollment)
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **_: rows)
    monkeypatch.setattr(kiosk_scans, "_people", all_at_once(kiosk_scans._people))
    with pytest.raises((AssertionError, IntegrityError)):
        race(
            [type(device)(device.kiosk, device.token) for _ in range(6)],
            [scan(shown(code, at("09:03")), at("09:03"))],
        )
    assert AttendanceEvent.objects.count() == 1


def all_at_once(people):
    """All six have read that nothing stands before the first one writes."""
    meet = Barrier(6)

    def read(*args):
        found = people(*args)
        meet.wait(timeout=60)
        return found

    return read
