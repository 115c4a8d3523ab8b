"""Applicants from a sheet: read, shown, and written as a whole or not at all."""

import io
from functools import partial

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from enrollment.models import Application, SheetImport
from enrollment.services import sheets
from enrollment.states import SheetState
from tests import factories
from tests.enrollment.messages import build
from tests.factories import NOW
from training.accounts.models import User
from training.core.errors import TransitionRefused
from training.core.models import Delivery

pytestmark = pytest.mark.django_db
HEAD = "전자우편,이름,구분\n"
WHY = {"reason": "report"}
GOOD = HEAD + "new@example.com,김하늘,예비취업자\nOLD@example.com,이바다,재직자\n"


@pytest.fixture(autouse=True)
def _private(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path


def bring_in(cast, text=GOOD, *, read=True):
    sheet = sheets.bring_in(cast.cohort, name="지원자.csv", raw=text.encode(), by=cast.operator, now=NOW)
    if read:
        sheets.read(sheet.pk, now=NOW)
    sheet.refresh_from_db()
    return sheet


def test_people_are_matched_or_invited_and_apply_themselves(cast, tmp_path):
    old = factories.UserFactory(email="old@example.com", name="이전 이름")
    sheet = bring_in(cast)
    assert (sheet.state, sheet.total, Application.objects.count()) == ("ready", 2, 0)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    sheets.confirm(sheet, by=cast.operator, now=NOW)
    for _ in range(2):
        sheets.write(sheet.pk, now=NOW)
    sheet.refresh_from_db()
    new = User.objects.get(email="new@example.com")
    assert (sheet.state, sheet.created, sheet.invited, sheet.rows) == ("done", 1, 2, [])
    assert (new.name, new.has_usable_password()) == ("김하늘", False)
    old.refresh_from_db()
    assert old.name == "이전 이름"
    states = sorted(Application.objects.filter(cohort=cast.cohort).values_list("applicant__email", "state", "kind"))
    assert states == [("new@example.com", "draft", "job_seeker"), ("old@example.com", "draft", "employed")]
    for _ in range(2):
        sheets.tell_next(sheet.pk, now=NOW)
    assert sorted(Delivery.objects.values_list("user__email", "kind")) == [
        ("new@example.com", "account_invited"),
        ("old@example.com", "application_entered"),
    ]


def test_who_has_applied_is_left_alone(cast):
    standing = factories.ApplicationFactory(cohort=cast.cohort, applicant__email="old@example.com")
    sheet = bring_in(cast)
    sheets.confirm(sheet, by=cast.operator, now=NOW)
    sheets.write(sheet.pk, now=NOW)
    standing.refresh_from_db()
    assert (standing.state, SheetImport.objects.get().invited) == ("applied", 1)


def test_one_wrong_line_and_nothing_is_kept_or_written(cast):
    sheet = bring_in(cast, GOOD + "nobody,박산,재직자\n")
    assert (sheet.state, sheet.rows, sheet.total, sheet.faulty) == ("refused", [], 3, 1)
    assert [line for line, _sentence in sheet.findings] == [4]
    with pytest.raises(TransitionRefused):
        sheets.confirm(sheet, by=cast.operator, now=NOW)
    assert not User.objects.filter(email="new@example.com").exists()


def test_a_fault_in_the_middle_writes_nothing(cast, monkeypatch):
    sheet = bring_in(cast)
    sheets.confirm(sheet, by=cast.operator, now=NOW)

    def broken(*args):
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(sheets, "_drafts", broken)
        with pytest.raises(RuntimeError):
            sheets.write(sheet.pk, now=NOW)
    assert not User.objects.filter(email="new@example.com").exists()
    sheets.write(sheet.pk, now=NOW)
    assert Application.objects.filter(cohort=cast.cohort).count() == 2


def test_discarded_rows_are_gone(cast):
    sheet = bring_in(cast)
    sheets.discard(sheet, by=cast.operator, now=NOW)
    sheet.refresh_from_db()
    assert (sheet.state, sheet.rows) == ("discarded", [])


def test_every_pair_of_states():
    allowed = {(a, b) for a, to in SheetImport.TRANSITIONS.items() for b in to}
    assert allowed == {
        ("reading", "ready"), ("reading", "refused"), ("ready", "writing"), ("ready", "discarded"),
        ("writing", "done"), ("writing", "refused"), ("done", "undone"),
    }  # fmt: skip
    assert set(SheetImport.TRANSITIONS) == set(SheetState)


def test_the_page_takes_a_file_and_leads_to_its_lines(cast, client):
    build.enter(client, cast.operator)
    address = f"/desk/cohorts/{cast.cohort.pk}/sheets/"
    with freeze():
        assert client.post(address, {}).status_code == 422
        assert client.post(address, {"kind": "applicants", "file": SimpleUploadedFile("a.csv", b"")}).status_code == 422
        answer = client.post(address, {"kind": "applicants", "file": SimpleUploadedFile("a.csv", GOOD.encode("cp949"))})
        sheets.read(SheetImport.objects.get().pk, now=NOW)
        page = client.get(answer["Location"])
        assert "new@example.com" in page.content.decode()
        assert client.post(answer["Location"] + "confirm/").status_code == 302
        assert client.post(answer["Location"] + "discard/").status_code == 409
        assert client.get(address).status_code == 200


def freeze():
    import time_machine

    return time_machine.travel(NOW, tick=False)


@pytest.mark.parametrize("what", ["template", "applicants", "roster", "results", "changes", "skills"])
def test_lists_are_taken_away_as_text_in_each_form(cast, client, what):
    cast.trainee.name = "=HYPERLINK(1)"
    cast.trainee.save()
    factories.ApplicationFactory(cohort=cast.cohort, applicant=cast.trainee)
    build.enter(client, cast.operator)
    base = f"/desk/cohorts/{cast.cohort.pk}/sheets/{what}"
    take = client.get if what == "template" else partial(client.post, data=WHY)
    book = load_workbook(io.BytesIO(take(f"{base}.xlsx").content))
    assert {cell.data_type for row in book.active.iter_rows() for cell in row if cell.value} == {"s"}
    plain, korean = take(f"{base}.csv"), take(f"{base}.csv?encoding=cp949")
    assert plain.content.startswith(b"\xef\xbb\xbf")
    assert plain.content.decode("utf-8-sig") == korean.content.decode("cp949")
    assert ("'=HYPERLINK" in plain.content.decode()) == (what not in ("template", "skills"))


def test_a_name_that_cp949_lacks_is_said(cast, client):
    cast.trainee.name = "똠뷁😀"
    cast.trainee.save()
    address = f"/desk/cohorts/{cast.cohort.pk}/sheets/roster.csv?encoding=cp949"
    assert build.enter(client, cast.operator).post(address, WHY).status_code == 409


@pytest.mark.parametrize("path", ["nothing.csv", "roster.pdf"])
def test_other_lists_and_forms_are_not_there(cast, client, path):
    build.enter(client, cast.operator)
    assert client.get(f"/desk/cohorts/{cast.cohort.pk}/sheets/{path}").status_code == 404
