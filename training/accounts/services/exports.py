"""A copy of everything held of a person, made in the background, kept privately for a few days (PIPA §35)."""

import hashlib
import io
import json
import secrets
import zipfile
from datetime import datetime, timedelta
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from training.accounts import ports
from training.accounts.models import DataExport, User
from training.accounts.ports import Copied, Due
from training.accounts.queries import held as queries
from training.core import audit, mail, outbox, stores, words
from training.core.errors import DomainError
from training.core.models import Complex

OWED = "accounts.export"
KEPT = timedelta(days=3)


class Gone(DomainError):
    """The copy is not there any more."""

    status = 410


@transaction.atomic
def ask(person: User, complex: Complex, *, now: datetime) -> DataExport:
    """Owe a person their copy; while one is being made, no second one is begun."""
    try:
        with transaction.atomic():
            export = DataExport.objects.create(complex=complex, person=person, asked_at=now)
    except IntegrityError:
        raise DomainError(_("Your copy is already being made. A mail comes when it is ready.")) from None
    outbox.owe(OWED, export.pk, now=now, complex_id=complex.pk)
    audit.record(export, "asked", by=person, at=now)
    return export


def make(export_id: int, *, now: datetime) -> bool:
    """Make one copy unless it was made, and tell its person by mail. Returns whether it was made here."""
    export = DataExport.objects.select_related("person", "complex__site").get(pk=export_id)
    if export.made_at or export.erased_at:
        return False
    content = _packed(export, now=now)
    path = f"exports/{secrets.token_hex(16)}"
    stores.write(path, content)
    if _kept(export, path, content, now=now):
        return True
    stores.remove(path)
    return False


@transaction.atomic
def _kept(export: DataExport, path: str, content: bytes, *, now: datetime) -> int:
    """The row names the file, once: of two workers the second takes its own file away again."""
    made = DataExport.objects.filter(pk=export.pk, made_at=None, erased_at=None).update(
        path=path, sha256=hashlib.sha256(content).hexdigest(), size=len(content), made_at=now, expires_at=now + KEPT
    )
    if made:
        with translation.override(export.person.language):
            until = words.deadline(now + KEPT)
        mail.send(
            "export_ready",
            to=export.person,
            context={"link": reverse("accounts:privacy"), "until": until},
            complex=export.complex,
            now=now,
            key=f"export-{export.pk}",
        )
    return made


def opened(export: DataExport, *, by: User, now: datetime) -> bytes:
    """The bytes, for the one person they are about. Raises Gone after three days."""
    if not export.path or not export.expires_at or export.expires_at <= now:
        raise Gone(_("This copy was erased. Ask for a new one on this page."))
    try:
        content = stores.read(export.path)
    except OSError:
        content = b""
    if hashlib.sha256(content).hexdigest() != export.sha256:
        raise Gone(_("This copy cannot be read any more. Ask for a new one on this page."))
    audit.record(export, "taken", by=by, at=now)
    return content


def due(complex: Complex, now: datetime) -> Due:
    standing = DataExport.objects.of(complex).filter(erased_at=None, made_at__isnull=False)
    over = list(standing.filter(expires_at__lte=now).order_by("expires_at").values_list("expires_at", flat=True))
    coming = standing.filter(expires_at__gt=now).order_by("expires_at").values_list("expires_at", flat=True).first()
    return Due(len(over), over[0] if over else None, coming)


def erase_due(now: datetime) -> int:
    """Erase the copies whose days are over."""
    over = DataExport.objects.filter(erased_at=None, expires_at__lte=now)
    return sum(_erased(export, now) for export in over)


@transaction.atomic
def _erased(export: DataExport, now: datetime) -> int:
    path = export.path
    done = DataExport.objects.filter(pk=export.pk, erased_at=None).update(path="", sha256="", erased_at=now)
    if done:
        transaction.on_commit(lambda: stores.remove(path))
    return done


def _packed(export: DataExport, *, now: datetime) -> bytes:
    """A zip: the data as JSON, the same to read, and every file."""
    person, complex = export.person, export.complex
    with translation.override(person.language), timezone.override(complex.zone):
        parts = [holdings.copied(person, complex, now=now) for holdings in ports.holdings()]
        held = queries.everything(person, complex, now=now)
        page = render_to_string(
            "accounts/export.html", {"parts": _readable(parts), "held": held, "complex": complex, "now": now}
        )
    data = json.dumps({part.name: part.data for part in parts}, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("data.json", data)
        packed.writestr("data.html", page)
        for part in parts:
            for name, content in part.files():
                packed.writestr(f"files/{name}", content)
    return out.getvalue()


def _readable(parts: list[Copied]) -> list[tuple[str, list[str], list[list[Any]]]]:
    """Each list of a copy as a table: its name, its heads, its rows."""
    tables = []
    for part in parts:
        for name, value in part.data.items():
            rows = value if isinstance(value, list) else [value]
            heads = list(rows[0]) if rows else []
            tables.append((name, heads, [[_said(row[head]) for head in heads] for row in rows]))
    return tables


def _said(value: Any) -> str:
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    return "" if value is None else str(value)
