"""What is handed out at an event: clean copies among the private files, for those who registered."""

import hashlib
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from enrollment.services import private_files, uploads
from enrollment.services.documents import Gone
from training.accounts.permissions import demand_operator
from training.consortium.models import Event, EventMaterial
from training.core import audit
from training.core.errors import DomainError

MOST_FILES = 10


def keep(event: Event, *, name: str, raw: bytes, by: Any, now: datetime) -> EventMaterial:
    """Keep a clean copy. Raises uploads.Refused."""
    demand_operator(by, event.complex)
    paper = uploads.clean(name, raw)
    path = private_files.keep(f"events/{event.complex_id}", paper.content)
    try:
        return _row(event, paper, path, by=by, now=now)
    except DomainError:
        private_files.remove(path)
        raise


@transaction.atomic
def _row(event: Event, paper: uploads.Paper, path: str, *, by: Any, now: datetime) -> EventMaterial:
    Event.objects.select_for_update(of=("self",)).get(pk=event.pk)
    if EventMaterial.objects.kept().filter(event=event).count() >= MOST_FILES:
        raise DomainError(_("There are ten files already. Erase one first."), field="file")
    kept = EventMaterial.objects.create(
        complex_id=event.complex_id, event=event, name=paper.name, kind=paper.kind, size=len(paper.content),
        sha256=hashlib.sha256(paper.content).hexdigest(), path=path, uploaded_at=now,
    )  # fmt: skip
    audit.record(kept, "handed in", by=by, at=now, facts={"kind": paper.kind})
    return kept


def content(material: EventMaterial) -> bytes:
    """The bytes as they were kept. Raises Gone."""
    found = private_files.content(material)
    if found is None:
        raise Gone(_("This file was erased or cannot be read."))
    return found


@transaction.atomic
def erase(material: EventMaterial, *, by: Any, now: datetime) -> None:
    demand_operator(by, material.complex)
    private_files.erase(material, by=by, now=now)
