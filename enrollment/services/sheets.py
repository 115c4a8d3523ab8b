"""Applicants from a sheet: read and checked in the background, confirmed by a person, then written all or none.

A sheet gives nobody a seat and consents for nobody. Whoever has no account yet gets one without a password, and each
gets a draft of an application and a mail; the person signs in, consents and applies, by the one way to a seat.
"""

import hashlib
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from enrollment.models import Application, Cohort, SheetImport
from enrollment.queries import sheet_words
from enrollment.queries.applications import not_accepting
from enrollment.rules import sheets as rules
from enrollment.services import private_files, telling
from enrollment.states import SheetState
from training.accounts.models import User
from training.core import audit, outbox
from training.core.errors import DomainError
from training.core.sealed.sheets import USUAL
from training.core.services import sheets as files
from training.core.text import clean_name, looks_like_resident_number

READ, WRITE, TELL = "enrollment.sheet_read", "enrollment.sheet_write", "enrollment.sheet_tell"
SHOWN = 200  # findings that are kept
CHUNK = 100


def bring_in(cohort: Cohort, *, name: str, raw: bytes, by: Any, now: datetime) -> SheetImport:
    """Keep a file and owe its reading."""
    _refuse_closed(cohort, now)
    if len(raw) > USUAL.bytes:
        raise files.Unreadable("large")
    if not raw:
        raise files.Unreadable("empty")
    path = private_files.keep("sheets", raw)
    with transaction.atomic():
        row = SheetImport.objects.create(
            complex=cohort.complex, cohort=cohort, name=_kept_name(name), path=path,
            sha256=hashlib.sha256(raw).hexdigest(), uploaded_at=now, uploaded_by=by,
        )  # fmt: skip
        audit.record(cohort, "sheet brought in", by=by, at=now, facts={"sheet": row.pk})
        outbox.owe(READ, row.pk, now=now, complex_id=row.complex_id)
    return row


def _refuse_closed(cohort: Cohort, now: datetime) -> None:
    if sentence := not_accepting(cohort, now=now):
        raise DomainError(sentence)


def _kept_name(name: str) -> str:
    kept = clean_name(name.replace("\\", "/").rpartition("/")[2]).value[:150]
    return kept if kept and not looks_like_resident_number(kept) else str(_("document"))


def read(sheet_id: int, *, now: datetime) -> None:
    """Read a file and check each line. Done already, nothing happens; the file goes when it has been read."""
    sheet = SheetImport.objects.select_related("uploaded_by", "cohort").get(pk=sheet_id)
    if sheet.state != SheetState.READING:
        return
    with translation.override(sheet.uploaded_by.language):
        found = _found(sheet)
        findings = [(fault.line, sheet_words.fault(fault)) for fault in found.faults[:SHOWN]]
        refusal = sheet_words.refusal(found)
    path = sheet.path
    with transaction.atomic():
        _checked(sheet, found, findings, refusal, now=now)
    private_files.remove(path)


def _found(sheet: SheetImport) -> rules.Read:
    raw = private_files.read(sheet.path, sheet.sha256)
    if raw is None:
        return rules.Read([], [], "gone")
    try:
        sheet.facts, rows = files.read(raw)
    except files.Unreadable as refused:
        return rules.Read([], [], f"file-{refused.word}")
    return rules.read(rows)


def _checked(
    sheet: SheetImport, found: rules.Read, findings: list[tuple[int, str]], refusal: str, *, now: datetime
) -> None:
    """With any fault, no row is kept: the file is corrected and sent again."""
    rows = [] if refusal else [[entry.line, entry.email, entry.name, entry.kind] for entry in found.entries]
    total = len({fault.line for fault in found.faults}) + len(found.entries)
    faulty = len({fault.line for fault in found.faults})
    to = SheetState.REFUSED if refusal else SheetState.READY
    audit.move(
        sheet, to, by=None, now=now, path="", rows=rows, findings=findings, refusal=refusal, facts=sheet.facts,
        total=total, faulty=faulty,
    )  # fmt: skip


@transaction.atomic
def confirm(sheet: SheetImport, *, by: Any, now: datetime) -> None:
    """A person says that these lines become applications."""
    _refuse_closed(sheet.cohort, now)
    audit.move(sheet, SheetState.WRITING, by=by, now=now)
    outbox.owe(WRITE, sheet.pk, now=now, complex_id=sheet.complex_id)


@transaction.atomic
def discard(sheet: SheetImport, *, by: Any, now: datetime) -> None:
    """Nothing is written, and the rows are gone."""
    audit.move(sheet, SheetState.DISCARDED, by=by, now=now, rows=[])


@transaction.atomic
def write(sheet_id: int, *, now: datetime) -> None:
    """Every line or none, in one transaction. Done already, nothing happens."""
    sheet = SheetImport.objects.select_for_update().get(pk=sheet_id)
    if sheet.state != SheetState.WRITING:
        return
    cohort = Cohort.objects.select_related("complex").get(pk=sheet.cohort_id)
    if sentence := not_accepting(cohort, now=now):
        audit.move(sheet, SheetState.REFUSED, by=None, now=now, rows=[], refusal=sentence, finished_at=now)
        return
    people, created = _people(sheet.rows)
    drafts = _drafts(cohort, sheet.rows, people)
    audit.move(
        sheet, SheetState.DONE, by=None, now=now, rows=[], finished_at=now, created=created, made=drafts,
        invited=len(drafts),
    )  # fmt: skip
    outbox.owe(TELL, sheet.pk, now=now, complex_id=sheet.complex_id)


def _people(rows: list[list[Any]]) -> tuple[dict[str, int], int]:
    """The account of each address; who has none gets one that nobody can sign in to before its owner sets a password."""
    found = _accounts([email for _line, email, _name, _kind in rows])
    new = []
    for _line, email, name, _kind in rows:
        if email not in found:
            person = User(email=email, name=name)
            person.set_unusable_password()
            new.append(person)
    User.objects.bulk_create(new, batch_size=500)
    return found | {person.email: person.pk for person in new}, len(new)


def _accounts(emails: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for start in range(0, len(emails), 500):
        rows = User.objects.annotate(said=Lower("email")).filter(said__in=emails[start : start + 500])
        found |= dict(rows.values_list("said", "pk"))
    return found


def _drafts(cohort: Cohort, rows: list[list[Any]], people: dict[str, int]) -> list[int]:
    """A draft for each who has no application to this cohort. What stands already is left as it is."""
    have = set(Application.objects.filter(cohort=cohort).values_list("applicant_id", flat=True))
    new = [
        Application(complex=cohort.complex, cohort=cohort, applicant_id=people[email], kind=kind)
        for _line, email, _name, kind in rows
        if people[email] not in have
    ]
    return [row.pk for row in Application.objects.bulk_create(new, batch_size=500)]


@transaction.atomic
def tell_next(sheet_id: int, *, now: datetime) -> int:
    """Mail the next of those who were entered, and owe the rest. Returns how many were told."""
    sheet = SheetImport.objects.select_for_update().get(pk=sheet_id)
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
