"""`python -m enrollment.sealed`: one file in, the same paper without its metadata out, or one word why not.

In: the bytes. Out: `ok <kind>\\n` and the new bytes, or `no <word>\\n`. Imports happen before the limits, the bytes are
read after them.
"""

import resource
import sys

from enrollment.sealed import MOST_BYTES
from enrollment.sealed.papers import Unfit, rewrite

MEMORY = 700 * 1024 * 1024
SECONDS = 10


def limit() -> None:
    """Past these the kernel ends the process, and the upload is refused."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> int:
    limit()
    raw = sys.stdin.buffer.read(MOST_BYTES + 1)
    try:
        kind, content = rewrite(raw)
    except Unfit as unfit:
        sys.stdout.buffer.write(f"no {unfit}\n".encode())
        return 0
    except (Exception, RecursionError):  # noqa: BLE001 - whatever a hostile file makes a parser raise
        sys.stdout.buffer.write(b"no broken\n")
        return 0
    sys.stdout.buffer.write(f"ok {kind}\n".encode() + content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
