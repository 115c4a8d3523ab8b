"""Changing what a program asks of applicants; the trail keeps what it asked before."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from enrollment.models import Admission, Application, Program
from enrollment.states import ApplicationState, Selection
from training.core import audit
from training.core.errors import DomainError

FIELDS = (
    "kinds", "asks_card_number", "documents", "eligibility", "criteria", "pass_percent", "no_show_days",
    "objection_days", "appeal_days", "document_days",
)  # fmt: skip


@transaction.atomic
def change(program: Program, *, by: Any, now: datetime, **values: Any) -> Admission:
    """Write a program's rules of application and selection. Criteria stand while applicants are being scored by them."""
    admission = Admission.objects.select_for_update().filter(program=program).first()
    admission = admission or Admission(complex_id=program.complex_id, program=program)
    before = {name: getattr(admission, name) for name in FIELDS}
    if values["criteria"] != before["criteria"] and _is_scoring(program):
        raise DomainError(
            _("Applicants are being scored by these criteria. Change them after the selection is confirmed."),
            field="criteria",
        )
    for name in FIELDS:
        setattr(admission, name, values[name])
    admission.save()
    changed = {name: [before[name], values[name]] for name in FIELDS if before[name] != values[name]}
    audit.record(admission, "changed", by=by, at=now, facts=changed)
    return admission


def _is_scoring(program: Program) -> bool:
    waiting = Application.objects.filter(
        cohort__program=program, cohort__selection=Selection.REVIEWED, state=ApplicationState.APPLIED
    )
    return waiting.filter(scores__isnull=False).exists()
