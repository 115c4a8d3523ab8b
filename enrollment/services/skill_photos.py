"""Pictures of what was shown at the bench: kept without metadata, opened by who may see the record, erased on request."""

import hashlib
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from enrollment.models import SkillPhoto, SkillRecord
from enrollment.services import private_files, uploads
from training.core import audit
from training.core.errors import DomainError

MOST_PER_RECORD = 5


def add(record: SkillRecord, *, name: str, raw: bytes, by: Any, now: datetime) -> SkillPhoto:
    """Keep a clean copy of a picture. Raises uploads.Refused, or DomainError for one too many."""
    paper = uploads.clean(name, raw)
    if paper.kind not in ("jpeg", "png"):
        raise DomainError(_("This is no picture. Choose a JPEG or PNG."), field="file")
    path = private_files.keep(f"skills/{record.complex_id}", paper.content)
    with transaction.atomic():
        SkillRecord.objects.select_for_update().get(pk=record.pk)
        if SkillPhoto.objects.filter(record=record, erased_at=None).count() >= MOST_PER_RECORD:
            private_files.remove(path)
            raise DomainError(_("There are five pictures already. Remove one first."), field="file")
        photo = SkillPhoto.objects.create(
            complex_id=record.complex_id,
            record=record,
            kind=paper.kind,
            sha256=hashlib.sha256(paper.content).hexdigest(),
            path=path,
            added_by=by,
            added_at=now,
        )
        audit.record(photo, "added", by=by, at=now)
    return photo
