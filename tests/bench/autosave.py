"""Two hundred trainees write in one quiz, and each one's page saves every five seconds for a minute.

`python -m tests.bench.autosave` with DATABASE_URL naming a PostgreSQL server: real server processes, clients beside them on
the same machine. Nothing may be lost, and 95 of 100 saves are to be answered within ten times an empty page.
"""

import http.client
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from statistics import median, quantiles
from urllib.parse import urlencode

from tests.bench.chaos import PORT, ROOT, TOKEN, database, platform

TRAINEES = int(os.environ.get("TRAINEES", "200"))
EVERY, SECONDS = 5.0, float(os.environ.get("SECONDS", "60"))
MOST = 10.0  # times an empty page
EMPTY = "/verify/"  # a form and nothing else


def ask(method: str, path: str, session: str, body: str = "") -> tuple[int, float]:
    """Returns the status and the seconds; 0 was not answered."""
    head = {"Host": "localhost", "Cookie": f"sessionid={session}; csrftoken={TOKEN}"}
    if body:
        head["Content-Type"] = "application/x-www-form-urlencoded"
    begun = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    try:
        connection.request(method, path, body or None, head)
        answer = connection.getresponse()
        answer.read()
        status = answer.status
    except OSError:
        status = 0
    finally:
        connection.close()
    return status, time.monotonic() - begun


class Trainee(threading.Thread):
    """Writes more each time; `last` is what was last answered with “saved”."""

    def __init__(self, attempt: int, session: str, wait: float, until: float) -> None:
        super().__init__(daemon=True)
        self.address, self.session, self.wait, self.until = (
            f"/learn/quizzes/attempts/{attempt}/1/save/",
            session,
            wait,
            until,
        )
        self.attempt, self.last, self.times, self.failed = attempt, "", [], 0

    def run(self) -> None:
        time.sleep(self.wait)
        due = time.monotonic()
        while due < self.until:
            self.save(f"말 {len(self.times)} {self.attempt}")
            due += EVERY
            time.sleep(max(due - time.monotonic(), 0))

    def save(self, text: str) -> None:
        form = {"csrfmiddlewaretoken": TOKEN, "text": text, "sequence": int(time.time() * 1000)}
        status, seconds = ask("POST", self.address, self.session, urlencode(form))
        self.times.append(seconds)
        if status == 200:
            self.last = text
        else:
            self.failed += 1


def made() -> list[tuple[int, str]]:
    """An attempt of each trainee, and their session."""
    from enrollment.models import Cohort
    from enrollment.services import quizzes
    from enrollment.states import CohortState
    from tests import factories
    from tests.bench import crowd
    from tests.enrollment.quizzes import build
    from training.core import clock

    people, sessions = crowd.people(TRAINEES)
    cohort = factories.CohortFactory(complex=factories.ground(), seats=TRAINEES, state=CohortState.RUNNING)
    cohort = Cohort.objects.select_related("complex", "course").get(pk=cohort.pk)
    quiz = build.quiz(cohort, said={"essay": build.ESSAY}, minutes=30)
    found = []
    for person, session in zip(people, sessions, strict=True):
        enrollment = factories.EnrollmentFactory(complex=cohort.complex, cohort=cohort, trainee=person)
        found.append((quizzes.start(enrollment, quiz, by=person, now=clock.now()).pk, session))
    return found


def measure(name: str, attempts: list[tuple[int, str]], *, at_once: bool) -> tuple[float, int]:
    """The 95th percentile in milliseconds, and how many answers were lost."""
    from enrollment.models import QuizAnswer

    until = time.monotonic() + SECONDS
    dice = random.Random(200)
    trainees = [Trainee(attempt, key, 0.0 if at_once else dice.uniform(0, EVERY), until) for attempt, key in attempts]
    for one in trainees:
        one.start()
    for one in trainees:
        one.join()
    kept = dict(QuizAnswer.objects.filter(position=1).values_list("attempt", "answer"))
    lost = sum(kept[one.attempt].get("text") != one.last for one in trainees) + sum(one.failed for one in trainees)
    times = [1000 * seconds for one in trainees for seconds in one.times]
    p95 = quantiles(times, n=20)[-1]
    print(f"{name:<28} {len(times)} saves, median {median(times):.0f} ms, p95 {p95:.0f} ms, lost {lost}")  # noqa: T201
    return p95, lost


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="ochang-autosave-") as folder, database(os.environ["DATABASE_URL"]) as url:
        env = {**os.environ, "DATABASE_URL": url, "DEMO": "1", "VAR_DIR": folder, "EMAIL_URL": "dummymail://"}
        env["DJANGO_SETTINGS_MODULE"] = "training.settings"
        os.environ.update(env)
        subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT, env=env, check=True)
        import django

        django.setup()
        from django.core.management import call_command

        call_command("createcachetable")
        attempts = made()
        with platform(env):
            page = [1000 * ask("GET", EMPTY, attempts[0][1])[1] for _n in range(60)][20:]
            empty = median(page)
            print(f"an empty page, alone         {empty:.1f} ms")  # noqa: T201
            p95, lost = measure("each in their own rhythm", attempts, at_once=False)
            _burst, lost_at_once = measure("all at the same moment", attempts, at_once=True)
    good = p95 <= MOST * empty and not lost and not lost_at_once
    print(f"p95 / empty page             {p95 / empty:.1f} (at most {MOST:.0f})")  # noqa: T201
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
