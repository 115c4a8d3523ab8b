"""The platform under a mixed load for MINUTES (30): `bin/soak`. Memory, files, threads and connections must stay flat.

gunicorn with two processes, a worker with two children and beat, on a PostgreSQL and a Redis of our own. At once and all
the time: the page that verifies a certificate, a lesson page, sign-in, check-in, saving in a quiz, and certificates that
are issued. After WARM_UP of the time each process may grow by at most MOST a minute, and nothing may fail.
"""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.bench import machine, memory

MINUTES = float(os.environ.get("MINUTES", "30"))
EVERY = 5.0  # seconds between two samples
TOKEN = "c" * 32
LESSON = "/courses/cell-manufacturing/mixing/slurry-mixing/"
PEOPLE, SIGNING_IN = 60, 12
PAUSES = {"verify": 0.4, "lesson": 0.5, "sign in": 5.0, "check in": 3.0, "autosave": 0.5, "issue": 4.0}  # seconds


class Client(threading.Thread):
    """Does one thing again and again, and counts the answers."""

    def __init__(self, name: str, act: Callable[[int], int], over: threading.Event) -> None:
        super().__init__(daemon=True)
        self.label, self.act, self.over = name, act, over
        self.answers: Counter[int] = Counter()
        self.times: list[float] = []

    def run(self) -> None:
        dice = random.Random(self.label)
        turn = 0
        while not self.over.wait(dice.uniform(0.5, 1.5) * PAUSES[self.label]):
            begun = time.monotonic()
            try:
                self.answers[self.act(turn)] += 1
            except (OSError, HTTPException):
                self.answers[0] += 1
            self.times.append(time.monotonic() - begun)
            turn += 1


class Web:
    def __init__(self, port: int) -> None:
        self.port = port

    def ask(self, method: str, path: str, *, session: str = "", form: dict[str, Any] | None = None) -> int:
        head = {"Host": f"localhost:{self.port}", "Cookie": f"sessionid={session}; csrftoken={TOKEN}"}
        body = None
        if form is not None:
            head["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode({"csrfmiddlewaretoken": TOKEN} | form)
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, head)
            answer = connection.getresponse()
            answer.read()
            return answer.status
        finally:
            connection.close()


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # stopped, it still cleans up
    with tempfile.TemporaryDirectory(prefix="ochang-soak-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        for part in ("var", "redis", "postgresql"):
            (folder / part).mkdir()
        port = machine.free_port()
        with machine.postgresql(folder / "postgresql") as server, machine.redis(folder / "redis") as broker:
            env = {**os.environ, "DATABASE_URL": machine.address(server), "BROKER_URL": f"{broker}/0"}
            env |= {"CACHE_URL": f"{broker}/1", "DEMO": "1", "VAR_DIR": str(folder / "var"), "BENCH_FOLDER": name}
            env |= {"EMAIL_URL": "dummymail://", "BASE_URL": f"http://localhost:{port}", "LOG_LEVEL": "WARNING"}
            machine.prepare(env)
            return _measure(env, port)


def _measure(env: dict[str, str], port: int) -> int:
    asked = ["git", "rev-parse", "--short", "HEAD"]
    commit = subprocess.run(asked, cwd=machine.ROOT, capture_output=True, text=True, check=False).stdout.strip()
    acts = _acts(Web(port))
    crew = machine.Crew(env)
    try:
        bind = ("--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "4", "--preload", "--no-control-socket")
        watched = {
            "web": crew.start("gunicorn", "training.wsgi", *bind, "--log-level", "warning"),
            "worker": crew.worker("--concurrency", "2"),
            "beat": crew.beat(),
        }
        machine.wait_until_it_answers(port)
        over = threading.Event()
        clients = [Client(label, act, over) for label, act in acts.items()]
        watch = memory.Watch({name: process.pid for name, process in watched.items()})
        for client in clients:
            client.start()
        _sampled(watch)
        over.set()
        for client in clients:
            client.join()
    finally:
        crew.end()
    (machine.ROOT / "var").mkdir(exist_ok=True)
    shutil.copy(crew.folder / "processes.log", machine.ROOT / "var" / "soak.log")
    return _verdict(watch, clients, commit)


def _sampled(watch: memory.Watch) -> None:
    begun = time.monotonic()
    while time.monotonic() - begun < MINUTES * 60:
        watch.sample(connections=_connections())
        if len(watch.rows) % int(60 / EVERY) == 0:
            print(f"{(time.monotonic() - begun) / 60:4.0f} min  {watch.line()}", flush=True)  # noqa: T201 - progress
        time.sleep(EVERY)


def _connections() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


def _verdict(watch: memory.Watch, clients: list[Client], commit: str) -> int:
    answers = {client.label: {str(status): many for status, many in client.answers.items()} for client in clients}
    p95 = {client.label: round(1000 * sorted(client.times)[int(len(client.times) * 0.95)]) for client in clients}
    good = {"verify": "200", "lesson": "200", "sign in": "302", "check in": "302", "autosave": "200", "issue": "200"}
    failed = {label: found for label, found in answers.items() if set(found) != {good[label]}}
    issued, left = _issued()
    grown = watch.not_flat()
    found = {
        "commit": commit,
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {"cores": os.cpu_count(), "load": os.getloadavg(), "python": sys.version.split()[0]},
        "minutes": MINUTES,
        "answers": answers,
        "p95_ms": p95,
        "certificates": {"issued": issued, "not issued": left},
        "processes": watch.told(),
        "not flat": grown,
    }
    print(json.dumps(found, indent=1))  # noqa: T201 - the figures
    kept = machine.ROOT / "var" / "soak.json"
    kept.write_text(json.dumps(found, indent=1) + "\n")
    missed = bool(failed or grown or left)
    print(f"A figure is missed: {failed or ''} {grown or ''}" if missed else "All figures are met.")  # noqa: T201
    return int(missed)


def _issued() -> tuple[int, int]:
    """How many came out, and how many did not within a minute after the load ended."""
    from certificates.models import Certificate
    from certificates.states import CertificateState

    return (
        Certificate.objects.filter(state=CertificateState.ISSUED).count(),
        Certificate.objects.filter(
            state=CertificateState.INTENDED, intended_at__lt=datetime.now(UTC) - timedelta(seconds=60)
        ).count(),
    )


# --- what is done -------------------------------------------------------------------------------
def _acts(web: Web) -> dict[str, Callable[[int], int]]:
    from tests.bench import crowd, lesson_page

    lesson_page._build()
    people, sessions = crowd.people(PEOPLE)
    return {
        "verify": _verifying(web),
        "lesson": lambda turn: web.ask("GET", LESSON),
        "sign in": _signing_in(web),
        "check in": _checking_in(web, int(MINUTES * 60 / PAUSES["check in"] * 1.5) + 5),
        "autosave": _saving(web, people, sessions),
        "issue": _issuing(int(MINUTES * 60 / PAUSES["issue"] * 1.5) + 5),
    }


def _verifying(web: Web) -> Callable[[int], int]:
    from tests.certificates import factories
    from training.core import clock

    cohort = factories.finished_cohort()
    papers = [factories.issued(factories.completed(cohort), now=clock.now()) for _n in range(3)]
    codes = [factories.code_of(paper) for paper in papers]
    return lambda turn: web.ask("GET", f"/verify/{codes[turn % 3]}/")


def _signing_in(web: Web) -> Callable[[int], int]:
    from allauth.account.models import EmailAddress

    from tests import factories

    people = [factories.UserFactory(email=f"in{n}@example.com") for n in range(SIGNING_IN)]
    for person in people:
        person.set_password("a-long-enough-password")
        person.save()
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)

    def act(turn: int) -> int:
        form = {"login": people[turn % SIGNING_IN].email, "password": "a-long-enough-password"}
        return web.ask("POST", "/account/login/", form=form)

    return act


def _checking_in(web: Web, most: int) -> Callable[[int], int]:
    """Somebody else each time: the code that is on the screen then, and the button."""
    from enrollment.models import Enrollment
    from enrollment.rules import codes
    from enrollment.states import CohortState
    from tests import factories
    from tests.bench import crowd
    from training.core import clock

    now, ground = clock.now(), factories.ground()
    today = clock.day_of(now, ground.zone)
    people, sessions = crowd.people(most, first=10_000)
    cohort = factories.CohortFactory(
        complex=ground, seats=most, state=CohortState.RUNNING, starts_on=today, ends_on=today + timedelta(days=60)
    )
    room = factories.SessionFactory(
        complex=ground, cohort=cohort, day=today, starts_at=now + timedelta(minutes=60),
        ends_at=now + timedelta(hours=4), opened_at=now - timedelta(minutes=5),
    )  # fmt: skip
    Enrollment.objects.bulk_create(
        Enrollment(complex=ground, cohort=cohort, trainee=person, enrolled_at=now) for person in people
    )

    def act(turn: int) -> int:
        token = codes.token(codes.Secret(room.pk, room.secret), codes.step_at(clock.now()))
        web.ask("GET", f"/attend/{room.pk}/{token}/", session=sessions[turn])
        form = {"kind": "in", "clock": int(time.time() * 1000)}
        return web.ask("POST", f"/attend/{room.pk}/", session=sessions[turn], form=form)

    return act


def _saving(web: Web, people: list[Any], sessions: list[str]) -> Callable[[int], int]:
    from enrollment.models import Cohort
    from enrollment.services import quizzes
    from enrollment.states import CohortState
    from tests import factories
    from tests.enrollment.quizzes import build
    from training.core import clock

    cohort = factories.CohortFactory(complex=factories.ground(), seats=PEOPLE, state=CohortState.RUNNING)
    cohort = Cohort.objects.select_related("complex", "course").get(pk=cohort.pk)
    quiz = build.quiz(cohort, said={"essay": build.ESSAY}, minutes=int(MINUTES) + 30)
    attempts = []
    for person in people:
        enrollment = factories.EnrollmentFactory(complex=cohort.complex, cohort=cohort, trainee=person)
        attempts.append(quizzes.start(enrollment, quiz, by=person, now=clock.now()).pk)

    def act(turn: int) -> int:
        who = turn % PEOPLE
        form = {"text": f"말 {turn}", "sequence": int(time.time() * 1000)}
        path = f"/learn/quizzes/attempts/{attempts[who]}/1/save/"
        return web.ask("POST", path, session=sessions[who], form=form)

    return act


def _issuing(most: int) -> Callable[[int], int]:
    """One more certificate is owed; the worker draws it."""
    from tests import factories as ground
    from tests.bench import issued
    from tests.certificates import factories
    from training.core import clock

    cohort = factories.finished_cohort(seats=most)
    decisions = issued.completed(cohort, most, by=ground.UserFactory(name="담당자"))

    def act(turn: int) -> int:
        factories.intended(decisions[turn], now=clock.now())
        return 200

    return act


if __name__ == "__main__":
    sys.exit(main())
