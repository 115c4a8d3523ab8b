"""Setting up, and entering the virtual environment."""

import os
import sys
from typing import NoReturn

from steps import browser, packages, system
from steps.ground import PYTHON, ROOT, logged, refuse

ENTERED = "SET_UP_DONE"


def set_up(*, dev: bool = False) -> None:
    """Everything a start needs. Costs a fraction of a second when all of it stands."""
    packages.make_environment()
    packages.install(dev=dev)
    system.provide(dev=dev)
    browser.provide()
    compiled, said = logged([str(PYTHON), "bin/messages", "--compile"], env=system.environment())
    if not compiled:
        refuse(f"The Korean messages could not be compiled: {packages.last_line(said)}")


def enter(*, dev: bool = False) -> None:
    """Set up, and go on in this script under .venv's Python with the environment of children."""
    if os.environ.pop(ENTERED, None):
        return
    set_up(dev=dev)
    again()


def again() -> NoReturn:
    env = {
        **system.environment(),
        ENTERED: "1",
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "bin")]),
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    os.chdir(ROOT)
    os.execve(PYTHON, [str(PYTHON), *sys.argv], env)
