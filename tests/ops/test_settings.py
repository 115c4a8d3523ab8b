"""Production refuses to start without its secrets, and says which one is missing."""

import os
import re
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


@pytest.mark.parametrize(("more", "status"), [({}, 0), ({"DEMO": "1"}, 1)])
def test_check_deploy_refuses_demo(more, status, tmp_path):
    assert start(tmp_path, {**WHOLE, **more}, "check", "--deploy", "--fail-level", "ERROR")[0] == status


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
