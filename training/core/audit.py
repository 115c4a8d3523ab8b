"""Writing the audit trail, and moving states through their one table."""

from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from training.core.errors import TransitionRefused
from training.core.models import AuditEntry, Complex


def record(
    subject: models.Model,
    action: str,
    *,
    by: Any,
    at: datetime,
    before: str = "",
    after: str = "",
    reason: str = "",
    facts: dict[str, Any] | None = None,
) -> AuditEntry:
    """Insert one audit entry; call it in the transaction of the change. `by` None means the platform itself."""
    return AuditEntry.objects.create(
        complex_id=subject.pk if isinstance(subject, Complex) else getattr(subject, "complex_id", None),
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        action=action,
        from_state=before,
        to_state=after,
        reason=reason,
        facts=facts or {},
        actor=by,
        at=at,
    )


@transaction.atomic
def move(
    row: Any,
    to: str,
    *,
    by: Any,
    now: datetime,
    reason: str = "",
    facts: dict[str, Any] | None = None,
    **fields: Any,
) -> None:
    """Move a row to another state by compare-and-swap, and write its audit entry.

    The row's class holds the table: `TRANSITIONS: dict[state, set[state]]`. Raises TransitionRefused when the
    table does not allow the step or somebody else moved the row first. Other `fields` are saved with it.
    """
    current = row.state
    if to not in row.TRANSITIONS.get(current, frozenset()):
        raise TransitionRefused(
            _("This is “%(current)s” and cannot become “%(to)s”.")
            % {"current": _label(row, current), "to": _label(row, to)}
        )
    swapped = type(row)._base_manager.filter(pk=row.pk, state=current).update(state=to, **fields)
    if not swapped:
        raise TransitionRefused(_("Somebody else changed this first. Reload to see how it stands now."))
    row.state = to
    for name, value in fields.items():
        setattr(row, name, value)
    record(row, "state", by=by, at=now, before=current, after=to, reason=reason, facts=facts)


def _label(row: models.Model, state: str) -> str:
    field: Any = row._meta.get_field("state")
    return str(dict(field.flatchoices).get(state, state))
