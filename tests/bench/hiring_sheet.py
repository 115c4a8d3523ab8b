"""A hiring sheet of 1,000 lines: read in its own process, answered, and the result drawn and signed.

`base` is the limit, so a ratio of 1 or less keeps it. Every tenth line does not match: numbers with another name, unknown
codes, and what is neither. The paper is not part of the limit: answers can be read before it is there.
"""

import copy
import time
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from certificates.models import Certificate, CertificateFile, HiringSheet
from certificates.rules import codes, numbers
from certificates.rules.sheets import Columns
from certificates.services import entries, issuing, sheet_results, sheets, storing, vault
from certificates.states import LogEvent
from tests import factories as ground
from tests.bench.rows import Row
from tests.certificates import factories
from tests.certificates import sheets as lists
from training.accounts.models import User
from training.core import clock
from training.core.models import Complex

DATABASES = ("sqlite", "postgresql")
T = TypeVar("T")
LINES, MOST_SECONDS = 1_000, 5.0
ROUNDS = 3


def bench(name: str) -> list[Row]:
    settings.ALLOWED_HOSTS = ["*"]
    data = lists.xlsx([["번호 또는 코드", "이름"], *build()])
    cache.clear()
    rounds = [_round(data, client=f"client {number}") for number in range(ROUNDS)]
    reading, checking, signing = (sorted(each)[ROUNDS // 2] for each in zip(*rounds, strict=True))
    whole = reading + checking
    sheet = _asked(data, client="last")
    with CaptureQueriesContext(connection) as asked:
        sheet_results.check(sheet.pk, now=clock.now())
    return [
        Row(name, "1,000 lines read and answered", whole, MOST_SECONDS, "s", whole / MOST_SECONDS, 1.0),
        Row(name, "of this, read in the sealed process", reading, MOST_SECONDS, "s", reading / MOST_SECONDS),
        Row(name, "of this, answered", checking, MOST_SECONDS, "s", checking / MOST_SECONDS),
        Row(name, "then drawn and signed", signing, MOST_SECONDS, "s", signing / MOST_SECONDS),
        Row(name, "queries of answering", len(asked), LINES, "", len(asked) / LINES),
    ]


def build() -> list[list[str]]:
    """As many certificates as lines, and what an employer types of them."""
    return [_line(n, paper, code) for n, (paper, code) in enumerate(issued())]


def issued() -> list[tuple[Certificate, str]]:
    """1,000 certificates in the register and in the log, with the code of each."""
    certificate = factories.intended()
    storing.store(certificate, b"%PDF-1.7", number=1, now=ground.NOW)
    issuing.issue(certificate.pk, now=ground.NOW)
    first = Certificate.objects.select_related("complex__site").get(pk=certificate.pk)
    people = User.objects.bulk_create(User(email=f"sheet{n}@example.com", name="홍길동") for n in range(LINES))
    secrets = [codes.new() for _ in range(LINES)]
    papers = Certificate.objects.bulk_create(_like(first, n, secrets[n], people[n]) for n in range(LINES))
    CertificateFile.objects.bulk_create(_file(paper) for paper in papers)
    for start in range(0, LINES, 100):
        batch = [(paper, LogEvent.ISSUE) for paper in papers[start : start + 100]]
        with transaction.atomic():
            entries.append(batch, now=ground.NOW + timedelta(minutes=start))
    return list(zip(papers, secrets, strict=True))


def _file(paper: Certificate) -> CertificateFile:
    """The row of a file that is not there: an answer reads the row."""
    return CertificateFile(
        certificate=paper, number=1, sha256=f"{paper.pk:064x}", size=120_000, path=f"bench/{paper.pk}.pdf",
        stored_at=ground.NOW, signer="서명자", signer_sha256="5" * 64, stamped_at=ground.NOW,
    )  # fmt: skip


def _like(first: Certificate, n: int, code: str, person: User) -> Certificate:
    paper = copy.copy(first)
    paper.pk, paper.person, paper.number = None, person, n + 2
    paper.register_number = numbers.text(2026, first.complex.register_word, n + 2)
    paper.code_hash, paper.status_list, paper.status_index = vault.hashed(code), None, None
    paper._state = copy.copy(first._state)
    paper._state.adding = True
    return paper


def _line(n: int, paper: Certificate, code: str) -> list[str]:
    if n % 10 == 9:
        return [[paper.register_number, "아무개"], [codes.new(), "홍길동"], ["읽을 수 없음", "홍길동"]][n // 10 % 3]
    return [paper.register_number if n % 2 else codes.grouped(code), "홍길동"]


def _round(data: bytes, *, client: str) -> tuple[float, float, float]:
    cache.clear()
    reading, sheet = _timed(lambda: _asked(data, client=client))
    checking, _done = _timed(lambda: sheet_results.check(sheet.pk, now=clock.now()))
    answers = [one["answer"] for one in sheets.answers(HiringSheet.objects.get(pk=sheet.pk))]
    if answers.count("valid") != LINES * 9 // 10:
        raise RuntimeError(f"{answers.count('valid')} lines are valid")
    signing, _done = _timed(lambda: sheet_results.sign(sheet.pk, now=clock.now()))
    return reading, checking, signing


def _asked(data: bytes, *, client: str) -> HiringSheet:
    complex = Complex.objects.get(pk=ground.ground().pk)
    sheet = sheets.receive(complex, data=data, client=client, now=clock.now()).sheet
    sheets.ask(sheet, columns=Columns(headed=True), now=clock.now())
    return sheet


def _timed(act: Callable[[], T]) -> tuple[float, T]:
    started = time.perf_counter()
    found = act()
    return time.perf_counter() - started, found
