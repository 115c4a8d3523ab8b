"""Taking back what a sheet wrote: within an hour, all or nothing, and only while nothing has changed since."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import CharField, ProtectedError, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _

from enrollment.models import Application, Dismissal, Enrollment, QuizAnswer, SeatPool, SheetImport
from enrollment.rules import act_sheets
from enrollment.services import dismissals, enrollments, quiz_grading, seats
from enrollment.states import ApplicationState, DismissalState, SheetKind, SheetState
from training.accounts.models import User
from training.accounts.services.holdings import NOWHERE
from training.core import audit, outbox
from training.core.errors import DomainError
from training.core.models import Delivery
from training.core.services import deliveries

WITHIN = timedelta(hours=1)
PART = 500
DROP = "enrollment.sheet_drop"


class Refused(DomainError):
    """It is not taken back; nothing has changed."""


class Changed(Refused):
    """Something stands on what the sheet wrote by now."""


def until(sheet: SheetImport) -> datetime | None:
    """Until when it can be taken back, half-open; None for what never can: moves and readings have their own ways."""
    if sheet.state != SheetState.DONE or sheet.finished_at is None:
        return None
    if sheet.kind != SheetKind.APPLICANTS and any(one["kind"] in act_sheets.STAYS for one in sheet.wrote):
        return None
    return sheet.finished_at + WITHIN


@transaction.atomic
def take_back(sheet: SheetImport, *, by: Any, now: datetime) -> None:
    """Undo every line in one transaction. Raises Changed with who or what is in the way; then nothing is undone."""
    seats.lock(SeatPool.objects.filter(cohort=sheet.cohort_id))  # pools before rows, as everywhere
    sheet = SheetImport.objects.select_for_update(of=("self",)).select_related("cohort__complex").get(pk=sheet.pk)
    _refuse(sheet, now)
    if sheet.kind == SheetKind.APPLICANTS:
        _applicants(sheet, now)
    else:
        for one in reversed(sheet.wrote):
            ACTS[one["kind"]](one, by=by, now=now)
    audit.move(
        sheet, SheetState.UNDONE, by=by, now=now, facts={"lines": len(sheet.made) or len(sheet.wrote)}, undone_at=now,
        undone_by=by, made=[], wrote=sheet.wrote if sheet.kind == SheetKind.APPLICANTS else [],
    )  # fmt: skip


def _refuse(sheet: SheetImport, now: datetime) -> None:
    if sheet.state == SheetState.UNDONE:
        raise Refused(_("This sheet was taken back already."))
    end = until(sheet)
    if end is None:
        raise Refused(_("This sheet cannot be taken back. Correct each line on the page of its person."))
    if now >= end:
        raise Refused(
            _("A sheet can be taken back within an hour, which is over. Correct each line on the page of its person.")
        )


# --- applicants -----------------------------------------------------------------------------------
def _applicants(sheet: SheetImport, now: datetime) -> None:
    """Drafts that nobody touched go, and accounts that nobody used; mails that have not gone out go with them."""
    _refuse_used(sheet.wrote)
    for keys in _parts(sheet.made):
        _drop_drafts(keys)
    deliveries.call_back(_mails(sheet))
    nowhere = Concat(Cast("pk", CharField()), Value(f"@{NOWHERE}"))
    for some in _parts(sheet.wrote):  # at once nobody's, and free for another sheet
        User.objects.filter(pk__in=some).update(email=nowhere, name="", is_active=False)
    outbox.owe(DROP, sheet.pk, now=now, complex_id=sheet.complex_id)


def _mails(sheet: SheetImport) -> "QuerySet[Delivery]":
    keys = [f"{kind}:{sheet.cohort_id}:{sheet.pk}" for kind in ("account_invited", "application_entered")]
    return Delivery.objects.filter(complex=sheet.complex_id, key__in=keys)


@transaction.atomic
def drop_next(sheet_id: int, *, now: datetime) -> int:
    """Delete the next of the emptied accounts, with what was sent to them, and owe the rest. Returns how many are left."""
    sheet = SheetImport.objects.select_for_update(of=("self",)).get(pk=sheet_id)
    if sheet.state != SheetState.UNDONE:
        return 0
    some, rest = sheet.wrote[:PART], sheet.wrote[PART:]
    _mails(sheet).filter(user__in=some).delete()
    _drop_accounts(some)
    SheetImport.objects.filter(pk=sheet.pk).update(wrote=rest)
    if rest:
        outbox.owe(DROP, sheet.pk, now=now, complex_id=sheet.complex_id)
    return len(rest)


def _refuse_used(accounts: list[int]) -> None:
    for keys in _parts(accounts):
        for person in User.objects.select_for_update().filter(pk__in=keys).order_by("pk"):
            if person.last_login or person.has_usable_password():
                raise Changed(_("%(name)s uses the account by now. Nothing was taken back.") % {"name": person.name})


def _drop_drafts(keys: list[int]) -> None:
    rows = Application.objects.filter(pk__in=keys).select_related("applicant").order_by("pk")
    for row in rows.select_for_update(of=("self",)):
        if row.state != ApplicationState.DRAFT or row.motivation or row.card_number or row.sponsor_id:
            raise _begun(row)
    try:
        rows.order_by().delete()
    except ProtectedError as refused:  # a paper, a consent, an offer
        of = {getattr(one, "application_id", None) for one in refused.protected_objects}
        raise _begun(next((row for row in rows if row.pk in of), rows[0])) from refused


def _begun(row: Application) -> Changed:
    return Changed(
        _("%(name)s has gone on with the application by now. Nothing was taken back.") % {"name": row.applicant.name}
    )


def _drop_accounts(keys: list[int]) -> None:
    """One on which a record hangs (somebody looked at it) stays as it is, without name and address."""
    try:
        with transaction.atomic():
            User.objects.filter(pk__in=keys).delete()
    except ProtectedError:
        if len(keys) > 1:
            for key in keys:
                _drop_accounts([key])


def _parts(keys: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(keys), PART):
        yield keys[start : start + PART]


# --- lines that act -------------------------------------------------------------------------------
def _left(one: dict[str, Any], *, by: Any, now: datetime) -> None:
    rows = Enrollment.objects.select_related("trainee", "cohort__course", "cohort__complex__site")
    found = rows.select_for_update(of=("self",)).get(pk=one["enrollment"])
    if found.state != one["state"]:
        raise _other(found.trainee)
    try:
        enrollments.take_back(found, left_at=datetime.fromisoformat(one["at"]), by=by, now=now)
    except seats.Full as refused:
        raise Changed(
            _("The seat of %(name)s went to somebody else by now. Nothing was taken back.")
            % {"name": found.trainee.name}
        ) from refused


def _notice(one: dict[str, Any], *, by: Any, now: datetime) -> None:
    found = Dismissal.objects.select_related("enrollment__trainee", "enrollment__cohort__complex__site").get(
        pk=one["dismissal"]
    )
    if found.state != DismissalState.NOTICED:
        raise _other(found.enrollment.trainee)
    dismissals.take_back(found, answer=_("It was entered by mistake."), by=by, now=now)


def _grade(one: dict[str, Any], *, by: Any, now: datetime) -> None:
    answer = QuizAnswer.objects.select_related("attempt__enrollment__trainee").get(pk=one["answer"])
    if answer.graded_at is None or answer.graded_at.isoformat() != one["at"]:
        raise _other(answer.attempt.enrollment.trainee)
    quiz_grading.take_back(answer, before=one["before"], by=by, now=now)


def _other(person: User) -> Changed:
    return Changed(_("Somebody changed the line of %(name)s since. Nothing was taken back.") % {"name": person.name})


ACTS: dict[str, Callable[..., None]] = {"left": _left, "dismiss": _notice, "grade": _grade}
