"""Rules of the consortium: the employer's own demand, what operators make of it, and what was agreed with whom."""

from datetime import date
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from tests import factories
from tests.access.rules import EVERYONE, Rule, only
from tests.access.seats import OPERATORS
from tests.cast import Cast
from tests.consortium import build
from training.consortium.models import Agreement, AgreementFile, Contact, Demand, Project, Report
from training.consortium.queries.reports import figures
from training.consortium.services import reports
from training.consortium.services.reports import Asked
from training.core import canonical, clock

EMPLOYER = only("employer")


def demand(cast: Cast) -> int:
    found = Demand.objects.filter(complex=cast.complex).first()
    if found is None:
        block = factories.ProcessBlockFactory(course=cast.cohort.course)
        company = cast.employer.memberships.get().organization
        found = build.row(cast.complex, company, block, by=cast.employer)
    return found.pk


def organization(cast: Cast) -> int:
    return cast.employer.memberships.get().organization_id


def agreement(cast: Cast) -> Agreement:
    day = date(2026, 1, 1)
    found = Agreement.objects.filter(complex=cast.complex).first()
    return found or Agreement.objects.create(
        complex=cast.complex, organization_id=organization(cast), kind="mou", title="-", signed_on=day, starts_on=day
    )


def scan(cast: Cast) -> int:
    """A scan whose file is there."""
    found = AgreementFile.objects.first()
    if found is None:
        content, path = b"%PDF-1.7", f"agreements/access-{cast.complex.pk}"
        target = Path(settings.PRIVATE_ROOT) / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        found = AgreementFile.objects.create(
            complex=cast.complex, agreement=agreement(cast), name="a.pdf", kind="pdf", size=len(content),
            sha256=sha256(content).hexdigest(), path=path, uploaded_at=clock.now(),
        )  # fmt: skip
    return found.pk


def contact(cast: Cast) -> int:
    found = Contact.objects.filter(complex=cast.complex).first()
    fields = {"organization_id": organization(cast), "name": "-", "phone": "1", "added_by": cast.operator}
    return (found or Contact.objects.create(complex=cast.complex, **fields)).pk


def project(cast: Cast) -> int:
    found = Project.objects.filter(complex=cast.complex).first()
    day = date(2026, 1, 1)
    return (
        found
        or Project.objects.create(
            complex=cast.complex, kind="training", title_ko="-", summary_ko="-", starts_on=day, ends_on=day,
            state="running", is_public=True, made_at=clock.now(), made_by=cast.operator,
        )
    ).pk  # fmt: skip


def report(cast: Cast) -> Report:
    """A draft."""
    found = Report.objects.filter(complex=cast.complex).first()
    asked = Asked(date(2026, 7, 1), date(2026, 9, 30), "month")
    return found or reports.keep(cast.complex, asked, title="-", by=cast.operator, now=clock.now())


def submitted(cast: Cast) -> Report:
    """One that was submitted."""
    found = report(cast)
    if not found.editions.exists():
        seen = canonical.sha256(figures.of(reports.scope_of(found, now=clock.now())))
        reports.submit(found, seen=seen, by=cast.operator, now=clock.now())
    return found


def of(act: str = ""):
    return lambda cast: f"/desk/organizations/{organization(cast)}/{act}"


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
    "consortium:organizations": Rule(lambda cast: "/desk/organizations/", OPERATORS),
    "consortium:add_organization": Rule(lambda cast: "/desk/organizations/add/", OPERATORS),
    "consortium:organization": Rule(of(), OPERATORS),
    "consortium:change_organization": Rule(of("change/"), OPERATORS),
    "consortium:add_agreement": Rule(of("agreements/"), OPERATORS),
    "consortium:add_contact": Rule(of("contacts/"), OPERATORS),
    "consortium:change_agreement": Rule(lambda cast: f"/desk/agreements/{agreement(cast).pk}/", OPERATORS),
    "consortium:add_agreement_file": Rule(lambda cast: f"/desk/agreements/{agreement(cast).pk}/files/", OPERATORS),
    "consortium:agreement_file": Rule(lambda cast: f"/desk/agreement-files/{scan(cast)}/", OPERATORS),
    "consortium:erase_agreement_file": Rule(lambda cast: f"/desk/agreement-files/{scan(cast)}/erase/", OPERATORS),
    "consortium:change_contact": Rule(lambda cast: f"/desk/contacts/{contact(cast)}/", OPERATORS),
    "consortium:remove_contact": Rule(lambda cast: f"/desk/contacts/{contact(cast)}/remove/", OPERATORS, method="post"),
    "consortium:projects": Rule(lambda cast: "/desk/projects/", OPERATORS),
    "consortium:add_project": Rule(lambda cast: "/desk/projects/add/", OPERATORS),
    "consortium:project": Rule(lambda cast: f"/desk/projects/{project(cast)}/", OPERATORS),
    "consortium:change_project": Rule(lambda cast: f"/desk/projects/{project(cast)}/change/", OPERATORS),
    "consortium:project_step": Rule(lambda cast: f"/desk/projects/{project(cast)}/step/?to=done", OPERATORS),
    "consortium:reports": Rule(lambda cast: "/desk/reports/", OPERATORS),
    "consortium:new_report": Rule(lambda cast: "/desk/reports/new/", OPERATORS),
    "consortium:report": Rule(lambda cast: f"/desk/reports/{submitted(cast).pk}/", OPERATORS),
    "consortium:submit_report": Rule(lambda cast: f"/desk/reports/{report(cast).pk}/submit/", OPERATORS),
    "consortium:discard_report": Rule(
        lambda cast: f"/desk/reports/{submitted(cast).pk}/discard/", OPERATORS, method="post"
    ),
    "consortium:report_differences": Rule(lambda cast: f"/desk/reports/{submitted(cast).pk}/differences/", OPERATORS),
    "consortium:report_workbook": Rule(lambda cast: f"/desk/reports/{report(cast).pk}/report.xlsx", OPERATORS),
    "consortium:report_paper": Rule(lambda cast: f"/desk/reports/{report(cast).pk}/report.pdf", OPERATORS),
    "consortium:public_projects": Rule(lambda cast: "/projects/", EVERYONE),
    "consortium:public_project": Rule(lambda cast: f"/projects/{project(cast)}/", EVERYONE),
}
