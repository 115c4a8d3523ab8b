"""A hiring sheet: received, asked about, answered in the background, and erased when its time is over."""

import base64
import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from certificates.models import HiringSheet
from certificates.rules import sheets
from certificates.rules.sheets import Columns, Line, Row
from certificates.services import guesses, sheet_reading, vault
from training.core import outbox, words
from training.core.errors import DomainError, TransitionRefused
from training.core.models import Complex

CHECK, SIGN, ERASE = "certificates.check_sheet", "certificates.sign_sheet", "certificates.erase_sheet"
KEPT = timedelta(hours=1)


@dataclass(frozen=True)
class Received:
    """The sheet, and the token that opens it; only whoever sent it is ever told."""

    sheet: HiringSheet
    token: str


def receive(complex: Complex, *, data: bytes, client: str, now: datetime) -> Received:
    """Read a list in the sealed process and keep it for an hour. Raises Refused, and Spent past the limit."""
    guesses.refuse_if_spent(guesses.SHEETS, client, complex=complex, now=now)
    guesses.count(guesses.SHEETS, client, now=now)
    return keep(complex, sheet_reading.rows(data), data=data, client=client, now=now)


def keep(complex: Complex, rows: list[Row], *, data: bytes, client: str, now: datetime) -> Received:
    """Keep what was read, encrypted, with its columns as they look, and owe its erasure."""
    token = secrets.token_urlsafe(24)
    sheet = HiringSheet(
        complex=complex,
        token_sha256=hashed(token),
        asker=guesses.pseudonym(client),
        input_sha256=hashlib.sha256(data).hexdigest(),
        language=words.language(),
        sent_at=now,
        erase_at=now + KEPT,
        table_sealed=vault.seal(json.dumps(rows)),
        columns=sheets.guessed(rows).stored(),
    )
    with transaction.atomic():
        sheet.save()
        outbox.owe(ERASE, sheet.pk, now=now, due_at=sheet.erase_at, complex_id=complex.pk)
    return Received(sheet, token)


def found(complex: Complex, token: str, *, now: datetime) -> HiringSheet | None:
    """The sheet that a token opens, until its time is over."""
    return HiringSheet.objects.of(complex).kept_at(now).filter(token_sha256=hashed(token)).first()


def table(sheet: HiringSheet) -> list[Row]:
    """The cells as they were read."""
    opened = json.loads(vault.opened(sheet.table_sealed) or "[]")
    return [(line, cells) for line, cells in opened]


@transaction.atomic
def ask(sheet: HiringSheet, *, columns: Columns, now: datetime) -> None:
    """Have it checked with these columns. Raises TransitionRefused where it was asked already."""
    count = len(_asked(table(sheet), columns))
    waiting = HiringSheet.objects.filter(pk=sheet.pk, asked_at=None)
    if not waiting.update(columns=columns.stored(), lines=count, asked_at=now):
        raise TransitionRefused(_("This list is being checked already."))
    outbox.owe(CHECK, sheet.pk, now=now, complex_id=sheet.complex_id)


def answers(sheet: HiringSheet) -> list[dict[str, Any]]:
    """What was answered, line by line."""
    opened: list[dict[str, Any]] = json.loads(vault.opened(sheet.answers_sealed) or "[]")
    return opened


def paper(sheet: HiringSheet) -> bytes | None:
    """The signed paper; None until it is made."""
    opened = vault.opened(sheet.paper_sealed)
    return base64.b64decode(opened) if opened else None


def questions(sheet: HiringSheet) -> list[Line]:
    """What is asked, line by line."""
    return sheets.lines(table(sheet), Columns.parsed(sheet.columns))


def erase(sheet_id: int) -> None:
    """Take the whole row away; done twice, nothing happens."""
    HiringSheet.objects.filter(pk=sheet_id).delete()


def erase_overdue(*, now: datetime) -> None:
    """What the owed work should have taken away long ago: no list stays because a worker did not come."""
    HiringSheet.objects.filter(erase_at__lte=now).delete()


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def _asked(rows: Sequence[Row], columns: Columns) -> list[Line]:
    asked = sheets.lines(rows, columns)
    if not asked:
        raise DomainError(_("Below the heads there is no line. Say that the first row is not a row of heads."))
    if len(asked) > sheet_reading.LIMITS.rows:
        raise sheet_reading.Refused("rows")
    return asked
