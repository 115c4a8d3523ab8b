"""Setting up: nothing to do is done quickly, and what cannot be done is said in one sentence."""

import json
import os
import subprocess
import sys
import time

import pytest
from django.conf import settings

ROOT = settings.BASE_DIR


@pytest.fixture
def steps(monkeypatch):
    """The modules of bin/steps, importable as the commands import them."""
    monkeypatch.syspath_prepend(str(ROOT / "bin"))
    import steps

    return steps


def python(code: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, 'bin'); {code}"],
        cwd=ROOT, env={**os.environ, **env}, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("version", [(3, 10), (3, 14)])
def test_an_unfitting_python_is_refused_in_one_sentence(version):
    done = python(f"sys.version_info = {version}; import steps", ONE_PYTHON="1")
    assert (done.returncode, done.stderr) == (
        1,
        f"Python {version[0]}.{version[1]} is here, but 3.11, 3.12 or 3.13 is needed: install python3.13 and python3.13-venv "
        "(or 3.11, 3.12), then run this again.\n",
    )


def test_the_python_check_is_readable_to_any_python_3():
    """No annotation, f-string or walrus: a Python 3.4 must get as far as the sentence."""
    import ast

    tree = ast.parse((ROOT / "bin/steps/__init__.py").read_text(), feature_version=(3, 4))
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]


@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_a_python_without_venv_is_refused_with_the_package_to_install(module):
    done = python(
        "import importlib.util as u, steps.packages as p, pathlib; found = u.find_spec; "
        f"u.find_spec = lambda name: None if name == '{module}' else found(name); "
        "p.PYTHON = pathlib.Path('/nowhere/python'); p.make_environment()"
    )
    name = f"python3.{sys.version_info[1]}-venv"
    assert (done.returncode, done.stderr) == (
        1,
        f"Python's venv module is missing: install {name} (or python3-venv), then run this again.\n",
    )


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (
            "WARNING: Retrying after connection broken by 'NewConnectionError: Temporary failure in name resolution'",
            "The package index cannot be reached. Check the network (or pip's configuration), then run this again.",
        ),
        (
            "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.",
            "The packages could not be installed: ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE. "
            "All of it: var/set-up.log.",
        ),
    ],
)
def test_a_failed_install_says_why(said, sentence, steps, monkeypatch, tmp_path, capsys):
    from steps import packages

    monkeypatch.setattr(packages, "STAMP", tmp_path / "installed.json")
    monkeypatch.setattr(packages, "logged", lambda command: (False, said))
    with pytest.raises(SystemExit) as refused:
        packages.install(dev=False)
    assert str(refused.value) == sentence
    assert capsys.readouterr().out == "Installing the packages of requirements.txt … stopped\n"
    assert not packages.STAMP.exists()


def test_a_lock_is_installed_once(steps, monkeypatch, tmp_path):
    from steps import packages

    commands = []
    monkeypatch.setattr(packages, "STAMP", tmp_path / "installed.json")
    monkeypatch.setattr(packages, "logged", lambda command: (not commands.append(command), ""))
    for dev in (False, False, True, True, False):
        packages.install(dev=dev)
    assert [command[-1] for command in commands] == [str(ROOT / "requirements.txt"), str(ROOT / "requirements-dev.txt")]
    assert all("--require-hashes" in command for command in commands)
    assert sorted(json.loads(packages.STAMP.read_text())) == ["dev", "runtime"]


def test_missing_packages_are_named_where_there_is_no_apt(steps, monkeypatch):
    from steps import system

    monkeypatch.setattr(system, "quiet", lambda *_, **__: False)
    monkeypatch.setattr(system, "FACES", ["no-such-face.ttf"])
    monkeypatch.setattr(system.shutil, "which", lambda *_, **__: None)
    with pytest.raises(SystemExit) as refused:
        system.provide(dev=True)
    assert str(refused.value) == (
        "Install Pango (with HarfBuzz's subset library), the fonts NanumGothic and NanumMyeongjo, and gettext; "
        "on Debian these are libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-nanum gettext. "
        "Set FONT_DIR if the fonts stand elsewhere than /usr/share/fonts/truetype/nanum."
    )


def test_children_are_pointed_at_unpacked_packages(steps, monkeypatch, tmp_path):
    from steps import system

    monkeypatch.setattr(system, "UNPACKED", tmp_path)
    monkeypatch.setenv("LD_LIBRARY_PATH", "/before")
    libraries = tmp_path / "usr/lib/some-linux-gnu"
    libraries.mkdir(parents=True)
    (libraries / "libpango-1.0.so.0").touch()
    assert system.environment()["LD_LIBRARY_PATH"] == f"{libraries}:/before"
    assert system.environment()["PATH"].endswith(f":{tmp_path}/usr/bin")


def test_setting_up_again_takes_seconds():
    started = time.monotonic()
    done = subprocess.run([sys.executable, "bin/set-up"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert time.monotonic() - started < 10
