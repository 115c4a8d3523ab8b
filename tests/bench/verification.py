"""The page and the API's answer to a code, beside an empty view under the same middleware: requests per second.

1,000 different certificates are asked in turn, so that nothing kept for one of them helps. The cache is Redis (CACHE_URL,
or the one on its usual port), the database PostgreSQL.
"""

import os

from django.conf import settings
from django.core.cache import cache

from certificates.rules import codes
from tests.bench import hiring_sheet
from tests.bench.rows import Row, in_turns
from tests.bench.serving import per_second, served

DATABASES = ("postgresql",)
TARGET = 0.5
REQUESTS = 100  # in one turn
ROUNDS = 9
REDIS = "redis://127.0.0.1:6379/14"


def bench(name: str) -> list[Row]:
    settings.ALLOWED_HOSTS = ["*"]
    cache.clear()
    valid = [code for _paper, code in hiring_sheet.issued()]
    url = os.environ.get("CACHE_URL", REDIS)
    with served("tests.bench.served", CACHE_URL=url, CODE_KEY=settings.CODE_KEY) as port:
        empty = per_second(port, ["/nothing/"], requests=REQUESTS)
        cases = {
            "verification page / empty view": ([f"/verify/{codes.grouped(code)}/" for code in valid], TARGET),
            "the API's answer / empty view": ([f"/api/v1/verify/{codes.grouped(code)}/" for code in valid], None),
        }
        return [
            _row(name, case, in_turns(per_second(port, asked, requests=REQUESTS), empty, rounds=ROUNDS), target)
            for case, (asked, target) in cases.items()
        ]


def _row(name: str, case: str, found: tuple[float, float, float], target: float | None) -> Row:
    ours, base, ratio = found
    return Row(name, case, ours, base, "/s", ratio, target=target, at_most=False)
