"""An employer with a manager, what is taught, and demand for it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from courses.models import ProcessBlock, Skill
from tests import factories
from tests.factories import NOW
from training.accounts.models import Organization, User
from training.accounts.states import OrganizationKind, Role
from training.consortium.models import Demand
from training.consortium.rules.quarters import Quarter
from training.consortium.services import demands
from training.consortium.services.demands import Asked

SPRING = Quarter(2027, 2)


@dataclass
class Group:
    """One employer's manager, one operator, and a course with one step and one skill."""

    complex: Any
    company: Organization
    manager: User
    operator: User
    block: ProcessBlock
    skill: Skill

    @property
    def course(self):
        return self.block.course


def company(complex: Any, **kwargs: Any) -> tuple[Organization, User]:
    made = factories.OrganizationFactory(complex=complex, kind=OrganizationKind.PARTNER, **kwargs)
    member = factories.MembershipFactory(complex=complex, organization=made, role=Role.MANAGER)
    return made, member.user


def group(complex: Any) -> Group:
    module = factories.ModuleFactory(complex=complex)
    skill = Skill.objects.create(
        complex=complex, course=module.course, module=module, key="viscosity", measure="measured",
        title_ko="슬러리 점도 측정", title_en="Measure slurry viscosity",
    )  # fmt: skip
    made, manager = company(complex, name_ko="다온전극", name_en="Daon Electrode")
    operator = factories.MembershipFactory(complex=complex, role=Role.OPERATOR).user
    return Group(complex, made, manager, operator, module.block, skill)


def asked(group: Group, **values: Any) -> Asked:
    known = {
        "block": group.block, "skill": group.skill, "people": 12, "quarter": SPRING, "level": "basic",
        "training_for": "staff", "note": "",
    }  # fmt: skip
    return Asked(**known | values)


def state(group: Group, *, now: datetime = NOW, by: Any = None, organization: Any = None, **values: Any) -> Demand:
    return demands.state(organization or group.company, asked(group, **values), by=by or group.manager, now=now)


def row(complex: Any, organization: Organization, block: ProcessBlock, *, by: User, **values: Any) -> Demand:
    """A row as it is, past the service."""
    fields = {
        "complex": complex, "organization": organization, "block": block, "people": 3, "from_on": date(2027, 1, 1),
        "level": "basic", "training_for": "staff", "stated_at": NOW, "stated_by": by, "due_at": NOW + timedelta(days=30),
    }  # fmt: skip
    return Demand.objects.create(**fields | values)
