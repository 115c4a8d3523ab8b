"""A report against a small academy counted by hand; what is frozen, and what a later reckoning says of it."""

import json
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enrollment.models import Application, Decision, Enrollment, Session, SurveyResponse
from enrollment.services import completion
from tests import factories
from tests.consortium import reported
from tests.consortium.reported import NOW, Academy
from training.consortium.models import Agreement, Demand, JobOutcome, Project, ReportEdition, ReportSource
from training.consortium.queries.reports import comparison, figures, rows
from training.consortium.queries.reports.scope import Scope
from training.consortium.services import reports
from training.consortium.services.reports import Asked
from training.core import canonical
from training.core.errors import DomainError, Refused
from training.core.models import AuditEntry

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=200)


@pytest.fixture
def academy(db) -> Academy:
    return reported.academy()


def total(found):
    return found["lines"]["total"][0]["values"]


def line(found, breakdown, key):
    return next(one["values"] for one in found["lines"][breakdown] if one["key"] == str(key))


# --- the figures, by hand: reported.py says how each number comes about ---------------------------
def test_the_whole_is_what_a_hand_counts(academy):
    assert total(figures.of(academy.scope())) == {
        "cohorts": 2,  # one in August, one in September
        "applied": 8,
        "enrolled": 8,  # six and two
        "started": 7,  # without who withdrew in the window
        "in_training": 1,  # whose decision was opened again
        "completed": 4,  # three and one
        "early_employed": 1,
        "completion_rate": "66.7",  # 4 of 6
        "theory_hours": "8.0",  # 2 × 3 + 2
        "practice_hours": "12.0",  # 3 × 4
        "attended_hours": "62.9",  # 18 h × 17/5 = 61.2, and 100 min
        "answers": 6,
        "satisfied": "66.7",  # 4 of 6
        "satisfaction": "3.8",  # 23 / 6
        "skills_reached": 3,
        "agreed_to_say": 0,
        "employed_in_field": 0,
        "employed_elsewhere": 0,
        "employment_rate": None,
        "seats_agreed": 4,
        "seats_used": 2,
        "sponsored": 2,
        "demands": 3,
        "people_asked_for": 20,  # 12 + 5 + 3
        "demands_answered": 2,
        "answered_in_time": "33.3",  # one of three
        "agreements": 1,
        "projects_idea": 1,
        "projects_proposed": 0,
        "projects_approved": 0,
        "projects_running": 1,
        "projects_done": 0,
    }


def test_a_month_a_course_and_an_employer_have_their_own_lines(academy):
    found = figures.of(academy.scope())
    months = [[one["key"], *(one["values"][name] for name in ("cohorts", "completed", "demands", "agreements"))]
              for one in found["lines"]["periods"]]  # fmt: skip
    assert months == [["2026-07", 0, 0, 3, 2], ["2026-08", 1, 3, 0, 1], ["2026-09", 1, 1, 0, 1]]
    assert line(found, "periods", "2026-07")["completion_rate"] is None  # of nothing
    assert line(found, "periods", "2026-09")["satisfaction"] is None  # four answers are too few
    first = line(found, "courses", academy.course.pk)
    assert [first[name] for name in ("started", "completed", "completion_rate", "projects_running")] == [
        5,
        3,
        "60.0",
        1,
    ]
    assert "agreements" not in first
    company = line(found, "organizations", academy.company.pk)
    assert [company[name] for name in ("applied", "started", "completed", "attended_hours", "skills_reached")] == [
        2, 2, 2, "36.0", 3,  # 18 h × 10/5
    ]  # fmt: skip
    assert "satisfaction" not in company  # a survey does not know who sent whom


JOBS = ("agreed_to_say", "employed_in_field", "employed_elsewhere", "employment_rate")


def test_jobs_count_six_months_after_the_end_where_five_agreed(academy):
    reported.became(academy.first, ["in_field", "in_field", "in_field", "elsewhere", "looking", "not_answered"])
    reported.became(academy.second, ["in_field"] * 4)  # four could be told apart

    def at(day):
        found = figures.of(academy.scope(now=reported.at(day, 12)))
        lines = [total(found), *(one["values"] for one in found["lines"]["periods"])]
        assert not any("employment_rate" in one["values"] for one in found["lines"]["organizations"])
        return [[one[name] for name in JOBS] for one in lines]

    nobody, first = [0, 0, 0, None], [6, 3, 1, "66.7"]  # 4 of 6
    assert at(date(2027, 2, 13)) == [nobody] * 4
    assert at(date(2027, 2, 14)) == [first, nobody, first, nobody]  # July, August, September
    assert at(date(2027, 4, 1)) == [first, nobody, first, nobody]


def test_an_outcome_that_changes_is_told_and_one_in_a_small_group_is_not(academy):
    reported.became(academy.first, ["in_field"] * 5)
    reported.became(academy.second, ["in_field"] * 4)

    def kinds_changed_by(cohort):
        before = rows.of(academy.scope(now=LATER))
        _change(JobOutcome, {"enrollment__cohort": cohort}, status="looking")
        after = rows.of(academy.scope(now=LATER))
        return [kind for kind in before if before[kind] != after[kind]]

    assert [kinds_changed_by(academy.first), kinds_changed_by(academy.second)] == [["jobs"], []]


def test_one_course_or_one_employer_alone(academy):
    course = total(figures.of(academy.scope(course=academy.course)))
    assert [course[name] for name in ("cohorts", "started", "demands", "projects_idea")] == [1, 5, 3, 0]
    assert "agreements" not in course
    company = total(figures.of(academy.scope(organization=academy.company)))
    assert [company[name] for name in ("applied", "started", "completed", "completion_rate", "demands", "agreements")] == [
        2, 2, 2, "100.0", 3, 1,
    ]  # fmt: skip
    other = factories.OrganizationFactory(complex=academy.complex)
    nobody = figures.of(academy.scope(organization=other))
    assert set(total(nobody).values()) == {0, "0.0", None}


def test_several_complexes_stand_side_by_side_and_none_sees_the_others_rows(academy):
    neighbor = factories.site_of("gyeonggi", "gyeonggi.localhost", name_ko="경기", name_en="Gyeonggi", word="경기")
    reported.enrolled(reported.cohort(neighbor, reported.UNTIL), "enrolled")
    assert total(figures.of(academy.scope()))["started"] == 7
    both = figures.of(Scope([academy.complex, neighbor], reported.SINCE, reported.UNTIL, "year", NOW))
    assert total(both)["started"] == 8
    assert [one["values"]["started"] for one in both["lines"]["complexes"]] == [7, 1]


def test_the_number_of_questions_does_not_grow_with_courses_and_people(academy):
    def asked():
        with CaptureQueriesContext(connection) as captured:
            figures.of(academy.scope())
        return len(captured)

    before = asked()
    for _ in range(3):
        more = reported.cohort(academy.complex, reported.UNTIL)
        for _ in range(3):
            reported.decided(reported.enrolled(more, "completed"), academy.operator, credited=5, scheduled=5)
        reported.session(more, more.ends_on, 4, is_practice=True)
    assert (asked(), before <= 18) == (before, True)


# --- the hash of the source ------------------------------------------------------------------------
def _first(model, **only):
    return model._default_manager.filter(**only).order_by("pk")[:1].values("pk")


def _change(model, only, **fields):
    assert model._default_manager.filter(pk__in=_first(model, **only)).update(**fields) == 1


COUNTED = {
    "a person’s state": lambda a: _change(Enrollment, {"cohort": a.first, "state": "withdrawn"}, state="dismissed"),
    "a person’s sponsor": lambda a: _change(Enrollment, {"cohort": a.second}, sponsor=a.company),
    "a person added": lambda a: reported.enrolled(a.second, "enrolled"),
    "a decision reopened": lambda a: _change(Decision, {"enrollment__cohort": a.first}, reopened_at=NOW),
    "an application withdrawn from sight": lambda a: _change(Application, {"cohort": a.first}, state="draft"),
    "a session longer": lambda a: _change(Session, {"cohort": a.first}, ends_at=NOW - timedelta(days=60)),
    "a session’s kind": lambda a: _change(Session, {"cohort": a.first}, is_practice=True),
    "an answer": lambda a: _change(SurveyResponse, {"survey__cohort": a.first}, answers={"overall": 1}),
    "a cohort’s last day": lambda a: type(a.first).objects.filter(pk=a.first.pk).update(ends_on=a.second.ends_on),
    "a demand’s people": lambda a: _change(Demand, {"people": 12}, people=13),
    "an agreement’s end": lambda a: _change(Agreement, {"ends_on": None}, ends_on=reported.UNTIL),
    "a project’s state": lambda a: _change(Project, {"state": "running"}, state="approved"),
    "a project’s partners": lambda a: Project.objects.get(state="idea").partners.add(a.company),
    "seats taken": lambda a: a.first.pools.filter(key="agreed-1").update(taken=3),
}
NOT_COUNTED = {
    "a reason": lambda a: _change(Enrollment, {"cohort": a.first}, reason="other"),
    "who was moved away": lambda a: _change(Enrollment, {"state": "moved"}, reason="x", sponsor=a.company),
    "a decision’s reason": lambda a: _change(Decision, {"enrollment__cohort": a.first}, reason="other"),
    "how an application stands": lambda a: _change(Application, {"cohort": a.first}, state="rejected"),
    "a session’s title": lambda a: _change(Session, {"cohort": a.first}, title_ko="다른 이름"),
    "what was written in a survey": lambda a: _change(
        SurveyResponse, {"survey__cohort": a.first, "answers__overall": 2}, answers={"overall": 2, "best": "다름"}
    ),
    "an answer that is not shown": lambda a: _change(
        SurveyResponse, {"survey__cohort": a.second}, answers={"overall": 1}
    ),
    "a demand’s note": lambda a: _change(Demand, {"people": 12}, note="x"),
    "a demand taken back": lambda a: _change(Demand, {"state": "withdrawn"}, people=1),
    "an agreement of later": lambda a: _change(Agreement, {"starts_on__gt": reported.UNTIL}, ends_on="2028-01-01"),
    "a person of another quarter": lambda a: reported.enrolled(
        reported.cohort(a.complex, reported.UNTIL + timedelta(days=1)), "enrolled"
    ),
}


def source(academy):
    return rows.hash_of({kind: rows.hashed(lines) for kind, lines in rows.of(academy.scope()).items()})


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    counted=st.sets(st.sampled_from(sorted(COUNTED)), max_size=3), others=st.sets(st.sampled_from(sorted(NOT_COUNTED)))
)
def test_the_hash_changes_if_and_only_if_a_counted_row_changes(academy, counted, others):
    before = source(academy)
    with transaction.atomic():
        for name in [*sorted(others), *sorted(counted)]:
            (COUNTED | NOT_COUNTED)[name](academy)
        assert (source(academy) != before) == bool(counted)
        transaction.set_rollback(True)


@pytest.mark.parametrize("name", sorted(COUNTED))
def test_each_counted_change_is_told_by_a_kind_and_each_other_by_none(academy, name):
    before = rows.of(academy.scope())
    COUNTED[name](academy)
    after = rows.of(academy.scope())
    assert [kind for kind in before if before[kind] != after[kind]] != []


# --- freezing ---------------------------------------------------------------------------------------
def kept(academy, **more):
    asked = Asked(reported.SINCE, reported.UNTIL, "month", **more)
    return reports.keep(academy.complex, asked, title="3분기 보고", by=academy.operator, now=NOW)


def submitted(academy, report=None, *, now=NOW, **more):
    report = report or kept(academy)
    found = figures.of(reports.scope_of(report, now=now))
    return reports.submit(report, seen=canonical.sha256(found), by=academy.operator, now=now, **more)


def test_what_was_read_is_frozen_with_its_rules_its_source_and_its_number(academy):
    edition = submitted(academy)
    assert (edition.number, edition.rule_version, edition.source_sha256) == (1, 1, source(academy))
    assert edition.figures == figures.of(academy.scope())
    assert (edition.report.state, canonical.sha256(json.loads(edition.content))) == ("submitted", edition.sha256)
    assert sum(one.count for one in edition.sources.all()) == sum(
        len(lines) for lines in rows.of(academy.scope()).values()
    )
    assert AuditEntry.objects.filter(subject_type="consortium.report", to_state="submitted").count() == 1
    assert submitted(academy).number == 2


def test_nothing_else_than_what_was_read_is_submitted(academy):
    report = kept(academy)
    with override("en"), pytest.raises(DomainError, match="changed since"):
        reports.submit(report, seen="0" * 64, by=academy.operator, now=NOW)
    with pytest.raises(Refused):
        reports.submit(report, seen="0" * 64, by=academy.people[0].trainee, now=NOW)
    assert ReportEdition.objects.count() == 0


def test_what_was_submitted_is_changed_neither_by_code_nor_in_the_database(academy):
    edition = submitted(academy)
    with pytest.raises(TypeError):
        edition.save()
    for model in (ReportEdition, ReportSource):
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.update(complex=academy.complex)
    with override("en"), pytest.raises(DomainError, match="was submitted"):
        reports.discard(edition.report, by=academy.operator, now=NOW)


def test_one_reopened_decision_is_named_as_the_reason_of_each_cell_and_a_correction_replaces(academy):
    edition = submitted(academy)
    frozen = edition.content
    completion.reopen(academy.people[0], by=academy.operator, reason="appeal", now=NOW + timedelta(days=1))
    later = NOW + timedelta(days=2)
    with override("en"):
        found = comparison.compare(edition, reports.scope_of(edition.report, now=later))
    whole = {cell.figure: (cell.before, cell.after) for cell in found.cells if cell.breakdown == "In all"}
    assert whole == {
        "No result yet": ("1", "2"),
        "Completed": ("4", "3"),
        "Completion rate (%)": ("66.7", "60.0"),  # 3 of 5
        "Hours attended": ("62.9", "44.9"),  # less 18 h
    }
    assert found.reasons == [
        "1 enrollment changed after 23 Nov 2026 (Mon)", "1 decision reopened after 23 Nov 2026 (Mon)",
    ]  # fmt: skip
    completed = next(cell for cell in found.cells if cell.figure == "Completed")
    assert completed.reasons == found.reasons
    assert ReportEdition.objects.get(pk=edition.pk).content == frozen
    with override("en"), pytest.raises(DomainError, match="why the report is corrected"):
        submitted(academy, edition.report, now=later)
    corrected = submitted(academy, edition.report, now=later, reason="이의가 받아들여졌습니다.")
    assert (corrected.number, corrected.replaces, edition.report.editions.count()) == (2, edition, 2)
    assert comparison.compare(corrected, reports.scope_of(edition.report, now=later)).cells == []


def test_another_version_of_the_rules_is_the_reason_where_no_row_changed(academy, monkeypatch):
    edition = submitted(academy)
    monkeypatch.setattr(comparison, "RULE_VERSION", 2)
    with override("en"):
        found = comparison.compare(edition, academy.scope())
    assert (found.cells, found.same_source, found.reasons) == (
        [], True, ["The rules changed from version 1 to version 2."],
    )  # fmt: skip
