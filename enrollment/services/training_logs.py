"""The training log (훈련일지) of a session: written by who kept it, corrected by a further version."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from courses.models import Lesson
from enrollment.models import Session, TrainingLog
from enrollment.permissions.attendance import may_keep_session
from enrollment.queries import training_logs as queries
from enrollment.services.sessions import only_instructors
from training.core import audit
from training.core.errors import DomainError


@transaction.atomic
def write(
    session: Session,
    *,
    taught: str,
    lessons: Collection[Lesson],
    remarks: str,
    seen: int,
    by: Any,
    now: datetime,
) -> TrainingLog:
    """Append a version. `seen` is the number of the version that was read, 0 for none: another is never written over.

    How many were present is counted from the ledger, as it stands now.
    """
    if not may_keep_session(by, session):
        raise only_instructors()
    Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
    if now < session.starts_at:
        raise DomainError(_("This session has not begun. Write its log when it has."))
    if queries.latest_number(session) != seen:
        raise DomainError(_("Somebody else wrote this log meanwhile. Reload the page, read it, and write yours then."))
    attended = queries.attended(session, now=now)
    log = TrainingLog.objects.create(
        complex_id=session.complex_id,
        session=session,
        number=seen + 1,
        taught=taught,
        lessons=[{"lesson": each.pk, "ko": each.title_ko, "en": each.title_en} for each in lessons],
        present=attended.present,
        people=attended.people,
        remarks=remarks,
        written_at=now,
        written_by=by,
    )
    audit.record(session, "log written", by=by, at=now, facts={"version": log.number})
    return log
