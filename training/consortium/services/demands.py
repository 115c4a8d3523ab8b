"""Demand for training: stated by an employer, answered or planned for by an operator, who may group several."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from courses.models import ProcessBlock, Skill
from enrollment.models import Cohort
from enrollment.services import cohorts, quotas
from enrollment.services.cohorts import Plan
from enrollment.states import ApplicantKind
from training.accounts.models import Membership, Organization
from training.accounts.states import Role
from training.consortium import mail
from training.consortium.models import Demand, DemandGroup
from training.consortium.rules import demands as rules
from training.consortium.rules.quarters import Quarter
from training.consortium.states import DemandState
from training.core import audit, clock
from training.core.errors import DomainError, Refused
from training.core.models import Complex


@dataclass(frozen=True)
class Asked:
    """What an employer's manager filled in."""

    block: ProcessBlock
    skill: Skill | None
    people: int
    quarter: Quarter
    level: str
    training_for: str
    note: str = ""

    def values(self) -> dict[str, Any]:
        return {
            "block": self.block,
            "skill": self.skill,
            "people": self.people,
            "from_on": self.quarter.first_day,
            "level": self.level,
            "training_for": self.training_for,
            "note": self.note.strip(),
        }


@transaction.atomic
def state(organization: Organization, asked: Asked, *, by: Any, now: datetime) -> Demand:
    """An employer's manager says what is needed; an operator answers within 30 days."""
    _only_managers(organization, by)
    _check(asked, organization.complex, now=now)
    zone = organization.complex.zone
    due_on = rules.last_day_to_answer(clock.day_of(now, zone))
    demand = Demand.objects.create(
        complex_id=organization.complex_id,
        organization=organization,
        stated_at=now,
        stated_by=by,
        due_at=clock.end_of(due_on, zone),
        **asked.values(),
    )
    audit.record(demand, "demand stated", by=by, at=now, after=demand.state, facts={"people": demand.people})
    return demand


def _only_managers(organization: Organization, by: Any) -> None:
    if (
        not Membership.objects.holding(by, organization.complex, Role.MANAGER)
        .filter(organization=organization)
        .exists()
    ):
        raise Refused(_("Only a manager of this organization can do this. Ask the office for the role."))


def _check(asked: Asked, complex: Complex, *, now: datetime) -> None:
    if asked.block.course.complex_id != complex.pk or (asked.skill and asked.skill.module.block_id != asked.block.pk):
        raise DomainError(_("This is not taught here. Choose a step or a skill of the list."), field="subject")
    if asked.quarter < Quarter.of(clock.day_of(now, complex.zone)):
        raise DomainError(_("This quarter is over. Choose this one or a later one."), field="quarter")
    if not 1 <= asked.people <= rules.MOST_PEOPLE:
        sentence = _("Enter 1 to %(most)d people. For more, state a second demand.") % {"most": rules.MOST_PEOPLE}
        raise DomainError(sentence, field="people")


def _for_update(demand: Demand) -> Demand:
    """The lock itself: the teeth test of the race takes it out here."""
    return (
        Demand.objects.select_for_update(of=("self",)).select_related("organization__complex__site").get(pk=demand.pk)
    )


@transaction.atomic
def change(demand: Demand, asked: Asked, *, by: Any, now: datetime) -> Demand:
    """Correct a demand that nobody has answered; the deadline for the answer stays."""
    demand = _for_update(demand)
    _only_managers(demand.organization, by)
    if demand.state != DemandState.STATED:
        raise DomainError(_("This was answered in the meantime, so it stands. State a further demand."))
    _check(asked, demand.organization.complex, now=now)
    before = _facts(demand)
    for name, value in asked.values().items():
        setattr(demand, name, value)
    demand.save(update_fields=list(asked.values()))
    audit.record(demand, "demand changed", by=by, at=now, facts={"before": before, "after": _facts(demand)})
    return demand


def _facts(demand: Demand) -> dict[str, Any]:
    """What a change is about, without what somebody wrote."""
    return {
        "block": demand.block_id,
        "skill": demand.skill_id,
        "people": demand.people,
        "quarter": Quarter.of(demand.from_on).key,
        "level": demand.level,
        "training_for": demand.training_for,
    }


@transaction.atomic
def take_back(demand: Demand, *, by: Any, now: datetime) -> None:
    """The organization needs it no longer; in a group, the others go on."""
    _only_managers(demand.organization, by)
    audit.move(demand, DemandState.WITHDRAWN, by=by, now=now, group=None)


# --- the operator's side --------------------------------------------------------------------------
@transaction.atomic
def group(complex: Complex, demands: Iterable[Demand], *, title: str, by: Any, now: datetime) -> DemandGroup:
    """Look at several open demands as one from now on; whoever is in another group moves."""
    ids = [demand.pk for demand in demands]
    found = list(Demand.objects.of(complex).open().filter(pk__in=ids).select_for_update().order_by("pk"))
    if len(found) < max(2, len(ids)):
        raise DomainError(_("Tick two or more demands that are still open."))
    if not title.strip():
        raise DomainError(_("Give the group a name."), field="title")
    made = DemandGroup.objects.create(complex=complex, title=title.strip(), made_at=now, made_by=by)
    Demand.objects.filter(pk__in=ids).update(group=made)
    for demand in found:
        audit.record(demand, "demand grouped", by=by, at=now, facts={"group": made.pk})
    return made


@transaction.atomic
def take_out(demand: Demand, *, by: Any, now: datetime) -> None:
    """Look at one demand by itself again."""
    if Demand.objects.open().filter(pk=demand.pk).exclude(group=None).update(group=None):
        audit.record(demand, "demand taken out of its group", by=by, at=now, facts={"group": demand.group_id})


def together(demand: Demand) -> list[Demand]:
    """The open demands that one act is about: the demand itself, or all of its group. Locked in the order of their keys."""
    rows = Demand.objects.open().filter(complex_id=demand.complex_id)
    rows = rows.filter(group=demand.group_id) if demand.group_id else rows.filter(pk=demand.pk)
    found = list(
        rows.select_for_update(of=("self",))
        .select_related("organization", "block", "skill", "complex__site")
        .order_by("pk")
    )
    if not found:
        raise DomainError(_("Somebody else answered this first. Reload to see how it stands now."))
    return found


@transaction.atomic
def answer(demand: Demand, *, text: str, by: Any, now: datetime) -> int:
    """Say what is foreseen; a cohort can still be planned. Returns how many people are told."""
    return _say(demand, DemandState.ANSWERED, text, by=by, now=now)


@transaction.atomic
def decline(demand: Demand, *, text: str, by: Any, now: datetime) -> int:
    """Say why no training will come of it. Returns how many people are told."""
    return _say(demand, DemandState.DECLINED, text, by=by, now=now)


def _say(demand: Demand, to: str, text: str, *, by: Any, now: datetime) -> int:
    if not text.strip():
        raise DomainError(_("Write what the employer will read."), field="text")
    told = 0
    for one in together(demand):
        audit.move(
            one, to, by=by, now=now, reason=text.strip(), answer=text.strip(), answered_at=now, answered_by=by
        )  # fmt: skip
        told += mail.demand_answered(one, now=now)
    return told


@dataclass(frozen=True)
class Planned:
    """The cohort that came of a demand, and how many people were told."""

    cohort: Cohort
    told: int


@transaction.atomic
def plan(demand: Demand, plan: Plan, *, capacity: int, sponsored: int | None, by: Any, now: datetime) -> Planned:
    """Plan a cohort for a demand and its group, with so many seats and so many of them for sponsored people at most.

    All in one: the cohort, its quota, what becomes of the demands, and the mail to those who asked.
    """
    demands = together(demand)
    cohort = cohorts.create(demand.complex, plan, capacity=capacity, by=by, now=now)
    if sponsored is not None:
        _check_quota(sponsored, capacity)
        quotas.set_quota(cohort, kind=ApplicantKind.SPONSORED, capacity=sponsored, by=by, now=now)
    told = 0
    for one in demands:
        audit.move(one, DemandState.PLANNED, by=by, now=now, cohort=cohort, answered_at=now, answered_by=by)
        told += mail.demand_planned(one, now=now)
    return Planned(cohort, told)


def _check_quota(sponsored: int, capacity: int) -> None:
    if sponsored > capacity:
        sentence = _("There are %(seats)d seats. Enter that many sponsored ones or fewer.") % {"seats": capacity}
        raise DomainError(sentence, field="sponsored")
