"""Asking those who are in to scan once more."""

from datetime import datetime, timedelta
from random import SystemRandom
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from enrollment.models import Recheck, RecheckCall, Session
from enrollment.permissions import attendance as permissions
from enrollment.queries import rechecks as queries
from enrollment.services.attendance import enrollment_of
from enrollment.services.sessions import only_instructors
from training.core import audit, words
from training.core.errors import DomainError


@transaction.atomic
def ask(session: Session, *, people: int | None, minutes: int, by: Any, now: datetime) -> Recheck:
    """Ask everybody who is in, or so many drawn at random, to scan again within some minutes. One at a time."""
    session = Session.objects.select_for_update(of=("self",)).select_related("cohort__complex").get(pk=session.pk)
    if not permissions.may_keep_session(by, session):
        raise only_instructors()
    _check(session, now=now)
    asked = queries.askable(session)
    if not asked:
        raise DomainError(_("Nobody is in now, so there is nobody to ask."))
    if people is not None and people < len(asked):
        asked = SystemRandom().sample(asked, people)
    until = now + timedelta(minutes=minutes)
    recheck = Recheck.objects.create(
        complex_id=session.complex_id, session=session, asked_at=now, asked_by=by, until_at=until
    )
    RecheckCall.objects.bulk_create(
        RecheckCall(complex_id=session.complex_id, recheck=recheck, enrollment=one) for one in asked
    )
    audit.record(session, "re-check asked", by=by, at=now, facts={"people": len(asked), "minutes": minutes})
    return recheck


def _check(session: Session, *, now: datetime) -> None:
    if not session.is_open:
        raise DomainError(_("The roll is not open, so there is no QR to scan. Open it first."))
    running = Recheck.objects.filter(session=session, until_at__gt=now, calls__answered_at=None).first()
    if running:
        said = _("A re-check runs until %(time)s. Wait for it to end.")
        raise DomainError(said % {"time": words.time24(running.until_at)})


@transaction.atomic
def answer(session: Session, *, trainee: Any, opened_at: datetime | None, now: datetime) -> None:
    """Somebody who was asked scanned; judged by when the code was opened, None where there is no good scan."""
    enrollment_of(session, trainee)
    call = queries.pending(session, trainee, now=opened_at or now)
    if call is None:
        raise DomainError(_("You are not asked to scan again now. Nothing more is needed."))
    if opened_at is None or opened_at < call.recheck.asked_at:
        raise DomainError(_("This scan is older than three minutes or was used already. Scan the QR again."))
    RecheckCall.objects.filter(pk=call.pk, answered_at=None).update(answered_at=opened_at)
