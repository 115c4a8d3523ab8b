"""Programs with the versions of their rules: which is in force when, and which cohorts each judges."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enrollment.models import Cohort, PolicyVersion, Program
from enrollment.rules.recognition import LISTED
from enrollment.states import CohortState
from training.core.models import Complex

HIDDEN = {"id", "complex", "program", "number", "in_force_on"}


@dataclass(frozen=True)
class Version:
    """One version: until when it is in force, whether it is today, and what it says as label and value."""

    policy: PolicyVersion
    until: date | None
    now: bool
    rules: list[tuple[str, object]]
    cohorts: list[Cohort]


def programs(complex: Complex) -> list[Program]:
    return list(Program.objects.of(complex).prefetch_related("policies"))


def versions(program: Program, *, today: date) -> list[Version]:
    """The latest first: two queries."""
    policies = list(program.policies.order_by("in_force_on", "number"))
    live = Cohort.objects.filter(program=program).exclude(state=CohortState.CANCELED).select_related("course")
    cohorts = list(live.order_by("starts_on"))
    found = []
    for policy, following in zip(policies, [*policies[1:], None], strict=True):
        until = following.in_force_on - timedelta(days=1) if following else None
        inside = policy.in_force_on <= today and (until is None or today <= until)
        mine = [
            cohort
            for cohort in cohorts
            if cohort.ends_on >= policy.in_force_on and (until is None or cohort.starts_on <= until)
        ]
        found.append(Version(policy, until, inside, _rules(policy), mine))
    return found[::-1]


def _rules(policy: PolicyVersion) -> list[tuple[str, object]]:
    fields = [field for field in PolicyVersion._meta.concrete_fields if field.name not in HIDDEN]
    return [
        (str(field.verbose_name), _reasons(policy) if field.name == "absence_reasons" else getattr(policy, field.name))
        for field in fields
    ]


def _reasons(policy: PolicyVersion) -> str:
    """The list of reasons, each with its days."""
    said = []
    for reason in LISTED:
        if (days := policy.absence_reasons.get(reason)) is not None:
            limit = ngettext("at most %(n)d day", "at most %(n)d days", days) % {"n": days} if days else _("as needed")
            said.append(f"{reason.label} ({limit})")
    return ", ".join(said) or _("none")
