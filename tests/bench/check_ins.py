"""Five hundred people check in within a minute: scan, page, press, result, as four requests each.

`python -m tests.bench.check_ins` with DATABASE_URL naming a PostgreSQL server: real server processes, clients beside them on
the same machine. Every fifth presses twice at the same moment. None may be lost, none double, and 95 of 100 requests of
each kind are to be answered within ten times an empty page.
"""

import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from statistics import median, quantiles
from urllib.parse import urlencode

from tests.bench.autosave import EMPTY, MOST, ask
from tests.bench.chaos import ROOT, TOKEN, database, platform

PEOPLE = int(os.environ.get("PEOPLE", "500"))
SECONDS = float(os.environ.get("SECONDS", "60"))
EVERY_FIFTH = 5


class Phone(threading.Thread):
    """One person's: opens the code that is on the screen then, and presses the button."""

    def __init__(self, room: tuple[int, str], session: str, wait: float, *, twice: bool) -> None:
        super().__init__(daemon=True)
        self.room, self.session, self.wait, self.twice = room, session, wait, twice
        self.times: list[tuple[str, float]] = []
        self.statuses: Counter[str] = Counter()

    def run(self) -> None:
        from enrollment.rules import codes
        from training.core import clock

        time.sleep(self.wait)
        number, key = self.room
        token = codes.token(codes.Secret(number, key), codes.step_at(clock.now()))
        self.ask("scan", "GET", f"/attend/{number}/{token}/")
        self.ask("page", "GET", f"/attend/{number}/")
        form = urlencode({"csrfmiddlewaretoken": TOKEN, "kind": "in", "clock": int(time.time() * 1000)})
        press = ("press", "POST", f"/attend/{number}/", form)
        again = threading.Thread(target=self.ask, args=press)
        if self.twice:
            again.start()
        self.ask(*press)
        if self.twice:
            again.join()

    def ask(self, name: str, method: str, path: str, body: str = "") -> None:
        status, seconds = ask(method, path, self.session, body)
        self.times.append((name, seconds))
        self.statuses[f"{name} {status}"] += 1


def made() -> tuple[tuple[int, str], int, list[str]]:
    """An open session of a large class: number and secret, the cohort, and everybody's signed-in session."""
    from datetime import timedelta

    from enrollment.states import CohortState
    from tests import factories
    from tests.bench import crowd
    from training.core import clock

    people, sessions = crowd.people(PEOPLE)
    now = clock.now()
    ground = factories.ground()
    today = clock.day_of(now, ground.zone)
    cohort = factories.CohortFactory(
        complex=ground, seats=PEOPLE, state=CohortState.RUNNING, starts_on=today, ends_on=today + timedelta(days=60)
    )
    room = factories.SessionFactory(
        complex=ground, cohort=cohort, day=today, starts_at=now + timedelta(minutes=5),
        ends_at=now + timedelta(hours=1), opened_at=now - timedelta(minutes=5),
    )  # fmt: skip
    for person in people:
        factories.EnrollmentFactory(complex=ground, cohort=cohort, trainee=person)
    return (room.pk, room.secret), cohort.pk, sessions


def measure(room: tuple[int, str], sessions: list[str]) -> dict[str, float]:
    """The 95th percentile of each kind of request, in milliseconds."""
    dice = random.Random(500)
    phones = [
        Phone(room, key, dice.uniform(0, SECONDS - 5), twice=number % EVERY_FIFTH == 0)
        for number, key in enumerate(sessions)
    ]
    begun = time.monotonic()
    for phone in phones:
        phone.start()
    for phone in phones:
        phone.join()
    print(f"all done after               {time.monotonic() - begun:.0f} s")  # noqa: T201
    print(f"answers                      {dict(sum((phone.statuses for phone in phones), Counter()))}")  # noqa: T201
    found = {}
    for name in ("scan", "page", "press"):
        times = [1000 * seconds for phone in phones for kind, seconds in phone.times if kind == name]
        found[name] = quantiles(times, n=20)[-1]
        print(f"{name:<28} median {median(times):.0f} ms, p95 {found[name]:.0f} ms")  # noqa: T201
    return found


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="ochang-check-ins-") as folder, database(os.environ["DATABASE_URL"]) as url:
        env = {**os.environ, "DATABASE_URL": url, "DEMO": "1", "VAR_DIR": folder, "EMAIL_URL": "dummymail://"}
        env["DJANGO_SETTINGS_MODULE"] = "training.settings"
        os.environ.update(env)
        subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT, env=env, check=True)
        import django

        django.setup()
        from django.core.management import call_command

        call_command("createcachetable")
        room, cohort, sessions = made()
        with platform(env):
            empty = median([1000 * ask("GET", EMPTY, sessions[0])[1] for _n in range(60)][20:])
            print(f"an empty page, alone         {empty:.1f} ms")  # noqa: T201
            found = measure(room, sessions)
        return _verdict(cohort, empty, found)


def _verdict(cohort: int, empty: float, found: dict[str, float]) -> int:
    from enrollment.models import AttendanceEvent

    rows = AttendanceEvent.objects.filter(enrollment__cohort=cohort, kind="in")
    lines, people = rows.count(), rows.values("enrollment").distinct().count()
    print(f"lost {PEOPLE - people}, double {lines - people}")  # noqa: T201
    worst = max(found.values())
    print(f"worst p95 / empty page       {worst / empty:.1f} (at most {MOST:.0f})")  # noqa: T201
    return 0 if lines == people == PEOPLE and worst <= MOST * empty else 1


if __name__ == "__main__":
    sys.exit(main())
