"""A file of five megabytes dropped on the verification page, of the kinds that cost most: time and memory of the answer.

Each is posted in a process of its own, as a stranger posts it, so that the memory is what that file cost.
"""

import json
import os
import resource
import subprocess
import sys
import time
import zlib

from tests.bench.rows import Row

DATABASES = ("sqlite",)
MOST = 5 * 1024 * 1024
HEAD = b"%PDF-1.7\n"
KINDS = ("nothing but spaces", "a bomb that unfolds to five gigabytes", "many ends", "many ranges", "many codes")


def bench(name: str) -> list[Row]:
    rows = []
    for number, kind in enumerate(KINDS):
        done = subprocess.run(
            [sys.executable, "-m", "tests.bench.dropping", str(number)], capture_output=True, text=True, check=True
        )
        found = json.loads(done.stdout.splitlines()[-1])
        rows += [
            Row(name, f"5 MB dropped: {kind}", found["ms"], 1000, "ms", found["ms"] / 1000, 1.0),
            Row(
                name, "the same, memory beside an empty file's", found["memory"], 128, "MB", found["memory"] / 128, 1.0
            ),
        ]
    return rows


def content(number: int) -> bytes:
    if number == 1:
        packer = zlib.compressobj(9)  # in pieces, so that making it costs no memory
        packed = b"".join(packer.compress(b"\0" * 1_000_000) for _ in range(50)) + packer.flush()
        stream = b"1 0 obj<</Filter/FlateDecode>>stream\n%s\nendstream\n" % packed
        return (HEAD + stream * 120)[:MOST]
    piece = {0: b" ", 2: b"%%EOF\n", 3: b"/ByteRange [1 ", 4: b"/verify/"}[number]
    return (HEAD + piece * (MOST // len(piece) + 1))[:MOST]


def work(number: int) -> dict[str, float]:
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.test import Client

    from tests import factories

    factories.ground()
    browser = Client(headers={"host": "localhost"})

    def sent(data: bytes) -> float:
        begun = time.perf_counter()
        file = SimpleUploadedFile("c.pdf", data, content_type="application/pdf")
        status = browser.post("/verify/file/", {"file": file}).status_code
        if status != 200:
            sys.exit(f"answered {status}")
        return (time.perf_counter() - begun) * 1000

    data = content(number)
    sent(HEAD)  # what is loaded once is loaded
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    taken = sent(data)
    return {"ms": taken, "memory": (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    print(json.dumps(work(int(sys.argv[1]))))  # noqa: T201 - the answer to the bench
