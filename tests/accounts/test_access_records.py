"""Who looked at whose data: one record for each look and each download, and no download without its reason."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import factories
from tests.access.test_access import table
from training.accounts.models import AccessedPerson, AccessRecord, AccessReview
from training.accounts.services import access
from training.accounts.services.access import Why

pytestmark = pytest.mark.django_db
WHY = {"reason": "decision"}
TAKEN = {  # route: whose eyes, what
    "enrollment:desk_document": ("operator", "document"),
    "enrollment:desk_claim_paper": ("operator", "absence"),
    "enrollment:taught_answer_file": ("instructor", "answer_file"),
    "enrollment:unit_book_xlsx": ("operator", "attendance"),
    "enrollment:comparison_file": ("operator", "attendance"),
    "enrollment:gradebook_file": ("instructor", "grades"),
    "enrollment:gradebook_workbook": ("instructor", "grades"),
    "enrollment:sheet_file": ("operator", "sheet"),
    "certificates:pdf": ("operator", "certificate"),
    "certificates:credential": ("operator", "certificate"),
}
DRAWN = {  # the same, but drawn in a sealed process, which other tests start: here they only ask
    "enrollment:unit_book_pdf": "operator",
    "enrollment:corrections_pdf": "operator",
    "enrollment:paper_sheet_pdf": "instructor",
}
LOOKED_AT = {
    "enrollment:decide_claim": ("operator", "claim"),
    "enrollment:corrections": ("operator", "attendance"),
    "enrollment:desk_application": ("operator", "application"),
    "enrollment:score_application": ("operator", "application"),
    "enrollment:cohort_records": ("operator", "audit"),
    "enrollment:desk_enrollment": ("operator", "person"),
    "enrollment:grade_answer": ("instructor", "answers"),
    "enrollment:skill_photo": ("instructor", "skill_photo"),
    "enrollment:person_grades": ("instructor", "grades"),
    "enrollment:unit_book": ("operator", "attendance"),
    "enrollment:print_cards": ("operator", "cards"),
    "certificates:certificate": ("operator", "certificate"),
}
HOLD_NOBODY = {  # files that staff get without a reason, since nobody else stands in them
    "enrollment:cohort_survey_file",
    "enrollment:download_questions",
    "consortium:demand_table",
    "consortium:agreement_file",  # what organizations signed; that it was opened is in the audit trail
    "consortium:event_material",  # what was handed out
    "consortium:report_paper",  # figures, of five people or more where they are of opinions or jobs
    "consortium:report_workbook",
    "accounts:access_file",  # of a month without records; with some it asks, below
}


def enter(client, person):
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize("route", sorted(TAKEN))
def test_download_asks_why_and_is_recorded_once(route, cast, client):
    who, what = TAKEN[route]
    address = table()[route].address(cast)
    enter(client, getattr(cast, who))
    asked = client.get(address)
    assert (asked.status_code, "Content-Disposition" in asked, AccessRecord.objects.count()) == (200, False, 0)
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "other", "words": ""}).status_code == 422
    assert AccessRecord.objects.count() == 0

    answer = client.post(address, WHY)
    record = AccessRecord.objects.get()
    assert answer["Content-Disposition"].startswith("attachment")
    assert (record.what, record.taken, record.reason, record.actor) == (what, True, "decision", getattr(cast, who))
    assert record.seen.count() >= 1


@pytest.mark.parametrize("route", sorted(DRAWN))
def test_drawn_paper_asks_why(route, cast, client):
    address = table()[route].address(cast)
    asked = enter(client, getattr(cast, DRAWN[route])).get(address)
    assert (asked.status_code, "Content-Disposition" in asked, AccessRecord.objects.count()) == (200, False, 0)
    assert client.post(address, {"reason": "nonsense"}).status_code == 422


@pytest.mark.parametrize("route", sorted(LOOKED_AT))
def test_look_is_recorded_once(route, cast, client):
    who, what = LOOKED_AT[route]
    address = table()[route].address(cast)
    answer = enter(client, getattr(cast, who)).get(address)
    record = AccessRecord.objects.get()
    assert (answer.status_code, record.what, record.taken, record.reason) == (200, what, False, "")
    assert record.seen.count() >= 1


def test_no_other_route_gives_staff_a_file_of_people(cast, client):
    """Whoever adds a download finds it here: it asks why, or it is named as holding nobody."""
    enter(client, cast.operator)
    given = set()
    for route, rule in table().items():
        if not route.startswith(("core:", "courses:")) and "operator" in rule.allowed and rule.method == "get":
            answer = client.get(rule.address(cast)) if "stranger" not in rule.allowed else {}
            if answer.get("Content-Disposition", "").startswith("attachment"):
                given.add(route)
    assert given <= HOLD_NOBODY


def test_own_papers_need_no_reason_and_leave_no_record(cast, client):
    address = table()["enrollment:claim_paper"].address(cast)
    assert enter(client, cast.trainee).get(address)["Content-Disposition"].startswith("attachment")
    assert AccessRecord.objects.count() == 0


def test_reason_is_remembered_for_half_an_hour_and_one_kind(cast, client, time_machine):
    time_machine.move_to(factories.NOW, tick=False)
    paper, grades = (
        table()[name].address(cast) for name in ("enrollment:desk_claim_paper", "enrollment:gradebook_file")
    )
    enter(client, cast.operator).post(paper, {**WHY, "remember": "on"})
    assert "Content-Disposition" not in client.get(grades)
    time_machine.move_to(factories.NOW + timedelta(minutes=29, seconds=59), tick=False)
    assert client.get(paper)["Content-Disposition"].startswith("attachment")
    time_machine.move_to(factories.NOW + timedelta(minutes=30), tick=False)
    assert "Content-Disposition" not in client.get(paper)
    assert list(AccessRecord.objects.values_list("reason", flat=True)) == ["decision", "decision"]


def test_records_are_never_changed_or_deleted(cast, now):
    record = access.taken(
        cast.cohort, what="sheet", people=[cast.trainee.pk], why=Why("report"), by=cast.operator, now=now
    )
    with pytest.raises(TypeError):
        record.save()
    for act in (
        lambda: AccessRecord.objects.update(reason="other", words="-"),
        lambda: AccessedPerson.objects.update(person=cast.applicant),
    ):
        with pytest.raises((IntegrityError, Exception), match="never"), transaction.atomic():
            act()


def test_records_go_after_two_years_and_the_database_lets_none_go_earlier(cast, now):
    """On SQLite the test database has no such trigger for deleting (`ledger_may_be_emptied`), so it is asked of PostgreSQL."""
    long_ago = timezone.now() - access.KEPT
    young = timezone.now() - timedelta(days=700)
    for at in (long_ago, young):
        access.viewed(cast.cohort, what="person", people=[cast.trainee.pk], by=cast.operator, now=at)
    assert access.due(cast.complex, long_ago + access.KEPT).count == 1
    assert access.due(cast.complex, young).next_at == long_ago + access.KEPT
    gone = [access.destroy_due(timezone.now()), access.destroy_due(timezone.now())]
    assert (gone, list(AccessRecord.objects.values_list("at", flat=True))) == ([1, 0], [young])
    if connection.vendor == "postgresql":
        for rows in (AccessedPerson.objects.all(), AccessRecord.objects.all()):
            with pytest.raises(IntegrityError, match="never"), transaction.atomic():
                rows._raw_delete("default")


@pytest.mark.parametrize(
    ("people", "recorded"),
    [(["operator"], []), (["trainee"], ["trainee"]), (["operator", "trainee"], ["trainee"]), ([], [])],
)
def test_ones_own_data_is_no_access(cast, now, people, recorded):
    whose = [getattr(cast, name).pk for name in people]
    access.viewed(cast.cohort, what="person", people=whose, by=cast.operator, now=now)
    assert list(AccessedPerson.objects.values_list("person", flat=True)) == [getattr(cast, n).pk for n in recorded]


# --- the monthly review --------------------------------------------------------------------------
def look(cast, now, *, by="instructor", times=1):
    for _ in range(times):
        access.viewed(cast.cohort, what="person", people=[cast.trainee.pk], by=getattr(cast, by), now=now)


def test_report_counts_by_person_and_asks_as_much_for_three_as_for_one(cast, client, now):
    enter(client, cast.operator)
    look(cast, now)
    client.get("/desk/privacy/access/?month=2026-11")
    with CaptureQueriesContext(connection) as one:
        client.get("/desk/privacy/access/?month=2026-11")
    look(cast, now, by="lead", times=2)
    look(cast, now, by="admin")
    with CaptureQueriesContext(connection) as three:
        page = client.get("/desk/privacy/access/?month=2026-11")
    assert len(one) == len(three)
    assert [(line.person, line.tally.looks) for line in page.context["month"].lines] == [
        (cast.lead, 2), (cast.instructor, 1), (cast.admin, 1)
    ]  # fmt: skip


def test_month_is_reviewed_once_when_it_is_over(cast, client, now, time_machine):
    look(cast, now)
    enter(client, cast.operator)
    address = "/desk/privacy/access/?month=2026-11"
    time_machine.move_to("2026-11-30T14:59:59Z")  # 23:59:59 of the last day in Korea
    assert client.post(address, {"note": "이상 없음"}).status_code == 409
    time_machine.move_to("2026-11-30T15:00:00Z")
    assert [str(day) for day in client.get(address).context["waiting"]] == ["2026-11-01"]
    assert client.post(address, {"note": ""}).status_code == 422
    assert client.post(address, {"note": "이상 없음"}).status_code == 302
    assert client.post(address, {"note": "다시"}).status_code == 409
    review = AccessReview.objects.get()
    assert (review.records, review.note, review.reviewed_by) == (1, "이상 없음", cast.operator)
    assert client.get(address).context["waiting"] == []


@pytest.mark.parametrize("month", ["", "nonsense", "2026-13", "99999-01", "2026-11-30", "0001-01", "9999-12"])
def test_unreadable_month_is_the_present_one(cast, client, month):
    assert enter(client, cast.operator).get(f"/desk/privacy/access/?month={month}").status_code == 200


def test_report_as_file_says_why_and_quotes_formulas(cast, client, now):
    cast.instructor.name = "=1+1"
    cast.instructor.save()
    look(cast, now)
    answer = enter(client, cast.operator).post("/desk/privacy/access.csv?month=2026-11", {"reason": "inspection"})
    assert "'=1+1,1,0,1" in answer.content.decode()
    assert AccessRecord.objects.filter(what="sheet", reason="inspection").count() == 1
