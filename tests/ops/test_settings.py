"""Production refuses to start without its secrets, and says which one is missing."""

import json
import os
import re
import secrets
import stat
import subprocess
import sys

import pytest
from django.conf import settings

WHOLE = {
    "SECRET_KEY": "k" * 60,
    "CODE_KEY": "c" * 60,
    "BASE_URL": "https://academy.example",
    "ALLOWED_HOSTS": "academy.example",
}
UNSET = {
    "SECRET_KEY",
    "CODE_KEY",
    "BASE_URL",
    "ALLOWED_HOSTS",
    "DEMO",
    "TESTING",
    "REFUSE_DEMO",
    "DJANGO_SETTINGS_MODULE",
    "DATABASE_URL",
}


def start(tmp_path, environment, *arguments):
    """The outcome of a command in a process of its own: (status, last line it said)."""
    done = subprocess.run(
        [sys.executable, "manage.py", *(arguments or ["check"])],
        cwd=settings.BASE_DIR,
        env={
            **{key: value for key, value in os.environ.items() if key not in UNSET},
            "VAR_DIR": str(tmp_path),
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, (done.stdout + done.stderr).strip().splitlines()[-1]


def test_production_starts_with_everything_set(tmp_path):
    assert start(tmp_path, WHOLE) == (0, "System check identified no issues (0 silenced).")


@pytest.mark.parametrize("missing", sorted(WHOLE))
@pytest.mark.parametrize("empty", [False, True])
def test_production_refuses_to_start_without(missing, empty, tmp_path):
    environment = {key: value for key, value in WHOLE.items() if key != missing} | ({missing: ""} if empty else {})
    status, said = start(tmp_path, environment)
    assert status == 1
    assert said.startswith(f"django.core.exceptions.ImproperlyConfigured: {missing} is not set.")


def test_a_production_host_refuses_demo(tmp_path):
    status, said = start(tmp_path, {**WHOLE, "DEMO": "1", "REFUSE_DEMO": "1"})
    assert (status, said) == (
        1,
        "django.core.exceptions.ImproperlyConfigured: DEMO is set on a production host. Unset DEMO.",
    )


def test_check_deploy_refuses_demo(tmp_path):
    assert start(tmp_path, {**WHOLE, "DEMO": "1"}, "check", "--deploy", "--fail-level", "ERROR")[0] == 1


IN_PRODUCTION = """
import io, json
from django.conf import settings
from django.core.management import call_command
from django.test import Client
def deployed():
    out = io.StringIO()
    try:
        call_command("check", deploy=True, fail_level="WARNING", stdout=out, stderr=out)
    except Exception as error:
        return str(error)
    return "fine"
whole = deployed()
settings.EMAIL_BACKEND, settings.TIMESTAMP_URL = "django.core.mail.backends.filebased.EmailBackend", ""
client = Client(HTTP_HOST="academy.example")
safe, plain, probe = client.get("/healthz", secure=True), client.get("/courses/"), client.get("/healthz")
cookies = {name: getattr(settings, name) for name in (
    "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SECURE",
    "SESSION_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE", "CSRF_COOKIE_SECURE")}
print(json.dumps({"whole": whole, "lacking": deployed(), "headers": dict(safe.headers), "cookies": cookies,
    "plain": [plain.status_code, plain.headers.get("Location")], "probe": probe.status_code,
    "log": settings.LOG_FORMAT, "second": settings.STAFF_SECOND_FACTOR, "other host":
    Client(HTTP_HOST="evil.example").get("/healthz", secure=True).status_code}))
"""


def test_production_is_clean_and_closed(tmp_path):
    """`check --deploy --fail-level WARNING`, the headers, the cookies and the way to TLS, as production has them."""
    environment = {**WHOLE, "SECRET_KEY": secrets.token_urlsafe(50), "EMAIL_URL": "smtp://mail:25"}
    environment |= {"TIMESTAMP_URL": "https://stamp.example", "LOG_LEVEL": "CRITICAL"}
    (tmp_path / "static").mkdir()
    status, said = start(tmp_path, environment, "shell", "--no-imports", "-c", IN_PRODUCTION)
    assert status == 0, said
    found = json.loads(said)
    assert found["whole"] == "fine"
    assert "core.W001" in found["lacking"]
    assert "core.W002" in found["lacking"]
    headers = found["headers"]
    expected = {
        "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "SAMEORIGIN",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    assert {name: headers.get(name) for name in expected} == expected
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert found["cookies"] == {
        "SESSION_COOKIE_NAME": "__Host-sessionid",
        "CSRF_COOKIE_NAME": "__Host-csrftoken",
        "SESSION_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "CSRF_COOKIE_SECURE": True,
    }
    assert (found["plain"], found["probe"]) == ([301, "https://academy.example/courses/"], 200)
    assert (found["log"], found["second"], found["other host"]) == ("json", True, 400)


def test_scripts_find_the_token_under_both_names_of_its_cookie():
    """Under TLS it is `__Host-csrftoken`; whoever looks for the other alone is refused in production only."""
    scripts = [path for path in settings.BASE_DIR.glob("*/static/**/*.js") if "csrftoken" in path.read_text()]
    assert {path.name for path in scripts} >= {"kiosk.js", "code.js"}
    for path in scripts:
        (pattern,) = re.findall(r"cookie\.match\(/(.+?)/\)", path.read_text())
        for name in ("csrftoken", "__Host-csrftoken"):
            assert re.search(pattern, f"language=ko; {name}=abc; a=b").group(1) == "abc", path
        assert not re.search(pattern, "other-csrftoken=abc")


@pytest.mark.parametrize(
    ("more", "printed", "said"),
    [
        (
            {"DATABASE_URL": "postgres://u:p@db:5432/n", "DATABASE_POOL": "8"},
            "s.DATABASES['default']['OPTIONS']['pool'], s.DATABASES['default']['CONN_MAX_AGE']",
            "{'min_size': 1, 'max_size': 8, 'timeout': 10} 0",
        ),
        (
            {"BROKER_URL": "amqp://mq//", "CACHE_URL": "redis://r:6379/1", "EMAIL_URL": "smtp+tls://u:p@mail:587"},
            "s.CELERY_TASK_DEFAULT_QUEUE_TYPE, s.CACHES['default']['BACKEND'], s.EMAIL_HOST, s.EMAIL_USE_TLS",
            "quorum django.core.cache.backends.redis.RedisCache mail True",
        ),
    ],
)
def test_each_engine_is_chosen_by_its_address(more, printed, said, tmp_path):
    code = f"from django.conf import settings as s; print({printed})"
    assert start(tmp_path, {"TESTING": "1", **more}, "shell", "--no-imports", "-c", code) == (0, said)


@pytest.mark.parametrize(
    "engines",
    [
        {"DATABASE_URL": "postgres://u:p@db:5432/n", "DATABASE_POOL": "8", "BROKER_URL": "redis://r:6379/0",
         "CACHE_URL": "redis://r:6379/1", "STORAGE_URL": "s3://k:s@objects:9000/ochang?tls=no", "HEAVY_QUEUE": "pdf"},
        {"DATABASE_URL": "postgres://u:p@db:5432/n", "BROKER_URL": "amqp://u:p@mq:5672//", "BEHIND_PROXY": "0"},
    ],
    ids=["pool, redis, store", "rabbitmq"],
)  # fmt: skip
def test_check_deploy_is_clean_on_other_engines(engines, tmp_path):
    environment = {**WHOLE, "SECRET_KEY": secrets.token_urlsafe(50), "EMAIL_URL": "smtp+tls://u:p@mail:587"}
    environment |= {"TIMESTAMP_URL": "https://stamp.example", **engines}
    (tmp_path / "static").mkdir()
    status, said = start(tmp_path, environment, "check", "--deploy", "--fail-level", "WARNING")
    assert (status, said) == (0, "System check identified no issues (1 silenced).")


def test_demo_makes_its_keys_once_and_for_its_owner_only(tmp_path):
    printing = ("shell", "--no-imports", "-c", "from django.conf import settings as s; print(s.SECRET_KEY, s.CODE_KEY)")
    first, second = (start(tmp_path, {"DEMO": "1"}, *printing) for _ in range(2))
    assert first == second
    secret, code = first[1].split()
    assert secret != code
    assert min(len(secret), len(code)) == 64
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "keys").iterdir()} == {0o600}
    assert sorted(path.name for path in (tmp_path / "keys").iterdir()) == ["CODE_KEY", "METRICS_TOKEN", "SECRET_KEY"]


def test_every_setting_is_listed_with_its_type_and_default():
    code = (settings.BASE_DIR / "training/settings.py").read_text()
    read = set(re.findall(r'(?:env\.\w+|secret)\(\s*"([A-Z_]+)"', code))
    listed = re.findall(r"^# ([A-Z_]+)=", (settings.BASE_DIR / ".env.example").read_text(), re.MULTILINE)
    assert sorted(listed) == sorted(read)
