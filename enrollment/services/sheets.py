"""A sheet: read and checked in the background, confirmed by a person, then written all or none.

A sheet of applicants gives nobody a seat and consents for nobody. Whoever has no account yet gets one without a password, and each
gets a draft of an application and a mail; the person signs in, consents and applies, by the one way to a seat.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from enrollment.models import Application, Cohort, SheetImport
from enrollment.queries import sheet_words
from enrollment.queries.applications import not_accepting
from enrollment.rules import act_sheets as act_rules
from enrollment.rules import sheets as rules
from enrollment.services import private_files, sheet_acts, sheet_undoing, telling
from enrollment.states import SheetKind, SheetState
from training.accounts.models import User
from training.core import audit, outbox, progress
from training.core.errors import DomainError
from training.core.sealed.sheets import USUAL
from training.core.services import sheets as files
from training.core.text import clean_name, looks_like_resident_number

READ, WRITE, TELL = "enrollment.sheet_read", "enrollment.sheet_write", "enrollment.sheet_tell"
UNCONFIRMED = timedelta(days=7)  # a sheet that nobody confirms, and what was wrong with one
SHOWN = 200  # findings that are kept
CHUNK = 100
PART = 500
READING_ENDS = 60  # percent; the rest is judging
T = TypeVar("T")
Told = Callable[[float], None]


def bring_in(
    cohort: Cohort, *, kind: str = SheetKind.APPLICANTS, name: str, raw: bytes, by: Any, now: datetime
) -> SheetImport:
    """Keep a file and owe its reading."""
    _refuse_closed(cohort, kind, now)
    if len(raw) > USUAL.bytes:
        raise files.Unreadable("large")
    if not raw:
        raise files.Unreadable("empty")
    path = private_files.keep("sheets", raw)
    with transaction.atomic():
        row = SheetImport.objects.create(
            complex=cohort.complex, cohort=cohort, kind=kind, name=_kept_name(name), path=path,
            sha256=hashlib.sha256(raw).hexdigest(), uploaded_at=now, uploaded_by=by,
        )  # fmt: skip
        audit.record(cohort, "sheet brought in", by=by, at=now, facts={"sheet": row.pk})
        outbox.owe(READ, row.pk, now=now, complex_id=row.complex_id)
    return row


def _refuse_closed(cohort: Cohort, kind: str, now: datetime) -> None:
    if kind == SheetKind.APPLICANTS and (sentence := not_accepting(cohort, now=now)):
        raise DomainError(sentence)


def _kept_name(name: str) -> str:
    kept = clean_name(name.replace("\\", "/").rpartition("/")[2]).value[:150]
    return kept if kept and not looks_like_resident_number(kept) else str(_("document"))


def read(sheet_id: int, *, now: datetime) -> None:
    """Read a file and judge each line. Done already, nothing happens; the file goes when it has been read."""
    sheet = SheetImport.objects.select_related("uploaded_by", "cohort").get(pk=sheet_id)
    if sheet.state != SheetState.READING:
        return
    with translation.override(sheet.uploaded_by.language):
        judged = _judged(sheet, now=now)
    path = sheet.path
    with transaction.atomic():
        _checked(sheet, judged, now=now)
    private_files.remove(path)


@dataclass(frozen=True)
class Judged:
    """What came of reading: lines to write, or what is wrong with which, and the sentence over it."""

    rows: list[Any]
    findings: list[tuple[int, str]]
    refusal: str
    lines: int


def _judged(sheet: SheetImport, *, now: datetime) -> Judged:
    raw = private_files.read(sheet.path, sheet.sha256)
    if raw is None:
        return Judged([], [], sheet_words.refused("gone", sheet.kind), 0)
    try:
        sheet.facts, rows = files.read(raw, told=partial(_say, sheet.pk, start=0, end=READING_ENDS))
    except files.Unreadable as refused:
        return Judged([], [], str(refused), 0)
    if sheet.kind == SheetKind.APPLICANTS:
        return _applicants(rules.read(rows))
    return _acts(sheet, sheet_acts.READERS[sheet.kind](rows), now=now)


def _applicants(found: rules.Read) -> Judged:
    rows = [[entry.line, entry.email, entry.name, entry.kind] for entry in found.entries]
    findings = [(fault.line, sheet_words.fault(fault)) for fault in found.faults]
    refused = sheet_words.refused(found.refused, SheetKind.APPLICANTS) if found.refused else ""
    return _weighed(rows, findings, refused)


def _acts(sheet: SheetImport, found: act_rules.Acts, *, now: datetime) -> Judged:
    """With every line readable, all of them are rehearsed."""
    findings = [(fault.line, sheet_words.fault(fault)) for fault in found.faults]
    if not findings:
        told = partial(_say, sheet.pk, start=READING_ENDS, end=100)
        findings = sheet_acts.rehearse(sheet.cohort, found.acts, by=sheet.uploaded_by, now=now, told=told)
    sheet.facts |= {"still": found.still}
    refused = sheet_words.refused(found.refused, sheet.kind) if found.refused else ""
    return _weighed([act.stored() for act in found.acts], findings, refused)


def _weighed(rows: list[Any], findings: list[tuple[int, str]], refused: str) -> Judged:
    """With any fault, no row is kept: the file is corrected and sent again."""
    faulty = len({line for line, _sentence in findings})
    refusal = refused or sheet_words.faulty(faulty)
    return Judged([] if refusal else rows, findings, refusal, faulty + len(rows))


def _say(sheet_id: int, share: float, *, start: int, end: int) -> None:
    progress.say(f"sheet:{sheet_id}", round(start + share * (end - start)))


def _checked(sheet: SheetImport, judged: Judged, *, now: datetime) -> None:
    to = SheetState.REFUSED if judged.refusal else SheetState.READY
    faulty = len({line for line, _sentence in judged.findings})
    audit.move(
        sheet, to, by=None, now=now, path="", rows=judged.rows, findings=judged.findings[:SHOWN],
        refusal=judged.refusal, total=judged.lines, faulty=faulty,
    )  # fmt: skip
    SheetImport.objects.filter(pk=sheet.pk).update(facts=sheet.facts)  # by itself: `move` takes facts for its own entry
    progress.say(f"sheet:{sheet.pk}", 0)  # writing begins anew


@transaction.atomic
def confirm(sheet: SheetImport, *, by: Any, now: datetime) -> None:
    """A person says that these lines are written, and answers for them."""
    _refuse_closed(sheet.cohort, sheet.kind, now)
    audit.move(sheet, SheetState.WRITING, by=by, now=now, confirmed_by=by)
    outbox.owe(WRITE, sheet.pk, now=now, complex_id=sheet.complex_id)


@transaction.atomic
def discard(sheet: SheetImport, *, by: Any, now: datetime) -> None:
    """Nothing is written, and the rows are gone."""
    audit.move(sheet, SheetState.DISCARDED, by=by, now=now, rows=[])


def waits_until(sheet: SheetImport) -> datetime:
    """Until when rows that nobody confirmed are kept."""
    return sheet.uploaded_at + UNCONFIRMED


def due(now: datetime) -> "QuerySet[SheetImport]":
    """Sheets that still hold what people wrote into them, longer than it serves: unconfirmed rows and findings a week,
    what taking back needs an hour."""
    old = Q(uploaded_at__lte=now - UNCONFIRMED)
    over = Q(state=SheetState.DONE, finished_at__lte=now - sheet_undoing.WITHIN) & ~Q(wrote=[])
    return SheetImport.objects.filter(
        old & (Q(state=SheetState.READY) | Q(state=SheetState.REFUSED) & ~Q(findings=[])) | over
    )


@transaction.atomic
def erase_due(*, now: datetime, most: int = 200) -> int:
    """Empty those; a sheet that waits is discarded. Returns how many."""
    rows = list(due(now).select_for_update().order_by("pk")[:most])
    for sheet in rows:
        if sheet.state == SheetState.READY:
            discard(sheet, by=None, now=now)
    SheetImport.objects.filter(pk__in=[sheet.pk for sheet in rows]).update(findings=[], wrote=[])
    return len(rows)


@transaction.atomic
def write(sheet_id: int, *, now: datetime) -> None:
    """Every line or none, in one transaction. Done already, nothing happens."""
    rows = SheetImport.objects.select_for_update(of=("self",)).select_related("uploaded_by", "confirmed_by")
    sheet = rows.get(pk=sheet_id)
    if sheet.state != SheetState.WRITING:
        return
    cohort = Cohort.objects.select_related("complex").get(pk=sheet.cohort_id)
    if sheet.kind == SheetKind.APPLICANTS:
        _write_applicants(sheet, cohort, now=now)
    else:
        _write_acts(sheet, cohort, now=now)


def _write_acts(sheet: SheetImport, cohort: Cohort, *, now: datetime) -> None:
    """By the person who confirmed. What changed meanwhile and is refused now, refuses all."""
    acts = [act_rules.Act(**stored) for stored in sheet.rows]
    by = sheet.confirmed_by or sheet.uploaded_by
    told = partial(_say, sheet.pk, start=0, end=100)
    with translation.override(by.language):
        try:
            wrote = sheet_acts.perform(cohort, acts, by=by, now=now, told=told)
        except sheet_acts.Stopped as stopped:
            refusal, findings = sheet_words.faulty(1), [(stopped.line, str(stopped))]
            _refuse(sheet, refusal, findings=findings, faulty=1, now=now)
            return
    audit.move(sheet, SheetState.DONE, by=None, now=now, rows=[], finished_at=now, created=len(wrote), wrote=wrote)


def _refuse(sheet: SheetImport, refusal: str, *, now: datetime, **more: Any) -> None:
    audit.move(sheet, SheetState.REFUSED, by=None, now=now, rows=[], refusal=refusal, finished_at=now, **more)


def _write_applicants(sheet: SheetImport, cohort: Cohort, *, now: datetime) -> None:
    if sentence := not_accepting(cohort, now=now):
        _refuse(sheet, sentence, now=now)
        return
    told = partial(_say, sheet.pk)
    people, new = _people(sheet.rows, partial(told, start=0, end=60))
    drafts = _drafts(cohort, sheet.rows, people, partial(told, start=60, end=100))
    audit.move(
        sheet, SheetState.DONE, by=None, now=now, rows=[], finished_at=now, created=len(new), made=drafts,
        invited=len(drafts), wrote=new,
    )  # fmt: skip
    outbox.owe(TELL, sheet.pk, now=now, complex_id=sheet.complex_id)


def _people(rows: list[list[Any]], told: Told) -> tuple[dict[str, int], list[int]]:
    """The account of each address; who has none gets one that nobody can sign in to before its owner sets a password."""
    found = _accounts([email for _line, email, _name, _kind in rows])
    new = []
    for _line, email, name, _kind in rows:
        if email not in found:
            person = User(email=email, name=name)
            person.set_unusable_password()
            new.append(person)
    for some in _told_of(new, told):
        User.objects.bulk_create(some)
    return found | {person.email: person.pk for person in new}, [person.pk for person in new]


def _told_of(rows: Sequence[T], told: Told) -> Iterator[Sequence[T]]:
    """In parts, with a word on how far it is before each."""
    for start in range(0, len(rows), PART):
        told(start / len(rows))
        yield rows[start : start + PART]


def _accounts(emails: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for start in range(0, len(emails), 500):
        rows = User.objects.annotate(said=Lower("email")).filter(said__in=emails[start : start + 500])
        found |= dict(rows.values_list("said", "pk"))
    return found


def _drafts(cohort: Cohort, rows: list[list[Any]], people: dict[str, int], told: Told) -> list[int]:
    """A draft for each who has no application to this cohort. What stands already is left as it is."""
    have = set(Application.objects.filter(cohort=cohort).values_list("applicant_id", flat=True))
    new = [
        Application(complex=cohort.complex, cohort=cohort, applicant_id=people[email], kind=kind)
        for _line, email, _name, kind in rows
        if people[email] not in have
    ]
    return [row.pk for some in _told_of(new, told) for row in Application.objects.bulk_create(some)]


@transaction.atomic
def tell_next(sheet_id: int, *, now: datetime) -> int:
    """Mail the next of those who were entered, and owe the rest. Returns how many were told."""
    sheet = SheetImport.objects.select_for_update().get(pk=sheet_id)
    if sheet.state != SheetState.DONE:  # taken back meanwhile
        return 0
    cohort = Cohort.objects.select_related("course", "complex__site").get(pk=sheet.cohort_id)
    keys = sheet.made[sheet.told : sheet.told + CHUNK]
    rows = Application.objects.filter(pk__in=keys).select_related("applicant").order_by("pk")
    people = [row.applicant for row in rows]
    for person in people:
        _invite(cohort, person, sheet, now=now)
    SheetImport.objects.filter(pk=sheet.pk).update(told=sheet.told + len(keys))
    if sheet.told + len(keys) < len(sheet.made):
        outbox.owe(TELL, sheet.pk, now=now, complex_id=sheet.complex_id)
    return len(people)


def _invite(cohort: Cohort, person: User, sheet: SheetImport, *, now: datetime) -> None:
    apply = reverse("enrollment:apply", args=[cohort.pk])
    kind = "application_entered" if person.has_usable_password() else "account_invited"
    link = apply if person.has_usable_password() else reverse("account_reset_password")
    telling.tell(kind, cohort, [person], facts=lambda: {"link": link}, key=sheet.pk, now=now)
