"""Logs: one JSON object a line, with ids, and never a name, an address or a code."""

import io
import json
import logging

import pytest
import structlog
from django.test import override_settings

from certificates import pdf
from certificates.signing import papers
from tests import factories as ground
from tests.certificates import factories
from training.celery import bind_the_task, carry_the_request, forget_the_task
from training.core import logs, outbox
from training.core.tasks import perform

pytestmark = pytest.mark.django_db


@pytest.fixture
def written():
    """What production would write, as text; read it after the act."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    configuration = logs.configuration(form="json", level="INFO")
    shape = configuration["formatters"]["event"]
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shape["foreign_pre_chain"], processors=shape["processors"]
        )
    )
    root, quiet = logging.getLogger(), logging.getLogger("django")
    before = root.level, quiet.level, quiet.handlers, quiet.propagate
    root.addHandler(handler)
    root.setLevel("INFO")
    quiet.setLevel("INFO")
    quiet.handlers, quiet.propagate = [], True
    yield stream
    root.removeHandler(handler)
    root.setLevel(before[0])
    quiet.setLevel(before[1])
    quiet.handlers, quiet.propagate = before[2], before[3]


def lines(stream) -> list[dict]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


@pytest.fixture
def certificate(settings, tmp_path, monkeypatch):
    settings.PRIVATE_ROOT = tmp_path / "private"
    monkeypatch.setattr(pdf, "render", lambda document: b"%PDF-1.7")
    monkeypatch.setattr(pdf, "embed", lambda drawing, credential: drawing + credential.encode())
    monkeypatch.setattr(papers, "signed", lambda pdf, **asked: papers.Paper(pdf, papers.Signature("s", "5" * 64)))
    return factories.issued()


def test_a_busy_hour_names_nobody(certificate, client, written, django_capture_on_commit_callbacks):
    """Signing in wrongly and rightly, verifying, missing pages, refusals, mail that fails, and a fault of our own."""
    person, code = certificate.person, factories.code_of(certificate)
    person.set_password(ground.PASSWORD)
    person.save()
    grouped = "-".join(code[start : start + 4] for start in range(0, 20, 4))
    client.post("/account/login/", {"login": person.email, "password": "wrong-password-1"})
    for path in (
        f"/verify/{code}/",
        f"/verify/{grouped}/",
        f"/verify/{code[:-1]}x/",
        f"/nowhere/{person.email}/{code}/",
    ):
        client.get(path)
    client.post(f"/verify/{code}/", {"name": person.name})
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    for path in ("/learn/", "/desk/", f"/learn/certificates/{certificate.pk}/", f"/desk/?q={person.email}"):
        client.get(path)
    client.get("/", HTTP_HOST=f"{code.lower()}.evil.example")
    _failing_mail(person)
    _own_fault(person, code, client)
    said = written.getvalue()
    events = [line["event"] for line in lines(written)]
    assert {"sign_in_refused", "signed_in", "request", "owed_work_failed", "request.failed"} <= set(events)
    assert len(lines(written)) > 10
    secrets = {person.email, person.name, code, grouped, code.lower(), certificate.register_number, ground.PASSWORD}
    assert [secret for secret in secrets if secret in said] == []


def _failing_mail(person) -> None:
    def fail(subject):
        raise OSError(f"550 <{person.email}> unknown")

    from tests.enrollment.desk.test_work import owed

    row = owed(ground.ground())
    before = outbox._handlers["core.mail"]
    outbox._handlers["core.mail"] = fail
    outbox.perform(row.pk)
    outbox._handlers["core.mail"] = before


def _own_fault(person, code, client) -> None:
    """An exception whose words repeat what somebody typed, and that a database quotes a row in."""
    from training.core import views

    def fall(request):
        try:
            raise ValueError(f"DETAIL: Key (email)=({person.email}) already exists. {person.name} {code}")
        except ValueError as error:
            raise RuntimeError(f"{person.email} {code}") from error

    client.raise_request_exception = False
    from django.urls import path as route

    from training import urls

    urls.urlpatterns.insert(0, route("falls/<str:who>/", views.login_not_required(fall_with(fall))))
    try:
        with override_settings(ROOT_URLCONF="training.urls"):
            _forget_routes()
            assert client.get(f"/falls/{code}/").status_code == 500
    finally:
        urls.urlpatterns.pop(0)
        _forget_routes()


def fall_with(fall):
    return lambda request, who: fall(request)


def _forget_routes() -> None:
    from django.urls import clear_url_caches

    clear_url_caches()


def test_a_line_says_the_request_the_route_and_the_status(complex, client, written):
    response = client.get("/healthz")
    (line,) = [line for line in lines(written) if line["event"] == "request"]
    assert line["request_id"] == response["X-Request-Id"]
    assert (line["route"], line["method"], line["status"], line["level"]) == ("core:healthz", "GET", 200, "info")
    assert line["timestamp"].endswith("Z")


def test_a_refused_page_is_named_by_its_route(complex, client, written):
    client.get("/desk/cohorts/7/")
    client.get("/nowhere/홍길동/")
    found = [(line["event"], line["route"]) for line in lines(written) if line["logger"] == "django.request"]
    assert found == [("Not Found", "wagtail_serve")]


def test_a_fault_is_its_type_and_place(written):
    try:
        raise KeyError("hong@example.com")
    except KeyError:
        structlog.get_logger("x").exception("fell")
    (line,) = lines(written)
    assert line["event"] == "fell"
    assert line["fault"][-1] == "KeyError"
    assert "test_logs.py" in line["fault"][0]


def test_a_task_carries_the_request_that_caused_it(written):
    headers: dict = {}
    with structlog.contextvars.bound_contextvars(request_id="a1"):
        carry_the_request(headers=headers)
    assert headers == {"request_id": "a1"}
    perform.push_request(id="t1", **headers)
    try:
        bind_the_task(task_id="t1", task=perform)
        structlog.get_logger("x").info("at work")
    finally:
        forget_the_task()
        perform.pop_request()
    structlog.get_logger("x").info("after")
    during, after = lines(written)
    assert (during["task_id"], during["request_id"], during["task"]) == ("t1", "a1", "core.perform")
    assert "task_id" not in after


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("to <a.b@example.co.kr>, please", "to <…>, please"),
        ("code 7K3M-0000-ABCD-EFGH-JKMN", "code …"),
        ("code 7k3m0000abcdefghjkmn!", "code …!"),
        ("010-1234-5678 and 900101-1234567", "… and …"),
        ("duplicate key\nDETAIL:  Key (name)=(홍길동) exists.", "duplicate key\nDETAIL: …"),
        ("certificate 12345 of cohort 7", "certificate 12345 of cohort 7"),
    ],
)
def test_scrubbed(text, kept):
    assert logs.scrubbed(text) == kept


def test_what_is_reported_elsewhere_holds_no_person():
    error = ValueError("hong@example.com")
    event = {
        "request": {"url": "https://a/verify/CODE"},
        "user": {"email": "hong@example.com"},
        "breadcrumbs": {"values": []},
        "extra": {"name": "홍길동"},
        "exception": {
            "values": [
                {
                    "type": "ValueError",
                    "value": "hong@example.com",
                    "stacktrace": {"frames": [{"vars": {"a": 1}, "lineno": 3}]},
                }
            ]
        },
    }
    assert logs.without_people(event, {"exc_info": (ValueError, error, None)}) == {
        "exception": {"values": [{"type": "ValueError", "value": "", "stacktrace": {"frames": [{"lineno": 3}]}}]}
    }


def test_nothing_is_reported_anywhere_unless_asked_for():
    import sentry_sdk

    assert not sentry_sdk.get_client().is_active()
