"""Reports on their pages: chosen by address, kept, submitted, compared and taken as files."""

import io

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from enrollment.services import completion
from tests.consortium import reported
from tests.consortium.reported import NOW
from training.consortium.models import Report, ReportEdition
from training.core.models import AuditEntry

pytestmark = pytest.mark.django_db
CHOSEN = "since=2026-07-01&until=2026-09-30&unit=month"


@pytest.fixture
def academy(db):
    with time_machine.travel(NOW, tick=False):
        yield reported.academy()


@pytest.fixture
def desk(academy, client):
    client.force_login(academy.operator, backend="django.contrib.auth.backends.ModelBackend")
    type(academy.operator).objects.filter(pk=academy.operator.pk).update(language="en")
    return client


def seen(page) -> str:
    return page.context["form"]["seen"].value()


def test_a_report_goes_from_its_address_to_a_number_and_is_corrected(desk, academy):
    page = desk.get(f"/desk/reports/new/?{CHOSEN}")
    assert (page.status_code, "66.7" in page.content.decode()) == (200, True)
    desk.post(f"/desk/reports/new/?{CHOSEN}", {"title": "Third quarter"})
    report = Report.objects.get()
    assert (str(report.since), str(report.until), report.unit, report.state) == (
        "2026-07-01", "2026-09-30", "month", "draft",
    )  # fmt: skip
    here = f"/desk/reports/{report.pk}/"
    hashed = seen(desk.get(f"{here}submit/"))
    completion.reopen(academy.people[0], by=academy.operator, reason="appeal", now=NOW)
    refused = desk.post(f"{here}submit/", {"seen": hashed})
    assert (refused.status_code, ReportEdition.objects.count()) == (409, 0)
    assert desk.post(f"{here}submit/", {"seen": seen(refused)}).status_code == 302  # what the page shows now
    completion.reopen(academy.people[1], by=academy.operator, reason="appeal", now=NOW)
    differences = desk.get(f"{here}differences/").content.decode()
    assert "1 decision reopened after 23 Nov 2026 (Mon)" in differences
    again = desk.get(f"{here}submit/")
    assert desk.post(f"{here}submit/", {"seen": seen(again), "reason": ""}).status_code == 422
    desk.post(f"{here}submit/", {"seen": seen(again), "reason": "an appeal"})
    assert [(one.number, one.replaces_id and one.replaces.number, one.reason) for one in report.editions.all()] == [
        (1, None, ""), (2, 1, "an appeal"),
    ]  # fmt: skip
    assert "Number 2 replaces this edition." in desk.get(f"{here}?edition=1").content.decode()
    assert [desk.get(f"{here}?edition={number}").status_code for number in ("3", "x", "9" * 30)] == [404, 404, 404]


@pytest.mark.parametrize(
    "query",
    ["since=2026-07-01&until=2026-06-30&unit=month", "since=2016-01-01&until=2026-01-01&unit=year",
     "since=x&until=&unit=week", "since=2026-07-01", "since=9999-12-31&until=9999-12-31&unit=month"],
)  # fmt: skip
def test_a_choice_that_means_nothing_is_refused_and_keeps_nothing(desk, query):
    assert "breakdowns" not in desk.get(f"/desk/reports/new/?{query}").context
    assert desk.post(f"/desk/reports/new/?{query}", {"title": "x"}).status_code == 422
    assert Report.objects.count() == 0


def test_the_workbook_has_a_sheet_for_each_breakdown_and_makes_no_formula_of_a_name(desk, academy):
    type(academy.company).objects.filter(pk=academy.company.pk).update(name_en="=1+1", name_ko="=1+1")
    desk.post(f"/desk/reports/new/?{CHOSEN}", {"title": "=cmd"})
    report = Report.objects.get()
    answer = desk.get(f"/desk/reports/{report.pk}/report.xlsx")
    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["Report", "In all", "By period", "By course", "By organization", "How it is counted"]
    assert (book["Report"]["B1"].value, book["Report"]["B1"].data_type) == ("=cmd", "s")
    name = book["By organization"]["A2"]
    assert (name.value, name.data_type, name.quotePrefix) == ("=1+1", "s", True)
    total = dict(zip(*([cell.value for cell in row] for row in book["In all"].rows), strict=True))
    assert (total["Completed"], total["Completion rate (%)"]) == (4, 66.7)
    assert AuditEntry.objects.filter(action="report taken", facts={"form": "xlsx"}).count() == 1


def test_the_list_asks_as_much_for_three_as_for_one(desk):
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert desk.get("/desk/reports/").status_code == 200
        return len(captured)

    assert "There is no report yet." in desk.get("/desk/reports/").content.decode()
    desk.post(f"/desk/reports/new/?{CHOSEN}", {"title": "one"})
    one = asked()
    for title in ("two", "three"):
        desk.post(f"/desk/reports/new/?{CHOSEN}", {"title": title})
    assert asked() == one
