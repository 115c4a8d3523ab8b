"""Rules of the consortium: the employer's own demand, and what operators make of it."""

from tests import factories
from tests.access.rules import Rule, only
from tests.access.seats import OPERATORS
from tests.cast import Cast
from tests.consortium import build
from training.consortium.models import Demand

EMPLOYER = only("employer")


def demand(cast: Cast) -> int:
    found = Demand.objects.filter(complex=cast.complex).first()
    if found is None:
        block = factories.ProcessBlockFactory(course=cast.cohort.course)
        company = cast.employer.memberships.get().organization
        found = build.row(cast.complex, company, block, by=cast.employer)
    return found.pk


def at(desk: str, act: str = ""):
    return lambda cast: f"/{desk}/demand/{demand(cast)}/{act}"


RULES = {
    "consortium:own_demand": Rule(lambda cast: "/partners/demand/", EMPLOYER),
    "consortium:state_demand": Rule(lambda cast: "/partners/demand/new/", EMPLOYER),
    "consortium:own_demand_page": Rule(at("partners"), EMPLOYER),
    "consortium:change_demand": Rule(at("partners", "change/"), EMPLOYER),
    "consortium:take_back_demand": Rule(at("partners", "take-back/"), EMPLOYER),
    "consortium:demand": Rule(lambda cast: "/desk/demand/", OPERATORS),
    "consortium:demand_table": Rule(lambda cast: "/desk/demand.csv", OPERATORS),
    "consortium:group_demand": Rule(lambda cast: "/desk/demand/group/", OPERATORS, method="post"),
    "consortium:demand_page": Rule(at("desk"), OPERATORS),
    "consortium:plan_demand": Rule(at("desk", "plan/"), OPERATORS),
    "consortium:answer_demand": Rule(at("desk", "answer/"), OPERATORS),
    "consortium:decline_demand": Rule(at("desk", "decline/"), OPERATORS),
    "consortium:take_out_demand": Rule(at("desk", "take-out/"), OPERATORS, method="post"),
}
