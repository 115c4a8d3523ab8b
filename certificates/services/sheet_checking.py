"""Answering a hiring sheet, in chunks: a constant number of queries for each, whatever it holds.

Number or code must match, and the name too. Whoever gives the code holds the paper and is told that the name differs;
whoever gives a number hears the same for a number that does not exist and for a name that is not its holder's.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime

from django.db.models import Prefetch, Q

from certificates.models import Certificate, LogEntry, TreeHead
from certificates.queries import answers, checks, facts, tree
from certificates.rules import codes, dates, truths
from certificates.rules.sheets import Line
from certificates.services import guesses, vault
from certificates.services.verifying import GOOD, is_holder
from certificates.states import RowAnswer, Truth
from training.core import clock
from training.core.models import Complex

CHUNK = 100


@dataclass(frozen=True)
class Found:
    """The answer to a line. What stands in `said` is of a certificate whose number or code and name both matched."""

    line: int
    what: str
    name: str
    answer: str
    said: dict[str, dict[str, str]] = field(default_factory=dict)
    certificate: int | None = None
    truth: str = ""
    matched: bool | None = None

    def stored(self) -> dict[str, object]:
        return asdict(self)


@dataclass
class Asking:
    """One pass over a sheet: whose it is, against which checkpoint, and how many wrong lines are still answered."""

    complex: Complex
    asker: str
    head: TreeHead | None
    now: datetime
    wrong_left: int = 0

    def __post_init__(self) -> None:
        spent = guesses.taken(guesses.LINES, [self.asker], now=self.now)[self.asker]
        self.wrong_left = guesses.LINES.most - spent


def chunk(asking: Asking, lines: Sequence[Line]) -> list[Found]:
    """The answers to at most CHUNK lines, in their order."""
    known = _Known(asking, lines)
    wrong: Counter[str] = Counter()
    found = [_answered(asking, known, line, wrong) for line in lines]
    guesses.count_all(guesses.NAMES, wrong, now=asking.now)
    if wrong:
        guesses.count(guesses.LINES, asking.asker, now=asking.now, times=wrong.total())
    return found


class _Known:
    """What the database and the cache say of all lines of a chunk, read at once."""

    def __init__(self, asking: Asking, lines: Sequence[Line]) -> None:
        self.complex = asking.complex
        self.hashes = {line.code: vault.hashed(code) for line in lines if (code := codes.parsed(line.code))}
        numbers = {line.number for line in lines if line.number}
        self.papers = list(
            Certificate.objects.of(asking.complex)
            .with_file()
            .filter(Q(code_hash__in=self.hashes.values()) | Q(register_number__in=numbers))
            .defer("credential")
            .select_related("superseded_by", "complex")
            .prefetch_related(Prefetch("entries", LogEntry.objects.select_related("log")))
        )
        self.by_code = {paper.code_hash: paper for paper in self.papers}
        self.by_number = {paper.register_number: paper for paper in self.papers}
        entries = [entry for paper in self.papers for entry in paper.entries.all()]
        self.proven = tree.proven(entries[0].log, entries, asking.head) if entries and asking.head else set()
        self.tries = guesses.taken(guesses.NAMES, {self.who(line) for line in lines} - {""}, now=asking.now)

    def of_code(self, line: Line) -> Certificate | None:
        return self.by_code.get(self.hashes.get(line.code, ""))

    def who(self, line: Line) -> str:
        """Under what wrong names are counted, as where one certificate is asked about."""
        if not line.code:
            return f"{self.complex.pk}:{line.number}" if line.number else ""
        paper = self.of_code(line)
        return str(paper.pk) if paper else ""


def _answered(asking: Asking, known: _Known, line: Line, wrong: Counter[str]) -> Found:
    if not line.is_readable:
        return _without(line, RowAnswer.UNREADABLE)
    if not line.name.strip():
        return _without(line, RowAnswer.NAME_MISSING)
    paper = known.of_code(line) if line.code else known.by_number.get(line.number)
    if line.code and paper is None:
        return _without(line, RowAnswer.NEVER_ISSUED)
    who = known.who(line)
    if asking.wrong_left <= 0 or known.tries[who] + wrong[who] >= guesses.NAMES.most:
        return _without(line, RowAnswer.LIMITED)
    if paper is not None and _matches(paper, line):
        return _matched(asking, known, line, paper)
    wrong[who] += 1
    asking.wrong_left -= 1
    if paper is None or not line.code:
        return _without(line, RowAnswer.NO_MATCH)
    found = _without(line, RowAnswer.DIFFERS)
    return replace(found, certificate=paper.pk, truth=_truth(asking, paper).value, matched=False)


def _matches(paper: Certificate, line: Line) -> bool:
    """Everything that was typed is this certificate's."""
    return (not line.number or line.number == paper.register_number) and is_holder(paper, line.name)


def _matched(asking: Asking, known: _Known, line: Line, paper: Certificate) -> Found:
    truth = _truth(asking, paper)
    check = checks.in_log(
        truth, list(paper.entries.all()), asking.head, is_proven=lambda entry: entry.pk in known.proven
    )
    if truth in GOOD and checks.contradict([check]):
        truth = Truth.CANNOT_CONFIRM
    said = {language: _said(language, truth, paper) for language in answers.LANGUAGES}
    return Found(line.line, line.what, line.name, RowAnswer(truth.value).value, said, paper.pk, truth.value, True)


def _said(language: str, truth: Truth, paper: Certificate) -> dict[str, str]:
    """What a verifier reads of this certificate, frozen as it was at the instant of the check."""
    title, summary = answers.sentences(language, truth, paper)
    read = paper.facts
    return {
        "sentence": f"{title.rstrip('.')}. {summary}",
        "number": paper.register_number,
        "title": str(read["design"][f"title_{language}"]),
        "course": facts.course_in(read, language),
        "issued_on": dates.spoken(paper.issued_on, language),
    }


def _without(line: Line, answer: RowAnswer) -> Found:
    return Found(line.line, line.what, line.name, answer.value)


def _truth(asking: Asking, paper: Certificate) -> Truth:
    return truths.truth(paper.state, paper.expires_on, clock.day_of(asking.now, paper.complex.zone))
