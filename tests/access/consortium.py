"""Rules of the consortium: the employer's own demand, what operators make of it, and what was agreed with whom."""

from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from enrollment.services import private_files
from tests import factories
from tests.access.rules import EVERYONE, SIGNED_IN, Rule, only
from tests.access.seats import OPERATORS
from tests.cast import Cast
from tests.consortium import build, build_events
from training.accounts.services import consents
from training.consortium.models import (
    Agreement,
    AgreementFile,
    Contact,
    Demand,
    Event,
    EventMaterial,
    JobOutcome,
    Project,
    Registration,
    Report,
)
from training.consortium.queries import events as event_queries
from training.consortium.queries import outcomes as outcome_queries
from training.consortium.queries.reports import figures
from training.consortium.services import outcomes, registrations, reports
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


def event(cast: Cast) -> Event:
    """An evening to meet tomorrow, for which the trainee is registered."""
    found = Event.objects.filter(complex=cast.complex).first()
    if found is None:
        now = clock.now()
        tomorrow = now + timedelta(days=1)
        found = build_events.announced(
            cast.complex, cast.operator, kind="networking", starts_at=tomorrow, ends_at=tomorrow + timedelta(hours=2),
            opens_at=now - timedelta(days=1), closes_at=tomorrow, capacity=50,
        )  # fmt: skip
        registrations.register(found, person=cast.trainee, now=now)
    return found


def ticket(cast: Cast) -> str:
    return event_queries.ticket(Registration.objects.get(event=event(cast), person=cast.trainee))


def material(cast: Cast) -> int:
    """A file that was handed out."""
    found = EventMaterial.objects.first()
    if found is None:
        fields = {"name": "a.pdf", "kind": "pdf", "size": 8, "sha256": sha256(b"%PDF-1.7").hexdigest()}
        path = private_files.keep(f"events/{cast.complex.pk}", b"%PDF-1.7")
        found = EventMaterial.objects.create(
            complex=cast.complex, event=event(cast), path=path, uploaded_at=clock.now(), **fields
        )  # fmt: skip
    return found.pk


def outcome(cast: Cast) -> JobOutcome:
    """What the other trainee said after a course they completed."""
    found = JobOutcome.objects.filter(complex=cast.complex).first()
    if found is None:
        consents.ship(cast.complex, now=clock.now())
        done = factories.EnrollmentFactory(
            complex=cast.complex, trainee=cast.other_trainee, state="completed",
            cohort=factories.CohortFactory(complex=cast.complex, course=cast.cohort.course),
        )  # fmt: skip
        text = outcome_queries.text(cast.complex, now=clock.now())
        found = outcomes.agree(done, text=text, by=cast.other_trainee, now=clock.now())
    return found


def event_at(desk: str, act: str = ""):
    return lambda cast: f"{desk}/events/{event(cast).pk}/{act}"


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
    "consortium:events": Rule(lambda cast: "/desk/events/", OPERATORS),
    "consortium:add_event": Rule(lambda cast: "/desk/events/add/", OPERATORS),
    "consortium:event_desk": Rule(event_at("/desk"), OPERATORS),
    "consortium:change_event": Rule(event_at("/desk", "change/"), OPERATORS),
    "consortium:event_step": Rule(event_at("/desk", "step/?to=held"), OPERATORS),
    "consortium:event_registrations": Rule(event_at("/desk", "registrations.csv"), OPERATORS),
    "consortium:event_check_in": Rule(event_at("/desk", "check-in/"), OPERATORS),
    "consortium:event_survey_results": Rule(event_at("/desk", "survey/"), OPERATORS),
    "consortium:add_event_material": Rule(event_at("/desk", "materials/"), OPERATORS),
    "consortium:event_ticket": Rule(lambda cast: f"/desk/events/ticket/{ticket(cast)}/", OPERATORS),
    "consortium:erase_event_material": Rule(lambda cast: f"/desk/event-materials/{material(cast)}/erase/", OPERATORS),
    "consortium:event_material": Rule(lambda cast: f"/event-materials/{material(cast)}/", OPERATORS | only("trainee")),
    "consortium:public_events": Rule(lambda cast: "/events/", EVERYONE),
    "consortium:event": Rule(event_at(""), EVERYONE),
    "consortium:event_calendar": Rule(event_at("", "calendar.ics"), EVERYONE),
    "consortium:register": Rule(event_at("", "register/"), SIGNED_IN),
    "consortium:cancel_registration": Rule(event_at("", "cancel/"), only("trainee")),
    "consortium:event_survey": Rule(event_at("", "survey/"), only("trainee")),
    "consortium:event_meet": Rule(event_at("", "meet/"), only("trainee")),
    "consortium:outcomes": Rule(lambda cast: "/desk/outcomes/", OPERATORS),
    "consortium:enter_outcome": Rule(lambda cast: f"/desk/outcomes/{outcome(cast).pk}/", OPERATORS),
    "consortium:own_outcomes": Rule(lambda cast: "/learn/outcome/", SIGNED_IN),
    "consortium:own_outcome": Rule(
        lambda cast: f"/learn/outcome/{outcome(cast).enrollment_id}/", only("other_trainee")
    ),
    "consortium:withdraw_outcomes": Rule(lambda cast: "/learn/outcome/withdraw/", SIGNED_IN),
}
