"""Questions brought into a course's bank from a file of Moodle's, and given out as one.

A question comes in whole or not at all, and each has a row in the report. Rows are looked up and written by the
hundred, so that ten thousand questions are some hundred queries.
"""

import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import ModuleType
from typing import Any, BinaryIO

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.models import Course, Question, QuestionVersion
from courses.rules.questions import content
from courses.rules.questions.moodle import gift_reading, gift_writing, keys, xml_reading, xml_writing
from courses.rules.questions.moodle.found import Broken, Found, Unsaid
from courses.services.questions import bank, figures
from training.core import audit
from training.core.errors import DomainError

BATCH = 200
HEAVIEST = 8_000_000  # bytes of pictures that are held at once
READERS: dict[str, Callable[..., Iterator[Found]]] = {"moodle": xml_reading.read, "gift": gift_reading.read}
WRITERS: dict[str, ModuleType] = {"moodle": xml_writing, "gift": gift_writing}


class Format(models.TextChoices):
    MOODLE = "moodle", "Moodle XML"
    GIFT = "gift", "GIFT"


class Outcome(models.TextChoices):
    """What became of a question of the file, or would become."""

    NEW = "new", gettext_lazy("new")
    CHANGED = "changed", gettext_lazy("new version")
    SAME = "same", gettext_lazy("unchanged")
    REFUSED = "refused", gettext_lazy("not brought in")


@dataclass(frozen=True)
class Row:
    """One question of the file; `sentence` says why it was refused."""

    found: Found
    outcome: Outcome
    sentence: str = ""


@dataclass
class Report:
    """A row per question, and the sentence at which reading ended before the end of the file."""

    rows: list[Row] = field(default_factory=list)
    broken: str = ""

    @property
    def counts(self) -> dict[Outcome, int]:
        counted = Counter(row.outcome for row in self.rows)
        return {outcome: counted[outcome] for outcome in Outcome}

    @property
    def is_whole(self) -> bool:
        return not self.broken and not self.counts[Outcome.REFUSED]

    @property
    def by_need(self) -> list[Row]:
        """Refused ones first, then those with remarks, each in the order of the file."""
        return sorted(self.rows, key=lambda row: (row.outcome != Outcome.REFUSED, not row.found.remarks))

    @property
    def taken(self) -> list[Found]:
        """What would come in; after it came in, without what it says."""
        return [row.found for row in self.rows if row.outcome in (Outcome.NEW, Outcome.CHANGED)]


def look(
    course: Course, file: BinaryIO, *, form: str, language: str = "ko", most: int | None = None, keep: bool = True
) -> Report:
    """What would become of each question of a file. Nothing is written. Raises DomainError for more than `most`.

    Without `keep` the report does not hold what the questions say, and so stays small.
    """
    found = READERS[form](file, language=language)
    return _settled(course, found if most is None else _up_to(found, most), keep=keep)


def _up_to(found: Iterator[Found], most: int) -> Iterator[Found]:
    for number, one in enumerate(found, 1):
        if number > most:
            raise DomainError(_("The file has more than %(most)d questions. Split it.") % {"most": most}, field="file")
        yield one


@transaction.atomic
def bring_in(course: Course, file: BinaryIO, *, form: str, by: Any, now: datetime, language: str = "ko") -> Report:
    """Write every question of a file that can be; the others stand in the report."""
    return bring_in_found(course, READERS[form](file, language=language), form=form, by=by, now=now)


@transaction.atomic
def bring_in_found(course: Course, found: Iterable[Found], *, form: str, by: Any, now: datetime) -> Report:
    """Write questions that were read before."""
    course = bank.held(course)

    def write(taken: list[Found], rows: dict[str, Question]) -> None:
        figures.keep_all(course, (picture for one in taken for picture in one.pictures), now=now)
        new = {one.key: one.said for one in taken if one.said and one.key not in rows}
        edited = {rows[one.key]: one.said for one in taken if one.said and one.key in rows}
        bank.write_many(course, new, edited, by=by, now=now)

    report = _settled(course, found, write=write)
    if report.taken:
        facts = {str(outcome): count for outcome, count in report.counts.items()} | {"format": form}
        audit.record(course, "questions brought in", by=by, at=now, facts=facts)
    return report


Writing = Callable[[list[Found], dict[str, Question]], None]  # what is taken, and the rows that stand, by key


def _settled(course: Course, found: Iterable[Found], *, write: Writing | None = None, keep: bool = False) -> Report:
    report, seen, left = Report(), set[str](), iter(found)
    while batch := _batch(left, report):
        rows = {row.key: row for row in Question.objects.filter(course=course, key__in={one.key for one in batch})}
        newest = {one.question_id: one for one in QuestionVersion.objects.newest_of(rows.values())}
        batch = [_rekeyed(one, rows, newest) for one in batch]
        judged = [_judged(one, rows.get(one.key), newest, seen) for one in batch]
        report.rows += [row if keep else replace(row, found=_light(row.found)) for row in judged]
        if write:
            write([row.found for row in judged if row.outcome in (Outcome.NEW, Outcome.CHANGED)], rows)
    return report


def _light(one: Found) -> Found:
    return replace(one, said=None, pictures=())


def _batch(found: Iterator[Found], report: Report) -> list[Found]:
    """The next of them, fewer where they show much; where the file breaks, those before the break."""
    batch: list[Found] = []
    weight = 0
    try:
        for one in itertools.islice(found, BATCH):
            batch.append(one)
            weight += sum(len(picture.content) for picture in one.pictures)
            if weight > HEAVIEST:
                break
    except Broken as error:
        report.broken = str(error)
    return batch


def _rekeyed(one: Found, rows: dict[str, Question], newest: dict[int, QuestionVersion]) -> Found:
    """With the keys of the version that stands, where the file gave none."""
    standing = newest.get(rows[one.key].pk) if one.key in rows else None
    if one.keyed or one.said is None or standing is None:
        return one
    return replace(one, said=keys.as_before(one.said, standing.said))


def _judged(one: Found, row: Question | None, newest: dict[int, QuestionVersion], seen: set[str]) -> Row:
    if one.said is None:
        return Row(one, Outcome.REFUSED, one.refusal)
    if one.key in seen:
        return Row(one, Outcome.REFUSED, _("A question before it has the same id or name. Give it another one."))
    seen.add(one.key)
    if row is None:
        return Row(one, Outcome.NEW)
    if row.kind != one.said.KIND:
        sentence = _(
            "The bank has “%(key)s” as another type (%(kind)s), and a question keeps its type. Give it another id."
        )
        return Row(one, Outcome.REFUSED, sentence % {"key": row.key, "kind": row.get_kind_display()})
    if row.retired_at:
        return Row(one, Outcome.REFUSED, _("The bank has “%(key)s” as retired. Give it another id.") % {"key": row.key})
    same = row.pk in newest and newest[row.pk].content == content.write(one.said)
    return Row(one, Outcome.SAME if same else Outcome.CHANGED)


@dataclass
class Export:
    """A file piece by piece. Which questions are not in it and why says a comment in their place, and then `left`."""

    course: Course
    form: str
    written: int = 0
    left: list[tuple[str, str]] = field(default_factory=list)

    def __iter__(self) -> Iterator[str]:
        writer = WRITERS[self.form]
        yield writer.HEAD
        for key, said in self._questions():
            try:
                yield writer.question(key, said, lambda sha256: figures.read(self.course, sha256))
                self.written += 1
            except Unsaid as error:
                self.left.append((key, str(error)))
                yield writer.comment(f"{key}: {error}")
        yield writer.FOOT

    def _questions(self) -> Iterator[tuple[str, content.Question]]:
        rows = Question.objects.filter(course=self.course, retired_at=None)
        versions = QuestionVersion.objects.newest_of(rows.values_list("pk", flat=True))
        for version in versions.select_related("question").order_by("question__key").iterator(BATCH):
            yield version.question.key, version.said


def export(course: Course, form: str) -> Export:
    """The standing version of every question that is not retired, in `form`."""
    return Export(course, form)
