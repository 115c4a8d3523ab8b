"""Giving personal codes to phones and cards, and taking them back."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from enrollment.models import Cohort, Enrollment, PersonalCode
from enrollment.permissions.cohorts import may_run
from enrollment.states import CodeKind
from training.core import audit
from training.core.errors import Refused
from training.core.models import Complex

GIVEN, TAKEN_BACK = "code given", "code taken back"


@transaction.atomic
def give_to_phone(person: Any, complex: Complex, *, now: datetime) -> PersonalCode:
    """A new code for the phone that asks; the phone before it shows nothing that counts any more."""
    mine = Enrollment.objects.of(complex).current().filter(trainee=person)
    if not list(mine.select_for_update().order_by("pk")):
        raise Refused(_("Only people in training have a personal code. It is here once you are enrolled."))
    return _give(person, complex, CodeKind.PHONE, by=person, now=now)


@transaction.atomic
def give_cards(cohort: Cohort, *, by: Any, now: datetime) -> int:
    """A card for everybody in training who has none. Returns how many were made."""
    _check_office(cohort.complex, by=by)
    people = list(Enrollment.objects.current().filter(cohort=cohort).select_for_update().order_by("pk"))
    held = PersonalCode.objects.of(cohort.complex).filter(kind=CodeKind.CARD, revoked_at=None)
    has = set(held.filter(person__in=[row.trainee_id for row in people]).values_list("person", flat=True))
    without = [row for row in people if row.trainee_id not in has]
    for row in without:
        _give(row.trainee, cohort.complex, CodeKind.CARD, by=by, now=now)
    return len(without)


@transaction.atomic
def take_back(code: PersonalCode, *, by: Any, now: datetime) -> None:
    """Lost or stolen: it counts no more. Taking it back twice changes nothing."""
    _check_office(code.complex, by=by)
    _revoke(code, by=by, now=now)


def _give(person: Any, complex: Complex, kind: str, *, by: Any, now: datetime) -> PersonalCode:
    for old in PersonalCode.objects.of(complex).filter(person=person, kind=kind, revoked_at=None):
        _revoke(old, by=by, now=now)
    made = PersonalCode.objects.create(complex=complex, person=person, kind=kind, made_at=now, made_by=by)
    audit.record(made, GIVEN, by=by, at=now, facts={"kind": kind})
    return made


def _revoke(code: PersonalCode, *, by: Any, now: datetime) -> None:
    standing = PersonalCode.objects.filter(pk=code.pk, revoked_at=None)
    if standing.update(revoked_at=now, revoked_by=by):
        audit.record(code, TAKEN_BACK, by=by, at=now, facts={"kind": code.kind})


def _check_office(complex: Complex, *, by: Any) -> None:
    if not may_run(by, complex):
        raise Refused(_("Only operators make cards and take codes back. Ask the office."))
