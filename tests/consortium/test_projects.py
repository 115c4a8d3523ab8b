"""Joint projects: their steps, what each needs, the board, and what the public reads."""

from dataclasses import replace
from datetime import date
from threading import Event, Thread

import pytest
import time_machine
from django.db import IntegrityError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.consortium import build
from tests.factories import NOW
from training.consortium.models import Project
from training.consortium.rules.projects import Standing, following, is_back, missing, preceding
from training.consortium.services import projects
from training.consortium.services.projects import Sketch
from training.core.errors import DomainError, Refused, TransitionRefused
from training.core.models import AuditEntry

STATES = ["idea", "proposed", "approved", "running", "done"]
FIRST, LAST = date(2026, 12, 1), date(2027, 11, 30)


def sketch(**values) -> Sketch:
    known = {
        "kind": "development", "title_ko": "전해질 첨가제 평가", "title_en": "Electrolyte additives", "summary_ko": "첨가제를 비교합니다.",
        "summary_en": "", "results_ko": "", "results_en": "", "starts_on": None, "ends_on": None, "is_public": True,
        "partners": [], "courses": [], "skills": [],
    }  # fmt: skip
    return Sketch(**known | values)


def full(group, **values) -> Sketch:
    return sketch(partners=[group.company], starts_on=FIRST, ends_on=LAST, results_ko="세 가지를 골랐습니다.", **values)


def at(group, state, **values) -> Project:
    """A project that took every step to a state."""
    project = projects.add(group.complex, full(group, **values), by=group.operator, now=NOW)
    for to in STATES[1 : STATES.index(state) + 1]:
        projects.step(project, to, reason="", by=group.operator, now=NOW)
    project.refresh_from_db()
    return project


# --- rules ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("state", "ahead", "back"),
    [
        ("idea", "proposed", None),
        ("proposed", "approved", "idea"),
        ("approved", "running", "proposed"),
        ("running", "done", "approved"),
        ("done", None, None),
    ],
)
def test_each_state_has_its_steps_and_the_table_says_the_same(state, ahead, back):
    assert (following(state), preceding(state)) == (ahead, back)
    assert Project.TRANSITIONS[state] == {one for one in (ahead, back) if one}


@pytest.mark.parametrize(
    ("to", "known", "lack"),
    [
        ("proposed", Standing(0, True, True), "partners"),
        ("proposed", Standing(1, False, False), None),
        ("approved", Standing(1, False, True), "period"),
        ("approved", Standing(1, True, False), None),
        ("running", Standing(0, False, False), None),
        ("done", Standing(1, True, False), "results"),
        ("done", Standing(1, True, True), None),
    ],
)
def test_a_step_says_what_it_lacks(to, known, lack):
    assert missing(to, known) == lack


def test_back_is_the_other_way():
    assert [is_back("approved", to) for to in STATES] == [True, True, False, False, False]


# --- services ---------------------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.parametrize("before", STATES)
@pytest.mark.parametrize("to", STATES)
def test_every_pair_of_states(group, before, to):
    project = at(group, before)
    if to in Project.TRANSITIONS[before]:
        projects.step(project, to, reason="사유", by=group.operator, now=NOW)
    else:
        with pytest.raises(TransitionRefused):
            projects.step(project, to, reason="사유", by=group.operator, now=NOW)
    assert Project.objects.get().state == (to if to in Project.TRANSITIONS[before] else before)


@pytest.mark.django_db
def test_a_step_back_has_a_reason(group):
    project = at(group, "proposed")
    with pytest.raises(DomainError) as refused:
        projects.step(project, "idea", reason=" ", by=group.operator, now=NOW)
    assert refused.value.field == "reason"
    projects.step(project, "idea", reason="참여 기업이 줄었습니다.", by=group.operator, now=NOW)
    assert AuditEntry.objects.filter(to_state="idea", from_state="proposed").get().reason == "참여 기업이 줄었습니다."


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "taken", "field"),
    [
        ("proposed", {"partners": []}, "partners"),
        ("approved", {"starts_on": None, "ends_on": None}, "starts_on"),
        ("done", {"results_ko": " "}, "results_ko"),
        ("idea", {"ends_on": None}, "ends_on"),
        ("idea", {"ends_on": date(2026, 11, 30)}, "ends_on"),
    ],
)
def test_what_a_state_rests_on_cannot_be_taken_away(group, state, taken, field):
    project = at(group, state)
    with pytest.raises(DomainError) as refused:
        projects.change(project, replace(full(group), **taken), by=group.operator, now=NOW)
    assert refused.value.field == field


@pytest.mark.django_db
def test_only_operators_of_the_complex_write_and_nothing_foreign_is_linked(group, cast):
    away = factories.OrganizationFactory(complex=cast.neighbor.memberships.get().complex)
    project = at(group, "idea")
    for by in (group.manager, cast.neighbor):
        for act in (
            lambda by=by: projects.add(group.complex, sketch(), by=by, now=NOW),
            lambda by=by: projects.change(project, sketch(), by=by, now=NOW),
            lambda by=by: projects.step(project, "proposed", reason="", by=by, now=NOW),
        ):
            with pytest.raises(Refused):
                act()
    with pytest.raises(DomainError):
        projects.add(group.complex, sketch(partners=[away]), by=group.operator, now=NOW)
    assert Project.objects.get().state == "idea"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "values",
    [
        {"starts_on": FIRST},
        {"starts_on": LAST, "ends_on": FIRST},
        {"state": "approved"},
        {"state": "done", "starts_on": FIRST, "ends_on": LAST},
    ],
)
def test_the_database_refuses_what_must_not_be(group, values):
    fields = {"complex": group.complex, "kind": "training", "made_at": NOW, "made_by": group.operator}
    with pytest.raises(IntegrityError), transaction.atomic():
        Project.objects.create(**fields | values)


# --- pages ------------------------------------------------------------------------------------
@pytest.fixture
def office(group, client):
    client.force_login(group.operator, backend="django.contrib.auth.backends.ModelBackend")
    with time_machine.travel(NOW, tick=False):
        yield client


def text(response) -> str:
    return response.content.decode()


FORM = {"kind": "training", "title_ko": "고안전 모듈", "title_en": "Safe modules", "summary_ko": "함께 가르칩니다."}


@pytest.mark.django_db
def test_an_idea_is_noted_filled_in_and_led_to_its_end(group, office):
    page = office.post("/desk/projects/add/", FORM)["Location"]
    refused = office.post(f"{page}step/?to=proposed", {"to": "proposed"})
    assert refused.status_code == 409
    assert "참여 기관을 먼저 한 곳 이상 골라 주세요." in text(refused)
    more = {**FORM, "partners": [group.company.pk], "starts_on": "2026-12-01", "ends_on": "2027-11-30", "is_public": "on",
            "results_ko": "교재를 만들었습니다.", "courses": [group.course.pk], "skills": [group.skill.pk]}  # fmt: skip
    assert office.post(f"{page}change/", more)["Location"] == page
    for to in STATES[1:]:
        assert office.post(f"{page}step/?to={to}")["Location"] == page
    shown = text(office.get(page))
    for said in ("교재를 만들었습니다.", "다온전극", "슬러리 점도 측정", "완료"):
        assert said in shown
    office.logout()
    project = Project.objects.get()
    assert "고안전 모듈" in text(office.get("/projects/"))
    assert "교재를 만들었습니다." in text(office.get(f"/projects/{project.pk}/"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "is_public", "seen"),
    [("idea", True, False), ("proposed", True, False), ("approved", True, True), ("approved", False, False)],
)
def test_the_public_reads_what_is_approved_and_meant_for_it(group, client, state, is_public, seen):
    project = at(group, state, is_public=is_public)
    assert ("전해질 첨가제 평가" in text(client.get("/projects/"))) is seen
    assert client.get(f"/projects/{project.pk}/").status_code == (200 if seen else 404)


@pytest.mark.django_db
def test_a_step_somebody_took_first_is_said(group, office):
    project = at(group, "proposed")
    assert office.get(f"/desk/projects/{project.pk}/step/?to=proposed").status_code == 409
    assert office.get(f"/desk/projects/{project.pk}/step/?to=%00").status_code == 409
    back = office.post(f"/desk/projects/{project.pk}/step/?to=idea", {"reason": ""})
    assert back.status_code == 422


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "count"), [("", 2), ("?kind=training", 1), ("?partner={}", 2), ("?partner=x&kind=%00", 2)]
)
def test_the_board_is_filtered_by_the_address(group, office, query, count):
    at(group, "running")
    at(group, "idea", kind="training", title_ko="고안전 모듈")
    page = text(office.get("/desk/projects/" + query.format(group.company.pk)))
    assert page.count('class="oc-card"') == count


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/desk/projects/", "/desk/projects/{}/", "/projects/"])
def test_queries_do_not_grow(group, office, address):
    project = at(group, "running", courses=[group.course], skills=[group.skill])
    address = address.format(project.pk)
    office.get(address)
    with CaptureQueriesContext(connection) as one:
        office.get(address)
    at(group, "running")
    at(group, "running")
    project.partners.add(*[build.company(group.complex)[0] for _n in range(2)])
    with CaptureQueriesContext(connection) as three:
        office.get(address)
    assert len(three) == len(one)


# --- a race -----------------------------------------------------------------------------------
def run(monkeypatch) -> Project:
    """A change takes the partners away, and before it writes, somebody proposes the project."""
    group = build.group(factories.ground())
    project = projects.add(group.complex, full(group), by=group.operator, now=NOW)
    read, proposed, checks = Event(), Event(), projects._check

    def check(*args, **kwargs):
        checks(*args, **kwargs)
        read.set()
        proposed.wait(1.0)

    def propose():
        read.wait(10)
        try:
            projects.step(project, "proposed", reason="", by=group.operator, now=NOW)
        except DomainError:
            pass
        finally:
            proposed.set()
            connections.close_all()

    monkeypatch.setattr(projects, "_check", check)
    other = Thread(target=propose)
    other.start()
    projects.change(project, sketch(), by=group.operator, now=NOW)
    other.join(20)
    return Project.objects.get()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_proposal_keeps_its_partners_while_somebody_changes_it(monkeypatch):
    project = run(monkeypatch)
    assert (project.state, project.partners.count()) == ("idea", 0)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_a_proposal_has_no_partners(monkeypatch):
    """The teeth."""
    monkeypatch.setattr(projects, "_for_update", lambda one: Project.objects.get(pk=one.pk))
    project = run(monkeypatch)
    assert (project.state, project.partners.count()) == ("proposed", 0)
