"""/metrics: closed by default, the same whoever counts, and nothing in it names a person."""

import os
import re
import subprocess
import sys
from collections import Counter
from datetime import timedelta

import pytest
from django.conf import settings as configured
from django.db import connection
from django.test.utils import CaptureQueriesContext

from certificates.queries import state
from certificates.services import entries, verifying
from certificates.states import LogEvent
from tests import factories as ground
from tests.certificates import factories
from training.core import alerts, clock, health, metrics, outbox, stores
from training.core.models import Owed

pytestmark = pytest.mark.django_db
TOKEN = "t" * 32
NUMBER = re.compile(r"^(\w+(?:\{.*\})?) (\S+)$", re.MULTILINE)


def read(client, settings) -> dict[str, float]:
    """Every sample by its name with labels."""
    settings.METRICS_TOKEN = TOKEN
    response = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert response.status_code == 200
    return {name: float(value) for name, value in NUMBER.findall(response.content.decode())}


@pytest.mark.parametrize(
    ("token", "allowed", "asking", "status"),
    [
        ("", [], {}, 404),
        ("", [], {"HTTP_AUTHORIZATION": "Bearer "}, 404),
        (TOKEN, [], {}, 404),
        (TOKEN, [], {"HTTP_AUTHORIZATION": "Bearer other"}, 404),
        (TOKEN, [], {"HTTP_AUTHORIZATION": f"Basic {TOKEN}"}, 404),
        (TOKEN, [], {"HTTP_AUTHORIZATION": f"Bearer {TOKEN}"}, 200),
        ("", ["10.0.0.0/8"], {"REMOTE_ADDR": "10.1.2.3"}, 200),
        ("", ["10.0.0.0/8"], {"REMOTE_ADDR": "11.1.2.3"}, 404),
        ("", ["10.0.0.0/8"], {"REMOTE_ADDR": ""}, 404),
        ("", ["::1/128"], {"REMOTE_ADDR": "::1"}, 200),
        # Without a proxy of ours in front, whoever writes the header is not believed.
        ("", ["10.0.0.0/8"], {"REMOTE_ADDR": "11.1.2.3", "HTTP_X_FORWARDED_FOR": "10.1.2.3"}, 404),
    ],
)
def test_metrics_answer_whom_they_should(token, allowed, asking, status, complex, client, settings):
    settings.METRICS_TOKEN, settings.METRICS_ALLOWED = token, allowed
    response = client.get("/metrics", **asking)
    assert response.status_code == status
    assert (b"ochang_" in response.content) is (status == 200)


@pytest.mark.parametrize(("forwarded", "status"), [("1.2.3.4, 10.1.2.3", 200), ("10.1.2.3, 1.2.3.4", 404)])
def test_behind_a_proxy_what_it_saw_counts(forwarded, status, complex, client, settings):
    settings.METRICS_TOKEN, settings.METRICS_ALLOWED, settings.ALLAUTH_TRUSTED_PROXY_COUNT = "", ["10.0.0.0/8"], 1
    asking = {"REMOTE_ADDR": "10.9.9.9", "HTTP_X_FORWARDED_FOR": forwarded}
    assert client.get("/metrics", **asking).status_code == status


def test_requests_are_counted_by_route_and_never_by_address(complex, client, settings):
    before = read(client, settings)
    client.get("/healthz")
    client.get("/nobody/knows/this-secret/")
    client.generic("WHATEVER", "/healthz")
    after = read(client, settings)
    grown = {name: after[name] - before.get(name, 0) for name in after if name.startswith("ochang_requests_total")}
    assert {name: n for name, n in grown.items() if n} == {
        'ochang_requests_total{method="GET",route="core:healthz",status="200"}': 1.0,
        'ochang_requests_total{method="other",route="core:healthz",status="405"}': 1.0,
        'ochang_requests_total{method="GET",route="wagtail_serve",status="404"}': 1.0,
        'ochang_requests_total{method="GET",route="core:metrics",status="200"}': 1.0,
    }
    assert not [name for name in after if "secret" in name]


def test_owed_work_is_counted_with_its_age(complex, client, settings):
    now = clock.now()
    rows = {"kind": "test.kind", "created_at": now}
    Owed.objects.create(**rows, subject="1", due_at=now - timedelta(minutes=10))
    Owed.objects.create(**rows, subject="2", due_at=now + timedelta(days=1))
    Owed.objects.create(**rows, subject="3", due_at=now, lease_until=now + outbox.LEASE, attempts=1)
    Owed.objects.create(**rows, subject="4", due_at=now, given_up_at=now, last_error="OSError")
    Owed.objects.create(**rows, subject="5", due_at=now, done_at=now)
    found = read(client, settings)
    states = {name: found[f'ochang_owed{{kind="test.kind",state="{name}"}}'] for name in ("open", "due", "held")}
    assert states == {"open": 3, "due": 1, "held": 1}
    assert found['ochang_owed{kind="test.kind",state="given_up"}'] == 1
    assert 600 <= found['ochang_owed_age_seconds{kind="test.kind"}'] < 660
    assert (found['ochang_condition{condition="owed_late"}'], found['ochang_condition{condition="owed_given_up"}']) == (
        1,
        1,
    )


@pytest.fixture
def issued(settings, tmp_path, monkeypatch):
    from certificates import pdf
    from certificates.signing import papers

    settings.PRIVATE_ROOT = tmp_path / "private"
    monkeypatch.setattr(pdf, "render", lambda document: b"%PDF-1.7")
    monkeypatch.setattr(pdf, "embed", lambda drawing, credential: drawing + credential.encode())
    monkeypatch.setattr(papers, "signed", lambda pdf, **asked: papers.Paper(pdf, papers.Signature("s", "5" * 64)))
    return factories.issued()


def test_certificates_log_and_verification_are_counted_and_name_nobody(issued, client, settings):
    code = factories.code_of(issued)
    before = read(client, settings)
    verifying.by_code(issued.complex, typed=code, client="1", now=ground.NOW)
    found = read(client, settings)
    answered = 'ochang_verification_answers_total{answer="valid",question="code"}'
    assert found[answered] - before.get(answered, 0) == 1
    assert found['ochang_certificates{complex="chungbuk",state="issued"}'] == 1
    assert found['ochang_certificates{complex="chungbuk",state="revoked"}'] == 0
    assert found['ochang_log_entries{complex="chungbuk"}'] == 1
    assert found["ochang_render_seconds_count"] >= 1
    assert found['ochang_ready{check="database"}'] == 1
    written = "\n".join(found)
    person = issued.person
    for secret in (
        code,
        code.replace("-", ""),
        person.email,
        person.name,
        person.latin_name or "…",
        issued.register_number,
    ):
        assert secret not in written


def test_a_page_asks_nothing_twice(issued, client, settings, monkeypatch):
    tried = []
    monkeypatch.setattr(stores, "try_out", lambda: tried.append(1))
    with CaptureQueriesContext(connection) as asked:
        read(client, settings)
    asked_at = re.compile(r"'\d{4}-\d\d-\d\d \d\d:\d\d:[^']*'")
    keys = 'SELECT "core_complex"."key" AS "key" FROM "core_complex"'  # a handful of rows
    questions = Counter(asked_at.sub("?", query["sql"]) for query in asked if not query["sql"].startswith(keys))
    assert [question for question, times in questions.items() if times > 1] == []
    assert len(tried) == 1
    read(client, settings)
    assert len(tried) == 2, "the next page asks anew"


def test_entries_without_a_checkpoint_are_noticed_once_minutes_have_passed(issued, client, settings, tmp_path):
    factories.revoked(issued)
    assert health.checks(clock.now())["log"] == "ok"
    later = factories.completed(issued.cohort, name="김영희")
    certificate = factories.intended(later)
    settings.MAKE_KEYS = False
    there = settings.KEYS_DIR
    settings.KEYS_DIR = str(tmp_path / "no-keys")
    entries.append([(certificate, LogEvent.ISSUE)], now=clock.now() - timedelta(minutes=5, seconds=1))
    settings.KEYS_DIR = there
    ((key, size, _signed_at, _since),) = state.heads()
    assert (key, size) == ("chungbuk", 3)
    assert health.checks(clock.now())["log"] == "not signed for 301 s"
    assert client.get("/readyz").status_code == 503
    settings.KEYS_DIR = str(tmp_path / "no-keys")
    assert health.checks(clock.now())["signing_key"] == "missing or expired"


def test_every_condition_is_explained_and_nothing_else():
    told = re.findall(r"^\| `(\w+)` \|", (configured.BASE_DIR / "docs/alerts.md").read_text(), re.MULTILINE)
    assert sorted(told) == sorted(condition.key for condition in alerts.every())


def test_a_scan_into_the_ledger_is_counted_once_it_stands(complex, django_capture_on_commit_callbacks):
    from enrollment.services import attendance
    from enrollment.states import EventKind, EventSource

    session = ground.SessionFactory()
    enrollment = ground.EnrollmentFactory(cohort=session.cohort)
    sample = {"kind": str(EventKind.IN), "source": str(EventSource.QR)}
    counted = metrics.CHECK_INS.labels(**sample)
    before = counted._value.get()
    with django_capture_on_commit_callbacks(execute=True):
        attendance._insert(
            enrollment, session, kind=EventKind.IN, source=EventSource.QR, at=ground.NOW, recorded_at=ground.NOW
        )
        assert counted._value.get() == before
    assert counted._value.get() == before + 1


COUNT = """
import os, django; django.setup()
from training.core import metrics
for _ in range({times}): metrics.answered(route="a", method="GET", status=200, seconds=0.1)
if os.fork() == 0:
    metrics.answered(route="a", method="GET", status=200, seconds=0.1); os._exit(0)
os.wait()
"""


def test_counts_of_several_processes_are_added_up(tmp_path):
    env = {**os.environ, "METRICS_DIR": str(tmp_path / "metrics"), "DJANGO_SETTINGS_MODULE": "tests.settings"}

    def run(code: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=configured.BASE_DIR, env=env, capture_output=True, text=True, check=True
        )
        return done.stdout

    run(COUNT.format(times=2))
    said = run(
        COUNT.format(times=3)
        + "from prometheus_client import CollectorRegistry, generate_latest, multiprocess as m\n"
        + "r = CollectorRegistry(); m.MultiProcessCollector(r); print(generate_latest(r).decode())"
    )
    assert 'ochang_requests_total{method="GET",route="a",status="200"} 7.0' in said
