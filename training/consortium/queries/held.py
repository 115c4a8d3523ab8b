"""What this app holds of a person, why, and until when; and a copy of it for them."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from training.accounts.ports import Held
from training.consortium.models import Introduction, JobOutcome, Registration
from training.core.models import Complex


def of_events(person: Any, complex: Complex) -> Any:
    return Registration.objects.of(complex).filter(person=person)


def introduced(person: Any, complex: Complex) -> Any:
    side = Q(graduate__person=person) | Q(company__person=person)
    return Introduction.objects.of(complex).filter(side, ended_at=None)


def outcomes(person: Any, complex: Complex) -> Any:
    return JobOutcome.objects.of(complex).filter(enrollment__trainee=person)


def held(person: Any, complex: Complex, *, now: datetime) -> list[Held]:
    """Every kind with its count; three queries."""
    return [
        Held(
            "events", _("Registrations for events"), of_events(person, complex).count(),
            _("To keep you a seat, to tell you of changes, to know who came"),
            _("the registration you made, without consent (PIPA art. 15①4)"), _("one year after the event"),
        ),
        Held(
            "introductions", _("Introductions at events"), introduced(person, complex).count(),
            _("To bring graduates and companies together who both want it"), _("your consent (PIPA art. 17①1)"),
            _("until you take your consent back, at most one year after the event"),
        ),
        Held(
            "outcomes", _("What you do after the training"), outcomes(person, complex).count(),
            _("To report what became of all graduates, in sums"), _("your consent (PIPA art. 15①1)"),
            _("until you take your consent back, at most three years after the training ends"),
        ),
    ]  # fmt: skip


def copy(person: Any, complex: Complex) -> dict[str, Any]:
    """Plain data, as it stands in the rows."""
    return {
        "events": _rows(
            of_events(person, complex), "event__title_ko", "event__starts_at", "state", "registered_at", "came_at", "words",
            "organization__name_ko",
        ),
        "wishes": _rows(_wished(person, complex), "wishes__whom__organization__name_ko", "wishes__made_at"),
        "introductions": _rows(introduced(person, complex), "event__title_ko", "company__organization__name_ko", "made_at"),
        "outcomes": _rows(
            outcomes(person, complex), "enrollment__cohort__course__title_ko", "status", "organization__name_ko", "employer",
            "started_on", "answered_at", "checked_at",
        ),
    }  # fmt: skip


def _wished(person: Any, complex: Complex) -> Any:
    """One's own wishes alone, never those of others."""
    return of_events(person, complex).filter(wishes__isnull=False)


def _rows(rows: Any, *names: str) -> list[dict[str, Any]]:
    return [
        {name.replace("__", "."): value for name, value in row.items()} for row in rows.order_by("pk").values(*names)
    ]
