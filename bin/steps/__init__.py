"""What the commands in bin/ share. Standard library only, and this file is readable to any Python 3.

Importing it makes sure of the Python itself: one that is too old or too new hands over to a fitting one
beside it, or says in one sentence what to install.
"""

import os
import shutil
import sys

OLDEST, NEWEST = (3, 11), (3, 13)


def _refuse(sentence):  # type: ignore[no-untyped-def] # an old Python must be able to read this
    sys.stderr.write(sentence + "\n")
    sys.exit(1)


def _need_a_fitting_python():  # type: ignore[no-untyped-def] # an old Python must be able to read this
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        other = shutil.which("python3.%d" % minor)
        if other and not os.environ.get("ONE_PYTHON"):
            os.execv(other, [other] + sys.argv)  # noqa: RUF005 - an old Python must be able to read this
    _refuse(
        "Python %d.%d is here, but 3.11, 3.12 or 3.13 is needed: install python3.13 and python3.13-venv "
        "(or 3.11, 3.12), then run this again." % sys.version_info[:2]
    )


_need_a_fitting_python()
