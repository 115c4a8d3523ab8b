"""One instrument, wanted by several processes at once, a thousand times: `bin/chaos bookings` runs it.

For each contested slot every client's own session asks for the same hour, off by some minutes, at the same moment. One
gets it, the others are refused with a sentence. What was given is then compared interval by interval, so that the figure
does not rest on the constraint it measures. With GUARD=none the lock and the constraint are taken out: the teeth.
"""

import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.bench.chaos import ROOT, database

SLOTS = int(os.environ.get("SLOTS", "1000"))
CLIENTS = int(os.environ.get("BOOKERS", "8"))
GUARD = os.environ.get("GUARD", "all")
OFF = 5  # minutes by which each client's hour begins later than the one before
APART = timedelta(hours=2)  # from one contested slot to the next


def prepare(slots: int, clients: int) -> tuple[Any, list[list[int]]]:
    """One instrument, and for each client the keys of its sessions, slot by slot."""
    from enrollment.models import Cohort, Instrument, Session
    from tests import factories
    from training.core import clock

    first = (clock.now() + timedelta(days=1)).replace(minute=0, second=0, microsecond=0)
    day, last = first.date(), (first + slots * APART).date() + timedelta(days=1)
    room = factories.RoomFactory()
    instrument = Instrument.objects.create(complex=room.complex, room=room, name_ko="충방전기", name_en="-", serial="1")
    course = factories.CourseFactory()
    cohorts = [factories.CohortFactory(course=course, starts_on=day, ends_on=last) for _n in range(clients)]
    for number, cohort in enumerate(cohorts):
        starts = [first + slot * APART + number * timedelta(minutes=OFF) for slot in range(slots)]
        Session.objects.bulk_create(
            Session(complex=cohort.complex, cohort=cohort, title_ko="실습", title_en="Practice", day=at.date(), starts_at=at,
                    ends_at=at + timedelta(hours=1), is_practice=True)
            for at in starts
        )  # fmt: skip
    Cohort.objects.filter(pk__in=[cohort.pk for cohort in cohorts]).update(state="running")
    keys = [list(cohort.sessions.order_by("starts_at").values_list("pk", flat=True)) for cohort in cohorts]
    return instrument, keys


def unguarded() -> None:
    """Without the lock and without the quarters; on SQLite, where one writes at a time, without the look as well."""
    from django.db import connection

    from enrollment.models import Instrument
    from enrollment.services import bookings

    bookings._held = lambda keys: list(Instrument.objects.filter(pk__in=keys))
    bookings._fill = lambda booking: None
    if connection.vendor == "sqlite":
        bookings._refuse_clash = lambda *args: None


def press(instrument: Any, session: int) -> str:
    """Ask once; what came of it in a word."""
    from enrollment.models import Session
    from enrollment.services import bookings
    from enrollment.services.clashes import Clash
    from training.core import clock

    try:
        bookings.book(Session.objects.get(pk=session), instrument, by=None, now=clock.now())
    except Clash:
        return "refused"
    except Exception as error:
        return type(error).__name__
    return "booked"


def doubles(instrument: Any) -> int:
    """How many bookings begin before an earlier one of the same instrument has ended."""
    latest, found = None, 0
    for starts_at, ends_at in instrument.bookings.order_by("starts_at", "pk").values_list("starts_at", "ends_at"):
        if latest is not None and starts_at < latest:
            found += 1
        latest = max(latest or ends_at, ends_at)
    return found


def client(key: int, sessions: list[int], barrier: Any, answers: Any, guard: str) -> None:
    """A process of its own: one session after the other, each at the same moment as the other clients."""
    import django

    django.setup()
    from enrollment.models import Instrument

    if guard == "none":
        unguarded()
    instrument = Instrument.objects.get(pk=key)
    said: list[tuple[str, float]] = []
    for session in sessions:
        barrier.wait()
        begun = time.monotonic()
        said.append((press(instrument, session), time.monotonic() - begun))
    answers.put(said)


def contest(instrument: Any, sessions: list[list[int]], guard: str) -> list[tuple[str, float]]:
    spawn = multiprocessing.get_context("spawn")
    barrier, answers = spawn.Barrier(len(sessions)), spawn.Queue()
    clients = [spawn.Process(target=client, args=(instrument.pk, own, barrier, answers, guard)) for own in sessions]
    for process in clients:
        process.start()
    said = [answer for _process in clients for answer in answers.get()]
    for process in clients:
        process.join()
    return said


def measure(vendor: str) -> bool:
    """The figures on one database; whether they are met."""
    instrument, sessions = prepare(SLOTS, CLIENTS)
    begun = time.monotonic()
    answers = contest(instrument, sessions, GUARD)
    seconds, counted = time.monotonic() - begun, Counter(word for word, _seconds in answers)
    twice, booked = doubles(instrument), instrument.bookings.count()
    found = {
        "database": vendor,
        "contested slots": SLOTS,
        "clients": CLIENTS,
        "bookings": booked,
        "double bookings": twice,
        "answers": dict(counted),
        "slowest answer (s)": round(max(seconds for _word, seconds in answers), 3),
        "seconds": round(seconds, 1),
    }
    for name, value in found.items():
        print(f"{name:<20} {value}")  # noqa: T201 - the figures
    if GUARD == "none":
        return twice > 0
    return twice == 0 and booked == SLOTS and counted == {"booked": SLOTS, "refused": SLOTS * (CLIENTS - 1)}


def main(vendor: str) -> int:
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="ochang-bookings-"))
        own = {"postgresql": lambda: stack.enter_context(database(os.environ["DATABASE_URL"])),
               "sqlite": lambda: f"sqlite:///{Path(folder) / 'db.sqlite3'}"}  # fmt: skip
        env = {"DATABASE_URL": own[vendor](), "DEMO": "1", "VAR_DIR": folder, "EMAIL_URL": "dummymail://"}
        os.environ.update(env, DJANGO_SETTINGS_MODULE="training.settings")
        subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT, check=True)
        subprocess.run([sys.executable, "manage.py", "createcachetable"], cwd=ROOT, check=True)
        import django

        django.setup()
        from django.db import connections

        met = measure(vendor)
        connections.close_all()
    print("All figures are met." if met else "A figure is missed.")  # noqa: T201
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
