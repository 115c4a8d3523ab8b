"""Web server, worker and beat under one manager; when one ends, all end. Started by bin/run, under .venv's Python."""

import os
import signal
import subprocess
import sys

from honcho.environ import parse_procfile
from honcho.manager import Manager
from honcho.printer import Printer

from steps.ground import PYTHON, ROOT, say


class Quiet(Printer):
    """Passes on what the programs say, not what the manager says about them."""

    def write(self, message):  # type: ignore[no-untyped-def] # honcho has no types
        if message.name != "system":
            super().write(message)


def main() -> int:
    announcer = subprocess.Popen([PYTHON, "-m", "steps.announce"], start_new_session=True)
    manager = Manager(Quiet(sys.stdout))
    env = {**os.environ, "PYTHONWARNINGS": "ignore:You're running the worker"}  # in a container one is root
    for name, command in parse_procfile((ROOT / "Procfile").read_text()).processes.items():
        manager.add_process(name, command, env=env, cwd=str(ROOT))
    manager.loop()
    announcer.terminate()
    if manager.returncode in (128 + signal.SIGINT, 128 + signal.SIGTERM):
        say("Stopped.")
        return 0
    return manager.returncode or 1


if __name__ == "__main__":
    sys.exit(main())
