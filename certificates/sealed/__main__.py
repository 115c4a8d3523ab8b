"""`python -m certificates.sealed`: a sheet's bytes in, its cells as JSON out, or one word why not.

Out: `{"rows": [[line, [cell, …]], …]}` or `{"no": word, "at": where}`. Imports happen before the limits, the bytes are
read after them.
"""

import json
import resource
import sys
from typing import Any

from certificates.sealed import MOST_BYTES
from certificates.sealed.tables import Unfit, read

MEMORY = 500 * 1024 * 1024
SECONDS = 10


def limit() -> None:
    """Past these the kernel ends the process, and the sheet is refused."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def answer(raw: bytes) -> dict[str, Any]:
    try:
        return {"rows": read(raw)}
    except Unfit as unfit:
        return {"no": unfit.word, "at": unfit.at}
    except (Exception, RecursionError):  # noqa: BLE001 - whatever a hostile file makes a parser raise
        return {"no": "broken", "at": ""}


def main() -> int:
    limit()
    raw = sys.stdin.buffer.read(MOST_BYTES + 1)
    sys.stdout.buffer.write(json.dumps(answer(raw)).encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
