"""Judging what was scanned or typed, and keeping guessers out."""

from datetime import datetime
from typing import Any

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from enrollment.models import Enrollment, Session, WrongDigits
from enrollment.rules import codes
from enrollment.rules.codes import Secret, Verdict
from enrollment.services.attendance import enrollment_of
from training.core import words
from training.core.errors import DomainError, TooMany

log = structlog.get_logger(__name__)


class WrongCode(DomainError):
    """Not the digits on the screen."""

    status = 422


def secret_of(session: Session) -> Secret:
    return Secret(session.pk, session.secret)


def judge(session: Session, code: str, *, now: datetime) -> Verdict:
    """Whether the code of an address is good; a refused one is logged, without who it was."""
    verdict = codes.judge(secret_of(session), code, now=now)
    if verdict != "good":
        log.info("attend_code_refused", session=session.pk, why=verdict)
    return verdict


def check_digits(session: Session, given: str, *, trainee: Any, now: datetime) -> None:
    """Raises WrongCode for digits that are not on the screen, and TooMany while five wrong tries lock the field.

    The tries are counted in the database under a lock on the person's row, so that many processes share one count.
    """
    with transaction.atomic():
        enrollment = Enrollment.objects.select_for_update().get(pk=enrollment_of(session, trainee).pk)
        _check_not_locked(enrollment, now=now)
        good = codes.digits_match(secret_of(session), given, now=now)
        if not good:
            WrongDigits.objects.create(complex_id=session.complex_id, enrollment=enrollment, at=now)
    if not good:
        log.info("attend_digits_refused", session=session.pk)
        raise WrongCode(_("These digits are not on the screen now. Type the six digits you see."), field="digits")


def _check_not_locked(enrollment: Enrollment, *, now: datetime) -> None:
    tries = WrongDigits.objects.filter(enrollment=enrollment, at__gt=now - codes.LOCKED_FOR).order_by("-at", "-pk")
    latest = list(tries.values_list("at", flat=True)[: codes.TRIES])
    if len(latest) == codes.TRIES:
        again = latest[-1] + codes.LOCKED_FOR
        raise TooMany(
            _("Five wrong tries. You can try again from %(time)s, or ask your instructor to mark you.")
            % {"time": words.time24(_next_minute(again))}
        )


def _next_minute(instant: datetime) -> datetime:
    """Rounded up, so that who comes back at that minute is not refused again."""
    floor = instant.replace(second=0, microsecond=0)
    return floor if floor == instant else floor + (codes.STEP * 6)
